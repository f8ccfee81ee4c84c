"""Store a resolution as read: its paragraphs with stable addresses, and the words of one language.

Reads a `records.Resolution`; writes Resolution, Text, Paragraph, Wording and Citation. A text that people have settled
is left alone, and a paragraph that carries a decided mandate is never deleted. Called inside a change.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from tracker.accounts import changes
from tracker.organs import directory
from tracker.reading import records, symbols
from tracker.reading.corrigenda import rank
from tracker.resolutions.index import symbol_words
from tracker.resolutions.models import Citation, Paragraph, Reading, Resolution, Text, Wording

Kind = Paragraph.Kind
Outcome = Literal["new", "same", "changed"]

# Front matter that no list asks for: kept as printed, in one column.
FRONT = ("proponent", "committee", "originating_document", "meeting", "enacting_body", "vote", "agenda_titles")


@dataclass(frozen=True, slots=True)
class Entry:
    """One paragraph to be stored: its place in the document, and its words with what they cite."""

    kind: str
    address: str
    words: str
    depth: int = 0
    provision_kind: str = ""
    place: records.Place | None = None
    citations: tuple[records.Citation, ...] = ()
    marks: tuple[records.NoteMark, ...] = ()
    piece: int = 1

    @property
    def key(self) -> tuple[str, str, int]:
        return self.kind, self.address, self.piece


@dataclass
class Stored:
    """What came of storing a resolution; `provisions` gives the paragraph of each operative entry, in order.

    `in_force` is false where a later edition is here: this reading changed nothing and must not be asked for mandates.
    """

    resolution: Resolution
    outcome: Outcome
    provisions: list[Paragraph] = field(default_factory=list)
    in_force: bool = True


def store(found: records.Resolution, reading: Reading) -> Stored:
    """Store a resolution, or bring the stored one up to this reading.

    The text in force is the latest edition: a first issue that comes in after its corrigendum changes nothing.
    """
    text = Text.objects.filter(resolution__symbol=found.symbol, language=found.language).first()
    entries = list(numbered(entries_of(found)))
    if text and (text.settled or rank(found.edition) < rank(text.edition)):
        in_force = rank(found.edition) >= rank(text.edition)
        return Stored(text.resolution, "same", _provisions(text.resolution, entries), in_force)
    resolution, is_new = _resolution(found)
    if text is None:
        text = changes.create(
            Text,
            resolution=resolution,
            language=found.language,
            title=found.title or "",
            reading=reading,
            edition=found.edition,
        )
        is_changed = not is_new
    else:
        is_changed = False
    is_changed |= _store_entries(resolution, text, entries)
    is_changed |= _store_remains(text, found.remains, len(entries))
    if text.reading_id != reading.pk:
        changes.save(text, reading=reading, title=found.title or "", edition=found.edition)
    return Stored(
        resolution, "new" if is_new else "changed" if is_changed else "same", _provisions(resolution, entries)
    )


def entries_of(found: records.Resolution) -> Iterator[Entry]:
    """Give the paragraphs of a resolution in the order of the document: where places are known, in theirs."""
    body = [*_preambular(found), *_operative(found), *_attached(found, 0)]
    if all(entry.place for entry in body):
        body.sort(key=lambda entry: (entry.place.page or 0, entry.place.line))
    yield from body
    for number, annex in enumerate(found.annexes, 1):
        yield Entry(Kind.ANNEX, str(number), annex)
        yield from _attached(found, number)
    for number, note in enumerate(found.footnotes, 1):
        yield Entry(Kind.NOTE, note.marker or str(number), note.text, place=note.place)


def numbered(entries: Iterator[Entry]) -> Iterator[Entry]:
    """Give each entry its piece: 1 for the first at its address, 2 for the next (rule 5 of the corpus record)."""
    seen: Counter[tuple[str, str]] = Counter()
    for entry in entries:
        seen[entry.kind, entry.address] += 1
        piece = seen[entry.kind, entry.address]
        yield entry if piece == 1 else _at_piece(entry, piece)


def _at_piece(entry: Entry, piece: int) -> Entry:
    values = {name: getattr(entry, name) for name in Entry.__slots__}
    return Entry(**{**values, "piece": piece})


def _preambular(found: records.Resolution) -> Iterator[Entry]:
    for number, paragraph in enumerate(found.preambular, 1):
        yield Entry(
            Kind.PREAMBULAR,
            str(number),
            paragraph.text,
            place=paragraph.place,
            citations=paragraph.citations,
            marks=paragraph.marks,
        )


def _attached(found: records.Resolution, annex: int) -> Iterator[Entry]:
    """Give the paragraphs of an annex, or with 0 the tables within the resolution."""
    for number, one in enumerate((one for one in found.attached if one.annex == annex), 1):
        kind = Kind.TABLE if one.is_table else Kind.ANNEX
        address = f"{annex}/{number}" if annex else str(number)
        yield Entry(kind, address, one.text, place=one.place, citations=one.citations, marks=one.marks)


def _operative(found: records.Resolution) -> Iterator[Entry]:
    """Give the provisions, with the part or heading above them where it changes."""
    part = heading = None
    headings = 0
    titles = {part.part: part.title for part in found.parts}
    for provision in found.operative:
        if provision.part and provision.part != part:
            part = provision.part
            yield Entry(Kind.PART, part, titles.get(part) or part, place=provision.place)
        if provision.heading and provision.heading != heading:
            heading = provision.heading
            headings += 1
            yield Entry(Kind.HEADING, str(headings), heading, place=provision.place)
        yield Entry(
            Kind.OPERATIVE,
            provision.address,
            provision.text,
            depth=len(provision.path) - 1,
            provision_kind=provision.judgement.kind if provision.judgement else "",
            place=provision.place,
            citations=provision.citations,
            marks=provision.marks,
        )


def _resolution(found: records.Resolution) -> tuple[Resolution, bool]:
    """Return the stored resolution of this symbol, made or brought up to what was read, and whether it is new."""
    # The symbol names the organ in English whatever the language of the text.
    organ = directory.organ_named(symbols.organ_of(found.symbol) or found.organ or found.enacting_body or "")
    values = {
        "kind": found.kind,
        "organ": organ,
        "session": directory.session_numbered(organ, found.session),
        "title": found.title or "",
        "adopted_on": found.adoption_date,
        "published_on": found.publication_date,
        "agenda_items": list(found.agenda_items),
        "front": {name: _plain(getattr(found, name)) for name in FRONT if getattr(found, name)},
        "sort_key": symbols.sort_key(found.symbol),
    }
    stored = Resolution.objects.filter(symbol=found.symbol).first()
    if stored is None:
        return changes.create(Resolution, symbol=found.symbol, **values), True
    if found.language == "en":
        changes.save(stored, **values)
    return stored, False


def _store_entries(resolution: Resolution, text: Text, entries: list[Entry]) -> bool:
    """Make paragraphs and wordings those of the reading. Returns whether anything was different."""
    stored = {(row.kind, row.address, row.piece): row for row in resolution.paragraphs.all()}
    worded = {row.paragraph_id: row for row in text.wordings.all() if row.paragraph_id}
    fresh, is_changed = [], False
    for position, entry in enumerate(entries, 1):
        values = {"position": position, "depth": entry.depth, "provision_kind": entry.provision_kind}
        row = stored.get(entry.key)
        if row is None:
            fresh.append(_paragraph(resolution, entry, values))
        elif text.language == "en":
            version = row.version
            is_changed |= changes.save(row, **values).version != version
    stored |= {(row.kind, row.address, row.piece): row for row in changes.create_all(fresh)}
    words = []
    for position, entry in enumerate(entries, 1):
        row = stored[entry.key]
        wording = worded.pop(row.pk, None)
        if wording is None:
            words.append(_wording(text, row, entry, position))
        elif (wording.words, wording.position, wording.marks) != (entry.words, position, _marks(entry)):
            values = {"words": entry.words, "position": position, "place": _place(entry.place), "marks": _marks(entry)}
            changes.save(wording, **values, symbols=_symbols(text, entry))
            is_changed = True
    changes.create_all(words)
    if worded:
        changes.delete(Wording.objects.filter(pk__in=[row.pk for row in worded.values()]))
    if words or is_changed or worded:
        _store_citations(text, entries, stored)
    return bool(words or worded) or is_changed


def _paragraph(resolution: Resolution, entry: Entry, values: dict) -> Paragraph:
    return Paragraph(resolution=resolution, kind=entry.kind, address=entry.address, piece=entry.piece, **values)


def _wording(text: Text, paragraph: Paragraph, entry: Entry, position: int) -> Wording:
    return Wording(
        text=text,
        paragraph=paragraph,
        position=position,
        words=entry.words,
        place=_place(entry.place),
        marks=_marks(entry),
        symbols=_symbols(text, entry),
    )


def _symbols(text: Text, entry: Entry) -> str:
    return symbol_words(text.resolution.symbol, (cited.symbol for cited in entry.citations))


def _store_remains(text: Text, remains: tuple[records.Block, ...], placed: int) -> bool:
    """Keep the words that the reader could not place, for a person to settle. Returns whether they are others."""
    stored = list(text.wordings.filter(paragraph__isnull=True).order_by("position"))
    found = [f"{block.label} {block.text}".strip() for block in remains]
    if [row.words for row in stored] == found:
        return False
    if stored:
        changes.delete(Wording.objects.filter(pk__in=[row.pk for row in stored]))
    changes.create_all(
        Wording(text=text, position=placed + number, words=words, place=_place(block.place))
        for number, (words, block) in enumerate(zip(found, remains, strict=True), 1)
    )
    return True


def drop_bare(resolution: Resolution) -> None:
    """Remove paragraphs that no text words any more, unless a mandate stands on them."""
    bare = resolution.paragraphs.filter(wordings__isnull=True, mandates__isnull=True)
    keys = list(bare.values_list("pk", flat=True))
    if keys:
        changes.delete(Paragraph.objects.filter(pk__in=keys))


def _store_citations(text: Text, entries: list[Entry], stored: dict[tuple, Paragraph]) -> None:
    """Write the citations anew: they are read, never edited. The English text's count where there is one."""
    if text.language != "en" and text.resolution.texts.filter(language="en").exists():
        return
    Citation.objects.filter(paragraph__resolution=text.resolution_id).delete()
    Citation.objects.bulk_create(
        Citation(
            paragraph=stored[entry.key], symbol=cited.symbol, words=cited.words[:200], start=cited.start, end=cited.end
        )
        for entry in entries
        for cited in entry.citations
    )


def _provisions(resolution: Resolution, entries: list[Entry]) -> list[Paragraph]:
    """Return the paragraph of each operative entry; one that people have moved away is not there."""
    stored = {(row.address, row.piece): row for row in resolution.paragraphs.filter(kind=Kind.OPERATIVE)}
    return [stored.get((entry.address, entry.piece)) for entry in entries if entry.kind == Kind.OPERATIVE]


def _place(place: records.Place | None) -> dict | None:
    return {"page": place.page, "line": place.line} if place else None


def _marks(entry: Entry) -> list[list]:
    return [[mark.marker, mark.offset] for mark in entry.marks]


def _plain(value):
    return list(value) if isinstance(value, tuple) else value
