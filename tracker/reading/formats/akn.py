"""Read AKN4UN, the United Nations' form of Akoma Ntoso XML, into blocks.

Stands first in the flow: bytes in, Source out. The XML knows what is front, preamble, paragraph, note and annex, and
says so in role and label; which level a label has is left to the structure stage, for the lists are often flat.
"""

import itertools
import re
from collections.abc import Iterable
from typing import cast, get_args

from lxml import etree

from tracker.reading.folding import FoldedText
from tracker.reading.limits import check_size, limits_in_force, over
from tracker.reading.records import Block, Language, Place, Role, Source, UnreadableError

MAX_ELEMENTS = 500_000

_NO_DOCTYPE = "The XML declares a document type (<!DOCTYPE …>), which is refused for safety. Remove the declaration."

_LANGUAGES = {"eng": "en", "fra": "fr", "fre": "fr", "spa": "es", "rus": "ru", "ara": "ar", "zho": "zh", "chi": "zh"}
# A document type definition, in one byte or two a character.
_DOCTYPE = re.compile(rb"<\x00?!\x00?D\x00?O\x00?C\x00?T\x00?Y\x00?P\x00?E", re.IGNORECASE)
# Elements that hold words of a paragraph rather than paragraphs.
_INLINE = frozenset(
    "a abbr affectedDocument b concept date decoration def docAuthority docDate docNumber docProponent docStage "
    "docStatus docTitle docType embeddedText entity event expiration fillIn heading i inline ins judge lawyer location "
    "mmod mod num object opinion organization outcome party person placeholder process quantity ref relatedDocument "
    "remark rmod role session shortTitle signature span sub sup term time u vote".split()
)
_SKIPPED = frozenset(["meta", "img", "del", "noteRef"])
_HEADINGS = frozenset(["heading", "subheading", "crossHeading"])
_SECTIONS = frozenset("book chapter division hcontainer mainBody part section subsection title".split())
_ITALIC = frozenset(["i"])
# Parts of a paragraph's style that make its words a heading: "H1", "H23", "HCh".
_HEADING_STYLE = re.compile(r"H(?:\d{1,2}|Ch|M)")
_TABLE_NOTE_STYLE = re.compile(r"(?:Footnote|Table|Source)", re.IGNORECASE)


def read(content: bytes) -> Source:
    """Return the blocks of an AKN4UN file; raise UnreadableError where it is broken, unsafe or another kind of XML.

    `place.line` is the line of the file. What the metadata state outright (symbol, dates, agenda) is in `stated`.
    """
    root = parse(content)
    if _name(root) != "akomaNtoso":
        raise UnreadableError(
            f"The XML is not Akoma Ntoso: its outermost element is <{_name(root)}>. Send the resolution's AKN4UN file."
        )
    walk = _Walk()
    walk.document(root)
    return Source("akn", tuple(walk.blocks), _stated(root), _language(root))


def parse(content: bytes) -> etree._Element:
    """Return the root of the XML, read without DTD, entities or network and within the limits on size and depth."""
    check_size(content)
    if not content.strip():
        raise UnreadableError("The file is empty. Check that the right file was chosen.")
    # The pattern is slow to seek; few files hold the first two letters of a declaration at all.
    if (b"<!" in content or b"<\0!" in content) and (doctype := _DOCTYPE.search(content)):
        line = content.count(b"\n", 0, doctype.start()) + 1
        raise UnreadableError(_NO_DOCTYPE, f"line {line}")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise _broken(error) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableError(_NO_DOCTYPE)
    _check_shape(root)
    return root


def _broken(error: etree.XMLSyntaxError) -> UnreadableError:
    if "Excessive depth" in error.msg:
        return over("xml_depth", f"The XML is nested too deep at line {error.lineno}")
    reason = (error.msg or "it cannot be parsed").partition(", line ")[0]
    return UnreadableError(f"The XML is broken: {reason}. Send the file again, complete.", f"line {error.lineno or 1}")


def _check_shape(root: etree._Element) -> None:
    limit, depth = limits_in_force().xml_depth, 0
    for count, (event, element) in enumerate(etree.iterwalk(root, events=("start", "end"))):
        depth += 1 if event == "start" else -1
        if depth > limit:
            raise over(
                "xml_depth",
                f"The XML is nested {depth} levels deep at line {element.sourceline}; at most {limit} are read",
            )
        if count > 2 * MAX_ELEMENTS:
            raise UnreadableError(f"The XML has more than {MAX_ELEMENTS:,} elements. Send the resolution by itself.")


def _name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _language(root: etree._Element) -> Language | None:
    for element in root.iter("{*}FRBRlanguage"):
        code = (element.get("language") or "").lower()
        found = _LANGUAGES.get(code, code[:2])
        return cast(Language, found) if found in get_args(Language) else None
    return None


