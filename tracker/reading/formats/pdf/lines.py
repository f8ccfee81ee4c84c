"""Put the glyph runs of a page together to lines: the second step of reading a PDF file.

Lines come out from the top of the page to its foot, whatever the order in the file: official documents never have two
columns. Raised small figures become note marks; runs in italics become emphasis; wide gaps are kept, since a table or
a page header shows itself by them.
"""

import re
from typing import NamedTuple

from tracker.reading.formats.pdf.runs import Page, Run
from tracker.reading.records import NoteMark, Span

SAME_LINE = 0.3
"""Base lines nearer than this part of the letter size are one line (scanned pages are never quite straight)."""

RAISED_SIZE = 0.8
"""A note marker is set smaller than this part of its line."""

RAISED_AT_LEAST = 0.15
"""A note marker's base line is higher than its line's by this part of the letter size."""

RAISED_BY = 0.75
"""A note marker stands on its line: its base line is not higher than this part of the letter size."""

MOST_RAISED = 40
"""More figures than this on one base line are a row of a table."""

WORD_GAP = 0.17
"""Runs further apart than this part of the letter size are separate words (a space is a quarter of it or more)."""

CELL_GAP = 1.8
"""Runs further apart than this part of the letter size stand in separate columns."""

# A note marker: figures, one letter, or asterisks and daggers, several set off by commas ("3", "3,4", "a", "*").
MARKER = re.compile(r"[ ,;]*(?:\d{1,4}|[a-z]|[*†‡§¶#]{1,4})(?:[,;][ ]?(?:\d{1,4}|[a-z]|[*†‡§¶#]{1,4})){0,9}[ ,;.]*")
# A unit of length before an exponent: "m", "km", "cm".
_LENGTH_UNIT = re.compile(r"(?:\b|\d)[ckm]?m$")


class Line(NamedTuple):
    """One line of a page. `number` counts the page's lines from 1; `y` is the base line, `size` that of most letters.

    `gaps` holds (offset, left edge) of the words behind each wide gap; `bold` says that every letter is bold.
    `marker` is a raised figure in front of all words, as at the start of a note.
    """

    page: int
    number: int
    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool
    emphasis: tuple[Span, ...] = ()
    marks: tuple[NoteMark, ...] = ()
    gaps: tuple[tuple[int, float], ...] = ()
    marker: str = ""


def lines_of(page: Page) -> list[Line]:
    """Return the lines of a page from the top down; the words of each line from left to right."""
    rows = _rows(page.runs)
    lines: list[Line] = []
    for row in rows:
        line = _line(row, page.number, len(lines) + 1)
        if line.text or line.marks:
            lines.append(line)
    return lines


def _rows(runs: tuple[Run, ...]) -> list[list[Run]]:
    """Return the runs grouped by base line, from the top down."""
    rows: list[list[Run]] = []
    y = size = 0.0
    for run in sorted(runs, key=_height, reverse=True):
        if rows and y - run.y <= SAME_LINE * max(min(run.size, size), 4.0):
            rows[-1].append(run)
        else:
            rows.append([run])
            y, size = run.y, run.size
    return _with_raised(rows)


def _with_raised(rows: list[list[Run]]) -> list[list[Run]]:
    """Return the rows with raised figures, which make a row of their own, put to the row below that they belong to."""
    merged: list[list[Run]] = []
    raised: list[Run] = []
    for row in rows:
        if raised:
            size = max(run.size for run in row)
            alone: list[Run] = []
            for run, belongs in [(run, _stands_on(run, row, size)) for run in raised]:
                (row if belongs else alone).append(run)
            if alone:
                merged.append(alone)
            raised = []
        if len(row) <= MOST_RAISED and all(_may_be_raised(run) for run in row):
            raised = row
        else:
            merged.append(row)
    if raised:
        merged.append(raised)
    return merged


def _height(run: Run) -> float:
    return run.y


def _may_be_raised(run: Run) -> bool:
    return len(run.text) <= 12 and run.size < 9.0 and MARKER.fullmatch(run.text) is not None


def _stands_on(run: Run, row: list[Run], size: float) -> bool:
    base = row[0].y
    if run.size >= RAISED_SIZE * size or run.y - base > RAISED_BY * size:
        return False
    return any(other.left - size <= run.right and run.left <= other.right + size for other in row)


def _line(row: list[Run], page: int, number: int) -> Line:
    """Return one line: the words with their gaps, the note markers taken out, the italics noted."""
    if len(row) > 1:
        row.sort(key=_left_edge)
    left, right = row[0].left, row[-1].right
    longest = max(row, key=_length)
    size, base = longest.size, longest.y
    text, marker = "", ""
    emphasis: list[Span] = []
    marks: list[NoteMark] = []
    gaps: list[tuple[int, float]] = []
    bold = True
    end = left
    for run in row:
        gap = run.left - end
        end = run.right
        raised = run.size < RAISED_SIZE * size and run.y > base + RAISED_AT_LEAST * size
        if raised and MARKER.fullmatch(run.text) and not _is_power(text, run.text):
            if text:
                marks.append(NoteMark(run.text.strip(" ,;"), len(text)))
            else:
                marker = marker or run.text
            continue
        if text and (gap > WORD_GAP * size or _behind_mark(text, marks, run)):
            text += " "
            if gap > CELL_GAP * size:
                gaps.append((len(text), run.left))
        start = len(text)
        text += run.text.replace("\ufffe", "-")
        bold = bold and run.bold
        if run.italic:
            if emphasis and start - emphasis[-1][1] <= 1:
                start = emphasis.pop()[0]
            emphasis.append((start, len(text)))
    return Line(
        page,
        number,
        text,
        left,
        right,
        base,
        size,
        bold and text != "",
        tuple(emphasis),
        tuple(marks),
        tuple(gaps),
        marker,
    )


def _left_edge(run: Run) -> float:
    return run.left


def _length(run: Run) -> int:
    return len(run.text)


def _is_power(text: str, figure: str) -> bool:
    """Return whether a raised figure is an exponent: "km" with "2" behind it."""
    return figure in ("2", "3") and _LENGTH_UNIT.search(text, max(len(text) - 4, 0)) is not None


def _behind_mark(text: str, marks: list[NoteMark], run: Run) -> bool:
    """Return whether a word follows on a note marker, which a space always parts from it."""
    return bool(marks) and marks[-1].offset == len(text) and run.text[0].isalnum()
