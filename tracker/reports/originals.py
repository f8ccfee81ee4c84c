"""A stored resolution as a document for other programs: the record in JSON, and AKN4UN, the UN's own XML.

Both are made from the rows as people have settled them, not from the file that once came in, and can be read again.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from lxml import etree

from tracker.reading import records
from tracker.resolutions.models import Paragraph, Text, Wording

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
LANGUAGES = {"en": "eng", "fr": "fra", "es": "spa", "ru": "rus", "ar": "ara", "zh": "zho"}
# What XML cannot hold at all.
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Kind = Paragraph.Kind


def as_record(text: Text) -> records.Resolution:
    """Return a resolution in one language as the reader would give it, without the judgements."""
    resolution, front = text.resolution, text.resolution.front
    rows = list(
        Wording.objects.filter(text=text, paragraph__isnull=False).select_related("paragraph").order_by("position")
    )
    return records.Resolution(
        symbol=resolution.symbol,
        kind=resolution.kind,
        organ=resolution.organ.name,
        session=resolution.session.number if resolution.session else None,
        title=text.title or resolution.title or None,
        adoption_date=resolution.adopted_on,
        publication_date=resolution.published_on,
        agenda_items=tuple(resolution.agenda_items),
        agenda_titles=tuple(front.get("agenda_titles") or ()),
        proponent=front.get("proponent"),
        committee=front.get("committee"),
        originating_document=front.get("originating_document"),
        meeting=front.get("meeting"),
        enacting_body=front.get("enacting_body"),
        vote=front.get("vote"),
        language=text.language,
        parts=tuple(records.Part(row.paragraph.address, row.words) for row in rows if row.paragraph.kind == Kind.PART),
        preambular=tuple(records.Paragraph(row.words) for row in rows if row.paragraph.kind == Kind.PREAMBULAR),
        operative=tuple(_provisions(rows)),
        footnotes=tuple(
            records.Note(row.paragraph.address, row.words) for row in rows if row.paragraph.kind == Kind.NOTE
        ),
        annexes=tuple(row.words for row in rows if row.paragraph.kind == Kind.ANNEX),
    )


def as_akn(record: records.Resolution) -> bytes:
    """Return a resolution as AKN4UN."""
    root = etree.Element(_tag("akomaNtoso"), nsmap={None: NAMESPACE, "akn4un": "http://un.org/akn4un"})
    document = _add(root, "statement", name=record.kind)
    _meta(document, record)
    _front(document, record)
    preamble = _add(document, "preamble")
    if record.enacting_body:
        _add(_add(preamble, "formula", name="enactingFormula"), "p", f"{record.enacting_body},")
    for number, paragraph in enumerate(record.preambular, 1):
        _add(_add(preamble, "container", name="preambular", eId=f"pp_{number}"), "p", paragraph.text)
    _body(_add(document, "mainBody"), record.operative)
    if record.adoption_date:
        closing = _add(_add(document, "conclusions"), "p")
        if record.meeting:
            _add(closing, "inline", record.meeting, name="adoptionMeeting")
            _add(closing, "eol")
        day = record.adoption_date.isoformat()
        _add(closing, "docDate", day, date=day, refersTo="#adoptionDate")
    for number, annex in enumerate(record.annexes, 1):
        attachment = _add(_add(document, "attachments"), "attachment", eId=f"annex_{number}")
        for line in annex.splitlines():
            _add(_add(_add(attachment, "doc", name="annex"), "mainBody"), "p", line)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _provisions(rows: list[Wording]) -> Iterator[records.Provision]:
    """Give the operative paragraphs, each with the part, the section and the heading it stands under."""
    parts = {row.paragraph.address for row in rows if row.paragraph.kind == Kind.PART}
    heading = None
    for row in rows:
        if row.paragraph.kind == Kind.HEADING:
            heading = row.words
        if row.paragraph.kind != Kind.OPERATIVE:
            continue
        above, _slash, path = row.paragraph.address.rpartition("/")
        part, _slash, section = above.partition("/") if above.partition("/")[0] in parts else ("", "", above)
        yield records.Provision(
            tuple(path.split(".")), row.words, part=part or None, section=section or None, heading=heading
        )


def _meta(document: etree._Element, record: records.Resolution) -> None:
    identification = _add(_add(document, "meta"), "identification", source="#tracker")
    work, expression = _add(identification, "FRBRWork"), _add(identification, "FRBRExpression")
    if record.adoption_date:
        _add(work, "FRBRdate", date=record.adoption_date.isoformat(), name="adoption")
    if record.publication_date:
        _add(expression, "FRBRdate", date=record.publication_date.isoformat(), name="publication")
    _add(expression, "FRBRlanguage", language=LANGUAGES.get(record.language, record.language))


def _front(document: etree._Element, record: records.Resolution) -> None:
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


def _body(body: etree._Element, operative: tuple[records.Provision, ...]) -> None:
    """Add the operative paragraphs, each in the one whose path begins its own."""
    for (part, section), provisions in groupby(operative, key=lambda one: (one.part, one.section)):
        if part:
            _add(_add(body, "container", name="part"), "heading", part)
        if section:
            _add(_add(body, "container", name="section"), "heading", section)
        heading, above = None, {}
        for provision in provisions:
            if provision.heading != heading:
                heading = provision.heading
                if heading:
                    _add(_add(body, "container", name="heading"), "heading", heading)
                above = {}
            depth = len(provision.path)
            parent = above.get(depth - 1)
            element = _add(body if parent is None else parent, "paragraph" if parent is None else "point")
            above = {level: other for level, other in above.items() if level < depth} | {depth: element}
            if provision.path[-1]:
                _add(element, "num", f"{provision.path[-1]}." if depth == 1 else f"({provision.path[-1]})")
            _add(_add(element, "content" if parent is not None else "intro"), "p", provision.text)


def _add(parent: etree._Element, name: str, words: str = "", /, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, _tag(name), {key: NOT_XML.sub("", value) for key, value in attributes.items()})
    if words:
        element.text = NOT_XML.sub("", words)
    return element


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