def _stated(root: etree._Element) -> dict[str, str]:
    """Return what the file states of the document outright.

    symbol, session, publication_date, agenda (as printed), agenda_titles (one a line), originating and enacting_formula
    (one a line); "adopted" and "met" are the adoption's date and meeting as tagged, for texts whose words are not read.
    """
    stated: dict[str, str] = {}
    for cover in itertools.chain(
        itertools.islice(root.iter("{*}coverPage"), 1), itertools.islice(root.iter("{*}preface"), 1)
    ):
        for element in cover.iter():
            _state(stated, element)
    for element in root.iter("{*}formula", "{*}conclusions"):
        if _name(element) == "formula":
            _append(stated, "enacting_formula", _words(element))
        else:
            for inside in element.iter():
                _state(stated, inside)
    return stated


def _state(stated: dict[str, str], element: etree._Element) -> None:
    refers, named, day = element.get("refersTo", ""), element.get("name", ""), element.get("date", "")
    match _name(element), refers or named:
        case "docNumber", "#symbol":
            stated.setdefault("symbol", _words(element))
        case "docTitle", "#resolutionTitle" if words := _words(element):
            stated.setdefault("title_tagged", words.lstrip("- "))
        case "docDate", "#dateOfIssuance" if day:
            stated.setdefault("publication_date", day)
        case "docDate", "#adoptionDate" if day:
            stated.setdefault("adopted", day)
        case "session", _ if element.get("value"):
            stated.setdefault("session", element.get("value", ""))
        case "inline", "adoptionMeeting":
            stated.setdefault("met", _words(element))
        case "location", "#adoptionMeeting":
            stated.setdefault("met", _words(element))
        case "inline", "originating document":
            stated.setdefault("originating", _words(element))
        case "inline", "agenda item":
            stated["agenda"] = f"{stated['agenda']} and {_words(element)}" if "agenda" in stated else _words(element)
        case "inline", "agenda item name" if _words(element):
            _append(stated, "agenda_titles", _words(element))


def _append(stated: dict[str, str], name: str, words: str) -> None:
    stated[name] = f"{stated[name]}\n{words}" if name in stated else words


