"""Lay counts out: what stands where in bars, in columns of time, in a calendar and in a grid.

Stands above `figures` and `shapes`; `pictures` says which pictures there are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import resvg_py
from dateutil.relativedelta import relativedelta
from django.template.loader import render_to_string
from django.utils.dates import MONTHS_3, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tracker.reports import letters
from tracker.reports.figures import Counted, Group
from tracker.reports.shapes import WIDTH, Box, Cell, Key, Line, Picture, Words

STEP, BAR = 28, 18
NAMES, MOST_LETTERS = 210, 28
TOP, BASE, LEFT = 36, 190, 36
CELL, WEEKS = 13, 53
LEVELS = 4
# A picture over time has at most so many columns: months, else quarters, else years, else decades.
MOST_COLUMNS = 40
SPANS = (1, 3, 12, 120)


@dataclass(frozen=True)
class Axis:
    """The columns of time in a picture: first and last day of each, all of `months` months."""

    columns: list[tuple[date, date]]
    months: int
    right: float = 0

    @property
    def width(self) -> float:
        return (WIDTH - LEFT - self.right) / len(self.columns)

    def x(self, place: float) -> float:
        return LEFT + place * self.width

    def words(self, place: int) -> str:
        """Return what a column is called: "Mar 2027", "2027 Q1", "2027", "2020–2029"."""
        first, last = self.columns[place]
        if self.months == 1:
            return date_format(first, "M Y")
        if self.months == 3:
            return _("%(year)d Q%(quarter)d") % {"year": first.year, "quarter": (first.month + 2) // 3}
        return str(first.year) if self.months == 12 else f"{first.year}–{last.year}"

    def place_of(self, day: date) -> float:
        """Return where a day stands, in columns."""
        for place, (first, last) in enumerate(self.columns):
            if first <= day <= last:
                return place + (day - first).days / ((last - first).days + 1)
        return float(len(self.columns))


def axis_over(first: date, last: date, right: float = 0) -> Axis:
    """Return whole months from the first day to the last, or longer spans where these are too many."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    months = next((span for span in SPANS if count <= span * MOST_COLUMNS), SPANS[-1])
    begins = (first.year * 12 + first.month - 1) // months * months
    columns = []
    while not columns or columns[-1][1] < last:
        begin = date(begins // 12, begins % 12 + 1, 1)
        columns.append((begin, begin + relativedelta(months=months) - timedelta(days=1)))
        begins += months
    return Axis(columns, months, right)


def draw_bars(picture: Picture, groups: list[Group], parts: list[tuple[str, str]], head: str) -> None:
    """Draw one bar a group, its parts side by side from zero, each with its count where there is room."""
    most = max((group.total for group in groups), default=0)
    room = WIDTH - NAMES - 50
    for row, group in enumerate(groups):
        x, y = float(NAMES), row * STEP + 6
        name = _shortened(group.words)
        picture.words.append(Words(NAMES - 8, y + 13, name, "end", "own" if group.is_own else ""))
        for part, words in parts:
            counted = group.parts[part]
            width = room * counted.count / most
            if counted.count:
                said = f"{group.words}: {counted.count} {words}"
                number = str(counted.count) if width >= 8 * len(str(counted.count)) + 6 else ""
                picture.boxes.append(Box(x, y, width, BAR, part, said, counted.address, number))
            x += width
        picture.words.append(Words(x + 6, y + 13, group.total))
        cells = [Cell(group.parts[part].count, group.parts[part].address) for part, _words in parts]
        picture.rows.append([Cell(group.words), *cells, Cell(group.total)])
    picture.height = len(groups) * STEP + 10
    picture.legend = [Key(part, words) for part, words in parts]
    picture.heads = [head, *(words.capitalize() for _part, words in parts), _("Together")]


def draw_scale(picture: Picture, most: int, right: float = 0) -> None:
    """Draw the lines of zero, half and most, with their numbers."""
    for count in dict.fromkeys((0, most // 2, most)):
        y = height_of(count, most)
        picture.lines.append(Line(f"{LEFT},{y:.1f} {WIDTH - right},{y:.1f}"))
        picture.words.append(Words(LEFT - 6, y + 4, count, "end"))


def draw_dates(picture: Picture, axis: Axis) -> None:
    """Write the columns' names under them, as many as have room."""
    every = max(1, round(len(axis.columns) / 9 + 0.49))
    for place in range(0, len(axis.columns), every):
        picture.words.append(Words(axis.x(place + 0.5), BASE + 18, axis.words(place), "middle"))
    picture.height = BASE + 26


def height_of(count: int, most: int) -> float:
    return BASE - (BASE - TOP) * count / max(most, 1)


def draw_calendar(picture: Picture, monday: date, days: Mapping[date, Counted], today: date, kind: str) -> None:
    """Draw a year as 53 columns of seven days from a Monday on, each day with rows shaded in one of four steps."""
    most = max((counted.count for counted in days.values()), default=1)
    left, top = 44, 22
    for weekday in (0, 2, 4):
        picture.words.append(Words(left - 6, top + weekday * CELL + 10, WEEKDAYS_ABBR[weekday], "end"))
    for week in range(WEEKS):
        first = monday + timedelta(days=7 * week)
        if first.day <= 7:
            picture.words.append(Words(left + week * CELL, top - 8, MONTHS_3[first.month].capitalize()))
        for weekday in range(7):
            day = first + timedelta(days=weekday)
            counted = days.get(day, Counted(0))
            x, y, side = left + week * CELL, top + weekday * CELL, CELL - 2
            if counted.count:
                words, fill = date_format(day, "j M Y"), f"{kind}-{_level(counted.count, most)}"
                picture.boxes.append(Box(x, y, side, side, fill, f"{words}: {counted.count}", counted.address))
                picture.rows.append([Cell(words), Cell(counted.count, counted.address)])
            else:
                picture.ground += f"M{x} {y}h{side}v{side}h-{side}z"
            if day == today:
                right, under = x + CELL - 1, y + CELL - 1
                edge = f"{x - 1},{y - 1} {right},{y - 1} {right},{under} {x - 1},{under} {x - 1},{y - 1}"
                picture.lines.append(Line(edge, "today"))
    picture.height = top + 7 * CELL + 4
    picture.heads = [_("Day"), _("Mandates")]
    picture.legend = [Key(f"{kind}-{level}", words) for level, words in _levels(most)]


def draw_grid(picture: Picture, rows: list[str], columns: list[str], cells: Mapping[tuple[int, int], Counted]) -> None:
    """Draw a table of counts, each shaded in one of four steps; `cells` gives them by row and column."""
    most = max((counted.count for counted in cells.values()), default=1)
    left, top, tall = 130, 84, 26
    wide = min((WIDTH - left) / max(len(columns), 1), 150)
    for column, words in enumerate(columns):
        for place, line in enumerate(_in_lines(words, int(wide / 6.5), 5)):
            picture.words.append(Words(left + column * wide + 4, 14 + place * 14, line))
    for row, words in enumerate(rows):
        y = top + row * tall
        picture.words.append(Words(left - 8, y + 17, words, "end"))
        picture.rows.append([Cell(words)])
        for column, head in enumerate(columns):
            counted = cells.get((row, column), Counted(0))
            picture.rows[-1].append(Cell(counted.count, counted.address))
            x, fill, said = (
                left + column * wide,
                f"due-{_level(counted.count, most)}",
                f"{words}, {head}: {counted.count}",
            )
            if counted.count:
                number = str(counted.count)
                picture.boxes.append(Box(x, y, wide - 2, tall - 2, fill, said, counted.address, number))
            else:
                picture.ground += f"M{x:.1f} {y}h{wide - 2:.1f}v{tall - 2}h-{wide - 2:.1f}z"
    picture.height = top + len(rows) * tall + 4
    picture.legend = [Key(f"due-{level}", words) for level, words in _levels(most)]


def svg(picture: Picture, origin: str, site: str = "") -> str:
    """Return the picture as a file of its own, with its title, its legend, and the line that says what it is of."""
    shown = {"picture": picture, "origin": origin, "boxes": picture.drawn_boxes(site)}
    return render_to_string("reports/picture.svg", shown)


def png(picture: Picture, origin: str) -> bytes:
    """Return the picture as an image of twice its size, for sharp print."""
    return resvg_py.svg_to_bytes(
        svg_string=svg(picture, origin),
        background="#ffffff",
        zoom=2,
        font_files=[str(letters.PLAIN), str(letters.BOLD)],
        sans_serif_family=letters.FAMILY,
    )


def _level(count: int, most: int) -> int:
    return min(LEVELS, 1 + (count - 1) * LEVELS // max(most, LEVELS))


def _levels(most: int) -> Iterator[tuple[int, str]]:
    """Give the steps of shading that occur, each with the counts it stands for."""
    counts: dict[int, list[int]] = {}
    for count in range(1, most + 1) if most <= 1000 else (1, most // 4, most // 4 + 1, most // 2, most):
        counts.setdefault(_level(count, most), []).append(count)
    for level, found in counts.items():
        yield level, str(found[0]) if found[0] == found[-1] else f"{found[0]}–{found[-1]}"


def _shortened(words: str) -> str:
    return words if len(words) <= MOST_LETTERS else f"{words[: MOST_LETTERS - 1].rstrip()}…"


def _in_lines(words: str, letters: int, most: int) -> list[str]:
    """Return the words in lines of so many letters, cut off after the last line there is room for."""
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + len(word) >= letters:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    lines = [line if len(line) <= letters + 2 else f"{line[:letters]}…" for line in lines]
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]} …"]
