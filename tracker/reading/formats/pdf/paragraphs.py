"""Join lines to paragraphs: the fifth step of reading a PDF file.

A new paragraph shows itself by the space above it, by a change of print, or by its first line, which stands further in
than the lines that follow. Pages and hyphens at line ends are joined over.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracker.reading.formats.pdf.lines import Line
from tracker.reading.records import NoteMark, Span

PARAGRAPH_SPACE = 1.25
"""Lines further apart than this part of the usual distance begin a new paragraph."""

SMALL_PRINT = 0.93
SMALL_PRINT_SCANNED = 0.75
"""Print below this part of the body's size is set small on purpose; on scanned pages the sizes are rough."""

IN_USE = 0.03
SIZES_OF_A_PROGRAM = 5
"""More sizes than this, each with more than this share of the letters, are those of a scanned page."""

SPACED = 0.05
"""Space parts the paragraphs of a document where it stands above more than this part of the lines."""

SHORT_LINE = 3.0
"""A line that ends this many letter sizes before the right edge of the column ends its paragraph."""

INDENT = 0.6
"""Left edges further apart than this part of the letter size differ."""

# A label at the start of a line, set off by white space: "12.", "(a)", "(iv)", "a)", "XIV.", "•", "–".
LABEL = re.compile(r"(?:\(?(?:\d{1,3}|[a-z]{1,2}|[ivxl]{1,6}|[IVXL]{1,6}|[A-Z])[.)]|[•▪●○·‒–—-])(?= |$)")
# The number of a section, part or annex, on a line of its own above its heading: "IV", "B.", "Section 2", "Part IV".
NUMERAL = re.compile(r"(?:(?:Part|Section|Chapter|Annex|Appendix) )?(?:[IVXLC]{1,8}|[A-Z]|\d{1,3})\.?")
# The first word of a line that a hyphen before it does not belong to: "burden-" / "and responsibility-sharing".
_AFTER_HANGING_HYPHEN = re.compile(r"(?:and|or|to|nor|et|ou|y|o|e|и|или)\s")
# What a line may end on inside a word: a hyphen, or a dash that is stuck to the word before it ("2016–" / "2030").
_BROKEN_WORD = re.compile(r"\S[-‐\u2011–—]$")


@dataclass(frozen=True, slots=True)
class Geometry:
    """What the lines of a document have in common: the column's edges, the size of most letters, the size below which
    print is small on purpose, the distance of lines by size, and whether space parts the paragraphs."""

    left: float
    right: float
    size: float
    small: float
    pitch: dict[float, float]
    spaced: bool

    def pitch_of(self, size: float) -> float:
        return self.pitch.get(_half(size), 1.2 * size)

    def differ(self, size: float, other: float) -> bool:
        """Return whether two letter sizes differ on purpose."""
        return abs(size - other) > (self.size - self.small) * 0.9

    def is_right_aligned(self, line: Line) -> bool:
        """Return whether a line stands at the right edge, as the meeting and the date below a resolution do."""
        return line.left > self.left + 0.5 * (self.right - self.left) and line.right > self.right - 2 * line.size


def print_sizes(pages: Sequence[Sequence[Line]]) -> tuple[float, float]:
    """Return the size of most letters and the size below which print is set small on purpose, both in points.

    A file that was set by a program has a few sizes; one whose letters were recognised on a scanned page has many.
    """
    sizes: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            sizes[_half(line.size)] += len(line.text)
    if not sizes:
        return 10.0, 0.0
    size = sizes.most_common(1)[0][0]
    in_use = sum(1 for letters in sizes.values() if letters > IN_USE * sizes.total())
    return size, size * (SMALL_PRINT if in_use <= SIZES_OF_A_PROGRAM else SMALL_PRINT_SCANNED)


def measure(pages: Sequence[Sequence[Line]], size: float, small: float) -> Geometry:
    """Return the geometry of a document's text lines, by what most of them do; the sizes are those of `print_sizes`."""
    lefts: Counter[int] = Counter()
    rights: list[float] = []
    distances: Counter[tuple[float, float]] = Counter()
    for lines in pages:
        for above, line in pairwise(lines):
            distance = above.y - line.y
            if distance < 2 * line.size and abs(above.size - line.size) < 0.5:
                distances[_half(line.size), _half(distance)] += 1
        for line in lines:
            if abs(line.size - size) < 0.5:
                lefts[round(line.left)] += 1
                rights.append(line.right)
    rights.sort()
    right = rights[int(len(rights) * 0.8)] if rights else 0.0
    left = min((edge for edge, times in lefts.items() if times * 8 >= max(lefts.values())), default=0)
    pitch = _pitches(distances)
    wide = sum(
        times for (at, distance), times in distances.items() if distance > PARAGRAPH_SPACE * pitch.get(at, distance)
    )
    return Geometry(left, right, size, small, pitch, spaced=wide > SPACED * distances.total())


