"""Due dates in work: more time, missed, dropped, milestones. And renewal or end of a mandate, asked for and decided."""

import re

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tracker.accounts.access import visible
from tracker.accounts.changes import change
from tracker.accounts.models import User
from tracker.followup import requests
from tracker.followup.models import Request
from tracker.mandates import schedule, standing
from tracker.mandates.models import DueDate, Mandate
from tracker.pages.layout import needs
from tracker.pages.mandates.decisions import decided

OUTCOMES = {
    "missed": gettext_lazy("missed"),
    "dropped": gettext_lazy("dropped"),
    "open": gettext_lazy("open again"),
}
# "A/RES/79/1 op12", "A/RES/79/1, para. 12 (a)"; a mandate's number stands alone.
PLACE = re.compile(r"^(?P<symbol>.+?)[, ]+(?:op|para\.?|paragraph)?\s*(?P<number>\d[\w.() ]*)$", re.IGNORECASE)


class RequestForm(forms.Form):
    """What is asked for; what each outcome needs beside it is a rule of `followup.requests`."""

    outcome = forms.ChoiceField(choices=Request.Outcome.choices)
    due_date = forms.ModelChoiceField(DueDate.objects.none(), required=False)
    until = forms.DateField(required=False)
    successor = forms.CharField(required=False, max_length=120)
    authority = forms.CharField(required=False, max_length=200)
    reason = forms.CharField(required=False, max_length=5000)

    def __init__(self, *args, mandate: Mandate, user: User, **options):
        super().__init__(*args, **options)
        self.user = user
        self.fields["due_date"].queryset = mandate.due_dates.all()

    def clean_successor(self) -> Mandate | None:
        words = self.cleaned_data["successor"].strip()
        if not words:
            return None
        found = list(visible(_named(words), self.user, "mandate.view")[:2])
        if len(found) == 1:
            return found[0]
        problem = _("More than one mandate is “%(words)s”") if found else _("No mandate is “%(words)s”")
        raise forms.ValidationError(
            problem % {"words": words} + _(": write its number, or symbol and paragraph (“A/RES/79/1 op12”).")
        )


class DecisionForm(forms.Form):
    granted = forms.TypedChoiceField(choices=[("yes", "yes"), ("no", "no")], coerce=lambda given: given == "yes")
    decision = forms.CharField(required=False, max_length=5000)


class SettleForm(forms.Form):
    outcome = forms.ChoiceField(choices=list(OUTCOMES.items()))


class MilestoneForm(forms.Form):
    label = forms.CharField(max_length=200)
    on = forms.DateField()
    owner = forms.ModelChoiceField(User.objects.all(), required=False)


@require_POST
@needs("request.make")
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for more time for a due date, or for the renewal or the end of a mandate."""
    mandate = _mandate(request, pk, "request.make")
    form = RequestForm(request.POST, mandate=mandate, user=request.user)

    def save() -> str:
        requests.ask(mandate, by=request.user, on=timezone.localdate(), **form.cleaned_data)
        return _("Asked. Another manager of the lead entity decides.")

    return decided(request, mandate, form, save)


@require_POST
@needs("request.decide")
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant or refuse what somebody else has asked for."""
    rows = Request.objects.select_related("mandate", "due_date", "successor")
    asked = get_object_or_404(visible(rows, request.user, "request.decide"), pk=pk)
    form = DecisionForm(request.POST)

    def save() -> str:
        requests.decide(asked, by=request.user, on=timezone.localdate(), **form.cleaned_data)
        return _("Granted.") if asked.granted else _("Refused.")

    return decided(request, asked.mandate, form, save)


@require_POST
@needs("mandate.date")
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a due date as missed or dropped, or open it again. What meets it is progress, which is logged."""
    due = get_object_or_404(DueDate.objects.select_related("mandate"), pk=pk)
    mandate = _mandate(request, due.mandate_id, "mandate.date")
    form = SettleForm(request.POST)

    def save() -> str:
        outcome = form.cleaned_data["outcome"]
        with change(f"Due date {outcome}", by=request.user):
            if outcome == DueDate.Outcome.OPEN:
                schedule.reopen(due)
            else:
                schedule.settle(due, outcome, timezone.localdate())
        return _("The due date is %(outcome)s.") % {"outcome": OUTCOMES[outcome]}

    return decided(request, mandate, form, save)


@require_POST
@needs("mandate.date")
def milestone(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a milestone with its day and its owner."""
    mandate = _mandate(request, pk, "mandate.date")
    form = MilestoneForm(request.POST)

    def save() -> str:
        given = form.cleaned_data
        with change("Add a milestone", by=request.user):
            schedule.add_milestone(mandate, given["label"], given["on"], given["owner"])
        return _("The milestone “%(label)s” is added.") % {"label": given["label"]}

    return decided(request, mandate, form, save)


def _mandate(request: HttpRequest, pk: int, action: str) -> Mandate:
    rows = Mandate.objects.filter(status__in=standing.FOLLOWED)
    return get_object_or_404(visible(rows, request.user, action), pk=pk)


def _named(words: str):
    """Return the mandates that a number, or a symbol with a paragraph, names."""
    rows = Mandate.objects.confirmed()
    if words.isascii() and words.isdigit():
        return rows.filter(pk=int(words))
    place = PLACE.match(words)
    if place is None:
        return rows.none()
    number = re.sub(r"[\s()]+", ".", place["number"]).strip(".")
    return rows.filter(resolution__symbol__iexact=place["symbol"].strip(), provision__address__iexact=number)
