"""Tell page furniture from the text: the third step of reading a PDF file.

United Nations documents repeat the symbol and a short title at the head of each page from the second on, and put page
and job numbers, on the first page also a bar code, at the foot. A line is taken for furniture only where it stands in
the outer strip of the page and says what furniture says; all else is left in the text.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise, takewhile

from tracker.reading.formats.pdf.lines import Line

HEAD_STRIP = 0.905
"""Page heads stand above this part of the page's height."""

FOOT_STRIP = 0.065
"""Page feet stand below this part of the page's height."""

# A page number: "3", "3/12", "- 3 -", "Page 3", "/…" (more follows).
_PAGE_NUMBER = re.compile(r"(?:[Pp]age )?[-–—]? ?\d{1,4}(?: ?(?:/|of) ?\d{1,4})? ?[-–—]?|/?(?:\.{3}|…)")
# A document symbol and no more: "A/RES/78/108", "S/RES/2719 (2023)", "A/C.3/78/L.12/Rev.1", "A/RES/75/101 A-B".
_SYMBOL = re.compile(
    r"[A-Z]{1,5}(?:/[A-Za-z0-9.\-]{1,12}){1,6}\*?(?: ?\((?:\d{4}|[IVXLC]{1,8})\))?(?: [A-Z](?:-[A-Z])?)?\*?"
)
# A job number with its languages and date, a bar code's letters, the request to recycle: "23-24964 (E) 211223",
# "*2324964*", "N0350298", "Please recycle".
_JOB = re.compile(
    r"(?:\d{2}-\d{4,6}|[A-Z]{2}\.\d{2}-\d{4,6}|[NV]\d{7})\*?(?: ?\([A-Z]\))?(?: +\d{6})*"
    r"|\*\d{6,9}\*|\*[A-Z]\d{6,8}\*|\d{6}|Please recycle.{0,3}"
)
_FIGURES = re.compile(r"\d+")


def without_furniture(pages: Sequence[tuple[float, list[Line]]], small: float) -> tuple[list[list[Line]], list[Line]]:
    """Return the lines of each page that are text, and all lines that are furniture.

    `pages` holds the height and the lines, from the top down, of each page; print below the size `small` is small on
    purpose.
    """
    strips = [_strips(height, lines, first=index == 0) for index, (height, lines) in enumerate(pages)]
    repeated = Counter(
        key for head, foot in strips for key in {_key(cell) for line in (*head, *foot) for cell in cells(line)}
    )
    often = max(2, (len(pages) - 1) // 3)
    known = {key for key, count in repeated.items() if count >= often and count > 1}
    texts: list[list[Line]] = []
    furniture: list[Line] = []
    for (_, lines), (head, foot) in zip(pages, strips, strict=True):
        off = {id(line) for strip in (head, foot) for line in _furniture_of(strip, known, small)}
        texts.append([line for line in lines if id(line) not in off])
        furniture.extend(line for line in lines if id(line) in off)
    return texts, furniture


def cells(line: Line) -> list[str]:
    """Return the pieces of a line between its wide gaps."""
    cuts = [0, *(offset for offset, _ in line.gaps), len(line.text)]
    return [line.text[start:end].strip() for start, end in pairwise(cuts)]


def _strips(height: float, lines: list[Line], *, first: bool) -> tuple[list[Line], list[Line]]:
    """Return the lines in the head strip and in the foot strip; the head of the first page is front matter."""
    head = [] if first else list(takewhile(lambda line: line.y > HEAD_STRIP * height, lines))
    foot = list(takewhile(lambda line: line.y < FOOT_STRIP * height, reversed(lines)))
    return head, foot[::-1]


def _key(cell: str) -> str:
    return _FIGURES.sub("#", cell).casefold()


def _furniture_of(strip: list[Line], known: set[str], small: float) -> list[Line]:
    """Return the lines of a strip that are furniture.

    Small or bold print beside a page number, a symbol or a repeated line is the running title, which may go over
    several lines and may come once only in a short document.
    """
    sure = [line for line in strip if any(_is_sure(cell, known) for cell in cells(line))]
    if not sure:
        return []
    whole = [line for line in sure if all(_is_sure(cell, known) for cell in cells(line))]
    near = [line for line in strip if line not in whole and (line in sure or line.bold) and line.size < small]
    return whole + near


def _is_sure(cell: str, known: set[str]) -> bool:
    return (
        _key(cell) in known
        or _PAGE_NUMBER.fullmatch(cell) is not None
        or _JOB.fullmatch(cell) is not None
        or _SYMBOL.fullmatch(cell) is not None
    )
