"""Walk through a web page and turn its paragraphs, list items and tables into blocks, in reading order.

Second step of html: the parsed page in, Blocks out. The walk keeps its own stack, so that no page is too deep for it.
"""

import re

from lxml import etree

from tracker.reading.folding import FoldedText
from tracker.reading.formats.html import looks
from tracker.reading.records import Block, Place, Role

# A number or letter with bracket or dot, or a bullet, that opens an item whose list would number it a second time.
_TYPED_LABEL = re.compile(r"(?:\(?(?:\d{1,3}|[^\W\d_]|[ivxlc]{1,6})[.)]|[•·–—-])(?:\s|$)")
# A unit of measure, whose raised digit is a power: "km", "m".
_UNIT = re.compile(r"(?:^|[^\w])[kcm]?m$")
_EMPTY_LINE = re.compile(r"\n[ \t\r]*\n")
_LINE_ENDS = (".", ";", ":")
_CELL_RULE = " | "


class PageReader:
    """Reads one page. What an element changes for the words inside is kept on a stack and undone at its end."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._line = FoldedText()
        self._count = 0
        self._label = ""
        self._depth: int | None = None
        self._roles: list[Role] = [""]
        self._italic = [False]
        self._edges = [0.0]
        self._items: list[int] = []
        self._tables: list[Role | None] = []
        self._preformatted = 0
        self._broken = False

    def read(self, root: etree._Element) -> None:
        """Append the blocks of the page."""
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if event == "start":
                if element.tag in looks.PASSED_OVER or looks.is_hidden(element) or self._is_mark_or_label(element):
                    walk.skip_subtree()
                    element.set("passed-over", "")
                    continue
                self._start(element)
                self._words(element.text)
            else:
                if event == "end" and element.get("passed-over") is None:
                    self._end(element)
                self._words(element.tail)
        self._flush()

    def _start(self, element: etree._Element) -> None:
        tag = element.tag
        if tag == "br":
            self._line_break()
        if tag not in looks.BLOCKS:
            self._italic.append(self._slanted(element))
            return
        if self._row_is_data() and tag not in ("tr", "table"):
            if tag in ("td", "th") and len(self._line):
                self._line.add(_CELL_RULE)
            self._line.add(" ")
        else:
            self._flush()
        self._italic.append(self._slanted(element))
        self._edges.append(self._edges[-1] + looks.edge(element))
        self._roles.append(self._role(element))
        if tag in ("ol", "ul"):
            self._items.append(looks.start_of(element) - 1)
        elif tag == "li":
            self._item(element)
        elif tag == "pre":
            self._preformatted += 1
        level = looks.word_level(element)
        if level is not None:
            self._depth = level

    def _end(self, element: etree._Element) -> None:
        tag = element.tag
        self._italic.pop()
        if tag not in looks.BLOCKS:
            return
        if tag == "td" and looks.is_label_cell(element) and self._tables and self._tables[-1] is None:
            self._label = self._take_words()
        elif not self._row_is_data() or tag in ("tr", "table"):
            self._flush()
        self._edges.pop()
        self._roles.pop()
        if tag == "table":
            self._tables.pop()
        elif tag in ("ol", "ul"):
            self._items.pop()
        elif tag == "pre":
            self._preformatted -= 1
        if tag in ("li", "p"):
            self._label = self._label if tag == "p" else ""
            self._depth = None

    def _slanted(self, element: etree._Element) -> bool:
        slant = looks.slant(element)
        return self._italic[-1] if slant is None else slant

    def _role(self, element: etree._Element) -> Role:
        above = self._roles[-1]
        if element.tag == "table":
            in_body = any(block.role not in ("front", "furniture") for block in self.blocks)
            self._tables.append(looks.table_role(element, in_body))
            return above or self._tables[-1] or ""
        if element.tag in looks.FURNITURE:
            return "furniture"
        return above or ("heading" if element.tag in looks.HEADINGS else "")

    def _row_is_data(self) -> bool:
        return bool(self._tables) and self._tables[-1] == "table"

    def _item(self, element: etree._Element) -> None:
        self._label = ""
        if self._items:
            self._items[-1] = looks.number_of(element.get("value"), self._items[-1] + 1)
            self._label = looks.item_label(element, self._items[-1])
            self._depth = len(self._items) - 1

    def _is_mark_or_label(self, element: etree._Element) -> bool:
        """Take an element that is as a whole a reference to a note, or a number that Word printed."""
        if looks.is_word_label(element):
            self._label = looks.words_of(element)
            return True
        if not (looks.is_raised(element) or looks.is_link_within(element)):
            return False
        marker = looks.marker_in(element)
        if not marker or (looks.is_raised(element) and _UNIT.search(self._line.tail)):
            return False
        self._line.mark(marker)
        return True

    def _words(self, text: str | None) -> None:
        if not text:
            return
        if self._preformatted:
            first, *further = _EMPTY_LINE.split(text)
            self._line.add(first, emphasised=self._italic[-1])
            for piece in further:
                self._flush()
                self._line.add(piece, emphasised=self._italic[-1])
        else:
            self._line.add(text, emphasised=self._italic[-1])
        if not text.isspace():
            self._broken = False

    def _line_break(self) -> None:
        """End the block where the line ends a sentence or two breaks follow each other; else a break is but a space."""
        if len(self._line) and (self._broken or self._line.tail.endswith(_LINE_ENDS)) and not self._row_is_data():
            self._flush()
        else:
            self._line.add(" ")
        self._broken = True

    def _take_words(self) -> str:
        text, _, _ = self._line.parts()
        self._line = FoldedText()
        return text

    def _flush(self) -> None:
        line, self._line = self._line, FoldedText()
        self._broken = False
        text, emphasis, marks = line.parts()
        if not text:
            return
        self._count += 1
        role, label = self._roles[-1], self._label
        self._label = ""
        if label and _TYPED_LABEL.match(text):
            label = ""
        if not role and not label and marks and marks[0].offset == 0:
            # A paragraph that opens with a marker is the note itself.
            role, label, marks = "note", marks[0].marker, marks[1:]
        indent = self._edges[-1] or None
        self.blocks.append(Block(text, Place(self._count), label, role, self._depth, indent, emphasis, marks))
