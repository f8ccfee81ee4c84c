"""Put the placed paragraphs together: parts, sections and headings, preamble, provisions with their paths, annexes.

The last step of the structure stage: takes what `zones` placed and what `front` read, gives the Resolution.
"""

import itertools
from dataclasses import dataclass, field

from tracker.reading.records import Attached, Block, NoteMark, Paragraph, Part, Provision
from tracker.reading.structure import front
from tracker.reading.structure.paths import Step, give_paths
from tracker.reading.structure.pieces import Piece
from tracker.reading.structure.zones import Placed, formula, opens_decision


@dataclass(slots=True)
class _Draft:
    """A provision before its path is known."""

    piece: Piece
    part: int
    section: str | None
    section_index: int
    heading: str | None


@dataclass(slots=True)
class _PartDraft:
    letter: str
    titles: list[str] = field(default_factory=list)
    meeting: str | None = None
    dated: str | None = None


@dataclass(slots=True)
class Body:
    """What stands below the front: everything that goes into the Resolution except its front matter."""

    front_lines: list[Piece] = field(default_factory=list)
    preambular: list[Paragraph] = field(default_factory=list)
    operative: list[Provision] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    annexes: list[str] = field(default_factory=list)
    attached: list[Attached] = field(default_factory=list)
    meeting: str | None = None
    dated: str | None = None
    vote: str | None = None
    enacting_body: str | None = None
    opening: str = ""
    remains: list[Block] = field(default_factory=list)


def assemble(placed: list[Placed]) -> Body:
    """Return the body of one resolution."""
    builder = _Builder()
    for one in placed:
        builder.take(one)
    return builder.finish()


class _Builder:
    def __init__(self) -> None:
        self.body = Body()
        self.parts: list[_PartDraft] = []
        self.drafts: list[_Draft] = []
        self.section: str | None = None
        self.section_index = 0
        self.heading: str | None = None

    def take(self, one: Placed) -> None:
        piece = one.piece
        match one.zone:
            case "front":
                if self.parts:
                    self.parts[-1].titles.append(piece.text)
                else:
                    self.body.front_lines.append(piece)
            case "part":
                self.parts.append(_PartDraft(piece.text))
                self._new_section(None)
            case "formula":
                self._formula(piece)
            case "preambular":
                self.body.preambular.append(_paragraph(piece))
            case "section":
                self._section(piece)
            case "heading":
                self.heading = _with_labels(piece)
            case "item" | "running":
                if not self.drafts and opens_decision(piece.text):
                    self.body.opening = self.body.opening or piece.text
                self.drafts.append(_Draft(piece, len(self.parts) - 1, self.section, self.section_index, self.heading))
            case "meeting":
                self._close("meeting", piece.text.rstrip(" .,"))
            case "date":
                self._close("dated", piece.text)
            case "vote":
                self._vote(piece.text)
            case "annex":
                self.body.annexes.append(piece.text.rstrip(".:* "))
            case "annex title":
                self.body.annexes[-1] += f" {piece.text}"
            case "annexed" | "table":
                self._attach(piece, one.zone == "table")
            case "remains":
                self.body.remains.append(piece.block)

    def _new_section(self, name: str | None) -> None:
        self.section = name
        self.section_index += 1
        self.heading = None

    def _section(self, piece: Piece) -> None:
        if piece.labels:
            self._new_section(piece.labels[0].sign)
            self.heading = piece.text or None
        else:
            self._new_section(piece.text.strip(". "))

    def _formula(self, piece: Piece) -> None:
        if opens_decision(piece.text):
            self.body.opening = self.body.opening or piece.text
            self.body.enacting_body = self.body.enacting_body or _speaker(piece.text)
            return
        organ = formula(piece.text) or piece.text.strip(" ,:，：،“")
        self.body.enacting_body = self.body.enacting_body or organ
        rest = piece.text[len(organ) :].lstrip(" ,:，：،")
        if len(rest) > 3:
            cut = len(piece.text) - len(rest)
            marks = tuple(NoteMark(mark.marker, max(mark.offset - cut, 0)) for mark in piece.marks)
            self.body.preambular.append(Paragraph(rest, piece.block.place, marks))

    def _close(self, name: str, words: str) -> None:
        owner = self.parts[-1] if self.parts else self.body
        if getattr(owner, name) is None:
            setattr(owner, name, words)
        if getattr(self.body, name) is None:
            setattr(self.body, name, words)

    def _vote(self, words: str) -> None:
        """Take a line of the vote; old ones name the meeting too ("Adopted unanimously at the 1382nd meeting.")."""
        self.body.vote = f"{self.body.vote}\n{words}" if self.body.vote else words
        if not self.body.meeting and (meeting := front.meeting_in(words)):
            self._close("meeting", meeting)

    def _attach(self, piece: Piece, is_table: bool) -> None:
        paragraph = _paragraph(piece)
        annex = len(self.body.annexes)
        self.body.attached.append(Attached(paragraph.text, annex, is_table, paragraph.place, paragraph.marks))

    def finish(self) -> Body:
        for number, drafts in itertools.groupby(self.drafts, key=lambda draft: draft.part):
            self._provisions(list(drafts), number)
        self.body.parts = [_part(draft) for draft in self.parts]
        return self.body

    def _provisions(self, drafts: list[_Draft], number: int) -> None:
        steps = [Step(draft.piece.labels, draft.piece.text, draft.section_index) for draft in drafts]
        give_paths(steps)
        letter = self.parts[number].letter if number >= 0 else None
        texts: dict[tuple[int, tuple[str, ...]], str] = {}
        for draft, step in zip(drafts, steps, strict=True):
            piece = draft.piece
            chapeau = next(
                (
                    texts[draft.section_index, step.path[:length]]
                    for length in range(len(step.path) - 1, 0, -1)
                    if (draft.section_index, step.path[:length]) in texts
                ),
                "",
            )
            texts[draft.section_index, step.path] = piece.text
            self.body.operative.append(
                Provision(
                    path=step.path,
                    text=piece.text,
                    part=letter,
                    section=draft.section,
                    heading=draft.heading,
                    verb=_verb(piece),
                    chapeau=chapeau,
                    place=piece.block.place,
                    marks=piece.marks,
                )
            )


def _speaker(opening: str) -> str:
    """Return the body on whose behalf a president speaks: "… the President of the Security Council made …"."""
    return f"The {opening.rpartition(' the President of the ')[2].partition(' made ')[0]}"


def _verb(piece: Piece) -> str | None:
    """Return the opening words in italics, None where the paragraph opens in plain type or is in italics throughout."""
    shift = len(piece.block.text) - len(piece.text)
    for start, end in piece.block.emphasis:
        if start - shift <= 1 and end > shift:
            words = piece.text[: end - shift].strip(" ,;:")
            return words if words and words != piece.text.strip(" ,;:.") else None
    return None


def _part(draft: _PartDraft) -> Part:
    adopted = front.printed_date(draft.dated) if draft.dated else None
    return Part(draft.letter, " ".join(draft.titles) or None, draft.meeting, adopted)


def _paragraph(piece: Piece) -> Paragraph:
    if not piece.labels:
        return Paragraph(piece.text, piece.block.place, piece.marks)
    printed = " ".join(label.printed for label in piece.labels)
    marks = tuple(NoteMark(mark.marker, mark.offset + len(printed) + 1) for mark in piece.marks)
    return Paragraph(f"{printed} {piece.text}", piece.block.place, marks)


def _with_labels(piece: Piece) -> str:
    return " ".join([*(label.printed for label in piece.labels), piece.text])
