"""What the page of a resolution shows: its paragraphs in one language, each with its mandates and what it cites."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext as _

from tracker.mandates.models import Mandate
from tracker.resolutions import lineage
from tracker.resolutions.models import Citation, Paragraph, Reading, Resolution, Text, Wording

RIGHT_TO_LEFT = {"ar"}
DOCUMENT_SYSTEM = "https://docs.un.org/"


@dataclass(frozen=True, slots=True)
class Cited:
    """A symbol that a paragraph cites, and where it leads: to our page, or to the UN's document system."""

    symbol: str
    address: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words: plain, or a link to what it cites; behind it may stand references to notes."""

    words: str
    cited: Cited | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """A reading that the text in force was taken from at some time, and the edition it read."""

    reading: Reading
    edition: str


@dataclass
class Shown:
    """One paragraph on the page: its words, those of a second language beside it, and where its source has it."""

    paragraph: Paragraph
    wording: Wording
    beside: str = ""
    mandates: list[Mandate] = field(default_factory=list)
    citations: list[Cited] = field(default_factory=list)
    links: list[tuple[int, int, Cited]] = field(default_factory=list)
    # How often the same was asked before, and since which year.
    age: tuple[int, int] | None = None

    @property
    def words(self) -> str:
        return self.wording.words

    @property
    def place(self) -> str:
        return where(self.wording.place)

    @property
    def pieces(self) -> list[Piece]:
        """Return the words with their links and the references to notes, each at its place."""
        notes: dict[int, list[str]] = {}
        for marker, offset in self.wording.marks:
            notes.setdefault(min(offset, len(self.words)), []).append(marker)
        links = {start: (end, cited) for start, end, cited in self.links}
        edges = sorted({0, len(self.words), *notes, *links, *(end for end, _cited in links.values())})
        pieces, within = [], (0, None)
        for start, end in pairwise(edges):
            within = links.get(start, within if start < within[0] else (0, None))
            pieces.append(Piece(self.words[start:end], within[1], tuple(notes.get(end, ()))))
        return pieces

    @property
    def is_annexed(self) -> bool:
        """Tell whether the paragraph, or the row of a table, stands in an annex."""
        return self.paragraph.kind == Paragraph.Kind.TABLE and "/" in self.paragraph.address

    @property
    def is_heading(self) -> bool:
        """Tell whether these words head others: a part, a section, an annex."""
        kind, kinds = self.paragraph.kind, Paragraph.Kind
        return kind in (kinds.PART, kinds.HEADING) or (kind == kinds.ANNEX and "/" not in self.paragraph.address)

    @property
    def number(self) -> str:
        """Return the number in front of the paragraph: "24." at the top, "(a)" below it, the marker of a note."""
        if self.paragraph.kind == Paragraph.Kind.NOTE:
            return self.paragraph.address
        label = self.paragraph.address.rpartition("/")[2].split(".")[-1]
        if self.paragraph.kind != Paragraph.Kind.OPERATIVE or not label:
            return ""
        return f"({label})" if self.paragraph.depth else f"{label}."


class Document:
    """A resolution in one language: the one asked for, else English, else whichever there is; and one beside it."""

    def __init__(self, resolution: Resolution, language: str, today: date, beside: str = ""):
        self.resolution, self.today = resolution, today
        self.texts: list[Text] = list(resolution.texts.order_by("language"))
        by_language = {text.language: text for text in self.texts}
        self.text = by_language.get(language) or by_language.get("en") or next(iter(self.texts), None)
        self.beside = by_language.get(beside) if beside != (self.text and self.text.language) else None

    @property
    def direction(self) -> str:
        return _direction(self.text)

    @property
    def direction_beside(self) -> str:
        return _direction(self.beside)

    @property
    def others(self) -> list[Text]:
        return [text for text in self.texts if text != self.text]

    @cached_property
    def shown(self) -> list[Shown]:
        """Return every paragraph in the order of the text."""
        rows = Wording.objects.filter(text=self.text, paragraph__isnull=False).select_related("paragraph")
        beside = dict(Wording.objects.filter(text=self.beside).values_list("paragraph", "words")) if self.beside else {}
        shown = [Shown(row.paragraph, row, beside.get(row.paragraph_id, "")) for row in rows.order_by("position")]
        by_paragraph = {one.paragraph.pk: one for one in shown}
        for mandate in self._mandates():
            if mandate.provision_id in by_paragraph:
                by_paragraph[mandate.provision_id].mandates.append(mandate)
        self._cite(by_paragraph)
        ages = lineage.ages(one.paragraph for one in shown) if self.resolution.follows_id else {}
        for one in shown:
            one.paragraph.resolution = self.resolution
            one.age = ages.get(one.paragraph.pk)
        return shown

    @property
    def body(self) -> list[Shown]:
        apart = (Paragraph.Kind.NOTE, Paragraph.Kind.ANNEX)
        return [one for one in self.shown if one.paragraph.kind not in apart and not one.is_annexed]

    @property
    def notes(self) -> list[Shown]:
        return [one for one in self.shown if one.paragraph.kind == Paragraph.Kind.NOTE]

    @property
    def annexes(self) -> list[Shown]:
        return [one for one in self.shown if one.paragraph.kind == Paragraph.Kind.ANNEX or one.is_annexed]

    @cached_property
    def versions(self) -> list[Version]:
        """Return the readings that this text was taken from with their editions, the one in force last."""
        if self.text is None:
            return []
        taken = self.text.history.filter(reading__isnull=False).order_by("history_id").values_list("reading", "edition")
        editions = dict(taken)
        rows = Reading.objects.only("name", "made_at").in_bulk(editions)
        return [Version(rows[key], edition) for key, edition in editions.items()]

    @cached_property
    def followers(self) -> list[Resolution]:
        """Return the resolutions that follow this one on the same matter."""
        return list(self.resolution.followed_by.order_by("adopted_on"))

    @cached_property
    def remains(self) -> list[Wording]:
        """Return the words that the reader could not place, each with where its source has them."""
        rows = list(Wording.objects.filter(text=self.text, paragraph__isnull=True).order_by("position"))
        for row in rows:
            row.where = where(row.place)
        return rows

    @cached_property
    def statuses(self) -> list[tuple[str, int]]:
        """Return how many mandates stand at each status."""
        counts: dict[str, int] = {}
        for mandate in self._mandates():
            counts[mandate.status] = counts.get(mandate.status, 0) + 1
        return [(status, counts[status]) for status in Mandate.Status.values if status in counts]

    def _mandates(self) -> list[Mandate]:
        if not hasattr(self, "_mandate_rows"):
            rows = self.resolution.mandates.not_rejected()
            self._mandate_rows = list(
                rows.select_related("lead_entity").prefetch_related("addressings__addressee").order_by("position")
            )
        return self._mandate_rows

    def _cite(self, by_paragraph: dict[int, Shown]) -> None:
        rows = list(Citation.objects.filter(paragraph__in=by_paragraph))
        here = set(Resolution.objects.filter(symbol__in={row.symbol for row in rows}).values_list("symbol", flat=True))
        # The places are those of the words that were cited from: the English text's where there is one.
        first = next((text.language for text in self.texts if text.language == "en"), self.text and self.text.language)
        for row in rows:
            shown = by_paragraph[row.paragraph_id]
            cited = Cited(row.symbol, _address(row.symbol, row.symbol in here), row.symbol in here)
            if row.symbol != self.resolution.symbol and all(other.symbol != row.symbol for other in shown.citations):
                shown.citations.append(cited)
            if self.text.language == first and shown.words[row.start : row.end] == row.words:
                shown.links.append((row.start, row.end, cited))


def where(place: dict | None) -> str:
    """Return a place in a source in words: "page 2, line 14", "line 14"; "" where the source does not say."""
    if not place:
        return ""
    line = _("line %(line)s") % {"line": place["line"]}
    return _("page %(page)s, %(line)s") % {"page": place["page"], "line": line} if place.get("page") else line


def _direction(text: Text | None) -> str:
    return "rtl" if text and text.language in RIGHT_TO_LEFT else "ltr"


def _address(symbol: str, is_here: bool) -> str:
    """Return where a symbol leads: docs.un.org takes any symbol as its path."""
    return reverse("resolutions:resolution", args=[symbol]) if is_here else DOCUMENT_SYSTEM + quote(symbol)
