"""Work out every due date of a directive: one window a deadline, one for each time that a recurring one comes round.

Stands above `windows` and below the schedule, which writes what is given here. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tracker.mandates.windows import DAY, UNITS, Setting, Window, days_of, later, window_in, window_of
from tracker.organs.rules import Calendar, SessionWindow
from tracker.reading.records import Deadline

MOST_OCCURRENCES = 1000
FIRST_WITHIN = 12  # years beyond the horizon in which a first occurrence is still looked for
HALF_A_YEAR = timedelta(days=183)


def due_windows(
    deadlines: Sequence[Deadline], adopted: date | None, organ: str, calendar: Calendar, horizon: date
) -> tuple[tuple[Window, ...], ...]:
    """Return the windows of each deadline of one directive, in the order of the deadlines.

    `organ` is the code of the adopting organ. A recurring deadline takes its first occurrence and its end from the
    other deadlines beside it ("at its eightieth session and every two years thereafter, until 2030") and has every
    occurrence that opens up to the horizon, at least its first; a deadline that only says where another starts
    ("annually from its eightieth session", "for four years, beginning on 1 January 2024") has none of its own; every
    other deadline has exactly one window.
    """
    setting = Setting(adopted, organ, calendar, horizon)
    starts_another = any(_recurs(deadline) or _lasts(deadline) for deadline in deadlines)
    windows: list[tuple[Window, ...]] = []
    for deadline in deadlines:
        if deadline.type == "recurrence":
            windows.append(_occurrences(deadline, deadlines, setting))
        elif starts_another and deadline.relation == "from" and deadline.type != "duration":
            windows.append(())
        elif start := _start_of(deadline, deadlines):
            windows.append((_from_its_first_day(deadline, start, setting),))
        else:
            windows.append((window_of(_after_the_one_before(deadline, windows), setting),))
    return tuple(windows)


def _recurs(deadline: Deadline) -> bool:
    return deadline.type == "recurrence" and bool(deadline.count)


def _lasts(deadline: Deadline) -> bool:
    return deadline.type == "duration" and deadline.relation == "until" and not deadline.counted_from


def _start_of(deadline: Deadline, beside: Sequence[Deadline]) -> str:
    """Return the day from which a length of validity runs: "for four years, beginning on 1 January 2024"; else ""."""
    if not _lasts(deadline):
        return ""
    starts = [other.start for other in beside if other.type == "period" and other.relation == "from" and not other.end]
    return starts[0] if len(starts) == 1 else ""


def _from_its_first_day(deadline: Deadline, start: str, setting: Setting) -> Window:
    """Return the window of a validity whose first day is named: that day is part of it, so it lapses a day earlier."""
    window = window_of(replace(deadline, counted_from=start), setting)
    return replace(window, closes=window.closes - DAY) if window.closes else window


def _after_the_one_before(deadline: Deadline, earlier: Sequence[tuple[Window, ...]]) -> Deadline:
    """Return "60 days thereafter" as counted from the date before it, where that one is known."""
    before = earlier[-1][-1].closes if earlier and earlier[-1] else None
    if deadline.counted_from != "thereafter" or before is None:
        return deadline
    return replace(deadline, counted_from=before.isoformat())


def _occurrences(deadline: Deadline, beside: Sequence[Deadline], setting: Setting) -> tuple[Window, ...]:
    """Return every occurrence up to the horizon or the end named beside it; one undated window where none is known."""
    if deadline.count is None and not deadline.unit:
        return (Window("undated", "recurs, but no interval is stated"),)
    if not deadline.count or deadline.count < 0 or deadline.unit not in (*UNITS, "session"):
        return (Window("undated", "recurs at an interval that is not understood"),)
    anchor = _anchor(beside, setting)
    first = _first_session(deadline, anchor, setting)
    if first is None and deadline.unit == "session":
        return (Window("session not dated", "recurs at each session, and the calendar does not know them"),)
    if first is None and anchor is None and setting.adopted is None:
        return (Window("undated", "recurs from an adoption whose date is not known"),)

    def up_to(end: date) -> list[Window]:
        if first:
            return _at_sessions(deadline, deadline.count or 1, anchor, first, end, setting)
        return _on_days(deadline.unit, deadline.count or 1, anchor, end, setting)

    ends = _ends(beside, setting)
    farther = later(setting.horizon, FIRST_WITHIN, "year") or setting.horizon
    windows = up_to(min([setting.horizon, *ends])) or up_to(min([farther, *ends]))[:1]
    numbered = tuple(replace(window, occurrence=number) for number, window in enumerate(windows, 1))
    return numbered or (Window("undated", "recurs, but not before it ends"),)


@dataclass(frozen=True, slots=True)
class _Anchor:
    """The deadline beside a recurring one that names its first occurrence.

    `is_first`: it only says where the recurrence starts ("from its eightieth session"); otherwise it is a due date of
    its own, and the recurrence begins an interval after it.
    """

    opens: date
    closes: date
    session: SessionWindow | None
    is_first: bool


def _anchor(beside: Sequence[Deadline], setting: Setting) -> _Anchor | None:
    for other in beside:
        if other.type in ("recurrence", "soft") or other.relation in ("until", "before"):
            continue
        window = window_of(other, setting)
        if window.kind != "dated" or window.opens is None:
            continue
        named = days_of(other.start or other.on)
        last = window.closes or (named[1] if named else window.opens)
        return _Anchor(window.opens, last, window.session, other.relation == "from")
    return None


def _ends(beside: Sequence[Deadline], setting: Setting) -> list[date]:
    windows = [window_of(other, setting) for other in beside if other.relation == "until"]
    return [window.closes for window in windows if window.kind == "expires" and window.closes]


def _first_session(deadline: Deadline, anchor: _Anchor | None, setting: Setting) -> SessionWindow | None:
    """Return the session from which occurrences are counted; None where they are counted in days instead.

    Without an anchor "annually" begins at the first session after the adoption, "every two years" a year later; where
    an organ meets more than once a year, at the session a year or two after the one that adopts the text.
    """
    if anchor and anchor.session:
        return anchor.session
    if deadline.unit == "session":
        after = anchor.opens - DAY if anchor else setting.adopted
        return setting.calendar.next_session(deadline.organ or setting.organ, after) if after else None
    if deadline.unit != "year" or anchor or setting.adopted is None:
        return None
    organ = deadline.organ or setting.organ
    coming = setting.calendar.next_session(organ, setting.adopted)
    if coming is None or coming.opens is None or deadline.count is None:
        return None
    within_a_year = setting.calendar.sessions_after(organ, setting.adopted, setting.adopted + 2 * HALF_A_YEAR)
    if len(within_a_year) > 1:
        target = later(setting.adopted, deadline.count, "year")
    else:
        target = later(coming.opens, deadline.count - 1, "year")
    return _nearest(coming.organ, target, setting) if target else None


def _at_sessions(
    deadline: Deadline, count: int, anchor: _Anchor | None, first: SessionWindow, end: date, setting: Setting
) -> list[Window]:
    """Return the windows at sessions an interval apart, without that of an anchor which is a due date of its own."""
    if deadline.unit == "session":
        sessions = [first, *setting.calendar.sessions_after(first.organ, first.opens or end, end)][::count]
    else:
        sessions = _sessions_apart(first, count, deadline.unit, end, setting)
    if anchor and anchor.session and not anchor.is_first:
        sessions = sessions[1:]
    at = Deadline(words=deadline.words, type="session", relation="at")
    windows = [window_in(at, session) for session in sessions if session.opens and session.opens <= end]
    return [replace(window, rule=f"recurs; {window.rule}") for window in windows]


def _sessions_apart(first: SessionWindow, count: int, unit: str, end: date, setting: Setting) -> list[SessionWindow]:
    """Return a session and, interval by interval, the session nearest to the day that the interval comes to."""
    chosen = [first]
    for times in range(1, MOST_OCCURRENCES):
        target = later(first.opens, times * count, unit) if first.opens else None
        if target is None or target > end + HALF_A_YEAR:
            break
        session = _nearest(first.organ, target, setting)
        if session and session not in chosen:
            chosen.append(session)
    return chosen


def _nearest(organ: str, target: date, setting: Setting) -> SessionWindow | None:
    """Return the ordinary session that opens nearest to a day, within half a year of it."""
    around = setting.calendar.sessions_after(organ, target - HALF_A_YEAR, target + HALF_A_YEAR)
    return min(around, key=lambda session: abs((session.opens or date.max) - target), default=None)


def _on_days(unit: str, count: int, anchor: _Anchor | None, end: date, setting: Setting) -> list[Window]:
    """Return the windows an interval apart, each as long as the one named first; else counted from the adoption."""
    if anchor:
        opens, closes, rule = anchor.opens, anchor.closes, "recurs from the day named"
    elif setting.adopted:
        opens, closes, rule = setting.adopted, setting.adopted, "recurs from the adoption"
    else:
        return []
    windows = []
    for times in range(0 if anchor and anchor.is_first else 1, MOST_OCCURRENCES):
        ready_by, overdue_after = later(opens, times * count, unit), later(closes, times * count, unit)
        if ready_by is None or overdue_after is None or ready_by > end:
            break
        windows.append(Window("dated", rule, ready_by, overdue_after))
    return windows
