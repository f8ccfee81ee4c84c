"""Tell which coordinated words are one addressee and which are several that share words.

A step of addressees. "programmes, funds and organizations of the United Nations system" is one whole; "regional and
subregional organizations" are two classes that share their noun; "regional and national funding agencies" are one.
"""

import re
from collections.abc import Sequence

from tracker.reading.vocabulary import Vocabulary
from tracker.reading.vocabulary.tokens import Token, fold, phrase_at

# Nouns that no adjective before the "and" is shared with: "the private sector and academia".
_ALONE = frozenset({"academia", "individuals", "persons", "people", "media", "parliaments", "youth", "civil society"})
JOINERS = frozenset({"and", "or", "and/or", "&", "nor"})


def known_name_at(tokens: Sequence[Token], index: int, end: int, vocabulary: Vocabulary) -> int:
    """Return how many tokens the longest directory name, treaty or collective of one whole at index has; 0 for none."""
    if index >= end or tokens[index].low not in vocabulary.whole_starts:
        return 0
    return max(
        phrase_at(tokens, index, end, vocabulary.name_starts),
        phrase_at(tokens, index, end, vocabulary.phrases["treaty"]),
        _collective_at(tokens, index, end, vocabulary),
    )


def _collective_at(tokens: Sequence[Token], index: int, end: int, vocabulary: Vocabulary) -> int:
    """Return how many tokens a collective of one whole at index has, 0 where none begins.

    Nouns of the list in a row, held together by what stands behind the last ("of the United Nations system").
    """
    collective, held = vocabulary.words["collective"], vocabulary.phrases["whole"]
    at, nouns, joined = index, 0, False
    while at < end:
        at += tokens[at].low in ("specialized", "technical")
        if at >= end or tokens[at].low not in collective:
            return 0
        nouns, at = nouns + 1, at + 1
        if joined or at >= end:
            break
        comma = tokens[at].low == ","
        joined = at + comma < end and tokens[at + comma].low in JOINERS
        if not joined and not comma:
            break
        at += comma + joined
    if nouns < 2 or not joined:
        return 0
    tail = phrase_at(tokens, at, end, held)
    return at + tail - index if tail else 0


def shared_names(words: str, vocabulary: Vocabulary) -> list[str]:
    """Return the names that coordinated words stand for where they share a word and each is a class of its own.

    "regional and subregional organizations", "troop- and police-contributing countries" and "United Nations agencies
    and entities" give two names each. Adjectives of a compound ("funding agencies") give none, unless the directory
    knows both; nor does what is one name already.
    """
    folded = fold(words).replace(",", " ,")
    parts = folded.split()
    if parts[:2] == ["governments", "of"]:
        return _governments(words)
    joiner = next((at for at, word in enumerate(parts) if word in JOINERS), 0)
    if not joiner or joiner + 1 >= len(parts) or fold(words) in vocabulary.names:
        return []
    lefts = [piece.strip() for piece in " ".join(parts[:joiner]).split(" , ") if piece.strip(" ,")]
    right = parts[joiner + 1 :]
    if not lefts:
        return []
    for names in (_sharing_end(lefts, right, vocabulary), _sharing_start(lefts, right)):
        if names and all(name in vocabulary.names or is_class(name, vocabulary) for name in names):
            return [vocabulary.names.get(name, name) for name in names]
    return []


def _governments(words: str) -> list[str]:
    """Return "Governments of Rwanda and Uganda" as "Government of Rwanda", "Government of Uganda"."""
    countries = re.split(r",? and |, ", words.partition(" of ")[2])
    if len(countries) < 2 or not all(country.removeprefix("the ")[:1].isupper() for country in countries):
        return []
    return [f"Government of {country}" for country in countries]


def is_class(name: str, vocabulary: Vocabulary) -> bool:
    """Return whether a name is one adjective of classes before a noun that acts: "regional organizations"."""
    adjective, _, noun = name.rpartition(" ")
    return adjective in vocabulary.words["class"] and vocabulary.is_actor_noun(noun)


def _sharing_end(lefts: list[str], right: list[str], vocabulary: Vocabulary) -> list[str]:
    """Return "A and B noun" as "A noun", "B noun"; "troop- and police-contributing countries" the same way."""
    first, *rest = right
    if not rest:
        return []
    names = []
    for left in lefts:
        left = left.removesuffix(" ,")
        open_end = f"{left.removesuffix('-')}-"
        hyphened = open_end + first.partition("-")[2] if open_end in vocabulary.words["class"] else left
        names.append(" ".join([hyphened, *rest]))
    return [*names, " ".join(right)]


def _sharing_start(lefts: list[str], right: list[str]) -> list[str]:
    """Return "modifier A and B" as "modifier A", "modifier B"."""
    modifier, _, _ = lefts[0].rpartition(" ")
    if not modifier or (len(right) == 1 and right[0] in _ALONE):
        return []
    return [lefts[0], *(f"{modifier} {left}" for left in lefts[1:]), f"{modifier} {' '.join(right)}"]
