"""Find the words that make an asked action conditional: "within existing resources" (GUIDE, "conditional").

A step of directives. Words that hedge only a manner of the action ("in cooperation with …, as appropriate") do not
count.
"""

from collections.abc import Sequence

from tracker.reading.vocabulary import Vocabulary
from tracker.reading.vocabulary.tokens import Token, phrase_at


def condition_on(
    tokens: Sequence[Token], verb: int, start: int, end: int, vocabulary: Vocabulary
) -> tuple[int, int] | None:
    """Return the condition on an asked action: in the action, else set off between verb and action."""
    found = condition_in(tokens, start, end, vocabulary)
    if found:
        return found
    conditions = vocabulary.phrases["condition"]
    for at in range(verb + 1, start):
        width = phrase_at(tokens, at, start, conditions) if tokens[at].low in conditions else 0
        if width and (tokens[at - 1].low == "," or tokens[at].low == "in") and not _of_manner(tokens, at, vocabulary):
            return at, at + width
    return None


def condition_in(tokens: Sequence[Token], start: int, end: int, vocabulary: Vocabulary) -> tuple[int, int] | None:
    """Return the tokens of the first condition on the action tokens[start:end], None where there is none."""
    conditions = vocabulary.phrases["condition"]
    for at in range(start, end):
        width = phrase_at(tokens, at, end, conditions) if tokens[at].low in conditions else 0
        if width and not _of_manner(tokens, at, vocabulary) and not _compares(tokens, at, width, vocabulary):
            return at, at + width
    return None


def _compares(tokens: Sequence[Token], at: int, width: int, vocabulary: Vocabulary) -> bool:
    """Return whether "as" opens a clause instead of a hedge: "as relevant information becomes available"."""
    if tokens[at].low != "as" or width != 2 or at + width >= len(tokens):
        return False
    following = tokens[at + width].low
    return following.isalpha() and following not in vocabulary.words["function"]


def _of_manner(tokens: Sequence[Token], at: int, vocabulary: Vocabulary) -> bool:
    """Return whether a hedge closes a side phrase: "in cooperation with other Panels, as appropriate"."""
    if tokens[at].low not in ("as", "where") or at < 2:
        return False
    before = at - 1 - (tokens[at - 1].low == ",")
    while before > 0 and tokens[before].low != ",":
        before -= 1
    opening = before + (tokens[before].low == ",")
    return bool(phrase_at(tokens, opening, at, vocabulary.phrases["consulted"]))
