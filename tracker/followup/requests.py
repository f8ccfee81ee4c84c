"""Ask for more time, or for the end or the renewal of a mandate; another person decides, and what is granted happens.

Stands above `mandates`. A due date that is extended keeps its own dates, so that slips can be counted.
"""

import logging
from datetime import date

from django.db import models
from django.utils.translation import gettext as _

from tracker.accounts.access import may, visible
from tracker.accounts.changes import StaleError, change, create, save
from tracker.accounts.models import User
from tracker.followup import notices
from tracker.followup.models import Request
from tracker.mandates import schedule, standing
from tracker.mandates.models import DueDate, Mandate
from tracker.mandates.standing import RefusedError

Outcome, Status = Request.Outcome, Mandate.Status
# What takes another mandate to put in this one's place.
SUCCEEDED = (Outcome.MERGE, Outcome.REPLACE)
log = logging.getLogger(__name__)


def ask(
    mandate: Mandate,
    outcome: str,
    *,
    by: User,
    on: date,
    reason: str,
    due_date: DueDate | None = None,
    until: date | None = None,
    successor: Mandate | None = None,
    authority: str = "",
) -> Request:
    """Ask for an outcome. Raises RefusedError where something is missing without which nobody could decide."""
    if not reason.strip():
        raise RefusedError(_("Say why."))
    if outcome == Outcome.EXTEND:
        _refuse_extension(due_date, until)
    if outcome in SUCCEEDED and (successor is None or successor.pk == mandate.pk):
        raise RefusedError(_("Name the other mandate that takes the place of this one."))
    with change(f"Ask to {outcome}", by=by, reason=reason.strip()):
        made = create(
            Request,
            mandate=mandate,
            due_date=due_date if outcome == Outcome.EXTEND else None,
            outcome=outcome,
            until=until,
            successor=successor if outcome in SUCCEEDED else None,
            authority=authority.strip(),
            reason=reason.strip(),
            made_by=by,
            made_on=on,
        )
        notices.asked(made)
    return made


def waiting(user: User) -> models.QuerySet[Request]:
    """Return the requests that wait for this person's decision, the oldest first; nobody decides on their own."""
    undecided = Request.objects.filter(granted=None).exclude(made_by=user)
    rows = visible(undecided, user, "request.decide").select_related("made_by", "due_date", "successor__resolution")
    return rows.select_related("mandate__provision__resolution", "mandate__resolution").order_by("made_on", "pk")


def readable(mandate: Mandate, *, with_internal: bool) -> models.QuerySet[Request]:
    """Return the requests on a mandate: to its own entities all, to others what was granted."""
    rows = mandate.requests.select_related("made_by", "decided_by", "successor__resolution", "successor__provision")
    return rows if with_internal else rows.filter(granted=True)


def decide(request: Request, granted: bool, *, by: User, on: date, decision: str = "") -> Request:
    """Grant a request, which then happens in the same change, or refuse it with a reason.

    Raises RefusedError: for one's own request, for one decided already, and where what is asked can no longer happen.
    """
    if request.made_by_id == by.pk:
        log.warning("Person %s tried to decide on their own request %s", by.pk, request.pk)
        raise RefusedError(_("Somebody else has to decide on what you asked for."))
    if not may(by, "request.decide", request):
        log.warning("Person %s tried to decide on request %s without the right", by.pk, request.pk)
        raise RefusedError(_("Only a manager of the lead entity decides on this."))
    if request.granted is not None:
        raise RefusedError(_("This is decided already."))
    if not granted and not decision.strip():
        raise RefusedError(_("Say why it is refused."))
    words = f"{'Grant' if granted else 'Refuse'} to {request.outcome}"
    with change(words, by=by, reason=decision.strip()):
        try:
            save(request, granted=granted, decided_by=by, decided_on=on, decision=decision.strip())
        except StaleError as stale:
            raise RefusedError(_("Somebody else has decided on this in the meantime.")) from stale
        if granted:
            _carry_out(request, by)
        notices.answered(request, by=by)
    return request


def slips(due_dates: models.QuerySet[DueDate]) -> dict[int, int]:
    """Return how often each of the due dates was extended."""
    granted = Request.objects.filter(due_date__in=due_dates, granted=True).order_by()
    return dict(granted.values_list("due_date").annotate(count=models.Count("pk")))


def _refuse_extension(due: DueDate | None, until: date | None) -> None:
    if due is None or due.outcome != DueDate.Outcome.OPEN:
        raise RefusedError(_("Only an open due date can be extended."))
    if until is None:
        raise RefusedError(_("Say until when."))
    now = due.extended_to or due.closes
    if now is not None and until <= now:
        raise RefusedError(_("Choose a day after %(day)s.") % {"day": now.isoformat()})
    if due.requests.filter(granted=None).exists():
        raise RefusedError(_("More time for this date is asked for already."))


def _carry_out(request: Request, by: User) -> None:
    """Let happen what was granted."""
    mandate = request.mandate
    match request.outcome:
        case Outcome.EXTEND:
            if request.due_date.outcome != DueDate.Outcome.OPEN:
                raise RefusedError(_("The due date is closed by now."))
            schedule.postpone(request.due_date, request.until)
        case Outcome.RENEW:
            save(mandate, sunset_on=request.until, review_on=None)
            if not mandate.is_open:
                standing.set_status(mandate, Status.IN_PROGRESS, by=by)
        case Outcome.ADAPT:
            save(mandate, review_on=request.until)
        case Outcome.MERGE | Outcome.REPLACE:
            standing.supersede(mandate, request.successor, by=by)
        case Outcome.RETIRE:
            standing.set_status(mandate, Status.DISCONTINUED, by=by, reason=Mandate.Reason.OVERTAKEN)
