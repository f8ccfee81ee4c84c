"""The start page: what waits for this person, and how their entities stand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tracker.accounts.access import MANAGER, entities_of, may
from tracker.followup import requests, signoff
from tracker.intake import example
from tracker.pages.layout import needs, notice
from tracker.pages.start import work


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show the person's own work, what waits for their decision, and the figures of their entities."""
    user, today = request.user, timezone.localdate()
    entities = [] if user.is_superuser else list(entities_of(user))
    context = {
        "entities": entities,
        "memberships": user.memberships.select_related("entity"),
        "mine": work.mine(user, today),
        "sent_back": signoff.sent_back(user),
        "drafts": work.drafts(user),
        "latest_progress": work.latest_progress(user)[: work.ROWS],
        "latest_resolutions": work.latest_resolutions()[: work.ROWS],
        "may_take_in": may(user, "resolution.take_in"),
        "may_log": may(user, "mandate.log_progress"),
    }
    if user.is_superuser or entities:
        context |= {"figures": work.figures(user, entities, today), "overdue": work.overdue(user, entities, today)}
    if user.is_superuser or entities_of(user, MANAGER).exists():
        waiting = signoff.waiting(user)
        context |= {
            "waiting": waiting[: work.ROWS],
            "waiting_count": waiting.count(),
            "asked": requests.waiting(user)[: work.ROWS],
            "to_review": work.to_review(user, entities, today),
        }
    if user.is_superuser:
        context |= {
            "example": example.SYMBOL,
            "example_is_here": example.is_here(),
            "to_settle": work.to_settle(user),
            "failed_jobs": work.failed_jobs()[: work.ROWS],
            "unknown_addressees": work.unknown_addressees(),
        }
    return render(request, "start/start.html", context)


@require_POST
@needs("data_entry")
def load_example(request: HttpRequest) -> HttpResponse:
    """Take in the example that ships with the program."""
    count = example.load(timezone.localdate(), by=request.user)
    taken = ngettext(
        "%(count)s mandate taken in from %(symbol)s.", "%(count)s mandates taken in from %(symbol)s.", count
    )
    notice(request, taken % {"count": count, "symbol": example.SYMBOL} if count else _("The example is here already."))
    return redirect("start")


@require_POST
@needs("data_entry")
def remove_example(request: HttpRequest) -> HttpResponse:
    """Take the example out again, with all that was logged on it."""
    example.remove(by=request.user)
    notice(request, _("The example is gone, with all that was logged on it."))
    return redirect("start")
