"""Turn the paragraphs and tables of a Word file into blocks, in reading order.

Sixth step of docx: the body, a header, a note or a text box in, Blocks out. Tables that only lay out a page are read as
paragraphs; the others give one block a row, since no field of a resolution holds them (corpus README, rule 10).
"""

import re
from collections.abc import Iterator

from lxml import etree

from tracker.reading.folding import FoldedText
from tracker.reading.formats.docx.numbering import Numbering
from tracker.reading.formats.docx.package import W
from tracker.reading.formats.docx.runs import RunReader
from tracker.reading.formats.docx.styles import (
    VAL,
    Style,
    Styles,
    indent_of,
    numbering_of,
)
from tracker.reading.records import Block, Place, Role

_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo")}
_DEEPEST_BOX = 8

# Style names of headings: Word's own, and those of the UN's templates (H1, H23, H4, H56, HCh, HM), signs left out.
_HEADING_STYLE = re.compile(r"heading\d?|title|subtitle|h1|h23|h4|h56|hch|hm")
_NO_LETTERS = re.compile(r"[\W_]+")
_LONGEST_HEADING = 250
# The number of a paragraph in a table column of its own: "1.", "(a)", "iv)".
_LABEL_CELL = re.compile(r"\(?[^\W_]{1,5}[.)]")
_CELL_RULE = " | "


class BodyReader:
    """Reads the parts of one document; the lists are counted across them."""

    def __init__(self, styles: Styles, numbering: Numbering, runs: RunReader) -> None:
        self._styles = styles
        self._numbering = numbering
        self._runs = runs
        self._begun: FoldedText | None = None
        self._boxes_deep = 0
        self._line = 0
        self.blocks: list[Block] = []

    def read(self, container: etree._Element, role: Role = "") -> None:
        """Append the blocks of a container; `role` is given to all of them."""
        for element in _content(container):
            if element.tag == f"{W}p":
                self._paragraph(element, role)
            elif element.tag == f"{W}tbl":
                self._table(element, role)
        if self._begun:
            self._append(self._begun, role=role)
        self._begun = None

    def _paragraph(self, element: etree._Element, role: Role) -> None:
        properties = element.find(f"{W}pPr")
        reference = None if properties is None else properties.find(f"{W}pStyle")
        style = self._styles.get(None if reference is None else reference.get(VAL))
        words = self._runs.read(element, style, self._begun)
        self._begun = None
        if _mark_deleted(properties):
            self._begun = words.lines[-1]
            words.lines.pop()
        elif any(words.lines) or not words.boxes:
            label, depth, indent = self._number(properties, style)
            for line in words.lines:
                self._append(line, label, depth, indent, role or _heading_role(style, line))
                label = label if not line else ""
        self._read_boxes(words.boxes, role)

    def _read_boxes(self, boxes: list[etree._Element], role: Role) -> None:
        if not boxes or self._boxes_deep >= _DEEPEST_BOX:
            return
        self._boxes_deep += 1
        begun, self._begun = self._begun, None
        for box in boxes:
            self.read(box, role)
        self._begun = begun
        self._boxes_deep -= 1

    def _number(self, properties: etree._Element | None, style: Style) -> tuple[str, int | None, float | None]:
        """Return label, depth and left edge of a paragraph, and count it in its list."""
        list_id, level = numbering_of(properties)
        indent = indent_of(properties)
        if list_id is None and style.list_id is not None:
            list_id = style.list_id
            if level is None:
                level = style.level or self._numbering.level_for_style(list_id, style.key)
        if list_id is None or list_id == "0":
            return "", None, style.indent if indent is None else indent
        level = level or 0
        label = self._numbering.next_label(list_id, level)
        if indent is None:
            indent = self._numbering.indent(list_id, level)
        return label, level if label else None, style.indent if indent is None else indent

    def _append(
        self,
        line: FoldedText,
        label: str = "",
        depth: int | None = None,
        indent: float | None = None,
        role: Role = "",
    ) -> None:
        self._line += 1
        label = label or line.take_label()
        text, emphasis, marks = line.parts()
        if not text:
            return
        if not role and not label and marks and marks[0].offset == 0:
            # A paragraph that opens with a raised number is a note typed by hand.
            role, label, marks = "note", marks[0].marker, marks[1:]
        self.blocks.append(Block(text, Place(self._line), label, role, depth, indent, emphasis, marks))

    def read_note(self, element: etree._Element, marker: str) -> None:
        """Append a footnote or endnote as one block."""
        line = FoldedText()
        self._read_into(line, element)
        text, emphasis, marks = line.parts()
        self._line += 1
        if text.startswith(marker) and not marker.isalnum():
            # A custom mark is typed once more in front of its note.
            cut = len(marker) + len(text[len(marker) :]) - len(text[len(marker) :].lstrip())
            text = text[cut:]
            emphasis = tuple((max(start - cut, 0), end - cut) for start, end in emphasis if end > cut)
        if text:
            marks = tuple(mark for mark in marks if mark.marker != marker)
            self.blocks.append(Block(text, Place(self._line), marker, "note", emphasis=emphasis, marks=marks))

    def _read_into(self, line: FoldedText, container: etree._Element) -> None:
        """Append all words of a container to one line."""
        for element in container.iter(f"{W}p"):
            properties = element.find(f"{W}pPr")
            reference = None if properties is None else properties.find(f"{W}pStyle")
            style = self._styles.get(None if reference is None else reference.get(VAL))
            line.add(" ")
            for further in self._runs.read(element, style, line).lines[1:]:
                line.add(" ")
                line.take(further)

    def _table(self, table: etree._Element, role: Role) -> None:
        rows = [list(_cells(row)) for row in _content(table) if row.tag == f"{W}tr" and not _row_deleted(row)]
        filled = [[cell for cell in row if _has_words(cell)] for row in rows]
        if not role and not self._in_body():
            role = "front"
        if role or all(len(row) <= 1 for row in filled):
            for cell in (cell for row in filled for cell in row):
                self.read(cell, role)
        elif all(len(row) == 2 and _LABEL_CELL.fullmatch(_plain(row[0])) for row in filled if row):
            for label, cell in (row for row in filled if row):
                self._labelled(_plain(label), cell)
        else:
            for row in filled:
                self._row(row)

    def _in_body(self) -> bool:
        """Return whether any block that is not front matter has been read: before it, tables are the masthead."""
        return any(block.role not in ("front", "furniture") for block in self.blocks)

    def _labelled(self, label: str, cell: etree._Element) -> None:
        first = len(self.blocks)
        self.read(cell)
        if len(self.blocks) > first:
            block = self.blocks[first]
            text = f"{block.label} {block.text}" if block.label else block.text
            self.blocks[first] = Block(
                text, block.place, label, block.role, block.depth, block.indent, block.emphasis, block.marks
            )

    def _row(self, row: list[etree._Element]) -> None:
        line = FoldedText()
        for cell in row:
            if line:
                line.add(_CELL_RULE)
            self._read_into(line, cell)
        text, emphasis, marks = line.parts()
        self._line += 1
        if text:
            self.blocks.append(Block(text, Place(self._line), role="table", emphasis=emphasis, marks=marks))


