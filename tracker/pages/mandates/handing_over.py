"""The open mandates of one person on a page to print, and handing all of them over in one step."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from tracker.accounts.access import may, visible
from tracker.accounts.models import User
from tracker.followup import assignment, bulk
from tracker.followup.models import ProgressUpdate
from tracker.followup.progress import readable
from tracker.mandates.models import DueDate, Mandate
from tracker.mandates.standing import RefusedError
from tracker.pages.layout import needs, notice

SHOWN = 200


@dataclass(frozen=True)
class Item:
    """One mandate of the pack: what was reported last, and the milestones still open."""

    mandate: Mandate
    latest: ProgressUpdate | None
    milestones: list[DueDate]


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(
        User.objects.none(), empty_label="–", widget=forms.Select(attrs={"class": "form-select"})
    )

    def __init__(self, *args, person: User, **options):
        super().__init__(*args, **options)
        self.fields["to"].queryset = assignment.possible_focal_points().exclude(pk=person.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("mandate.log_progress")
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a person has in hand; give it all to another."""
    person = get_object_or_404(User, pk=pk)
    mandates = visible(assignment.open_mandates_of(person), request.user, "mandate.view")
    may_give = may(request.user, "mandate.bulk")
    form = HandOverForm(request.POST or None, person=person)
    if request.method == "POST":
        if not may_give:
            raise Http404
        if form.is_valid() and (answer := _give(request, person, form.cleaned_data["to"])):
            return answer
    rows = mandates.with_texts().order_by("due_closes", "due_opens", "pk")
    shown = {
        "person": person,
        "items": _items(list(rows[:SHOWN]), request.user),
        "count": mandates.count(),
        "mine": bulk.changeable(mandates, request.user).count(),
        "may_give": may_give,
        "form": form,
        "day": timezone.localdate(),
    }
    return render(request, "mandates/hand_over.html", shown)


def _give(request: HttpRequest, person: User, to: User) -> HttpResponse | None:
    try:
        done, count = assignment.hand_over(person, to, by=request.user)
    except RefusedError as refused:
        messages.error(request, str(refused))
        return None
    words = ngettext("%(count)d mandate handed over to %(to)s.", "%(count)d mandates handed over to %(to)s.", count)
    here = reverse("mandates:hand_over", args=[to.pk])
    undo = reverse("mandates:undo", args=[done.pk]) + "?" + urlencode({"next": request.path})
    notice(request, words % {"count": count, "to": to}, undo=undo)
    return redirect(here)


def _items(mandates: list[Mandate], user: User) -> list[Item]:
    latest: dict[int, ProgressUpdate] = {}
    for update in readable(user).filter(mandate__in=mandates).select_related("author").order_by("on", "pk"):
        latest[update.mandate_id] = update
    steps: dict[int, list[DueDate]] = {}
    for step in DueDate.objects.filter(mandate__in=mandates, outcome=DueDate.Outcome.OPEN).exclude(label=""):
        steps.setdefault(step.mandate_id, []).append(step)
    return [Item(mandate, latest.get(mandate.pk), steps.get(mandate.pk, [])) for mandate in mandates]
