"""Find where a text is worth reading closely: the few stretches around words that tell of time.

Lowest step of `deadlines` beside words. Most provisions hold no such word, so that this is what makes reading fast.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import NewType

from tracker.reading.records import Span

# Words sought as they are, within other words too.
Signs = NewType("Signs", tuple[str, ...])

# All signs of every list, each with its longest word; the length of text up to which it is looked through by words.
_ENTERED: dict[str, str] = {}
_LENGTH = 20_000


def signs(*words: str) -> Signs:
    """Return some words as signs, entered among those that `places_of` looks for."""
    _ENTERED.update((sign, max(sign.split(), key=len)) for sign in words)
    _signs_within.cache_clear()
    return Signs(words)


def places_of(text: str, words: Signs) -> list[Span]:
    """Return where any of some signs stand in a text, in order."""
    possible: Collection[str] = _signs_in(text) if len(text) <= _LENGTH else _ENTERED
    places = []
    for word in words:
        if word not in possible:
            continue
        start = text.find(word)
        while start >= 0:
            places.append((start, start + len(word)))
            start = text.find(word, start + len(word))
    return sorted(places)


@lru_cache(maxsize=8)
def _signs_in(text: str) -> frozenset[str]:
    """Return the signs that a text can hold, by its words.

    Words come again from text to text, and each is looked at once; to seek a hundred signs in the whole of every text
    takes ten times as long.
    """
    return frozenset[str]().union(*map(_signs_within, set(text.split())))


@lru_cache(maxsize=20_000)
def _signs_within(word: str) -> frozenset[str]:
    """Return the signs whose longest word stands within this one."""
    return frozenset([sign for sign, longest in _ENTERED.items() if longest in word])


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
