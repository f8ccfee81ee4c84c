"""What a picture is made of: boxes, lines and words in plain figures, which one template draws as SVG.

A picture needs no script and no style: colours and patterns are presentation attributes, which the stylesheet of the
pages overrides. Its twin is the same counts as a table.
"""

from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH = 720
RECTANGLE = '<rect class="box{}" x="{}" y="{}" width="{}" height="{}" fill="{}"/>'
NUMBER = (
    '<text class="number on-{}" x="{}" y="{}" text-anchor="middle" font-size="12" font-family="sans-serif" fill="{}" '
    'stroke="{}" stroke-width="3" paint-order="stroke">{}</text>'
)
LINKED = '<a href="{}" aria-label="{}"><title>{}</title>{}</a>'
# The colour of each kind of fill and of a number on it: apart also for the colour-blind, and in grey by the pattern.
COLOURS: dict[str, tuple[str, str]] = {
    "overdue": ("#a8201a", "#ffffff"),
    "late": ("#a8201a", "#ffffff"),
    "soon": ("#f0a839", "#17212c"),
    "open": ("#9cc9ec", "#17212c"),
    "settled": ("#17663a", "#ffffff"),
    "coming": ("#3d8fcb", "#ffffff"),
    "all": ("#0a66a3", "#ffffff"),
    "done": ("#17663a", "#ffffff"),
    "yes": ("#17663a", "#ffffff"),
    "no": ("#f0a839", "#17212c"),
    "none": ("#edf0f4", "#17212c"),
    "due-1": ("#cfe3f5", "#17212c"),
    "due-2": ("#8fbfe6", "#17212c"),
    "due-3": ("#2f7fbb", "#ffffff"),
    "due-4": ("#0b4f86", "#ffffff"),
    "logged-1": ("#cdebd5", "#17212c"),
    "logged-2": ("#86cfa0", "#17212c"),
    "logged-3": ("#2c8a58", "#ffffff"),
    "logged-4": ("#0d5a33", "#ffffff"),
}
PATTERNS = {"overdue": "hatch", "late": "hatch", "soon": "dots", "no": "dots"}


@dataclass(frozen=True)
class Box:
    """A rectangle that counts rows, and leads to exactly these. `fill` is the kind of its colour and pattern."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    words: str
    address: str
    number: str = ""

    def drawn(self, site: str) -> SafeString:
        """Return the box as SVG. There are hundreds in a picture, for each of which a template would be slow."""
        colour, ink = COLOURS[self.fill]
        place = (round(self.x, 1), round(self.y, 1), round(self.width, 1), round(self.height, 1))
        box = format_html(RECTANGLE, "" if self.fill in PATTERNS else f" fill-{self.fill}", *place, paint_of(self.fill))
        if self.number:
            middle, base = round(self.x + self.width / 2, 1), round(self.y + self.height / 2 + 4, 1)
            box += format_html(NUMBER, self.fill, middle, base, ink, colour, self.number)
        return format_html(LINKED, site + self.address, self.words, self.words, box) if self.address else box


@dataclass(frozen=True)
class Key:
    """One entry of the legend: the kind of a fill, and its words."""

    fill: str
    words: str

    @property
    def paint(self) -> str:
        return paint_of(self.fill)

    @property
    def colour(self) -> str:
        return COLOURS[self.fill][0]

    @property
    def pattern(self) -> str:
        return PATTERNS.get(self.fill, "")


@dataclass(frozen=True)
class Words:
    """A label; `anchor` says which end of the words the point is."""

    x: float
    y: float
    words: Any
    anchor: str = "start"
    kind: str = ""


@dataclass(frozen=True)
class Line:
    """A line through points; `kind` is rule, today, or the kind of a fill."""

    points: str
    kind: str = "rule"

    @property
    def stroke(self) -> str:
        return {"rule": "#dfe4ea", "today": "#17212c", "expected": "#0a66a3"}.get(self.kind) or COLOURS[self.kind][0]

    @property
    def width(self) -> str:
        return {"rule": "1", "today": "1.5"}.get(self.kind, "2")

    @property
    def dashes(self) -> str:
        """Return how the line is broken: what is only expected is."""
        return "5 4" if self.kind == "expected" else ""


@dataclass(frozen=True)
class Area:
    """What lies between points, in the colour of a fill, light: what may be."""

    points: str
    kind: str

    @property
    def colour(self) -> str:
        return COLOURS[self.kind][0]


@dataclass(frozen=True)
class Cell:
    """One cell of the twin: its words, and where they lead."""

    words: Any
    address: str = ""


@dataclass
class Picture:
    """One picture with its twin."""

    name: str
    heading: str
    title: str
    note: str = ""
    height: float = 0
    legend: list[Key] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    # Where nothing is counted, as one path of squares.
    ground: str = ""
    heads: list[str] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)
    # Ranges to choose with a click what a hand draws over the boxes.
    ranges: list[Cell] = field(default_factory=list)
    width: float = WIDTH

    def drawn_boxes(self, site: str = "") -> SafeString:
        return format_html_join("\n", "{}", ((box.drawn(site),) for box in self.boxes))

    def drawn_rows(self) -> SafeString:
        """Return the rows of the twin as HTML: there are hundreds of these too."""
        return format_html_join("\n", "<tr>{}</tr>", ((_drawn_row(row),) for row in self.rows))

    @property
    def is_empty(self) -> bool:
        return not any(box.address for box in self.boxes)

    @property
    def file_width(self) -> float:
        return self.width + 24

    @property
    def file_height(self) -> float:
        """Return the height with title and legend."""
        return self.height + 90

    @property
    def placed_legend(self) -> list[tuple[int, Key]]:
        """Return the legend with the place of each entry in a file, wide enough for the words of the one before."""
        widths = [36 + 7 * len(key.words) for key in self.legend]
        return list(zip(accumulate(widths, initial=0), self.legend, strict=False))


def _drawn_row(row: list[Cell]) -> SafeString:
    drawn = format_html('<th scope="row">{}</th>', row[0].words)
    for cell in row[1:]:
        words = format_html('<a href="{}">{}</a>', cell.address, cell.words) if cell.address else cell.words
        drawn += format_html('<td class="number">{}</td>', words)
    return drawn


def paint_of(fill: str) -> str:
    """Return what fills a kind: its pattern if it has one, else its colour."""
    return f"url(#pattern-{fill})" if fill in PATTERNS else COLOURS[fill][0]
