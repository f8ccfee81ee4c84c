"""What a person wants to be told, how long before, and how often by mail."""

from dataclasses import asdict

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from tracker.accounts.models import User
from tracker.followup.models import Notice
from tracker.followup.notices import AT_ONCE, DAILY, DAYS_BEFORE, NEVER, WEEKLY, Wishes
from tracker.pages.layout import notice
from tracker.reports.models import Mailing

MAIL = [
    (DAILY, _("Once a day, if there is something to say")),
    (WEEKLY, _("On Mondays")),
    (AT_ONCE, _("Within the hour")),
    (NEVER, _("Never: I look here")),
]
KINDS = [
    (Notice.Kind.BEFORE, _("Before something is due")),
    (Notice.Kind.DUE, _("On the day by which it must be ready")),
    (Notice.Kind.LATE, _("When it is overdue")),
    (Notice.Kind.SILENT, _("When nothing was reported for months")),
    (Notice.Kind.ESCALATED, _("When a mandate of the entity I manage stays overdue")),
    (Notice.Kind.ASSIGNED, _("When a mandate is assigned to me")),
    (Notice.Kind.WAITING, _("When progress waits for my approval")),
    (Notice.Kind.RETURNED, _("When my progress is sent back")),
    (Notice.Kind.APPROVED, _("When my progress is approved")),
    (Notice.Kind.MENTIONED, _("When somebody mentions me")),
    (Notice.Kind.COMMENTED, _("When somebody comments on a mandate of mine")),
]


def _days(count: int) -> str:
    return ngettext("%d day", "%d days", count) % count


class NoticesForm(forms.Form):
    """A person's wishes, kept with their preferences."""

    mail = forms.ChoiceField(label=_("Mail"), choices=MAIL, widget=forms.RadioSelect)
    kinds = forms.MultipleChoiceField(
        label=_("Tell me"), choices=KINDS, required=False, widget=forms.CheckboxSelectMultiple
    )
    before = forms.TypedMultipleChoiceField(
        label=_("How long before something is due"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each due date reminds you once at each of these."),
    )

    watched = forms.BooleanField(
        label=_("Remind me of the mandates that I watch as well"),
        required=False,
        help_text=_("Otherwise only of those that I answer for. What is said about them you are told in any case."),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["before"].choices = [(days, _days(days)) for days in DAYS_BEFORE]

    def save(self, user: User) -> None:
        user.preferences = {**user.preferences, "notices": self.cleaned_data}
        user.save(update_fields=["preferences"])


@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """Show and keep what the person wants to be told."""
    wishes = Wishes.of(request.user)
    form = NoticesForm(request.POST or None, initial=asdict(wishes))
    if request.method == "POST" and form.is_valid():
        form.save(request.user)
        notice(request, gettext("Your choice is saved."))
        return redirect("account_notices")
    refused = Mailing.objects.filter(user=request.user).exclude(error="").first()
    return render(request, "account/notices.html", {"form": form, "refused": refused})
