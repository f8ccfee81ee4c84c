"""A resolution's record as AKN4UN, the United Nations' form of Akoma Ntoso, valid by the schema of OASIS.

What it writes can be read again by the reader, notes included; elements stand where the UN's own files have them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from lxml import etree

from tracker.reading import records

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
LANGUAGES = {"en": "eng", "fr": "fra", "es": "spa", "ru": "rus", "ar": "ara", "zh": "zho"}
CONCEPTS = ("symbol", "issuingBody", "dateOfIssuance", "adoptionDate", "resolutionTitle")
# What XML cannot hold at all.
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass
class Branch:
    """A provision with those under it; without words where only something under it was adopted."""

    label: str
    text: str = ""
    marks: tuple[records.NoteMark, ...] = ()
    under: "list[Branch]" = field(default_factory=list)


def as_akn(record: records.Resolution, marked_up: date) -> bytes:
    """Return a resolution as AKN4UN; `marked_up` is the day it is written, one of the dates the schema asks for.

    A resolution in lettered parts is a collection of statements, as the UN gives them.
    """
    notes = {note.marker: note.text for note in record.footnotes}
    parts = _parts(record)
    root = etree.Element(_tag("akomaNtoso"), nsmap={None: NAMESPACE, "akn4un": "http://un.org/akn4un"})
    document = _add(root, "documentCollection" if parts else "statement", name="publication" if parts else record.kind)
    _meta(document, record, marked_up)
    _front(document, record, notes)
    if parts:
        references = _add(document, "collectionBody")
        for part in parts:
            reference = _add(references, "component", eId=f"listed_{part.part}")
            _add(reference, "documentRef", eId=f"reference_{part.part}", href=f"#part_{part.part}", showAs=part.part)
    else:
        _preamble(document, record, record.preambular, notes)
        body = _add(document, "mainBody")
        _body(body, record.operative, notes)
        _attached(body, record, 0, notes)
        _closing(document, record.meeting, record.adoption_date)
    _annexes(document, record, marked_up, notes)
    if parts:
        components = _add(root, "components")
        for number, part in enumerate(parts):
            inside = _add(_add(components, "component", eId=f"part_{part.part}"), "statement", name=record.kind)
            _meta(inside, record, marked_up, f"part{part.part}")
            line = _add(_add(inside, "preface"), "p")
            _add(line, "docNumber", part.part)
            _add(line, "docTitle", part.title or "", refersTo="#resolutionTitle")
            # A record does not say to which part a preambular paragraph or a table belongs: the first has them all.
            _preamble(inside, record, () if number else record.preambular, notes)
            body = _add(inside, "mainBody")
            _body(body, [one for one in record.operative if (one.part or "") == part.part], notes)
            if not number:
                _attached(body, record, 0, notes)
            _closing(inside, part.meeting or record.meeting, part.adoption_date or record.adoption_date)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _parts(record: records.Resolution) -> list[records.Part]:
    """Return the lettered parts, those included that are known by their provisions alone."""
    parts = {one.part or "": records.Part(one.part or "") for one in record.operative}
    parts |= {part.part: part for part in record.parts}
    return list(parts.values()) if any(parts) else []


def _meta(document: etree._Element, record: records.Resolution, marked_up: date, component: str = "main") -> None:
    """Identify work, expression and manifestation. Where no date is known, the one of the mark-up is given as such."""
    adopted, issued, marked = (
        (day.isoformat(), name) if day else None
        for day, name in (
            (record.adoption_date, "adoption"),
            (record.publication_date, "publication"),
            (marked_up, "markup"),
        )
    )
    language = LANGUAGES.get(record.language, record.language)
    number = re.sub(r"[^A-Za-z0-9.]+", "-", record.symbol).strip("-")
    day, _ = adopted or issued or marked
    work = f"/akn/un/statement/{record.kind}/{day}/{number}"
    meta = _add(document, "meta")
    identification = _add(meta, "identification", source="#tracker")
    for level, address, dated, end in (
        ("Work", work, adopted or issued or marked, ""),
        ("Expression", f"{work}/{language}@", issued or adopted or marked, ""),
        ("Manifestation", f"{work}/{language}@", marked, ".xml"),
    ):
        within = _add(identification, f"FRBR{level}")
        _add(within, "FRBRthis", value=f"{address}/!{component}{end}")
        _add(within, "FRBRuri", value=f"{address}{end}")
        _add(within, "FRBRdate", date=dated[0], name=dated[1])
        _add(within, "FRBRauthor", href="#tracker" if level == "Manifestation" else "#organ")
        if level == "Work":
            _add(within, "FRBRcountry", value="un")
        if level == "Expression":
            _add(within, "FRBRlanguage", language=language)
    if component == "main":
        references = _add(meta, "references", source="#tracker")
        for name, shown in (("tracker", "Mandate tracker"), ("organ", record.organ or "United Nations")):
            _add(references, "TLCOrganization", eId=name, href=f"/akn/ontology/organization/un/{name}", showAs=shown)
        for name in CONCEPTS:
            _add(references, "TLCConcept", eId=name, href=f"/akn/ontology/concept/un/{name}", showAs=name)


def _front(document: etree._Element, record: records.Resolution, notes: dict[str, str]) -> None:
    cover = _add(document, "coverPage")
    _add(_add(cover, "p"), "docNumber", record.symbol, refersTo="#symbol")
    if record.organ:
        _add(_add(cover, "p"), "docAuthority", record.organ, refersTo="#issuingBody")
    if record.publication_date:
        day = record.publication_date.isoformat()
        _add(_add(cover, "p"), "docDate", day, date=day, refersTo="#dateOfIssuance")
    if record.session:
        _add(_add(cover, "p"), "session", record.session, value=record.session)
    for item in record.agenda_items:
        _add(_add(cover, "p"), "inline", item, name="agenda item")
    for title in record.agenda_titles:
        _add(_add(cover, "p"), "inline", title, name="agenda item name")
    if record.originating_document:
        _add(_add(cover, "p"), "inline", record.originating_document, name="originating document")
    line = _add(_add(document, "preface"), "p")
    _add(line, "docTitle", record.title or record.symbol, refersTo="#resolutionTitle")
    referred = {mark.marker for one in (*record.preambular, *record.operative, *record.attached) for mark in one.marks}
    for marker in notes:
        if marker not in referred:
            _note(line, marker, notes)


def _preamble(
    document: etree._Element,
    record: records.Resolution,
    paragraphs: Iterable[records.Paragraph],
    notes: dict[str, str],
) -> None:
    preamble = _add(document, "preamble")
    _add(_add(preamble, "formula", name="enactingFormula"), "p", f"{record.enacting_body or _article(record.organ)},")
    for number, paragraph in enumerate(paragraphs, 1):
        within = _add(preamble, "container", name="preambular", eId=f"preamble_{number}")
        _words(within, paragraph.text, paragraph.marks, notes)


def _article(organ: str | None) -> str:
    return f"The {organ}" if organ else ""


def _body(body: etree._Element, provisions: Iterable[records.Provision], notes: dict[str, str]) -> None:
    """Add the operative paragraphs by section and heading, each within the one whose path begins its own."""
    said: tuple[str | None, str | None] = (None, None)
    number = 0
    for above, under in groupby(provisions, key=lambda one: (one.section, one.heading)):
        section, heading = above
        for words in (section if section != said[0] else None, heading if above != said else None):
            if words:
                number += 1
                title = _add(body, "paragraph", **{"class": "H1", "eId": f"heading_{number}"})
                _add(_add(title, "content"), "p", words)
        said = above
        for branch in _branches(under):
            number += 1
            _branch(body, branch, notes, f"para_{number}")
    if not len(body):  # The schema wants something in it.
        _add(_add(body, "div"), "p")


def _branches(provisions: Iterable[records.Provision]) -> list[Branch]:
    """Return the provisions as trees; each stands under the last one that its path names."""
    trees: list[Branch] = []
    for provision in provisions:
        level = trees
        for label in provision.path[:-1]:
            if not level or level[-1].label != label:
                level.append(Branch(label))
            level = level[-1].under
        level.append(Branch(provision.path[-1], provision.text, provision.marks))
    return trees


def _branch(parent: etree._Element, branch: Branch, notes: dict[str, str], name: str) -> None:
    is_top = "__" not in name
    element = _add(parent, "paragraph" if is_top else "point", eId=name)
    if branch.label.startswith("-"):
        _add(element, "num", "–")
    elif branch.label:
        _add(element, "num", f"{branch.label}." if is_top else f"({branch.label})")
    if branch.text or not branch.under:
        _words(_add(element, "intro" if branch.under else "content"), branch.text, branch.marks, notes)
    for number, below in enumerate(branch.under, 1):
        _branch(element, below, notes, f"{name}__point_{number}")


def _closing(document: etree._Element, meeting: str | None, adopted: date | None) -> None:
    if not adopted:
        return
    closing = _add(_add(document, "conclusions"), "p")
    if meeting:
        _add(closing, "inline", meeting, name="adoptionMeeting")
        _add(closing, "eol")
    _add(closing, "docDate", f"{adopted.day} {adopted:%B %Y}", date=adopted.isoformat(), refersTo="#adoptionDate")


def _annexes(document: etree._Element, record: records.Resolution, marked_up: date, notes: dict[str, str]) -> None:
    if not record.annexes:
        return
    attachments = _add(document, "attachments")
    for number, annex in enumerate(record.annexes, 1):
        inside = _add(_add(attachments, "attachment", eId=f"annex_{number}"), "doc", name="annex")
        _meta(inside, record, marked_up, f"annex{number}")
        body = _add(inside, "mainBody")
        _add(body, "p", annex)
        _attached(body, record, number, notes)


def _attached(body: etree._Element, record: records.Resolution, annex: int, notes: dict[str, str]) -> None:
    """Add the paragraphs of an annex, or with 0 the resolution's tables. Records do not say where they stood."""
    for one in record.attached:
        if one.annex == annex:
            cell = _add(_add(_add(body, "table"), "tr"), "td") if one.is_table else body
            _words(cell, one.text, one.marks, notes)


def _words(parent: etree._Element, text: str, marks: tuple[records.NoteMark, ...], notes: dict[str, str]) -> None:
    """Add a paragraph's words, each note where its mark stands."""
    line = _add(parent, "p")
    start, last = 0, None
    for mark in marks:
        if mark.marker not in notes:
            continue
        _append(line, last, text[start : mark.offset])
        last = _note(line, mark.marker, notes)
        start = mark.offset
    _append(line, last, text[start:])


def _note(line: etree._Element, marker: str, notes: dict[str, str]) -> etree._Element:
    note = _add(line, "authorialNote", marker=marker, placement="bottom")
    _add(note, "p", notes[marker])
    return note


def _append(line: etree._Element, last: etree._Element | None, words: str) -> None:
    if last is None:
        line.text = NOT_XML.sub("", words)
    else:
        last.tail = NOT_XML.sub("", words)


def _add(parent: etree._Element, name: str, words: str = "", /, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, _tag(name), {key: NOT_XML.sub("", value) for key, value in attributes.items()})
    if words:
        element.text = NOT_XML.sub("", words)
    return element


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
