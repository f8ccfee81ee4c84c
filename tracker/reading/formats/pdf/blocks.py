"""Give the paragraphs of a PDF file the shape of blocks: the last step of reading one.

A role is given only where the layout leaves no doubt: the first page's front matter and title, notes, tables,
furniture, headings in bold print, and what stands at the right edge below the text (meeting and date).
"""

import re
from collections.abc import Iterator, Sequence

from tracker.reading.formats.pdf.furniture import cells
from tracker.reading.formats.pdf.lines import Line
from tracker.reading.formats.pdf.paragraphs import Geometry, is_row, joined
from tracker.reading.records import Block, Place, Role

CELL_RULE = " | "
"""What stands between the cells of a table's row."""

ROWS = 2
"""A table has at least so many lines in several columns."""

# The number at the head of a resolution's title: "78/108.", "ES-11/1.", "1145 (XII).", "Resolution 2719 (2023)".
_TITLE = re.compile(r"(?:(?:E?S-)?\d{1,4}/\d{1,4}[.\s]|\d{1,4} \([IVXLC]{1,8}\)|(?:Resolution|Decision) \d)")


def blocks_of(
    groups: Sequence[Sequence[Line]],
    notes: Sequence[tuple[str, int, Sequence[Line]]],
    furniture: Sequence[Line],
    geometry: Geometry,
) -> Iterator[Block]:
    """Yield the blocks: the text in reading order, the notes, the furniture."""
    texts = list(_text_blocks(groups, geometry))
    yield from texts
    starred = {block.text[-1:] for block in texts if block.role == "front"}
    for marker, skip, lines in notes:
        text, emphasis, marks = joined(lines, skip)
        # A note to the symbol on the first page speaks of the file ("Reissued for technical reasons"), not of the text.
        role: Role = "furniture" if marker[:1] == "*" and "*" in starred and lines[0].page == 1 else "note"
        yield Block(text, _place(lines), marker, role, emphasis=emphasis, marks=marks)
    for line in furniture:
        yield from (Block(cell, _place([line]), role="furniture") for cell in cells(line))


def _place(lines: Sequence[Line]) -> Place:
    return Place(lines[0].number, lines[0].page)


def _text_blocks(groups: Sequence[Sequence[Line]], geometry: Geometry) -> Iterator[Block]:
    title = next((index for index, lines in enumerate(groups) if _is_title(lines)), -1)
    in_table = _in_tables(groups, geometry)
    for index, lines in enumerate(groups):
        first = lines[0]
        if index < title and first.gaps:
            for line in lines:
                yield from (Block(cell, _place([line]), role="front") for cell in cells(line))
        elif index <= title:
            yield _block(lines, "front" if index < title else "title")
        elif index in in_table:
            text = " ".join(CELL_RULE.join(cells(line)) for line in lines)
            yield Block(text, _place(lines), first.marker, "table", indent=first.left)
        elif geometry.is_right_aligned(first):
            yield _block(lines, "closing")
        else:
            yield _block(lines, "heading" if first.bold else "")


def _block(lines: Sequence[Line], role: Role) -> Block:
    text, emphasis, marks = joined(lines)
    return Block(text, _place(lines), role=role, indent=lines[0].left, emphasis=emphasis, marks=marks)


def _is_title(lines: Sequence[Line]) -> bool:
    first = lines[0]
    return first.page == 1 and first.bold and _TITLE.match(first.text) is not None


def _in_tables(groups: Sequence[Sequence[Line]], geometry: Geometry) -> set[int]:
    """Return the indexes of the paragraphs that are rows, headings or notes of a table.

    A table is a stretch of small print, or of lines in several columns, with at least two such lines among them.
    """
    found: set[int] = set()
    stretch: list[int] = []
    for index, lines in enumerate([*groups, ()]):
        if lines and (lines[0].size < geometry.small or is_row(lines[0])):
            stretch.append(index)
        else:
            if sum(is_row(line) for one in stretch for line in groups[one]) >= ROWS:
                found.update(stretch)
            stretch = []
    return found
