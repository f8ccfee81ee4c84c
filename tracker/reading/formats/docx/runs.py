"""Read the runs of one paragraph of a Word file into folded text.

Fifth step of docx: a w:p element in, its lines and text boxes out. Tracked changes count as accepted, of a field only
the result is read, hidden text is left out (ECMA-376 part 1, 17.3.2, 17.13.5, 17.16).
"""

import re
from dataclasses import dataclass, field

from lxml import etree

from tracker.reading.folding import FoldedText
from tracker.reading.formats.docx.package import W
from tracker.reading.formats.docx.references import References
from tracker.reading.formats.docx.styles import VAL, Look, Style, Styles, look_of

MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_TEXT_BOX = f"{W}txbxContent"
# Deleted words, and elements that hold properties instead of words.
_PASSED_OVER = {f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "rt")}
_DRAWINGS = {f"{W}drawing", f"{W}pict", f"{W}object"}

# Fields whose result is the page's, not the text's, and fields whose result refers to a note.
_PAGE_FIELDS = {"PAGE", "NUMPAGES", "SECTIONPAGES"}
_NOTE_FIELDS = {"NOTEREF", "FTNREF"}

# A raised number or asterisk typed as a note marker, "12" or "**"; several with commas, "3,4".
_TYPED_MARK = re.compile(r"\d{1,3}(?:, ?\d{1,3}){0,3}|\*{1,3}")
# The typed marker of a note: up to three signs, or a number or letter by itself ("*", "**", "1", "a").
_CUSTOM_MARK = re.compile(r"\s*([^\w\s]{1,3}|\w{1,3}\b)")
# A unit of measure, whose raised digit is a power: "km", "m".
_UNIT = re.compile(r"(?:^|[^\w])[kcm]?m$")
# What a line ends with when a line break behind it ends a paragraph.
_LINE_ENDS = (".", ";", ":")
_PICTURE_BULLET = "•"


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction so far, and whether its result has begun."""

    code: str = ""
    in_result: bool = False

    @property
    def name(self) -> str:
        return self.code.split(None, 1)[0].upper() if self.code.strip() else ""


@dataclass(slots=True)
class Words:
    """What one paragraph comes to: its lines (mostly one) and the text boxes anchored in it."""

    lines: list[FoldedText]
    boxes: list[etree._Element] = field(default_factory=list)


class RunReader:
    """Reads paragraph after paragraph of one part; a field may run over several of them."""

    def __init__(self, styles: Styles, footnotes: References, endnotes: References) -> None:
        self._styles = styles
        self._references = {f"{W}footnoteReference": footnotes, f"{W}endnoteReference": endnotes}
        self._fields: list[_Field] = []
        self._awaiting_mark: tuple[References, etree._Element] | None = None
        self._words = Words([FoldedText()])
        self._style_look = Look()
        self._broken = False

    def read(self, paragraph: etree._Element, style: Style, begun: FoldedText | None = None) -> Words:
        """Return the words of a paragraph; `begun` holds those of the one before when its end was deleted."""
        self._words = Words([begun if begun is not None else FoldedText()])
        self._style_look = style.look
        self._broken = False
        self._walk(paragraph)
        if self._awaiting_mark:
            self._take_custom_mark()
        for open_field in self._fields:
            # An instruction does not outlast its paragraph: a damaged field must not swallow the text behind it.
            open_field.in_result = True
        return self._words

    def _walk(self, element: etree._Element) -> None:
        for child in element:
            tag = child.tag
            if tag == f"{W}r":
                self._run(child)
            elif tag in _PASSED_OVER:
                continue
            elif tag == f"{W}fldSimple":
                self._simple_field(child)
            elif tag == _ALTERNATIVES:
                self._walk(child[0] if len(child) else child)
            elif tag == MATH_TEXT:
                self._add(child.text or "", Look())
            elif tag == _TEXT_BOX:
                self._words.boxes.append(child)
            elif len(child):
                self._walk(child)

    def _run(self, run: etree._Element) -> None:
        look = self._look(run.find(f"{W}rPr"))
        for child in run:
            tag = child.tag
            if tag == f"{W}t":
                self._add(child.text or "", look)
            elif tag == f"{W}tab":
                self._space(look, tab=True)
            elif tag == f"{W}fldChar":
                self._field_character(child)
            elif tag == f"{W}instrText":
                if self._fields and not self._fields[-1].in_result:
                    self._fields[-1].code += child.text or ""
            elif tag in self._references:
                self._reference(child, self._references[tag])
            elif tag in (f"{W}br", f"{W}cr"):
                self._line_break(look)
            elif tag == f"{W}noBreakHyphen":
                self._add("-", look)
            elif tag == f"{W}sym":
                self._add(_symbol(child), look)
            elif tag == f"{W}ptab":
                self._space(look)
            elif tag == _ALTERNATIVES:
                self._walk(child[0] if len(child) else child)
            elif tag in _DRAWINGS or tag == f"{W}ruby":
                self._walk(child)

    def _look(self, properties: etree._Element | None) -> Look:
        """Return how a run looks: what it sets itself, else its character style against that of the paragraph."""
        if properties is None or not len(properties):
            return self._style_look
        direct = look_of(properties)
        reference = properties.find(f"{W}rStyle")
        if reference is None:
            return direct.over(self._style_look)
        named = self._styles.get(reference.get(VAL, "")).look
        # Italics of a character style within an italic paragraph turn upright (17.7.3, toggle properties).
        toggled = bool(named.italic) != bool(self._style_look.italic)
        return direct.over(Look(toggled, named.hidden, named.raised).over(self._style_look))

    def _add(self, text: str, look: Look) -> None:
        kind = self._field_kind()
        if look.hidden or kind == "muted" or not text:
            return
        line = self._words.lines[-1]
        if self._awaiting_mark and text.strip():
            text = self._take_custom_mark(text)
        if kind == "mark" or (look.raised and _TYPED_MARK.fullmatch(text.strip()) and not _UNIT.search(line.tail)):
            for marker in text.split(","):
                line.mark(marker)
        else:
            line.add(text, emphasised=bool(look.italic))
        if text.strip():
            self._broken = False

    def _take_custom_mark(self, text: str = "") -> str:
        """Mark the note whose marker is typed, and return the words behind the marker."""
        found = _CUSTOM_MARK.match(text)
        marker = found[1] if found else "*"
        if self._awaiting_mark:
            references, element = self._awaiting_mark
            references.name(element, marker)
            self._words.lines[-1].mark(marker)
        self._awaiting_mark = None
        return text[found.end() :] if found else text

    def _space(self, look: Look, *, tab: bool = False) -> None:
        if look.hidden or self._field_kind() == "muted":
            return
        if tab:
            self._words.lines[-1].tab()
        else:
            self._words.lines[-1].add(" ")

    def _line_break(self, look: Look) -> None:
        """End the line where it ends a sentence or two breaks follow each other; else the break is but a space."""
        line = self._words.lines[-1]
        if line and (self._broken or line.tail.endswith(_LINE_ENDS)):
            self._words.lines.append(FoldedText())
        else:
            self._space(look)
        self._broken = True

    def _reference(self, element: etree._Element, references: References) -> None:
        if self._field_kind() == "muted":
            return
        marker = references.refer(element)
        if marker:
            self._words.lines[-1].mark(marker)
        else:
            self._awaiting_mark = (references, element)

    def _field_character(self, element: etree._Element) -> None:
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _simple_field(self, element: etree._Element) -> None:
        self._fields.append(_Field(element.get(f"{W}instr", ""), in_result=True))
        self._walk(element)
        self._fields.pop()

    def _field_kind(self) -> str:
        """Return what becomes of words here: "" they are read, "muted" left out, "mark" they refer to a note."""
        if not self._fields:
            return ""
        if any(not each.in_result or each.name in _PAGE_FIELDS for each in self._fields):
            return "muted"
        return "mark" if any(each.name in _NOTE_FIELDS for each in self._fields) else ""


def _symbol(element: etree._Element) -> str:
    """Return the character of a w:sym; one from a picture font can only be a bullet or unknown."""
    try:
        code = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    if 0xF000 <= code <= 0xF0FF:
        return _PICTURE_BULLET if code in (0xF0B7, 0xF0A7, 0xF0D8, 0xF06E) else "\N{REPLACEMENT CHARACTER}"
    return chr(code) if 0x20 <= code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else ""
