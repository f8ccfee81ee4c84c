"""When a mandate is due: makes due dates follow deadlines, and alone writes due dates and what is derived from them.

A deadline and the calendar give windows by the pure rules of `windows` and `occurrences`; occurrence k of a deadline is
always the same row, so that evidence keeps its due date. Called inside a change.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, TruncDate

from tracker.accounts import changes
from tracker.accounts.changes import change
from tracker.accounts.models import User
from tracker.mandates.models import Deadline, DueDate, Mandate
from tracker.mandates.occurrences import due_windows
from tracker.mandates.windows import Window
from tracker.organs import calendar
from tracker.organs.models import Session
from tracker.organs.rules import Calendar, SessionWindow

Outcome, Timing = DueDate.Outcome, DueDate.Timing

# How many mandates are worked out, and kept in memory, at a time.
AT_ONCE = 500


def reschedule(mandates: Iterable[Mandate], today: date, known: Calendar | None = None) -> set[int]:
    """Make the due dates of the mandates follow their deadlines. Due dates already met or missed stay as they are.

    `known` is the calendar to ask, default the one in the database; recurring deadlines are worked out to the horizon.
    Returns the keys of the mandates whose due dates changed.
    """
    mandates = list(mandates)
    known = known or calendar.current_calendar()
    plan = _Plan(SessionRows())
    for mandate in mandates:
        plan.follow(mandate, today, known)
    plan.carry_out()
    refresh(mandates)
    return plan.changed


def move(session: Session, today: date) -> int:
    """Make the due dates that rest on a session follow its correction. Returns how many mandates' due dates changed.

    Concerned is what rests on it now, what waits for it (its number or year, "the next session"), and what recurs at
    the sessions of its organ, the adopting organ's where the words name none.
    """
    number, _comma, _part = session.number.partition(",")
    numbers = ["", number, *([str(session.opens.year)] if session.opens else [])]
    resting = Mandate.objects.confirmed().filter(
        Q(due_dates__session=session)
        | Q(deadlines__organ=session.organ, deadlines__number__in=numbers)
        | Q(deadlines__organ=session.organ, deadlines__type="recurrence")
        | Q(deadlines__organ=None, deadlines__type="recurrence", resolution__organ=session.organ)
    )
    with change(f"Move what rests on {session}"):
        known = calendar.current_calendar()
        return sum(len(reschedule(some, today, known)) for some in _in_turn(resting))


def extend(today: date) -> int:
    """Carry recurring deadlines on to the horizon, as time goes on. Returns how many mandates got more due dates."""
    recurring = Mandate.objects.filter(status__in=Mandate.OPEN, deadlines__type="recurrence")
    known = calendar.current_calendar()
    extended = 0
    for some in _in_turn(recurring):
        with change("Carry recurring due dates on to the horizon"):
            extended += len(reschedule(some, today, known))
    return extended


def _in_turn(mandates: models.QuerySet[Mandate]) -> Iterator[list[Mandate]]:
    """Give the mandates of a queryset some at a time, with what working out their due dates needs."""
    for keys in _some(list(mandates.order_by("pk").values_list("pk", flat=True).distinct())):
        rows = Mandate.objects.filter(pk__in=keys).select_related("resolution__organ")
        yield list(rows.prefetch_related("deadlines__organ", "due_dates"))


def settle(due: DueDate, outcome: str, on: date) -> DueDate:
    """Close one due date as met, missed or dropped, on a day."""
    changes.save(due, outcome=outcome, settled_on=on)
    refresh([due.mandate])
    return due


def reopen(due: DueDate) -> DueDate:
    """Open one due date again that was closed in error."""
    changes.save(due, outcome=Outcome.OPEN, settled_on=None)
    refresh([due.mandate])
    return due


def postpone(due: DueDate, until: date) -> DueDate:
    """Give one due date more time. Its own dates stay beside the new one."""
    changes.save(due, extended_to=until)
    refresh([due.mandate])
    return due


def add_milestone(mandate: Mandate, label: str, on: date, owner: User | None) -> DueDate:
    """Add a step on the way to what is asked. It has a day and an owner, and makes the mandate neither due nor late."""
    return changes.create(DueDate, mandate=mandate, label=label, opens=on, closes=on, owner=owner, rule="set by people")


def set_date(keys: list[int], on: date) -> None:
    """Give mandates a due date that people set, without words of the text behind it."""
    there = DueDate.objects.filter(mandate__in=keys, deadline=None, label="", closes=on).values_list(
        "mandate", flat=True
    )
    fresh = set(keys) - set(there)
    changes.create_all(DueDate(mandate_id=key, opens=on, closes=on, rule="set by people") for key in sorted(fresh))
    refresh_rows(keys)


def refresh(mandates: Iterable[Mandate]) -> None:
    """Derive anew what the register asks by: the next window, and what kind of timing the open due dates give.

    `due_opens` and `due_closes` are two independent minima, so that each question is one comparison (architecture §6).
    """
    by_key = {mandate.pk: mandate for mandate in mandates}
    refresh_rows(list(by_key))
    for keys in _some(list(by_key)):
        some = models.QuerySet(Mandate).filter(pk__in=keys)
        for key, *derived in some.values_list("pk", "due_opens", "due_closes", "timing", "settled_on"):
            mandate = by_key[key]
            mandate.due_opens, mandate.due_closes, mandate.timing, mandate.settled_on = derived


def refresh_rows(keys: list[int]) -> None:
    """Derive anew the columns of many mandates that nobody holds in memory."""
    for some in _some(keys):
        models.QuerySet(Mandate).filter(pk__in=some).update(**_derived())


def drifted() -> models.QuerySet[Mandate]:
    """Return the mandates whose derived columns differ from their due dates: always none."""
    derived = {f"now_{name}": expression for name, expression in _derived().items()}
    same = Q(timing=F("now_timing"))
    for name in ("due_opens", "due_closes", "settled_on"):
        same &= Q(**{name: F(f"now_{name}")}) | Q(**{f"{name}__isnull": True, f"now_{name}__isnull": True})
    return Mandate.objects.annotate(**derived).exclude(same)


class SessionRows:
    """The rows of the sessions that due dates rest on, fetched once each."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str, str], Session | None] = {}

    def row(self, window: SessionWindow | None) -> Session | None:
        if window is None:
            return None
        key = (window.organ, window.number, window.kind)
        if key not in self._rows:
            self._rows[key] = calendar.session_row(window)
        return self._rows[key]


