"""Entering entities, people and their roles."""

from allauth.account.decorators import reauthentication_required
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from tracker.accounts.changes import change
from tracker.accounts.models import Entity, Membership, User
from tracker.pages.admin.tracked import TrackedAdmin, TrackedInline
from tracker.reports.models import Mailing

# Who gives or takes rights proves first that it is still them; what was typed is kept meanwhile.
proves_who = method_decorator(reauthentication_required(allow_get=True))


class MembershipInline(TrackedInline):
    model = Membership
    autocomplete_fields = ["user", "entity"]


@admin.register(Entity)
class EntityAdmin(TrackedAdmin):
    list_display = ["short_name", "name", "parent", "signs_off"]
    list_filter = ["signs_off"]
    search_fields = ["name", "short_name"]
    autocomplete_fields = ["parent"]
    inlines = [MembershipInline]


class RefusedFilter(admin.EmptyFieldListFilter):
    """Those whose address the mail server does not know, and the others."""

    def __init__(self, field, request, params, model, model_admin, field_path):
        super().__init__(field, request, params, model, model_admin, field_path)
        self.title = _("mail")

    def choices(self, changelist):
        words = [_("All"), _("taken, or not tried"), _("address refused")]
        for choice, display in zip(super().choices(changelist), words, strict=True):
            yield {**choice, "display": display}


class PersonForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "name"]


@admin.register(User)
class PersonAdmin(UserAdmin):
    """People are not tracked rows, but their memberships are: each save is a change all the same."""

    list_display = ["name", "email", "mail", "is_active", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_superuser", ("mailing__refused_on", RefusedFilter), "memberships__entity"]
    list_select_related = ["mailing"]
    search_fields = ["name", "email"]
    ordering = ["name"]
    filter_horizontal = []
    inlines = [MembershipInline]
    add_form = PersonForm
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        (_("Access"), {"fields": ["is_active", "is_staff", "is_superuser"]}),
        (_("Seen"), {"fields": ["last_login", "date_joined", "mail"]}),
    ]
    add_fieldsets = [
        (None, {"classes": ["wide"], "fields": ["email", "name", "usable_password", "password1", "password2"]})
    ]
    readonly_fields = ["last_login", "date_joined", "mail"]

    @admin.display(description=_("mail"))
    def mail(self, person):
        """Say that the mail server refuses the address for good, since when, and by which words."""
        mailing = getattr(person, "mailing", None)
        if mailing is None or mailing.refused_on is None:
            return ""
        return _("address refused on %(day)s: %(error)s") % {
            "day": date_format(mailing.refused_on, "j M Y"),
            "error": mailing.error,
        }

    @proves_who
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        with change("Enter a person", by=request.user):
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_inlines(self, request, obj):
        """Ask for roles only once the person is there."""
        return self.inlines if obj else []

    @proves_who
    def user_change_password(self, request, id, form_url=""):
        return super().user_change_password(request, id, form_url)

    def save_model(self, request, obj, form, change):
        """Sign somebody whose account is closed out everywhere: opening it again opens no old session.

        What was said of an address does not hold for another.
        """
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            Mailing.objects.filter(user=obj).update(refused_on=None, error="", attempts=0)
        if not obj.is_active:
            for session in UserSession.objects.filter(user=obj):
                session.end()

    save_formset = TrackedAdmin.save_formset


@admin.register(Membership)
class MembershipAdmin(TrackedAdmin):
    list_display = ["user", "entity", "role"]
    list_filter = ["role", "entity"]
    search_fields = ["user__name", "user__email", "entity__short_name"]
    autocomplete_fields = ["user", "entity"]

    @proves_who
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        return super().changeform_view(request, object_id, form_url, extra_context)
