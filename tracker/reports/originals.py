"""A stored resolution as a record again, from which JSON and AKN4UN are written.

It is made from the rows as people have settled them, not from the file that came in.
"""

from collections.abc import Iterator

from tracker.reading import records
from tracker.resolutions.models import Paragraph, Text, Wording

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
        preambular=tuple(
            records.Paragraph(row.words, marks=_marks(row)) for row in rows if row.paragraph.kind == Kind.PREAMBULAR
        ),
        operative=tuple(_provisions(rows)),
        footnotes=tuple(
            records.Note(row.paragraph.address, row.words) for row in rows if row.paragraph.kind == Kind.NOTE
        ),
        annexes=tuple(
            row.words for row in rows if row.paragraph.kind == Kind.ANNEX and "/" not in row.paragraph.address
        ),
        attached=tuple(_attached(rows)),
    )


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
            tuple(path.split(".")),
            row.words,
            part=part or None,
            section=section or None,
            heading=heading,
            marks=_marks(row),
        )


def _attached(rows: list[Wording]) -> Iterator[records.Attached]:
    """Give what stands beside the provisions: the paragraphs of annex 1 have the addresses 1/1, 1/2 …"""
    for row in rows:
        annex, slash, _number = row.paragraph.address.partition("/")
        is_table = row.paragraph.kind == Kind.TABLE
        if is_table or (slash and row.paragraph.kind == Kind.ANNEX):
            yield records.Attached(row.words, int(annex) if slash else 0, is_table, marks=_marks(row))


def _marks(row: Wording) -> tuple[records.NoteMark, ...]:
    return tuple(records.NoteMark(marker, offset) for marker, offset in row.marks)
