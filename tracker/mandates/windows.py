"""Turn a deadline, as read, into a window: ready by one day, overdue after another (design.md, "Due dates").

Stands between the reading and the schedule: `occurrences` calls it for every deadline of a directive. Pure. What the
calendar does not know is given as not dated, with the reason in `rule`: a date is never invented.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dateutil.relativedelta import relativedelta

from tracker.organs.rules import Calendar, SessionWindow
from tracker.reading.records import Deadline

WindowKind = Literal["dated", "session not dated", "undated", "expires"]

DAY = timedelta(days=1)
SUBMISSION_WEEKS = 10
ISSUE_WEEKS = 6
# In years: a session that lies further ahead of the adoption is a slip of the pen, not a plan.
FARTHEST_SESSION = 20
UNITS = ("day", "week", "month", "year", "working day")


@dataclass(frozen=True, slots=True)
class Window:
    """One due date: from `opens` (ready by) to `closes` (overdue after), either None where it has no such day.

    `kind` "expires" means that the mandate lapses on `closes`, which makes nothing late; a dated window without
    `closes` starts on `opens` and is never late. `rule` says in words how the days follow from the deadline, `source`
    what the session's dates rest on. `occurrence` counts from 1 and keeps its number when the horizon moves.
    """

    kind: WindowKind
    rule: str
    opens: date | None = None
    closes: date | None = None
    occurrence: int = 1
    source: str = ""
    session: SessionWindow | None = None


@dataclass(frozen=True, slots=True)
class WorkingDates:
    """When a report to a session is to be handed in and when it is to be issued, weeks before the session opens."""

    submission: date
    issue: date


@dataclass(frozen=True, slots=True)
class Setting:
    """What all windows of one directive are worked out against; `organ` is the code of the adopting organ."""

    adopted: date | None
    organ: str
    calendar: Calendar
    horizon: date


def working_dates(
    opens: date, submission_weeks: int = SUBMISSION_WEEKS, issue_weeks: int = ISSUE_WEEKS
) -> WorkingDates:
    """Return when a report to a session that opens on a day is handed in and issued.

    Documents are to be available six weeks before they are taken up (A/RES/77/267, para. 9).
    """
    return WorkingDates(
        submission=opens - timedelta(weeks=submission_weeks), issue=opens - timedelta(weeks=issue_weeks)
    )


# --- One window ---


def window_of(deadline: Deadline, setting: Setting) -> Window:
    """Return the one window of a deadline that does not recur."""
    match deadline.type:
        case "session":
            return _session_window(deadline, setting)
        case "date":
            return _date_window(deadline)
        case "period":
            return _period_window(deadline)
        case "duration":
            return _duration_window(deadline, setting)
        case "event" if deadline.organ:
            return _session_window(deadline, setting)
        case "event":
            return Window("undated", "upon an event that the calendar does not know")
        case _:
            return Window("undated", "no day is stated")


def _session_window(deadline: Deadline, setting: Setting) -> Window:
    session = _session_of(deadline, setting)
    if session is None:
        return Window("session not dated", "the calendar does not know when this session is")
    if deadline.part == "resumed" and session.kind != "resumed":
        return Window("session not dated", "the calendar does not know when the session is resumed", session=session)
    farthest = later(setting.adopted, FARTHEST_SESSION, "year") if setting.adopted else None
    if session.opens and farthest and session.opens > farthest:
        return Window("session not dated", "a session more than twenty years after the adoption is not believed")
    if setting.adopted and session.closes and session.closes < setting.adopted:
        return Window("undated", "the session had closed before the adoption", session=session)
    return window_in(deadline, session)


def _session_of(deadline: Deadline, setting: Setting) -> SessionWindow | None:
    """Return the session that a deadline means: the one named, else the next after the adoption."""
    organ = deadline.organ or setting.organ
    number = deadline.number or deadline.year
    if not number:
        return setting.calendar.next_session(organ, setting.adopted) if setting.adopted else None
    if deadline.part == "resumed":
        part = f"{number}, part {deadline.count}" if deadline.count else number
        resumed = setting.calendar.session(organ, part, "resumed") or setting.calendar.session(organ, number, "resumed")
        return resumed or _resumed_assembly(deadline, setting.calendar.session(organ, number))
    return setting.calendar.session(organ, number)


def _resumed_assembly(deadline: Deadline, session: SessionWindow | None) -> SessionWindow | None:
    """Return the first (March) or second (May–June) part in which the Assembly's session is resumed for its budgets.

    Each part is a session of its own in the calendar, "79, part 1", so that it can be corrected.
    """
    if session is None or session.organ != "GA" or session.opens is None or deadline.count not in (1, 2):
        return session
    year = session.opens.year + 1
    opens, closes = ((3, 1), (3, 31)) if deadline.count == 1 else ((5, 1), (6, 30))
    return SessionWindow(
        organ=session.organ,
        number=f"{session.number}, part {deadline.count}",
        kind="resumed",
        opens=date(year, *opens),
        closes=date(year, *closes),
        precision="month",
        source="rule: the Fifth Committee meets in March and in May–June of the year after the opening",
        place=session.place,
    )


def window_in(deadline: Deadline, session: SessionWindow) -> Window:
    """Return the window of a session for the relation and the part that the words name."""
    opens, closes = session.opens, session.closes
    if opens is None:
        return Window("session not dated", "the calendar does not know when this session is", session=session)
    main_ends = session.main_part_closes or closes
    last, part = (main_ends, "main part") if deadline.part == "main" else (closes, "session")

    def dated(rule: str, ready_by: date | None, overdue_after: date | None, kind: WindowKind = "dated") -> Window:
        return Window(kind, rule, ready_by, overdue_after, source=session.source, session=session)

    match deadline.relation, deadline.part:
        case ("before", _) | (_, "before"):
            return dated("before a session: the day before it opens", opens - DAY, opens - DAY)
        case "from", "closing" if closes:
            return dated("from the end of a session: starts then, and nothing is late by it", closes + DAY, None)
        case "from", _:
            return dated("from a session: starts then, and nothing is late by it", opens, None)
        case "until", "opening":
            return dated("until the opening of a session: lapses on its first day", None, opens, "expires")
        case _, "opening":
            return dated("at the opening of a session: its first day", opens, opens)
        case "by", "whole" | "resumed":
            return dated("by a session: its first day", opens, opens)
        case ("until", _) | (_, "closing") | ("by", "main") if last is None:
            return Window("session not dated", "the calendar does not know when this session ends", session=session)
        case "until", _:
            return dated(f"until a session: lapses on the last day of the {part}", None, last, "expires")
        case (_, "closing") | ("by", "main"):
            return dated(f"by the end of a session: the last day of the {part}", last, last)
        case "within", _:
            return dated(f"during a session: from the first to the last day of the {part}", opens, last)
        case _ if main_ends == closes or deadline.part == "resumed":
            return dated("at a session: ready by its first day, overdue after its last", opens, closes)
        case _:
            return dated("at a session: ready by its first day, overdue after its main part", opens, main_ends)


def _date_window(deadline: Deadline) -> Window:
    days = days_of(deadline.on)
    if days is None:
        return Window("undated", "not a day of the calendar")
    first, last = days
    match deadline.relation:
        case "before":
            return Window("dated", "before a date: the day before", first - DAY, first - DAY)
        case "from":
            return Window("dated", "from a date: starts then, and nothing is late by it", first, None)
        case "until":
            return Window("expires", "until a date: lapses on that day", None, last)
        case "within" if first != last:
            return Window("dated", "in a month or year: from its first to its last day", first, last)
        case _ if first != last:
            return Window("dated", "by a month or year: its last day", last, last)
        case _:
            return Window("dated", "by a date: that day", last, last)


def _period_window(deadline: Deadline) -> Window:
    start, end = days_of(deadline.start), days_of(deadline.end)
    first = start[0] if start else None
    last = end[1] if end else None
    if first and last and first > last:
        return Window("undated", "the period ends before it starts")
    if first is None and last is None:
        return Window("undated", "not days of the calendar")
    if deadline.relation == "until" and last:
        return Window("expires", "for a period: lapses on its last day", None, last)
    if first and not last:
        return Window("dated", "from a date: starts then, and nothing is late by it", first, None)
    return Window("dated", "from one day to another: ready by the first, overdue after the last", first or last, last)


def _duration_window(deadline: Deadline, setting: Setting) -> Window:
    base = setting.adopted
    if deadline.unit == "hour":
        return Window("undated", "hours are counted from an event that the calendar does not know")
    if deadline.counted_from:
        base = _counted_from(deadline, setting)
        if base is None:
            return Window("undated", "counted from an event that the calendar does not know")
    if base is None:
        return Window("undated", "counted from an adoption whose date is not known")
    if not deadline.count or deadline.count < 0:
        return Window("undated", "no length of time is stated")
    length = -deadline.count if deadline.relation == "before" else deadline.count
    day = later(base, length, deadline.unit)
    if day is None:
        return Window("undated", "a length of time that no calendar holds")
    start = "the day named" if deadline.counted_from else "the adoption"
    if deadline.relation == "until":
        return Window("expires", f"for a period from {start}: lapses on its last day", None, day)
    return Window("dated", f"within a time: counted from {start}", day, day)


def _counted_from(deadline: Deadline, setting: Setting) -> date | None:
    """Return the day that a length of time is counted from: one that is named, or the opening or end of a session."""
    if named := days_of(deadline.counted_from):
        return named[1]
    session = _session_of(deadline, setting) if deadline.organ and (deadline.number or deadline.year) else None
    if session is None:
        return None
    return session.closes if deadline.part == "closing" else session.opens


# --- Days ---


def days_of(text: str) -> tuple[date, date] | None:
    """Return the first and last day of "2026-01-31", "2026-01" or "2026"; None for anything else."""
    try:
        match [int(part) for part in text.split("-")]:
            case [year]:
                return date(year, 1, 1), date(year, 12, 31)
            case [year, month]:
                return date(year, month, 1), date(year, month, monthrange(year, month)[1])
            case [year, month, day]:
                return date(year, month, day), date(year, month, day)
    except ValueError:
        return None
    return None


def later(day: date, count: int, unit: str) -> date | None:
    """Return the day a number of days, weeks, months, years or working days later, None if none."""
    try:
        match unit:
            case "day":
                return day + timedelta(days=count)
            case "week":
                return day + timedelta(weeks=count)
            case "month":
                return day + relativedelta(months=count)
            case "year":
                return day + relativedelta(years=count)
            case "working day":
                return _working_days_later(day, count)
    except (OverflowError, ValueError):
        return None
    return None


def _working_days_later(day: date, count: int) -> date:
    step = DAY if count > 0 else -DAY
    weeks, rest = divmod(abs(count), 5)
    day += step * 7 * weeks
    while rest:
        day += step
        rest -= day.weekday() < 5
    return day
