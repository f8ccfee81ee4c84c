"""Long words shortened to what a list shows of them: from a little before the first thing found."""

from collections.abc import Iterable
from dataclasses import dataclass

Span = tuple[int, int]

LONGEST = 600
BEFORE = 160


@dataclass(frozen=True, slots=True)
class Shortened:
    """Some words of a text, and where in them what was found stands, as the tag `marked` takes it."""

    words: str
    marks: list[tuple[str, int, int]]
    is_cut_before: bool
    is_cut_behind: bool


def shortened(words: str, spans: Iterable[Span]) -> Shortened:
    """Return all the words where they are short, else a stretch of them that begins a little before the first span."""
    spans = list(spans)
    start = 0
    if len(words) > LONGEST and spans:
        first = max(min(at for at, _end in spans) - BEFORE, 0)
        start = words.find(" ", first) + 1 if first else 0
    end = len(words) if len(words) - start <= LONGEST else max(words.rfind(" ", 0, start + LONGEST), start)
    marks = [("hit", max(at - start, 0), to - start) for at, to in spans if to > start and at < end]
    return Shortened(words[start:end], marks, is_cut_before=start > 0, is_cut_behind=end < len(words))
