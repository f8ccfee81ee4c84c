"""Say how late a mandate is: exactly one state, from its due dates and today (design.md, "Honest lateness").

Lowest step of `mandates`. Nothing here reads a clock or a database; `today` is always given. The rule for rows
stands beside this one as query conditions, and a test ties the two.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Q

SOON_DAYS = 30

# Stored statuses that end a mandate's lateness, whatever its due dates say.
SETTLED_STATUSES = frozenset({"implemented", "superseded", "discontinued", "not applicable"})


class Timing(StrEnum):
    """What the open due dates of a mandate come to, before anybody asks what day it is."""

    DATED = "dated"
    SESSION_NOT_DATED = "session not dated"
    UNDATED = "undated"
    EXPIRES = "expires"
    MET = "met"
    NONE = "none"


class State(StrEnum):
    """How a mandate stands in time; `label` is the word that people see."""

    SETTLED = "settled"
    OVERDUE = "overdue"
    DUE_NOW = "due now"
    DUE_SOON = "due soon"
    DUE_LATER = "due later"
    SESSION_NOT_DATED = "session not dated"
    UNDATED = "undated"
    EXPIRES = "expires"
    EXPIRED = "expired"
    NO_DEADLINE = "no deadline stated"

    @property
    def label(self) -> str:
        return self.value.capitalize()


def state_of(
    status: str,
    timing: str,
    due_opens: date | None,
    due_closes: date | None,
    today: date,
    soon_days: int = SOON_DAYS,
) -> State:
    """Return the one state of a mandate.

    `due_opens` and `due_closes` are the earliest "ready by" and the earliest "overdue after" over its unmet dated due
    dates; with timing "expires", `due_closes` is the day on which the mandate lapses, which is never late. A window
    without an end ("from 1 January 2026") is due now from its first day and never overdue. A mandate whose due dates
    are all met is settled until a new one comes.
    """
    if status in SETTLED_STATUSES or timing == Timing.MET:
        return State.SETTLED
    if timing == Timing.EXPIRES:
        return State.EXPIRED if due_closes is not None and due_closes < today else State.EXPIRES
    if timing == Timing.DATED:
        return _dated_state(due_opens, due_closes, today, soon_days)
    if timing == Timing.SESSION_NOT_DATED:
        return State.SESSION_NOT_DATED
    return State.UNDATED if timing == Timing.UNDATED else State.NO_DEADLINE


def _dated_state(due_opens: date | None, due_closes: date | None, today: date, soon_days: int) -> State:
    """Return the state within a window; one that gives only its end is ready by that end."""
    ready_by = due_opens or due_closes
    if ready_by is None:
        return State.NO_DEADLINE
    if due_closes is not None and due_closes < today:
        return State.OVERDUE
    if ready_by <= today:
        return State.DUE_NOW
    return State.DUE_SOON if ready_by <= today + timedelta(days=soon_days) else State.DUE_LATER


def condition(state: State | str, today: date, soon_days: int = SOON_DAYS) -> Q:
    """Return the condition under which a stored mandate is in a state: the same rule as `state_of`, for many rows."""
    soon = today + timedelta(days=soon_days)
    late = Q(due_closes__lt=today)
    begun = Q(due_opens__lte=today) & (Q(due_closes__gte=today) | Q(due_closes__isnull=True))
    match State(state):
        case State.SETTLED:
            return Q(status__in=SETTLED_STATUSES) | Q(timing=Timing.MET)
        case State.OVERDUE:
            return open_and(Timing.DATED) & late
        case State.DUE_NOW:
            return open_and(Timing.DATED) & begun
        case State.DUE_SOON:
            return open_and(Timing.DATED) & Q(due_opens__gt=today, due_opens__lte=soon)
        case State.DUE_LATER:
            return open_and(Timing.DATED) & Q(due_opens__gt=soon)
        case State.EXPIRES:
            return open_and(Timing.EXPIRES) & Q(due_closes__gte=today)
        case State.EXPIRED:
            return open_and(Timing.EXPIRES) & late
        case State.SESSION_NOT_DATED:
            return open_and(Timing.SESSION_NOT_DATED)
        case State.UNDATED:
            return open_and(Timing.UNDATED)
        case State.NO_DEADLINE:
            return open_and(Timing.NONE)


def open_and(timing: Timing) -> Q:
    """Return the condition under which a stored mandate is not settled and has this timing, which is not `met`.

    With the timing `dated` that is the four states from overdue to due later.
    """
    return ~Q(status__in=SETTLED_STATUSES) & Q(timing=timing)


def any_of(states: Iterable[State | str], today: date, soon_days: int = SOON_DAYS) -> Q:
    """Return the condition under which a stored mandate is in any of the states."""
    rule = Q()
    for state in states:
        rule |= condition(state, today, soon_days)
    return rule
