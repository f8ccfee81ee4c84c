"""The working copy of a block while the structure is being found: its words get shorter, its source stays known."""

from dataclasses import dataclass, field

from tracker.reading.records import Block, NoteMark


@dataclass(slots=True)
class Piece:
    """One block at work. `labels` are the labels before its words, outermost first, without brackets and dots."""

    block: Block
    text: str
    labels: list["Label"] = field(default_factory=list)
    marks: tuple[NoteMark, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """A label as printed ("(a)", "1.", "•") and its bare sign ("a", "1", "•")."""

    printed: str
    sign: str
    form: str
