"""The journal of all that was done, one change of it, and the register as it stood on a day."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tracker.accounts.access import may
from tracker.followup import undoing
from tracker.mandates import past
from tracker.pages.history.forms import JournalForm, PastForm
from tracker.pages.history.records import changes_for, records_of
from tracker.pages.layout import needs, page_of


@require_safe
@needs("change.journal")
def journal(request: HttpRequest) -> HttpResponse:
    """Show who did what and when, newest first."""
    form = JournalForm(request.GET)
    page = page_of(request, form.narrow(changes_for(request.user)).order_by("-pk"))
    return render(request, "history/journal.html", {"form": form, "page": page})


@require_safe
@needs("change.journal")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what one change wrote: each row with its old and new values."""
    done = get_object_or_404(changes_for(request.user), pk=pk)
    records, more = records_of(done, request.user)
    may_undo = may(request.user, "change.undo") and undoing.may_undo(request.user, done)
    shown = {"change": done, "records": records, "more": more, "may_undo": may_undo}
    return render(request, "history/change.html", shown)


@require_safe
@needs("mandate.view")
def register(request: HttpRequest) -> HttpResponse:
    """Show the mandates as they stood at the end of a day, to be read only."""
    today = timezone.localdate()
    form = PastForm(request.GET if "as_at" in request.GET else None, initial={"as_at": today}, today=today)
    shown = {"form": form}
    if form.is_valid():
        day = form.cleaned_data["as_at"]
        mandates = form.narrow(past.mandates_on(day)).select_related("resolution", "provision", "lead_entity")
        page = page_of(request, mandates.order_by("resolution__sort_key", "provision__position", "position", "id"))
        states = past.states_on(day, page.object_list)
        shown |= {"page": page, "rows": [(row, *states[row.id]) for row in page.object_list], "day": day}
    return render(request, "history/register.html", shown)
