"""The queue of suggestions: the surest first, each accepted or refused by one key; the next takes its place at once."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tracker.accounts.changes import StaleError
from tracker.followup import suggestions
from tracker.followup.models import Suggestion
from tracker.mandates.models import Mandate
from tracker.mandates.standing import RefusedError
from tracker.pages.layout import needs, page_of
from tracker.pages.shortening import shortened

ROWS = 20


@require_safe
@needs("suggestion.decide")
def queue(request: HttpRequest) -> HttpResponse:
    """List what the person may decide on, with the words that it rests on."""
    rows = suggestions.open_for(request.user).select_related(
        "mandate__resolution",
        "mandate__provision__resolution",
        "mandate__lead_entity",
        "provision__resolution",
        "due_date",
    )
    page = page_of(request, rows, ROWS)
    successors = Mandate.objects.select_related("provision__resolution", "resolution").in_bulk(
        [row.proposal["mandate"] for row in page.object_list if row.kind == Suggestion.Kind.RENEWED]
    )
    at = min(_number(request.GET.get("row")), len(page.object_list) - 1)
    for number, row in enumerate(page.object_list):
        row.is_current = number == at
        row.successor = successors.get(row.proposal.get("mandate"))
        row.percent = round(row.confidence * 100)
        if row.kind == Suggestion.Kind.MET:
            row.shown = shortened(row.proposal["words"], [row.proposal["span"]])
        row.opens, row.closes = (parse_date(row.proposal.get(name, "")) for name in ("opens", "closes"))
    return render(request, "suggestions/queue.html", {"page": page})


@require_POST
@needs("suggestion.decide")
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Do what is suggested."""
    today = timezone.localdate()
    return _decided(request, pk, lambda row: suggestions.accept(row, by=request.user, today=today), _("Accepted: %s"))


@require_POST
@needs("suggestion.decide")
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the suggestion away for good."""
    return _decided(request, pk, lambda row: suggestions.refuse(row, by=request.user), _("Refused: %s"))


def _decided(request: HttpRequest, pk: int, decide: Callable[[Suggestion], None], words: str) -> HttpResponse:
    row = get_object_or_404(suggestions.open_for(request.user), pk=pk)
    try:
        decide(row)
    except (suggestions.DecidedError, RefusedError, StaleError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, words % row.mandate)
    # The row that comes into its place is the next.
    page, at = _number(request.POST.get("page")), _number(request.POST.get("row"))
    query = urlencode({name: value for name, value in (("page", page), ("row", at)) if value})
    return redirect(reverse("suggestions:queue") + (f"?{query}#row-{at}" if query else ""))


def _number(given: str | None) -> int:
    return int(given) if given and given.isascii() and given.isdigit() and len(given) < 10 else 0