@dataclass
class _Plan:
    """What is to be created, moved and removed, so that many due dates are written in few statements.

    Those that rest on one session move alike: `moved` holds, by their new values, the keys of the due dates.
    """

    sessions: SessionRows
    fresh: list[DueDate] = field(default_factory=list)
    moved: dict[tuple, list[int]] = field(default_factory=dict)
    gone: list[int] = field(default_factory=list)
    changed: set[int] = field(default_factory=set)

    def follow(self, mandate: Mandate, today: date, known: Calendar) -> None:
        """Note what becomes of the due dates of one mandate."""
        deadlines = list(mandate.deadlines.all())
        kept = {(due.deadline_id, due.occurrence): due for due in mandate.due_dates.all() if due.deadline_id}
        if not deadlines and not kept:
            return
        horizon = today + timedelta(days=366 * settings.RECURRENCE_HORIZON_YEARS)
        resolution = mandate.resolution
        words = [deadline.as_record() for deadline in deadlines]
        windows = due_windows(words, resolution.adopted_on, resolution.organ.code, known, horizon)
        for deadline, coming in zip(deadlines, windows, strict=True):
            for window in coming:
                self._place(mandate, deadline, window, kept.pop((deadline.pk, window.occurrence), None))
        for due in kept.values():
            if due.outcome == Outcome.OPEN and not due.extended_to:
                self.gone.append(due.pk)
                self.changed.add(mandate.pk)

    def _place(self, mandate: Mandate, deadline: Deadline, window: Window, due: DueDate | None) -> None:
        values = _values(window, self.sessions)
        if due is None:
            self.fresh.append(DueDate(mandate=mandate, deadline=deadline, occurrence=window.occurrence, **values))
        elif due.outcome == Outcome.OPEN and any(getattr(due, name) != value for name, value in values.items()):
            self.moved.setdefault(tuple(values.items()), []).append(due.pk)
        else:
            return
        self.changed.add(mandate.pk)

    def carry_out(self) -> None:
        changes.create_all(self.fresh)
        for values, keys in self.moved.items():
            for some in _some(keys):
                changes.update(DueDate.objects.filter(pk__in=some), **dict(values))
        for some in _some(self.gone):
            changes.delete(DueDate.objects.filter(pk__in=some))


def _some(keys: list[int]) -> Iterator[list[int]]:
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))


def _values(window: Window, sessions: SessionRows) -> dict[str, Any]:
    session = sessions.row(window.session)
    return {
        "timing": window.kind,
        "opens": window.opens,
        "closes": window.closes,
        "rule": window.rule,
        "session_id": session and session.pk,
    }


def _derived() -> dict:
    """Return the derived columns as expressions over the open due dates, milestones aside."""
    due = DueDate.objects.filter(mandate=OuterRef("pk"), label="")
    open_dates = due.filter(outcome=Outcome.OPEN)
    dated = open_dates.filter(Q(timing=Timing.DATED) | Q(extended_to__isnull=False))
    not_dated = open_dates.filter(timing=Timing.SESSION_NOT_DATED)
    expiring = open_dates.filter(timing=Timing.EXPIRES)
    undated = open_dates.filter(timing=Timing.UNDATED)
    followed = Q(status__in=Mandate.OPEN)

    def earliest(column: str) -> Case:
        return Case(
            When(followed & Exists(dated), then=_least(dated, "extended_to", column)),
            When(followed & Exists(expiring) & ~Exists(not_dated), then=_least(expiring, "closes", "opens")),
            default=Value(None),
            output_field=models.DateField(),
        )

    timing = Case(
        When(~followed, then=Value(Mandate.Timing.NONE)),
        When(Exists(dated), then=Value(Mandate.Timing.DATED)),
        When(Exists(not_dated), then=Value(Mandate.Timing.SESSION_NOT_DATED)),
        When(Exists(expiring), then=Value(Mandate.Timing.EXPIRES)),
        When(Exists(undated), then=Value(Mandate.Timing.UNDATED)),
        When(Exists(due.filter(outcome=Outcome.MET)), then=Value(Mandate.Timing.MET)),
        default=Value(Mandate.Timing.NONE),
        output_field=models.CharField(),
    )
    return {
        "due_opens": earliest("opens"),
        "due_closes": earliest("closes"),
        "timing": timing,
        "settled_on": _settled_on(),
    }


def _settled_on() -> Case:
    """Return the day of the change by which the mandate came to its end; it stays while the mandate is settled."""
    changed = Mandate.history.filter(id=OuterRef("pk")).order_by("-history_id").values(on=TruncDate("change__at"))
    return Case(
        When(status__in=Mandate.SETTLED, then=Coalesce(F("settled_on"), Subquery(changed[:1]))),
        default=Value(None),
        output_field=models.DateField(),
    )


def _least(rows: models.QuerySet[DueDate], *columns: str) -> Subquery:
    least = rows.order_by().values("mandate").annotate(least=Min(Coalesce(*columns))).values("least")
    return Subquery(least, output_field=models.DateField())
