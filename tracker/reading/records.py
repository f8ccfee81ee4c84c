"""The records that the stages of reading hand on: frozen, typed, without rules.

Everything found keeps the words that justify it: a span is a pair of character offsets (start, end) into the text of
the record that it belongs to. The shapes that leave the program as JSON are defined in `record.py`.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Span = tuple[int, int]

Language = Literal["ar", "en", "es", "fr", "ru", "zh"]
Role = Literal[
    "", "title", "front", "heading", "preambular", "operative", "note", "annex", "table", "closing", "furniture"
]
Kind = Literal["directive", "decision", "statement"]
Strength = Literal["binding", "request", "invitation"]
Deliverable = Literal["report", "meeting", "agenda", "appointment", "resources", "legal", "institution", "other"]
DeadlineType = Literal["session", "date", "period", "duration", "recurrence", "event", "soft"]
Relation = Literal["at", "by", "before", "from", "until", "every", "within"]
SessionPart = Literal["whole", "main", "opening", "closing", "before", "resumed"]


# --- What a format gives: the source as it stands, paragraph by paragraph ---


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand in their source: page (from 1, where the format has pages) and paragraph or line (from 1)."""

    line: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class NoteMark:
    """A reference to a note: the marker as printed and the offset in the block's text behind which it stood."""

    marker: str
    offset: int


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of a source, in reading order.

    `text` has its white space folded and holds neither the label nor the note markers that the format itself knows to
    be such; where it cannot know (plain text), both are left in the text for the structure stage to find.
    `label` is a number the format keeps apart from the words ("3.", "(a)", "IV", "•"); `depth` how deep a list or
    container the format puts the block in (0 outermost, None unknown); `indent` the left edge in points.
    `role` is what the format itself knows the block to be, "" where it knows nothing.
    """

    text: str
    place: Place
    label: str = ""
    role: Role = ""
    depth: int | None = None
    indent: float | None = None
    emphasis: tuple[Span, ...] = ()
    marks: tuple[NoteMark, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One file as its format module sees it: the blocks, and what the format states outright about the document.

    `stated` maps field names of Resolution (symbol, adoption_date …) to values given by metadata rather than words.
    `language` is None where the format does not say.
    """

    format: str
    blocks: tuple[Block, ...]
    stated: dict[str, str] = field(default_factory=dict)
    language: Language | None = None


# --- What a provision asks ---


@dataclass(frozen=True, slots=True)
class Found:
    """A span of a provision's words; `in_chapeau` when it stands in the chapeau above the provision instead."""

    start: int
    end: int
    in_chapeau: bool = False


@dataclass(frozen=True, slots=True)
class Addressee:
    """An actor asked to act: the name it is known by, the words that name it, and where they stand."""

    name: str
    words: str
    found: Found | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """The words that say by when, and what they come to (gold/GUIDE.md, "deadlines").

    Which of the fields are set follows from `type`: session → organ with number or year ("79", "ES-11"; "2005") and
    `part`; date → `on` ("2004-07-09", "2025-12" or "2025"); period → start and/or end (ISO dates); recurrence and
    duration → count and unit (day, week, month, year, session; both None for "regularly"). An event that is a session
    or conference the calendar may know ("at its next session") has its organ, and its number where it is named.
    `counted_from` is what a duration runs from where that is not the adoption: an ISO date, or the words of an event.
    """

    words: str
    type: DeadlineType
    found: Found | None = None
    relation: Relation = "by"
    organ: str = ""
    number: str = ""
    year: str = ""
    part: SessionPart = "whole"
    on: str = ""
    start: str = ""
    end: str = ""
    count: int | None = None
    unit: str = ""
    counted_from: str = ""


@dataclass(frozen=True, slots=True)
class Directive:
    """What a provision asks of one set of addressees: read, never edited.

    `confidence` (0–1) says how sure the reading is that the directive is right as a whole; `doubts` says why it is not
    surer, in words for the person who reviews it.
    """

    verb: str
    strength: Strength
    addressees: tuple[Addressee, ...] = ()
    action: str = ""
    deliverable: Deliverable = "other"
    deadlines: tuple[Deadline, ...] = ()
    conditional: bool = False
    confidence: float = 0.0
    doubts: tuple[str, ...] = ()
    verb_found: Found | None = None
    action_found: Found | None = None
    deliverable_found: Found | None = None
    conditional_found: Found | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """How one provision is read: its kind, its directives (none for a statement), and how sure the reading is."""

    kind: Kind
    directives: tuple[Directive, ...] = ()
    confidence: float = 0.0
    doubts: tuple[str, ...] = ()


