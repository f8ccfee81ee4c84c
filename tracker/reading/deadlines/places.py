"""Find where a text is worth reading closely: the few stretches around words that tell of time.

Lowest step of `deadlines` beside words. Most provisions hold no such word, so that this is what makes reading fast.
"""

import re
from collections.abc import Iterable, Iterator

from tracker.reading.records import Span


def places_of(text: str, words: Iterable[str]) -> list[Span]:
    """Return where any of some words stand, in order; they are sought as they are, within other words too."""
    places = []
    for word in words:
        if word not in text:
            continue
        start = text.find(word)
        while start >= 0:
            places.append((start, start + len(word)))
            start = text.find(word, start + len(word))
    return sorted(places)


def found_near(
    pattern: re.Pattern[str], text: str, places: Iterable[Span], before: int, after: int
) -> Iterator[re.Match[str]]:
    """Give the matches of a pattern in the stretches around some places, which are in order; each match once."""
    for start, end in _stretches(places, before, after):
        yield from pattern.finditer(text, max(0, start), min(end, len(text)))


def _stretches(places: Iterable[Span], before: int, after: int) -> Iterator[Span]:
    """Give the stretches around places, joined where they meet."""
    stretch: Span | None = None
    for start, end in places:
        if stretch and start - before <= stretch[1]:
            stretch = (stretch[0], max(stretch[1], end + after))
            continue
        if stretch:
            yield stretch
        stretch = (start - before, end + after)
    if stretch:
        yield stretch
