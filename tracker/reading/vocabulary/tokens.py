"""Cut a text into words and marks, each with its place. Stands below vocabulary and everything that reads words.

"non-governmental", "Secretary-General" and "2018/17" are one word each; every other mark stands alone.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

# A word with its inner hyphens, apostrophes and slashes ("women's", "and/or"), "troop-" with its open hyphen,
# or one mark.
_TOKEN = re.compile(r"\w+(?:['\u2019\u2010\u2011&/.-]\w+)*(?:[-\u2010\u2011](?= ))?|[^\w\s]")
_PLAIN = {"\u2010": "-", "\u2011": "-", "\u2019": "'", "\u02bc": "'"}


class Token(NamedTuple):
    """One word or mark: as written, folded (lower case, plain hyphen and apostrophe), and its offsets in the text."""

    text: str
    low: str
    start: int
    end: int

    @property
    def is_capital(self) -> bool:
        return self.text[:1].isupper()


def respelled(text: str, spellings: Mapping[str, str]) -> str:
    """Return a text with some characters, mostly rare ones, written as others.

    A table for `str.translate` would be asked for every letter, which is many times slower.
    """
    for written, instead in spellings.items():
        text = text.replace(written, instead)
    return text


def in_small(text: str) -> str:
    """Return a text of the same length in small letters, with plain hyphens and apostrophes."""
    plain = respelled(text, _PLAIN)
    small = plain.lower()
    if len(small) == len(text):
        return small
    return "".join(letter if len(letter.lower()) != 1 else letter.lower() for letter in plain)


def tokens_of(text: str) -> list[Token]:
    """Return the words and marks of a text in order."""
    folded = in_small(text)
    spans = map(re.Match.span, _TOKEN.finditer(text))
    # Tokens are made by the tens of thousands; their own constructor costs more than all else here.
    return [tuple.__new__(Token, (text[start:end], folded[start:end], start, end)) for start, end in spans]


def fold(words: str) -> str:
    """Return words in one spelling: plain hyphens and apostrophes, single spaces, lower case."""
    return " ".join(respelled(words, _PLAIN).lower().split())


def singular(word: str) -> str:
    """Return a lower-case noun without its plural ending: "parties" → "party", "agencies" → "agency"."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def phrase_at(tokens: Sequence[Token], index: int, end: int, phrases: Mapping[str, tuple[tuple[str, ...], ...]]) -> int:
    """Return how many tokens the longest listed phrase that begins at index has, 0 where none begins."""
    if index >= end:
        return 0
    for words in phrases.get(tokens[index].low, ()):
        width = len(words)
        if width == 1:
            return 1
        # Most phrases differ in their second word already.
        if index + width <= end and tokens[index + 1].low == words[1]:
            if width == 2 or [token.low for token in tokens[index : index + width]] == [*words]:
                return width
    return 0