def _half(points: float) -> float:
    return round(points * 2) / 2


def _pitches(distances: Counter[tuple[float, float]]) -> dict[float, float]:
    """Return the distance of lines within a paragraph for each letter size.

    It is the smallest distance that is common: in a document of one-line paragraphs another may be more frequent.
    """
    most: Counter[float] = Counter()
    for (size, _), times in distances.items():
        most[size] = max(most[size], times)
    pitch: dict[float, float] = {}
    for (size, distance), times in distances.items():
        if times >= 2 and times * 4 >= most[size] and distance < pitch.get(size, 1e9):
            pitch[size] = distance
    return pitch


def is_row(line: Line) -> bool:
    """Return whether a line stands in several columns, as in a table. A label set apart is no column."""
    if not line.gaps:
        return False
    label = LABEL.match(line.text)
    return len(line.gaps) > 1 or label is None or line.gaps[0][0] > label.end() + 1


def paragraphs(pages: Sequence[Sequence[Line]], geometry: Geometry) -> list[list[Line]]:
    """Return the lines of the text grouped by paragraph."""
    found: list[list[Line]] = []
    for lines in pages:
        for index, line in enumerate(lines):
            if found and not _begins(line, found[-1], geometry, page_break=index == 0):
                found[-1].append(line)
            else:
                found.append([line])
    return found


def _begins(line: Line, before: list[Line], geometry: Geometry, *, page_break: bool) -> bool:
    """Return whether a line begins a paragraph behind the lines of another."""
    last = before[-1]
    if is_row(line) or is_row(last) or line.bold != last.bold or geometry.differ(line.size, last.size):
        return True
    if not page_break and last.y - line.y > PARAGRAPH_SPACE * geometry.pitch_of(line.size):
        return True
    if geometry.is_right_aligned(line) or geometry.is_right_aligned(last):
        return True
    if line.bold:
        return page_break or NUMERAL.fullmatch(last.text) is not None
    return _stands_in(line, before, geometry, page_break=page_break)


def _stands_in(line: Line, before: list[Line], geometry: Geometry, *, page_break: bool) -> bool:
    """Return whether a line, without space above it to tell, has the look of a first line."""
    tolerance = INDENT * line.size
    last = before[-1]
    ends_short = last.right < geometry.right - SHORT_LINE * line.size
    labelled = LABEL.match(line.text) is not None
    following = before[1].left if len(before) > 1 else None
    if following is not None:
        if abs(line.left - following) <= tolerance:
            return page_break and ends_short and _ends_sentence(last)
        return line.left > following or ends_short
    if line.left < last.left - tolerance:
        return page_break and ends_short and _ends_sentence(last)
    if line.left > last.left + tolerance:
        return labelled or (ends_short and not (geometry.spaced and LABEL.match(last.text)))
    return labelled or (ends_short and _ends_sentence(last))


def _ends_sentence(line: Line) -> bool:
    return line.text.endswith((".", ";", ":", ",", "?", "!", ".”", "”"))


def joined(lines: Sequence[Line], skip: int = 0) -> tuple[str, tuple[Span, ...], tuple[NoteMark, ...]]:
    """Return the text of a paragraph without its first `skip` characters, with its emphasis and note marks."""
    text = ""
    emphasis: list[Span] = []
    marks: list[NoteMark] = []
    for line in lines:
        if text and (not _BROKEN_WORD.search(text, max(len(text) - 2, 0)) or _AFTER_HANGING_HYPHEN.match(line.text)):
            text += " "
        offset = len(text)
        text += line.text
        for start, end in line.emphasis:
            if emphasis and emphasis[-1][1] >= offset + start - 1:
                emphasis[-1] = (emphasis[-1][0], offset + end)
            else:
                emphasis.append((offset + start, offset + end))
        marks.extend(NoteMark(mark.marker, offset + mark.offset) for mark in line.marks)
    if skip:
        text = text[skip:]
        emphasis = [(max(start - skip, 0), end - skip) for start, end in emphasis if end > skip]
        marks = [NoteMark(mark.marker, max(mark.offset - skip, 0)) for mark in marks]
    return text, tuple(emphasis), tuple(marks)
