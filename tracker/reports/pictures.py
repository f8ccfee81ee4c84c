"""The pictures of the dashboard, in the order in which they stand there. Each title says what is to be found.

Stands above `charts`; pages and reports ask here by a picture's name.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, product

from dateutil.relativedelta import relativedelta
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.reports import charts, figures
from tracker.reports.charts import BASE, LEFT, WEEKS, height_of
from tracker.reports.figures import PART_WORDS, Counted
from tracker.reports.filters import MandateFilter
from tracker.reports.shapes import WIDTH, Area, Box, Cell, Key, Line, Picture, Words

# The pace of so many days is what the burn-up carries on, for as many; its slowest and fastest quarter bound the band.
YEAR, QUARTER, QUARTERS = timedelta(days=364), timedelta(days=91), 4


def addressees(asked: MandateFilter) -> Picture:
    """Draw how the mandates on each addressee stand, those with most overdue first."""
    groups, left = figures.by_addressee(asked)
    late = [group for group in groups if group.parts["overdue"].count]
    latest = max(late, key=lambda group: group.parts["overdue"].count, default=None)
    title = (
        _("Most overdue: %(name)s (%(count)d)") % {"name": latest.words, "count": latest.parts["overdue"].count}
        if latest
        else _("Nothing is overdue")
    )
    picture = Picture("addressees", _("Status by addressee"), title)
    if left:
        words = ngettext("%(count)d more addressee is not drawn.", "%(count)d more addressees are not drawn.", left)
        picture.note = words % {"count": left}
    charts.draw_bars(picture, groups, [(part, str(words)) for part, words in PART_WORDS.items()], _("Addressee"))
    return picture


def timeline(asked: MandateFilter) -> Picture:
    """Draw how many mandates fall due month by month: what is late hatched, and a line for today."""
    days, today = Tally(figures.by_day(asked)), asked.today
    picture = Picture("timeline", _("Due dates by month"), _said_of_days(days, today))
    if not days.total:
        return picture
    axis = charts.axis_over(min(days.first, today), max(days.last, today))
    # The column of today is cut in two, so that what is late is not counted with what is to come.
    pieces = [_cut(column, today) for column in axis.columns]
    counts = [[days.within(*piece) for piece in pair] for pair in pieces]
    most = max(sum(pair) for pair in counts)
    for place, (pair, numbers) in enumerate(zip(pieces, counts, strict=True)):
        top, cells = float(BASE), []
        for fill, piece, count in zip(("late", "coming"), pair, numbers, strict=True):
            counted = figures.due_between(asked, *piece, count) if count else Counted(0)
            cells.append(Cell(count, counted.address))
            height = BASE - height_of(count, most)
            top -= height
            if count:
                words = f"{axis.words(place)}: {count} " + (_("overdue") if fill == "late" else _("to come"))
                box = Box(axis.x(place) + 1, top, max(axis.width - 2, 2), height, fill, words, counted.address)
                picture.boxes.append(box)
        if sum(numbers) and axis.width >= 14:
            picture.words.append(Words(axis.x(place + 0.5), top - 4, sum(numbers), "middle"))
        if sum(numbers):
            picture.rows.append([Cell(axis.words(place)), *cells])
    charts.draw_scale(picture, most)
    charts.draw_dates(picture, axis)
    x = axis.x(axis.place_of(today))
    picture.lines.append(Line(f"{x:.1f},16 {x:.1f},{BASE}", "today"))
    picture.words.append(Words(x, 12, _("today"), "end" if x > WIDTH - LEFT else "middle", "strong"))
    picture.ranges = [Cell(f"{words}: {counted.count}", counted.address) for words, counted in _ranges(asked, days)]
    picture.legend = [Key("late", _("overdue")), Key("coming", _("to come"))]
    picture.heads = [_("Overdue after"), _("Overdue"), _("To come")]
    return picture


def growth(asked: MandateFilter) -> Picture:
    """Draw how all mandates and the settled ones have grown, and what the pace of the last year comes to."""
    adopted, settled = (Tally(counts) for counts in figures.grown(asked))
    begun = [tally.first for tally in (adopted, settled) if tally.total and tally.first <= asked.today]
    picture = Picture("growth", _("All mandates and those settled"), _said_of_growth(adopted, settled))
    if not begun:
        return picture
    axis = charts.axis_over(min(begun), asked.today + YEAR, right=110)
    past = [last for first, last in axis.columns if first <= asked.today]
    ahead, end = _ahead(adopted, settled, asked.today), axis.x(axis.place_of(asked.today + YEAR))
    most = max(adopted.total, ahead.every, ahead.most)
    lines = (
        ("all", _("All"), adopted, figures.adopted_until),
        ("done", _("Settled"), settled, figures.settled_until),
    )
    picture.rows = [[Cell(date_format(min(last, asked.today), "j M Y"))] for last in past]
    for kind, words, counts, counted_by in lines:
        points = []
        for place, last in enumerate(past):
            day = min(last, asked.today)
            counted = counted_by(asked, day, counts.until(day))
            x, y = axis.x(axis.place_of(day)), height_of(counted.count, most)
            points.append(f"{x:.1f},{y:.1f}")
            picture.rows[place].append(Cell(counted.count, counted.address))
            if counted.count:
                said = f"{picture.rows[place][0].words}: {counted.count} ({words})"
                picture.boxes.append(Box(x - 4, y - 4, 8, 8, kind, said, counted.address))
        picture.lines.append(Line(" ".join(points), kind))
        if kind == "all":
            picture.lines.append(Line(f"{x:.1f},{y:.1f} {end:.1f},{height_of(ahead.every, most):.1f}", "expected"))
        else:
            ends = f"{end:.1f},{height_of(ahead.most, most):.1f} {end:.1f},{height_of(ahead.least, most):.1f}"
            picture.areas.append(Area(f"{x:.1f},{y:.1f} {ends}", kind))
        picture.words.append(Words(WIDTH - 100, y + 4, f"{words}: {counted.count}", "start", "strong"))
    charts.draw_scale(picture, most, right=110)
    charts.draw_dates(picture, axis)
    picture.note = f"{_pace(adopted, settled, asked.today)} {ahead.words}"
    picture.legend = [Key("all", _("all mandates, by day of adoption")), Key("done", _("settled"))]
    picture.heads = [_("Until"), _("All"), _("Settled")]
    return picture


def due_days(asked: MandateFilter) -> Picture:
    """Draw the days of the coming year, each shaded by how many mandates are overdue after it."""
    monday = asked.today - timedelta(days=asked.today.weekday())
    days = {
        day: figures.due_between(asked, day, day, count)
        for day, count in figures.by_day(asked).items()
        if monday <= day < monday + timedelta(weeks=WEEKS)
    }
    count = sum(counted.count for counted in days.values())
    words = ngettext("%(count)d falls due within a year", "%(count)d fall due within a year", count)
    picture = Picture("due-days", _("Due, day by day"), words % {"count": count})
    charts.draw_calendar(picture, monday, days, asked.today, "due")
    return picture


def logged_days(asked: MandateFilter) -> Picture:
    """Draw the days of the past year, each shaded by how many mandates have approved progress of that day."""
    monday = asked.today - timedelta(days=asked.today.weekday(), weeks=WEEKS - 1)
    days = figures.logged_by_day(asked, monday, monday + timedelta(weeks=WEEKS, days=-1))
    words = ngettext(
        "Progress was logged on %(count)d day of the past year",
        "Progress was logged on %(count)d days of the past year",
        len(days),
    )
    picture = Picture("logged-days", _("Progress, day by day"), words % {"count": len(days)})
    charts.draw_calendar(picture, monday, days, asked.today, "logged")
    return picture


def evidence(asked: MandateFilter) -> Picture:
    """Draw for how many of its implemented mandates each entity has evidence that was approved."""
    groups, left = figures.evidenced(asked)
    every, having = sum(group.total for group in groups), sum(group.parts["yes"].count for group in groups)
    title = (
        _("Evidence shows %(having)d of %(every)d implemented mandates") % {"having": having, "every": every}
        if every
        else _("Nothing is implemented yet, so there is nothing to show evidence for")
    )
    picture = Picture("evidence", _("Evidence by entity"), title)
    if left:
        words = ngettext("%(count)d more entity is not drawn.", "%(count)d more entities are not drawn.", left)
        picture.note = words % {"count": left}
    charts.draw_bars(picture, groups, [("yes", _("with evidence")), ("no", _("without evidence"))], _("Lead entity"))
    return picture


def load(asked: MandateFilter) -> Picture:
    """Draw how many reports each coming session is to have, and from whom."""
    found = figures.load(asked)
    places = product(enumerate(found.sessions), enumerate(found.addressees))
    cells = {
        (row, column): found.cells[session.pk, who]
        for (row, session), (column, who) in places
        if (session.pk, who) in found.cells
    }
    sums = [sum(cell.count for (at, _column), cell in cells.items() if at == row) for row in range(len(found.sessions))]
    title = (
        _("Most reports are due at %(session)s: %(count)d")
        % {"session": found.sessions[sums.index(max(sums))], "count": max(sums)}
        if sums
        else _("No report is due at a session to come")
    )
    picture = Picture("load", _("Reports by session and addressee"), title)
    picture.heads = [_("Session"), *found.addressees]
    charts.draw_grid(picture, [str(session) for session in found.sessions], found.addressees, cells)
    return picture


PICTURES: dict[str, Callable[[MandateFilter], Picture]] = {
    "addressees": addressees,
    "timeline": timeline,
    "growth": growth,
    "due-days": due_days,
    "logged-days": logged_days,
    "evidence": evidence,
    "load": load,
}


class Tally:
    """Counts by day, summed once, so that the sum of any stretch of days is asked for in no time."""

    def __init__(self, counts: Mapping[date, int]):
        self.days = sorted(counts)
        self.sums = [0, *accumulate(counts[day] for day in self.days)]

    @property
    def first(self) -> date:
        return self.days[0]

    @property
    def last(self) -> date:
        return self.days[-1]

    @property
    def total(self) -> int:
        return self.sums[-1]

    def until(self, day: date) -> int:
        return self.sums[bisect_right(self.days, day)]

    def within(self, first: date, last: date) -> int:
        """Return the sum from the first day to the last; 0 where the last is before the first."""
        return max(self.until(last) - self.sums[bisect_left(self.days, first)], 0)


def _ranges(asked: MandateFilter, days: Tally) -> Iterator[tuple[str, Counted]]:
    """Give the ranges of days that people ask for most, those that hold something, with what falls due in each."""
    today = asked.today
    ranges = (
        (_("Overdue"), min(days.first, today), today - timedelta(days=1)),
        (_("Next three months"), today, today + relativedelta(months=3)),
        (_("Next twelve months"), today, today + relativedelta(months=12)),
        (_("From today on"), today, max(days.last, today)),
    )
    for words, *span in ranges:
        if count := days.within(*span):
            yield words, figures.due_between(asked, *span, count)


def _cut(column: tuple[date, date], today: date) -> tuple[tuple[date, date], tuple[date, date]]:
    """Return the days of a column before today, and those from today on; one of them may be none."""
    first, last = column
    return (first, min(last, today - timedelta(days=1))), (max(first, today), last)


def _said_of_days(days: Tally, today: date) -> str:
    if not days.total:
        return _("Nothing open has a date")
    late = days.until(today - timedelta(days=1))
    said = {"late": late, "coming": days.total - late}
    return _("%(late)d overdue, %(coming)d to come") % said


def _said_of_growth(adopted: Tally, settled: Tally) -> str:
    every, done = adopted.total, settled.total
    if not every:
        return _("There is nothing to follow yet")
    return _("%(done)d of %(every)d mandates are settled") % {"done": done, "every": every}


@dataclass(frozen=True)
class Ahead:
    """What the coming year brings if it goes like the last: how many mandates there are, least and most settled."""

    every: int
    least: int
    most: int

    @property
    def words(self) -> str:
        said = {"least": self.least, "most": self.most, "every": self.every}
        return (
            _(
                "The band carries the slowest and the fastest quarter of them on for a year: %(least)d to %(most)d of "
                "%(every)d settled."
            )
            % said
        )


def _ahead(adopted: Tally, settled: Tally, today: date) -> Ahead:
    quarters = [(today - (back + 1) * QUARTER + timedelta(days=1), today - back * QUARTER) for back in range(QUARTERS)]
    paces = [QUARTERS * settled.within(*quarter) for quarter in quarters]
    done = settled.until(today)
    every = adopted.until(today) + adopted.within(quarters[-1][0], today)
    return Ahead(every, min(done + min(paces), every), min(done + max(paces), every))


def _pace(adopted: Tally, settled: Tally, today: date) -> str:
    """Say what comes of the pace of the last year, with what that supposes."""
    span = (today - YEAR + timedelta(days=1), today)
    done, new = settled.within(*span), adopted.within(*span)
    left = adopted.total - settled.total
    said = {"done": done, "new": new}
    pace = _("In the last 12 months %(done)d were settled and %(new)d adopted.") % said
    if left <= 0:
        return pace
    if done <= new:
        return f"{pace} " + _("At this pace the open ones do not become fewer.")
    years = left / (done - new)
    when = today + timedelta(days=round(years * 365)) if years < 200 else None
    if when is None:
        return pace
    return f"{pace} " + _("If both go on like this, all are settled about %(year)d.") % {"year": when.year}
