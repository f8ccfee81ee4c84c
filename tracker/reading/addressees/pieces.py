"""Cut a noun phrase at its commas and say which pieces name actors: side phrases do not, "including …" only bodies.

First step of addressees. "States, in cooperation with the Office, and relevant organizations" gives "States" and "and
relevant organizations"; what is consulted, helped or reported to is passed over.
"""

from collections.abc import Iterator, Sequence

from tracker.reading.addressees.wholes import JOINERS as _JOINERS
from tracker.reading.addressees.wholes import known_name_at
from tracker.reading.vocabulary import Vocabulary
from tracker.reading.vocabulary.tokens import Token, phrase_at

_CONSULTED = frozenset({"with", "by", "from", "between", "among", "of", "including", "through", "to"})


def pieces_in(tokens: Sequence[Token], start: int, end: int, vocabulary: Vocabulary) -> Iterator[tuple[int, int, bool]]:
    """Yield the pieces that name actors, with whether they stand in a narrowing phrase; side phrases are left out.

    A side phrase ("in consultation with A, B and C") may itself be a list: it lasts until its own "and" has passed.
    """
    mode, open_list, in_clause, main_closed, named = "main", False, False, False, False
    waits = False
    for low, high in _chunks(tokens, start, end, vocabulary):
        if low >= high:
            continue
        joined = tokens[low].low in _JOINERS
        after = low + joined
        if phrase_at(tokens, low, high, {"as": (("as", "well", "as"),)}):
            joined, after = True, low + 3
        narrow = phrase_at(tokens, low, high, vocabulary.phrases["narrow"]) or (
            joined and phrase_at(tokens, after, high, vocabulary.phrases["narrow"])
        )
        if narrow:
            after = low + narrow if not joined else after + narrow
            if _is_side(tokens, after, high, vocabulary):
                mode, open_list = "side", False
                continue
            mode, open_list = "narrow", not _has_joiner(tokens, after, high)
            named = _begins_name(tokens, after, high, vocabulary)
            yield from _with_inner(tokens, after, high, vocabulary, narrowed=True)
            continue
        if low > start and phrase_at(tokens, low, high, vocabulary.phrases["apposition"]):
            continue
        if _is_clause(tokens, after, high, vocabulary):
            mode, open_list, in_clause = "side", True, True
            continue
        if _is_side(tokens, low, high, vocabulary) or (joined and _is_side(tokens, after, high, vocabulary)):
            mode = "side"
            lists = any(token.low in _CONSULTED for token in tokens[low : min(low + 5, high)])
            open_list = lists and not _has_joiner(tokens, low + 1, high)
            continue
        if mode == "side" and _goes_on(tokens, low, after, high):
            continue
        if mode == "side" and open_list and not waits and not joined:
            open_list = in_clause or not _has_joiner(tokens, low, high)
            continue
        in_clause = False
        if mode == "side" and main_closed and not joined:
            continue
        if mode == "narrow" and open_list and not _restarts(tokens, after, high, vocabulary, named):
            open_list = not joined and not _has_joiner(tokens, low, high)
            yield from _with_inner(tokens, after, high, vocabulary, narrowed=True)
            continue
        mode, open_list = "main", False
        waits = tokens[high - 1].low in _JOINERS
        main_closed = not waits and (main_closed or joined or _has_joiner(tokens, after, high))
        yield from _with_inner(tokens, after, high, vocabulary, narrowed=False)


def _chunks(tokens: Sequence[Token], start: int, end: int, vocabulary: Vocabulary) -> Iterator[tuple[int, int]]:
    """Yield the pieces between commas, dashes and brackets; a comma within a directory name does not divide."""
    low = index = start
    depth = 0
    while index < end:
        known = 0 if depth else known_name_at(tokens, index, end, vocabulary)
        if known > 1:
            index += known
            continue
        word = tokens[index].low
        if word in "([":
            if not depth:
                yield low, index
            depth += 1
        elif word in ")]":
            depth = max(depth - 1, 0)
            low = index + 1
        elif not depth and word in ",;:\u2013\u2014" and not _adjectives_only(tokens, low, index, vocabulary):
            yield low, index
            low = index + 1
        index += 1
    if not depth:
        yield low, end


def _adjectives_only(tokens: Sequence[Token], low: int, high: int, vocabulary: Vocabulary) -> bool:
    """Return whether a piece, or what stands behind its "and", is but adjectives of a noun still to come.

    "intergovernmental, regional and … organizations", "the United Nations and international, regional and …".
    """
    low = max([low, *(at + 1 for at in range(max(low, high - 6), high) if tokens[at].low in ("and", "or"))])
    while low < high and tokens[low].low in vocabulary.words["loose"]:
        low += 1
    return low < high <= low + 6 and all(
        (token.low in vocabulary.words["class"] and not token.is_capital) or token.low == ","
        for token in tokens[low:high]
    )


def _is_clause(tokens: Sequence[Token], index: int, end: int, vocabulary: Vocabulary) -> bool:
    """Return whether a piece opens a clause of its own, whose commas are not those of the actors: "in order to …"."""
    if index >= end:
        return False
    first = tokens[index].low
    second = tokens[index + 1].low if index + 1 < end else ""
    if first.endswith("ing") and first not in (
        "including",
        "neighbouring",
        "contributing",
        "participating",
        "developing",
    ):
        return second in vocabulary.words["determiner"] or second in vocabulary.words["preposition"]
    if first in ("in", "by", "when", "while") and second.endswith("ing"):
        return True
    return bool(phrase_at(tokens, index, end, vocabulary.phrases["clause"]))


def _goes_on(tokens: Sequence[Token], low: int, after: int, end: int) -> bool:
    """Return whether "as well as other …" adds to those of a side phrase rather than to the main list."""
    return after - low == 3 and after < end and tokens[after].low in ("other", "with")


def _restarts(tokens: Sequence[Token], index: int, end: int, vocabulary: Vocabulary, named: bool) -> bool:
    """Return whether a piece goes back to the main list: "and other …", or a class where bodies were `named` before."""
    if index < end and tokens[index].low in ("other", "all", "relevant"):
        return True
    if index > 2 and tokens[index - 3].low == "as" and tokens[index - 1].low == "as":
        return not _begins_name(tokens, index, end, vocabulary)
    return named and not _begins_name(tokens, index, end, vocabulary)


def _begins_name(tokens: Sequence[Token], index: int, end: int, vocabulary: Vocabulary) -> bool:
    while index < end and tokens[index].low in vocabulary.words["loose"]:
        index += 1
    return index < end and tokens[index].is_capital


def _has_joiner(tokens: Sequence[Token], start: int, end: int) -> bool:
    return any(token.low in _JOINERS for token in tokens[start:end])


def _is_side(tokens: Sequence[Token], index: int, end: int, vocabulary: Vocabulary) -> bool:
    return bool(phrase_at(tokens, index, end, vocabulary.phrases["side"]))


def _with_inner(
    tokens: Sequence[Token], start: int, end: int, vocabulary: Vocabulary, narrowed: bool
) -> Iterator[tuple[int, int, bool]]:
    """Yield a piece cut at a narrowing phrase inside it ("organizations including the World Bank")."""
    index = start
    while index < end:
        narrow = phrase_at(tokens, index, end, vocabulary.phrases["narrow"])
        if narrow and index > start and tokens[index - 1].low not in _JOINERS:
            yield start, index, narrowed
            if not _is_side(tokens, index + narrow, end, vocabulary):
                yield index + narrow, end, True
            return
        index += max(1, known_name_at(tokens, index, end, vocabulary))
    yield start, end, narrowed
