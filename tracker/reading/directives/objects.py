"""Find the heads of what a verb acts on: in "provide, at its session, a detailed report on the work" it is "report".

A step of deliverables. A noun that only describes ("capacity-building programmes") or hangs on a preposition ("the
report of the Office") is no head; one behind a preposition is given with it ("in report"), behind a light noun ("the
provision of assistance") it counts itself.
"""

from collections.abc import Sequence

from tracker.reading.vocabulary import Vocabulary
from tracker.reading.vocabulary.tokens import Token

_REACH = 45
# Words that end the object at once, and pairs of words that open a purpose or a manner; then all words that can end it.
_ENDS = frozenset({";", ":", "which", "who", "whose", "that", "thereby", "while"})
_PAIRS = frozenset(
    {("in", "order"), ("so", "as"), ("with", "a"), ("aimed", "at"), ("by", "means"), ("including", "through")}
)
_CAN_END = _ENDS | {"to", "by", ",", "and"} | {first for first, _ in _PAIRS}
# How far before "report" the participle stands that takes it: "contained in the latest report", "noted by X in …".
_TOLD = 10


def objects_of(
    tokens: Sequence[Token], lead: int, end: int, vocabulary: Vocabulary
) -> list[tuple[int, frozenset[str]]]:
    """Return the heads behind the verb at `lead`, each with its token and the words it answers to."""
    found = []
    function = vocabulary.words["function"]
    for at in range(lead + 1, min(end, lead + 1 + _REACH)):
        word = tokens[at].low
        if word in _CAN_END and _ends(tokens, at, end, vocabulary):
            break
        if word not in function and _is_head(tokens, at, end, vocabulary):
            found.append((at, _answers(tokens, at, lead, end, vocabulary)))
    return found


def _answers(tokens: Sequence[Token], at: int, lead: int, end: int, vocabulary: Vocabulary) -> frozenset[str]:
    """Return the words a head answers to: itself or with its preposition, with the one behind, its "~adjectives"."""
    word = tokens[at].low
    preposition = _governed_by(tokens, at, lead, vocabulary)
    if preposition == "with" and lead >= 0 and tokens[lead].low.startswith(("provid", "furnish", "suppl")):
        preposition = ""
    if preposition:
        return frozenset({f"{preposition} {word}"}) if not _told_of(tokens, at, lead, vocabulary) else frozenset()
    following = tokens[at + 1].low if at + 1 < end else ""
    adjectives = [f"~{token.low}" for token in tokens[max(lead + 1, at - 3) : at]]
    return frozenset({word, f"{word} {following}", f"{tokens[at - 1].low} {word}", *adjectives})


def _told_of(tokens: Sequence[Token], at: int, lead: int, vocabulary: Vocabulary) -> bool:
    """Return whether the phrase of a head only says where an object is told of: "the problems named in the report"."""
    for index in range(at - 1, max(lead, at - _TOLD), -1):
        if tokens[index].low in ("in", "by") and tokens[index - 1].low.endswith(("ed", "made", "given")):
            return index - 1 > lead
        if tokens[index].low == "," or tokens[index].low in vocabulary.words["modal"]:
            return False
    return False


def _ends(tokens: Sequence[Token], at: int, end: int, vocabulary: Vocabulary) -> bool:
    """Return whether the object has ended before `at`: a purpose, another action, a relative clause or a mark."""
    word = tokens[at].low
    following = tokens[at + 1].low if at + 1 < end else ""
    if word in _ENDS:
        return word != "that" or tokens[at - 1].low not in vocabulary.words["preposition"]
    if word == "to":
        return following in vocabulary.words["infinitive"] and following not in vocabulary.words["noun or verb"]
    if word == "by" and following.endswith("ing"):
        return True
    if word == "," and following in vocabulary.words["attending"]:
        return True
    if word in ("and", ",") and at + 2 < end:
        behind = tokens[at + 2].low
        if following == "to":
            return behind in vocabulary.words["infinitive"]
        return following in vocabulary.words["infinitive"] and behind in vocabulary.words["determiner"]
    return (word, following) in _PAIRS


def _is_head(tokens: Sequence[Token], at: int, end: int, vocabulary: Vocabulary) -> bool:
    """Return whether the word at `at`, no function word, is the last of a noun phrase: no further noun follows."""
    if not tokens[at].low[0].isalpha():
        return False
    if at + 1 >= end:
        return True
    following = tokens[at + 1]
    if following.low in vocabulary.words["behind noun"]:
        return True
    return (
        not following.low[0].isalnum()
        or following.low in vocabulary.words["function"]
        or following.low.endswith(("ed", "ly"))
    )


def _governed_by(tokens: Sequence[Token], at: int, lead: int, vocabulary: Vocabulary) -> str:
    """Return the preposition that a head hangs on, "" where it is an object of the verb itself."""
    index, steps = at - 1, 0
    while index > lead and steps < 14:
        word = tokens[index].low
        if word in vocabulary.words["preposition"]:
            if word == "of" and _is_light(tokens, index - 1, lead, vocabulary):
                index, steps = index - 1, steps + 1
                continue
            return word
        if word == "," or not (word[0].isalnum()):
            return (
                ""
                if tokens[index + 1].low in vocabulary.words["determiner"]
                else _list_before(tokens, index, lead, vocabulary)
            )
        if word in vocabulary.words["determiner"] and tokens[index - 1].low not in vocabulary.words["preposition"]:
            if tokens[index - 1].low.endswith("ing") and tokens[index - 2].low in vocabulary.words["preposition"]:
                return tokens[index - 2].low if index - 2 > lead else ""
            return "" if tokens[index - 1].low != "and" else _list_before(tokens, index - 1, lead, vocabulary)
        index, steps = index - 1, steps + 1
    return ""


def _list_before(tokens: Sequence[Token], index: int, lead: int, vocabulary: Vocabulary) -> str:
    """Return the preposition that the list hangs on whose next item begins behind `index`."""
    for at in range(index - 1, max(lead, index - 8), -1):
        word = tokens[at].low
        if word in vocabulary.words["preposition"] and word != "as":
            return "" if tokens[at - 1].low == "," and tokens[index].low == "," else word
        if word in vocabulary.words["determiner"] and tokens[at - 1].low not in vocabulary.words["preposition"]:
            return ""
    return ""


def _is_light(tokens: Sequence[Token], at: int, lead: int, vocabulary: Vocabulary) -> bool:
    return at > lead and tokens[at].low in vocabulary.words["light noun"]