class _Walk:
    """Goes through the document once, in its order, and collects the blocks."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.notes: list[Block] = []
        self.annex_due = False

    def document(self, element: etree._Element) -> None:
        for child in element:
            match _name(child):
                case "meta" | "documentRef" | "":
                    pass
                case "coverPage" | "preface":
                    self.front(child)
                case "preamble":
                    self.flow(child, "preambular")
                case "mainBody" | "body":
                    self.flow(child, "operative")
                case "conclusions":
                    self.flow(child, "closing")
                case "attachment":
                    self.annex_due = True
                    self.document(child)
                    self.annex_due = False
                case _:
                    self.document(child)
        self.blocks.extend(self.notes)
        self.notes.clear()

    def front(self, element: etree._Element) -> None:
        """Add each paragraph of the cover or the preface as a line; a part's letter and its title are two."""
        for paragraph in element.iter("{*}p"):
            if next(paragraph.iterancestors("{*}authorialNote"), None) is None:
                self.add(paragraph, "front")

    def flow(self, element: etree._Element, role: Role, label: str = "", depth: int = 0) -> str:
        """Add the blocks of a container; return the label if nothing in it took it up."""
        for child in element:
            name = _name(child)
            if name == "num":
                label = f"{label} {_words(child)}".strip()
                if element.tag == child.tag or _name(element) in _SECTIONS:
                    self.heading(child)
                    label = ""
            elif name in _SKIPPED or not name:
                continue
            elif name in _HEADINGS:
                if child.get("refersTo") == "#preamble":
                    self.add(child, "preambular")
                else:
                    self.heading(child)
            elif name == "table" or (name == "container" and child.get("name") == "table"):
                self.add(child, "table")
            elif name in ("p", "block", "listIntroduction", "listWrapUp", "wrapUp") and not _holds_paragraphs(child):
                label = self.paragraph(child, role, label, depth)
            elif name in _INLINE:
                label = self.paragraph(child, role, label, depth)
            else:
                label = self.container(child, name, role, label, depth)
        return label

    def container(self, element: etree._Element, name: str, role: Role, label: str, depth: int) -> str:
        style = element.get("class") or ""
        if _TABLE_NOTE_STYLE.match(style):
            return self.flow(element, "table", label, depth)
        if name in ("paragraph", "container") and role != "closing" and self.is_heading(element, style):
            if left := self.flow(element, "heading", label, depth):
                self.emit(left, "heading", "", depth, element)
            return ""
        if name in ("paragraph", "point", "item", "indent", "alinea"):
            # A number whose paragraph opens with its first point belongs before that point's label: "5." "(a)".
            own = self.flow(element, role, label, depth + (name != "paragraph"))
            if own and own != label:
                self.emit("", role, own, depth, element)
            return label if own == label else ""
        return self.flow(element, role, label, depth)

    @staticmethod
    def is_heading(element: etree._Element, style: str) -> bool:
        """Say whether a paragraph is a heading: by its style, or wholly bold and without a number."""
        number = next(element.iterchildren("{*}num"), None)
        if _HEADING_STYLE.fullmatch(style):
            return not _words(element if number is None else number).startswith("(")
        return number is None and _is_bold(element)

    def heading(self, element: etree._Element) -> None:
        self.add(element, "heading")

    def paragraph(self, element: etree._Element, role: Role, label: str, depth: int) -> str:
        """Add one block for each line of a paragraph; a typed label behind the element's own is left for the words."""
        for subheading in element.iterchildren("{*}subheading"):
            self.heading(subheading)
        if (element.text is None or not element.text.strip()) and len(element) and _name(element[0]) == "num":
            label = label or _words(element[0])
            above = element.getparent()
            if above is not None and _name(above) in _SECTIONS and not _words_behind(element[0]):
                self.emit(label, "heading", "", depth, element)
                return ""
        added = self.add(element, role, label, depth)
        return "" if added else label

    def add(self, element: etree._Element, role: Role, label: str = "", depth: int | None = None) -> bool:
        """Add the words of an element, a block a line, and put its notes by; say whether there were any words."""
        lines = [FoldedText()]
        self.gather(element, lines, False)
        added = False
        for line in lines:
            typed = "" if label or role in ("front", "table") else line.take_label()
            text, emphasis, marks = line.parts()
            if not text and not marks:
                continue
            if self.annex_due and role != "table":
                role, self.annex_due = "annex", False
            place = _place(element)
            self.blocks.append(Block(text, place, label or typed, role, depth, None, emphasis, marks))
            label, added = "", True
        return added

    def emit(self, text: str, role: Role, label: str, depth: int, element: etree._Element) -> None:
        self.blocks.append(Block(text, _place(element), label, role, depth))

    def gather(self, element: etree._Element, lines: list[FoldedText], emphasised: bool) -> None:
        style = element.get("class") or ""
        inside = emphasised or _name(element) in _ITALIC or "italic" in style
        _add_words(lines[-1], element.text, inside)
        for child in element:
            name = _name(child)
            if name == "authorialNote":
                self.note(child, lines[-1])
            elif name in ("eol", "br"):
                lines.append(FoldedText())
            elif name not in _SKIPPED and name not in ("num", "subheading"):
                if name in ("docNumber", "docTitle") and lines[-1] and (name == "docNumber" or _is_letter(lines[-1])):
                    lines.append(FoldedText())
                if name in ("p", "td", "th", "tr", "docDate"):
                    lines[-1].add(" ")
                self.gather(child, lines, inside)
            _add_words(lines[-1], child.tail, inside)

    def note(self, element: etree._Element, line: FoldedText) -> None:
        marker = element.get("marker") or str(len(self.notes) + 1)
        line.mark(marker)
        words = " ".join(_words(paragraph) for paragraph in element) if len(element) > 1 else _words(element)
        self.notes.append(Block(words, _place(element), marker, "note"))


def _words(element: etree._Element) -> str:
    return " ".join(_raw(element).split())


def _raw(element: etree._Element) -> str:
    return "".join(cast(Iterable[str], element.itertext()))


def _place(element: etree._Element) -> Place:
    return Place(cast(int, element.sourceline or 1))


def _is_bold(element: etree._Element) -> bool:
    """Say whether all words of an element that holds one paragraph are bold."""
    paragraphs = list(element.iter("{*}p"))
    if len(paragraphs) != 1 or len(paragraphs[0]) == 0 or (paragraphs[0].text or "").strip():
        return False
    bold = False
    for child in paragraphs[0]:
        if (child.tail or "").strip():
            return False
        if _name(child) == "b" or "bold" in (child.get("class") or ""):
            bold = True
        elif _words(child) and _name(child) != "authorialNote":
            return False
    return bold


def _words_behind(element: etree._Element) -> str:
    return "".join([element.tail or "", *(_raw(one) + (one.tail or "") for one in element.itersiblings())]).strip()


def _is_letter(line: FoldedText) -> bool:
    return len(line.parts()[0]) == 1


def _holds_paragraphs(element: etree._Element) -> bool:
    return any(_name(child) in ("p", "block") for child in element)


def _add_words(line: FoldedText, words: str | None, emphasised: bool) -> None:
    if not words:
        return
    if "\t" not in words:
        line.add(words, emphasised=emphasised)
        return
    first, *others = words.split("\t")
    line.add(first, emphasised=emphasised)
    for other in others:
        line.tab()
        line.add(other, emphasised=emphasised)
