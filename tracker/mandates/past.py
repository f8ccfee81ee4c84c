"""The register as it stood at the end of a day: mandates and due dates as their history has them.

Stands beside `standing`, above the models. What is derived from due dates is derived here anew, by the rule of
`schedule`, because derived columns have no history.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from tracker.accounts.changes import Tracked
from tracker.mandates import lateness
from tracker.mandates.models import DueDate, Mandate

# Of several kinds of open due dates the first of these says how the mandate stands.
ORDER = (DueDate.Timing.DATED, DueDate.Timing.SESSION_NOT_DATED, DueDate.Timing.EXPIRES, DueDate.Timing.UNDATED)
UNDECIDED = (Mandate.Status.PROPOSED, Mandate.Status.REJECTED)


def mandates_on(day: date) -> QuerySet:
    """Return the history rows of the mandates that were accepted by the end of the day, each as it was then."""
    return _last_before(Mandate, day).exclude(status__in=UNDECIDED)


def states_on(day: date, mandates: Iterable[Any]) -> dict[int, tuple[lateness.State, date | None]]:
    """Return for each mandate of `mandates_on`, by its key, the state it was in and the day it was to be done by."""
    mandates = list(mandates)
    due = defaultdict(list)
    rows = _last_before(DueDate, day).filter(mandate_id__in=[mandate.id for mandate in mandates], label="")
    for row in rows:
        due[row.mandate_id].append(row)
    return {mandate.id: _state(mandate, due[mandate.id], day) for mandate in mandates}


def _state(mandate: Any, due: list[Any], day: date) -> tuple[lateness.State, date | None]:
    timing, opens, closes = Mandate.Timing.NONE, None, None
    rows = [row for row in due if row.outcome == DueDate.Outcome.OPEN] if mandate.status in Mandate.OPEN else []
    kinds = {DueDate.Timing.DATED if row.extended_to else row.timing for row in rows}
    for kind in (
        DueDate.Timing.DATED,
        DueDate.Timing.SESSION_NOT_DATED,
        DueDate.Timing.EXPIRES,
        DueDate.Timing.UNDATED,
    ):
        if kind in kinds:
            timing = kind
            break
    else:
        if mandate.status in Mandate.OPEN and any(row.outcome == DueDate.Outcome.MET for row in due):
            timing = Mandate.Timing.MET
    if timing in (DueDate.Timing.DATED, DueDate.Timing.EXPIRES):
        mine = [row for row in rows if row.timing == timing or (timing == DueDate.Timing.DATED and row.extended_to)]
        opens = min((row.extended_to or row.opens for row in mine if row.extended_to or row.opens), default=None)
        closes = min((row.extended_to or row.closes for row in mine if row.extended_to or row.closes), default=None)
    state = lateness.state_of(mandate.status, timing, opens, closes, day, settings.DUE_SOON_DAYS)
    return state, closes or opens


def _last_before(model: type[Tracked], day: date) -> QuerySet:
    """Return the last history row of each row that was there at the end of the day."""
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    later = model.history.filter(id=OuterRef("id"), history_id__gt=OuterRef("history_id"), history_date__lt=end)
    rows = model.history.filter(history_date__lt=end).exclude(history_type="-")
    return rows.filter(~Exists(later.order_by())).order_by("history_id")
