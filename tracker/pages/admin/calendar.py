"""Entering organs, their sessions, and the directory of addressees. Due dates follow a corrected session."""

from django import forms
from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tracker.accounts import changes
from tracker.mandates import schedule
from tracker.organs.models import Addressee, Organ, Session
from tracker.pages.admin.tracked import TrackedAdmin, TrackedForm


@admin.register(Organ)
class OrganAdmin(TrackedAdmin):
    list_display = ["name", "code"]
    search_fields = ["name", "code"]


@admin.register(Session)
class SessionAdmin(TrackedAdmin):
    list_display = ["organ", "number", "kind", "opens", "main_part_closes", "closes", "precision", "settled"]
    list_filter = ["kind", "precision", "settled", ("organ", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["organ"]
    search_fields = ["organ__name", "organ__code", "number", "name", "place"]
    autocomplete_fields = ["organ"]
    date_hierarchy = "opens"
    fieldsets = [
        (None, {"fields": ["seen", "organ", "number", "kind", "name"]}),
        (_("When and where"), {"fields": ["opens", "main_part_closes", "closes", "place"]}),
        (_("How this is known"), {"fields": ["precision", "source", "notes", "settled"]}),
    ]

    def save_related(self, request, form, formsets, change):
        """Keep what a person says against later calendar files, and move what rests on the session."""
        super().save_related(request, form, formsets, change)
        if form.changed_data and "settled" not in form.changed_data:
            changes.save(form.instance, settled=True)
        moved = schedule.move(form.instance, timezone.localdate())
        if moved:
            words = ngettext("The due dates of %d mandate follow.", "The due dates of %d mandates follow.", moved)
            messages.info(request, words % moved)


class LinesField(forms.CharField):
    """A list of strings, typed one a line."""

    widget = forms.Textarea

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value):
        return [line.strip() for line in (super().clean(value) or "").splitlines() if line.strip()]

    def has_changed(self, initial, data):
        return (initial or []) != self.clean(data)


class KindsInUse(admin.AllValuesFieldListFilter):
    """The kinds that addressees have; having none is a dash, not a link without words."""

    def choices(self, changelist):
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or self.empty_value_display}


class AddresseeForm(TrackedForm):
    aliases = LinesField(
        label=_("aliases"), required=False, help_text=_("Other names by which texts mean the same, one a line.")
    )


@admin.register(Addressee)
class AddresseeAdmin(TrackedAdmin):
    form = AddresseeForm
    list_display = ["name", "short_name", "kind", "entity", "organ", "settled"]
    list_filter = [("kind", KindsInUse), "settled", ("entity", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["entity", "organ"]
    search_fields = ["name", "short_name", "aliases"]
    autocomplete_fields = ["organ", "entity"]
