"""Hold a draft against what is there: which mandates ask the same, paragraph by paragraph, and what it leaves open.

Read as any file is, in a limited process, and then forgotten: no resolution, reading or mandate comes of it. The worker
asks (`tasks.check_draft`), and keeps what was found with its job, from which the page makes it up again.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tracker.mandates import overlap
from tracker.mandates.models import Mandate
from tracker.mandates.overlap import Asked, Overlap
from tracker.organs import directory
from tracker.organs.directory import AddresseeRows
from tracker.reading import records
from tracker.reading.directives.gaps import Gaps, asks_of, find_gaps
from tracker.reading.sandbox import read_safely
from tracker.resolutions.models import Paragraph, Wording

Step = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that a paragraph asks: the operative verb, whom, and by when, in the words of the draft."""

    verb: str
    addressees: list[str]
    deadlines: list[str]


@dataclass(frozen=True, slots=True)
class Checked:
    """A paragraph of the draft that asks something, and the mandates that ask the same."""

    address: str
    words: str
    asks: list[Ask]
    overlaps: list[Overlap]

    @property
    def label(self) -> str:
        return Paragraph(address=self.address).label


@dataclass(frozen=True, slots=True)
class Draft:
    """One resolution of the file: what each asking paragraph has in common with mandates, and what is left open.

    `others` is the number of operative paragraphs that ask nothing.
    """

    symbol: str
    title: str
    language: str
    gaps: Gaps
    others: int
    paragraphs: list[Checked] = field(default_factory=list)


def check(content: bytes, name: str, among: QuerySet[Mandate], step: Step) -> list[Draft]:
    """Return what is found of each resolution in a file, by the mandates given. `step` hears how far it has come.

    Raises records.UnreadableError where the file cannot be read or holds no resolution; the message says the cure.
    """
    vocabulary = directory.vocabulary()
    found = read_safely(content, name, vocabulary=vocabulary)
    resolutions = [resolution for resolution in found.resolutions if resolution.operative]
    if not resolutions:
        raise records.UnreadableError(_not_a_draft(found))
    total, done, rows = sum(len(resolution.operative) for resolution in resolutions), 0, AddresseeRows()
    drafts = []
    for resolution in resolutions:
        paragraphs = []
        for provision in resolution.operative:
            if asks := asks_of(provision):
                paragraphs.append(_checked(provision, asks, among, rows))
            done += 1
            step(done, total, provision.address)
        others = len(resolution.operative) - len(paragraphs)
        gaps = find_gaps(resolution, vocabulary)
        drafts.append(Draft(resolution.symbol, resolution.title or "", resolution.language, gaps, others, paragraphs))
    return drafts


def pack(drafts: Iterable[Draft]) -> list[dict]:
    """Return drafts as JSON takes them, with the keys of mandates and wordings in place of their rows."""
    return [
        {
            **{name: getattr(draft, name) for name in ("symbol", "title", "language", "others")},
            "gaps": asdict(draft.gaps),
            "paragraphs": [_packed(paragraph) for paragraph in draft.paragraphs],
        }
        for draft in drafts
    ]


def unpack(packed: list[dict], among: QuerySet[Mandate]) -> list[Draft]:
    """Return the drafts that were packed, with mandates as they stand now; those that are not given are left out."""
    stored = [one for draft in packed for paragraph in draft["paragraphs"] for one in paragraph["overlaps"]]
    mandates = among.with_texts().in_bulk({one["mandate"] for one in stored})
    wordings = Wording.objects.select_related("text").in_bulk({one["wording"] for one in stored})

    def overlaps(rows: list[dict]) -> list[Overlap]:
        return [
            Overlap(**row | {"mandate": mandates[row["mandate"]], "wording": wordings[row["wording"]]})
            for row in rows
            if row["mandate"] in mandates and row["wording"] in wordings
        ]

    def paragraph(row: dict) -> Checked:
        return Checked(row["address"], row["words"], [Ask(**ask) for ask in row["asks"]], overlaps(row["overlaps"]))

    return [
        Draft(**one | {"gaps": Gaps(**one["gaps"]), "paragraphs": [paragraph(row) for row in one["paragraphs"]]})
        for one in packed
    ]


def _checked(
    provision: records.Provision, asks: list[records.Directive], among: QuerySet[Mandate], rows: AddresseeRows
) -> Checked:
    named = [[one.name for one in ask.addressees] for ask in asks]
    asked = Asked(provision.text, overlap.known((name for names in named for name in names), rows))
    said = [Ask(ask.verb, names, [one.words for one in ask.deadlines]) for ask, names in zip(asks, named, strict=True)]
    return Checked(provision.address, provision.text, said, overlap.find(asked, among))


def _packed(paragraph: Checked) -> dict:
    """Return a paragraph as JSON takes it; spans come back as lists of two."""
    return {
        "address": paragraph.address,
        "words": paragraph.words,
        "asks": [asdict(ask) for ask in paragraph.asks],
        "overlaps": [
            {name: getattr(one, name) for name in Overlap.__slots__}
            | {"mandate": one.mandate.pk, "wording": one.wording.pk}
            for one in paragraph.overlaps
        ],
    }


def _not_a_draft(found: records.Reading) -> str:
    """Return what is wrong with a file in which no operative paragraph was found, and what to do."""
    if found.corrigendum:
        return _("This is a corrigendum, not a draft. Take it in, and what it corrects is put right.")
    return _(
        "No operative paragraph was found. Give the whole draft, with the words that open it (“The General Assembly,”)"
        " and its numbered paragraphs; for one paragraph alone, ask “What asks the same?”."
    )
