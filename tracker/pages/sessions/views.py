"""The calendar: sessions of organs, and what falls due at each."""

from django.conf import settings
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tracker.accounts.access import may, visible
from tracker.mandates.models import DueDate, Mandate
from tracker.mandates.windows import working_dates
from tracker.organs.models import Organ, Session
from tracker.pages.layout import needs, page_of
from tracker.pages.sessions.filters import SessionFilter


@require_GET
@needs("session.view")
def session_list(request):
    """List sessions from today on, then those past; the filter narrows by organ and year."""
    sessions = Session.objects.with_due_counts().from_day(timezone.localdate())
    found = visible(sessions, request.user, "session.view")
    chosen = SessionFilter(request.GET, queryset=found)
    context = {"filter": chosen, "page": page_of(request, chosen.qs), "organs": Organ.objects.all()}
    return render(request, "sessions/list.html", context)


@require_GET
@needs("session.view")
def session(request, pk):
    """Show one session: when it is and how that is known, and the mandates due at it."""
    found = get_object_or_404(Session.objects.select_related("organ"), pk=pk)
    due = DueDate.objects.filter(session=found, mandate__status__in=Mandate.OPEN, outcome=DueDate.Outcome.OPEN)
    mandates = Mandate.objects.with_texts().filter(due_dates__in=due).distinct()
    mandates = mandates.prefetch_related(Prefetch("due_dates", queryset=due, to_attr="due_here"))
    context = {
        "session": found,
        "page": page_of(request, visible(mandates, request.user, "mandate.view")),
        "working_dates": found.opens and working_dates(found.opens, settings.SUBMISSION_WEEKS, settings.ISSUE_WEEKS),
        "may_correct": may(request.user, "session.correct"),
        "today": timezone.localdate(),
    }
    return render(request, "sessions/session.html", context)