def _content(container: etree._Element) -> Iterator[etree._Element]:
    """Yield the paragraphs, tables, rows or cells of a container, also those inside content controls."""
    for child in container:
        if child.tag in _WRAPPERS:
            yield from _content(child)
        elif child.tag == _ALTERNATIVES:
            yield from _content(child[0] if len(child) else child)
        elif isinstance(child.tag, str):
            yield child


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    return (cell for cell in _content(row) if cell.tag == f"{W}tc")


def _has_words(cell: etree._Element) -> bool:
    return any(text.text and text.text.strip() for text in cell.iter(f"{W}t"))


def _plain(cell: etree._Element) -> str:
    return "".join(text.text or "" for text in cell.iter(f"{W}t")).strip()


def _row_deleted(row: etree._Element) -> bool:
    properties = row.find(f"{W}trPr")
    return properties is not None and properties.find(f"{W}del") is not None


def _mark_deleted(properties: etree._Element | None) -> bool:
    """Return whether the end of a paragraph is deleted by a tracked change, so that the next one goes on with it."""
    look = None if properties is None else properties.find(f"{W}rPr")
    return look is not None and (look.find(f"{W}del") is not None or look.find(f"{W}moveFrom") is not None)


def _heading_role(style: Style, line: FoldedText) -> Role:
    in_outline = style.outline is not None and style.outline < 9
    if not in_outline and not _HEADING_STYLE.fullmatch(_NO_LETTERS.sub("", style.name).lower()):
        return ""
    return "heading" if len(line) <= _LONGEST_HEADING and not line.tail.endswith(";") else ""
