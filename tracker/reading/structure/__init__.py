"""Turn a source into resolutions: front matter, preamble, provisions with their paths, notes, annexes.

The one entry is `read_structure`. The steps, in their order: `several` tells the documents of a file apart, `furniture`
sets headers and footers aside, `notes` takes the notes out, `labels` cuts the labels off, `zones` says what each
paragraph is, `front` reads what the document says of itself, `assemble` puts it together with `paths`. No step knows a
format; what a format knows it says in the blocks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tracker.reading.records import Block, Language, Note, Resolution, Source
from tracker.reading.structure import front as front_matter
from tracker.reading.structure.assemble import Body, assemble
from tracker.reading.structure.furniture import set_apart
from tracker.reading.structure.labels import number_missing_stops, read_labels
from tracker.reading.structure.languages import language_of
from tracker.reading.structure.notes import find_marks, take_notes
from tracker.reading.structure.pieces import Piece
from tracker.reading.structure.several import split
from tracker.reading.structure.zones import opens_statement, place


def read_structure(source: Source) -> tuple[tuple[Resolution, ...], tuple[Block, ...]]:
    """Return the resolutions that the source holds, in their order, and the blocks that belong to none of them."""
    documents = split(source.blocks)
    if len(documents) > 1:
        # What the file states of itself cannot be true of each of several resolutions.
        source = replace(source, stated={})
    resolutions: list[Resolution] = []
    outside: list[Block] = []
    for blocks in documents:
        resolution = _read_one(blocks, source)
        if resolution.operative and (resolution.symbol or resolution.enacting_body or resolution.title):
            resolutions.append(resolution)
        else:
            outside.extend(blocks)
    return tuple(resolutions), tuple(outside)


def _read_one(blocks: Sequence[Block], source: Source) -> Resolution:
    furniture, rest = set_apart(blocks)
    notes, rest = take_notes(rest)
    headers = [block.text for block in furniture]
    quoted = any(opens_statement(block.text) for block in rest)
    pieces = [read_labels(block, quoted) for block in rest]
    number_missing_stops(pieces)
    if not any(block.marks for block in blocks):
        _mark(pieces, notes)
    formulas = frozenset(source.stated.get("enacting_formula", "").split("\n")) - {""}
    body = assemble(place(pieces, formulas))
    lines = [_line(piece) for piece in body.front_lines]
    found = front_matter.read_front(lines, headers, source.stated, body.enacting_body or "", body.opening)
    # A web page may declare the language of its menus; only the official XML is believed before the words.
    is_stated = source.format == "akn" and source.language
    language = source.language if is_stated else language_of(_words(body))
    return _resolution(found, body, notes, language or "en")


def _words(body: Body) -> Iterator[str]:
    yield from (paragraph.text for paragraph in body.preambular)
    yield from (provision.text for provision in body.operative)


def _mark(pieces: list[Piece], notes: list[Note]) -> None:
    places = find_marks(["" if front_matter.is_front(piece.text) else piece.text for piece in pieces], notes)
    for piece, (text, marks) in zip(pieces, places, strict=True):
        if marks:
            piece.text, piece.marks = text, marks


def _line(piece: Piece) -> str:
    return " ".join([*(label.printed for label in piece.labels), piece.text])


def _resolution(found: front_matter.Front, body: Body, notes: list[Note], language: Language) -> Resolution:
    adopted = found.adoption_date or (front_matter.printed_date(body.dated) if body.dated else None)
    return Resolution(
        symbol=found.symbol,
        organ=found.organ,
        session=found.session,
        kind=found.kind,
        title=found.title,
        adoption_date=adopted,
        publication_date=found.publication_date,
        agenda_items=found.agenda_items,
        agenda_titles=found.agenda_titles,
        proponent=found.proponent,
        committee=found.committee,
        originating_document=found.originating_document,
        meeting=body.meeting or found.meeting,
        enacting_body=body.enacting_body,
        is_draft=found.is_draft,
        vote=body.vote,
        language=language,
        parts=tuple(body.parts),
        preambular=tuple(body.preambular),
        operative=tuple(body.operative),
        footnotes=tuple(notes),
        annexes=tuple(body.annexes),
        attached=tuple(body.attached),
        remains=tuple(body.remains),
    )
