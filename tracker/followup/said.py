"""What a text says was done, with what stands around the words: the texts they cite, the documents in their notes.

Stands above `findings`, which looks at the words alone; `met` asks which due date is meant.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tracker.followup.findings import Finding, findings_in
from tracker.reading import symbols
from tracker.reading.citations import find_citations
from tracker.resolutions.likeness import folded
from tracker.resolutions.models import Citation, Paragraph, Resolution, Wording

# From how many documents on it is not known which of an author's reports is meant.
MANY = 4
# A title shorter than this may stand in words that do not mean it.
SHORTEST_TITLE = 25


@dataclass
class Said:
    """A finding, the symbols of the resolutions that its paragraph cites, and of the documents in its notes.

    `is_one_of_many`: the text notes many reports of its author without saying what each is about.
    """

    wording: Wording
    finding: Finding
    cited: set[str] = field(default_factory=set)
    documents: list[str] = field(default_factory=list)
    is_one_of_many: bool = False

    def __post_init__(self) -> None:
        self.text = folded(self.wording.words)

    def names(self, title: str) -> bool:
        """Tell whether the words name a text by its folded title."""
        return len(title) >= SHORTEST_TITLE and title in self.text


def said_in(resolution: Resolution) -> list[Said]:
    """Return what the English text says was done, in its order; nothing for a draft."""
    if resolution.adopted_on is None:
        return []
    kinds = (Paragraph.Kind.PREAMBULAR, Paragraph.Kind.OPERATIVE)
    wordings = Wording.objects.filter(text__resolution=resolution, text__language="en", paragraph__kind__in=kinds)
    said = [
        Said(wording, finding)
        for wording in wordings.select_related("paragraph").order_by("position")
        for finding in findings_in(wording.words)
    ]
    if said:
        _see_around(said, resolution)
    return said


def _see_around(said: Iterable[Said], resolution: Resolution) -> None:
    cited: dict[int, set[str]] = {}
    paragraphs = {one.wording.paragraph_id for one in said}
    for key, symbol in Citation.objects.filter(paragraph__in=paragraphs).values_list("paragraph", "symbol"):
        cited.setdefault(key, set()).add(symbol)
    notes = Wording.objects.filter(
        text__resolution=resolution, text__language="en", paragraph__kind=Paragraph.Kind.NOTE
    ).values_list("paragraph__address", "words")
    words_of = dict(notes)
    for one in said:
        one.cited = cited.get(one.wording.paragraph_id, set())
        # A marker may stand right behind the sign that ends the words.
        first, last = one.finding.at, one.finding.until + 1
        markers = [marker for marker, offset in one.wording.marks if first < offset <= last]
        found = [citation.symbol for marker in markers for citation in find_citations(words_of.get(marker, ""))]
        one.documents = [symbol for symbol in found if _is_document(symbol)]
    _mark_many(said)


def _mark_many(said: Iterable[Said]) -> None:
    """Mark the reports of an author of whom the text notes many without saying what each is about."""
    bare: dict[str, list[Said]] = {}
    for one in said:
        if one.finding.kind == "report" and not one.finding.about:
            bare.setdefault(one.finding.author, []).append(one)
    for rows in bare.values():
        if len({symbol for one in rows for symbol in one.documents}) >= MANY:
            for one in rows:
                one.is_one_of_many = True


def _is_document(symbol: str) -> bool:
    found = symbols.parse(symbol)
    return found is not None and found.kind == "document" and not symbols.is_draft(symbol)
