"""Find where a text is worth reading closely: the few stretches around words that tell of time.

Lowest step of `deadlines` beside words. Most provisions hold no such word, so that this is what makes reading fast.
"""

import itertools
import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NewType

from tracker.reading.deadlines.words import pattern_of
from tracker.reading.records import Span

# Words sought as they are, within other words too.
Signs = NewType("Signs", tuple[str, ...])

# All signs of every list.
_ENTERED: set[str] = set()


def signs(*words: str) -> Signs:
    """Return some words as signs, entered among those for which `places_of` looks through a text at once."""
    _ENTERED.update(words)
    _least.cache_clear()
    return Signs(words)


def places_of(text: str, words: Signs) -> list[Span]:
    """Return where any of some signs stand in a text, in order."""
    possible = _signs_in(text)
    if possible.isdisjoint(words):
        return []
    places = []
    for word in words:
        if word not in possible:
            continue
        start = text.find(word)
        while start >= 0:
            places.append((start, start + len(word)))
            start = text.find(word, start + len(word))
    return sorted(places)


@cache
def _least() -> tuple[re.Pattern[str], dict[str, list[str]]]:
    """Return a pattern of the signs that hold no other sign ("before"), and for each of them all that hold it."""
    least = sorted(sign for sign in _ENTERED if not any(other in sign for other in _ENTERED - {sign}))
    by_letter = itertools.groupby(least, key=lambda sign: sign[0])
    branches = (f"{re.escape(letter)}{pattern_of(sign[1:] for sign in group)}" for letter, group in by_letter)
    return re.compile("|".join(branches)), {one: [sign for sign in _ENTERED if one in sign] for one in least}


@lru_cache(maxsize=8)
def _signs_in(text: str) -> frozenset[str]:
    """Return the signs that a text can hold, told in one look: seeking each of a hundred takes much longer."""
    (pattern, holding), at, found = _least(), 0, set()
    while match := pattern.search(text, at):
        found.add(match[0])
        at = match.start() + 1
    return frozenset[str]().union(*(holding[one] for one in found))


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