# --- What a resolution is made of ---


@dataclass(frozen=True, slots=True)
class Citation:
    """A document symbol that the words cite, in the spelling used everywhere ("A/RES/57/173"), and where."""

    symbol: str
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A preambular paragraph or a heading-level text: words, place in the source, citations and note markers."""

    text: str
    place: Place | None = None
    marks: tuple[NoteMark, ...] = ()
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Provision:
    """An operative paragraph, its chapeau or one sub-paragraph, as adopted (corpus README, "Rules for operative").

    `path` holds the labels without brackets or dots, outermost first: ("6", "a", "i"); ("",) for an unnumbered one.
    `number` is always the top label. `verb` is the opening phrase in italics, None where nothing is marked.
    `chapeau` is the text of the provision that governs a sub-paragraph ("" at the top level).
    """

    path: tuple[str, ...]
    text: str
    part: str | None = None
    section: str | None = None
    heading: str | None = None
    verb: str | None = None
    chapeau: str = ""
    place: Place | None = None
    marks: tuple[NoteMark, ...] = ()
    citations: tuple[Citation, ...] = ()
    judgement: Judgement | None = None

    @property
    def number(self) -> str:
        return self.path[0]

    @property
    def address(self) -> str:
        """Return the provision's address within its document: "6", "12.a", "A/3", "IV/12"."""
        above = "".join(f"{name}/" for name in (self.part, self.section) if name)
        return above + ".".join(self.path)


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: its marker as printed and its text without it."""

    marker: str
    text: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Attached:
    """What stands in a document beside its provisions: a paragraph of an annex, or a row of a table.

    `annex` counts the annexes from 1; 0 is a table within the resolution itself.
    """

    text: str
    annex: int
    is_table: bool = False
    place: Place | None = None
    marks: tuple[NoteMark, ...] = ()
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One lettered part of a resolution (A/RES/75/101 B), with what it states of itself."""

    part: str
    title: str | None = None
    meeting: str | None = None
    adoption_date: date | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """One resolution, decision or presidential statement as read. Empty or None where the document does not say.

    `edition` is what the file says of its own issue: "Corr.1", "reissued 2024-01-05", "reissued", "" for the first.
    """

    symbol: str
    organ: str | None = None
    session: str | None = None
    kind: Literal["resolution", "decision", "statement"] = "resolution"
    title: str | None = None
    adoption_date: date | None = None
    publication_date: date | None = None
    agenda_items: tuple[str, ...] = ()
    agenda_titles: tuple[str, ...] = ()
    proponent: str | None = None
    committee: str | None = None
    originating_document: str | None = None
    meeting: str | None = None
    enacting_body: str | None = None
    is_draft: bool = False
    edition: str = ""
    vote: str | None = None
    language: Language = "en"
    parts: tuple[Part, ...] = ()
    preambular: tuple[Paragraph, ...] = ()
    operative: tuple[Provision, ...] = ()
    footnotes: tuple[Note, ...] = ()
    annexes: tuple[str, ...] = ()
    attached: tuple[Attached, ...] = ()
    remains: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of a corrigendum: where (an address, "pp3" for a preambular paragraph, "title"), and which words.

    Without `old` the new words stand for the whole paragraph; without `new` the old words are struck out.
    """

    at: str
    old: str
    new: str
    words: str


@dataclass(frozen=True, slots=True)
class Corrigendum:
    """A file that corrects a resolution instead of giving its text anew: "A/RES/79/1/Corr.1"."""

    symbol: str
    edition: str
    corrections: tuple[Correction, ...] = ()
    remains: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file came to: its resolutions in order, and every block that no resolution could take in."""

    format: str
    language: Language | None
    resolutions: tuple[Resolution, ...]
    remains: tuple[Block, ...] = ()
    corrigendum: Corrigendum | None = None


class UnreadableError(Exception):
    """A file cannot be read. The message says what is wrong and what to do, in words for the person who sent it.

    `place` says where in the file, in words ("line 12", "page 3"), "" where the whole file is meant.
    """

    def __init__(self, message: str, place: str = ""):
        super().__init__(message)
        self.place = place
