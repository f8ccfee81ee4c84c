"""Divide a provision into operative clauses: "Recognizes …, and calls upon X to …, and requests Y to …" is three.

First step of directives. A clause opens with an operative verb at a place where a clause can begin: at the start, after
a mark or "and", with nothing but adverbs and linking words ("in this regard") between.
"""

from collections.abc import Sequence
from typing import NamedTuple

from tracker.reading.vocabulary import OperativeVerb, Vocabulary
from tracker.reading.vocabulary.tokens import Token, phrase_at

_MARKS = frozenset(',;:.\u2013\u2014()\u201c\u201d"')
_LINKS = frozenset({"and", "but", "while", "or", "whilst", "as"})
# How far behind its first word the second word of a phrase can stand, adverbs and linking words between them.
_REACH = 24
# What behind a comma adds to a noun: "provisions and mandates, such as …".
_EXAMPLES = frozenset({"such", "including", "which"})
_RELATIVES = frozenset({"which", "who", "that", "whose"})


class Clause(NamedTuple):
    """One operative clause: its verb, the tokens of the verb phrase, and where its complement runs to.

    `opens` is the first token that belongs to the clause, with its adverbs; `first_person` where "we" is the subject.
    """

    verb: OperativeVerb
    opens: int
    verb_start: int
    start: int
    end: int
    first_person: bool = False


def clauses_in(
    tokens: Sequence[Token], vocabulary: Vocabulary, language: str = "en", under: bool = False
) -> list[Clause]:
    """Return the operative clauses of a provision in order; what stands before the first belongs to none.

    `under` where a chapeau governs the provision, so that "Encourage dialogue" is what it asks and no verb of its own.
    """
    openings: list[Clause] = []
    read_to, is_spoken = 0, False
    verbs = vocabulary.verbs.get(language, {})
    for index in [at for at, token in enumerate(tokens) if token.low in verbs]:
        if index < read_to:
            continue
        candidates = verbs[tokens[index].low]
        if clause := _clause_at(tokens, index, openings, candidates, vocabulary, under, is_spoken):
            openings.append(clause)
            is_spoken = is_spoken or clause.first_person
            read_to = clause.start
    ends = [clause.opens for clause in openings[1:]] + [len(tokens)]
    return [
        clause._replace(end=_trimmed(tokens, clause.start, end)) for clause, end in zip(openings, ends, strict=False)
    ]


def _clause_at(
    tokens: Sequence[Token],
    index: int,
    before: list[Clause],
    candidates: Sequence[OperativeVerb],
    vocabulary: Vocabulary,
    under: bool,
    is_spoken: bool,
) -> Clause | None:
    """Return the clause whose verb stands at index, with its end still open; None where none opens there.

    `is_spoken`: one of those before is in the first person.
    """
    place = _opening(tokens, index, vocabulary)
    if place is None:
        return None
    opens, link = place
    first_person = link == "we" or (opens == 0 and not under) or is_spoken
    near = {token.low for token in tokens[index + 1 : index + _REACH]}
    for verb in candidates:
        if len(verb.words) > 1 and verb.words[1] not in near:
            continue
        end = _match(tokens, index, verb.words, vocabulary)
        if not end or (verb.form == "base" and not first_person) or (link == "we" and verb.form != "base"):
            continue
        if verb.form == "base" and link not in ("", "we") and not _has_object(tokens, end, vocabulary):
            continue
        if verb.form == "participle" and not _participle_asks(tokens, end, link, verb, before, vocabulary):
            continue
        if verb.form == "finite" and link and not _finite_opens(tokens, index, end, place, before, vocabulary):
            continue
        return Clause(verb, opens, index, end, end, verb.form == "base")
    return None


def _match(tokens: Sequence[Token], index: int, words: tuple[str, ...], vocabulary: Vocabulary) -> int:
    """Return the index behind the phrase at `index`, 0 where it is not there; adverbs may stand inside it."""
    at = index
    for position, word in enumerate(words):
        if position:
            at = _past_inserted(tokens, at, word, vocabulary)
        if at >= len(tokens) or tokens[at].low != word:
            return 0
        at += 1
    while at < len(tokens) and tokens[at].low in vocabulary.words["adverb"]:
        at += 1
    return at


def _past_inserted(tokens: Sequence[Token], at: int, word: str, vocabulary: Vocabulary) -> int:
    """Return where the next word of a phrase can stand: "calls, therefore, upon", "reiterates its urgent call"."""
    start, skipped = at, 0
    while at < len(tokens) and tokens[at].low != word and skipped < 8:
        width = phrase_at(tokens, at, len(tokens), vocabulary.phrases["filler"])
        if width:
            at, skipped = at + width, skipped + width
        elif (
            tokens[at].low in vocabulary.words["adverb"]
            or tokens[at].low in vocabulary.words["intensifier"]
            or tokens[at].low == ","
        ):
            at, skipped = at + 1, skipped + 1
        else:
            return start
    return at


def _opening(tokens: Sequence[Token], index: int, vocabulary: Vocabulary) -> tuple[int, str] | None:
    """Return where the clause whose verb is at index opens, and what links it ("" at the start); None where none can.

    Adverbs and linking phrases before the verb belong to the clause: "and, in this regard, also encourages".
    """
    at = index
    while True:
        while at and tokens[at - 1].low in vocabulary.words["adverb"]:
            at -= 1
        if at == 0:
            return 0, ""
        before = tokens[at - 1].low
        width = _filler_before(tokens, at, vocabulary)
        if width:
            at -= width
            continue
        if before == "," and _filler_before(tokens, at - 1, vocabulary):
            at -= 1
            continue
        if before in _LINKS:
            return (at - 1, before if at < 2 or tokens[at - 2].low not in _MARKS else f",{before}")
        if before in _MARKS:
            if before == "," and at > 1 and tokens[at - 2].low in _LINKS:
                return at - 2, ",and"
            return at, before
        if before == "we" and (at == 1 or tokens[at - 2].low in _MARKS or tokens[at - 2].low in _LINKS):
            return at - 1, "we"
        return None


def _filler_before(tokens: Sequence[Token], end: int, vocabulary: Vocabulary) -> int:
    """Return how many tokens the linking phrase that ends before `end` has, 0 where none does."""
    if end < 2 or tokens[end - 1].low not in vocabulary.filler_ends:
        return 0
    for width in range(5, 1, -1):
        if end >= width and " ".join(token.low for token in tokens[end - width : end]) in vocabulary.words["filler"]:
            return width
    return 0


def _finite_opens(
    tokens: Sequence[Token],
    index: int,
    end: int,
    place: tuple[int, str],
    before: list[Clause],
    vocabulary: Vocabulary,
) -> bool:
    """Return whether a finite verb behind a link is a new main clause rather than part of the clause before."""
    opens, link = place
    noun = tokens[index].low in vocabulary.words["verb or noun"] and not _has_object(tokens, end, vocabulary)
    if noun and index and tokens[index - 1].low in vocabulary.words["adverb"]:
        noun = False
    if noun and end - index > 1:
        linked = tokens[opens - 1].low if opens else ""
        noun = link == "and" and index - opens < 2 and linked in vocabulary.words["spoken"]
    since = before[-1].start if before else 0
    if link in ("and", "or", "while", "as", "but"):
        if opens and tokens[opens - 1].low in vocabulary.words["preposition"]:
            return False
        if noun or link in ("or", "as"):
            return False
        return not _in_relative(tokens, since, index, vocabulary)
    if link == "," and before and _subject_waits(tokens, since, index, vocabulary):
        return False
    return not noun


def _has_object(tokens: Sequence[Token], at: int, vocabulary: Vocabulary) -> bool:
    """Return whether the complement of a verb can begin at `at` ("requests the …", "calls upon", "urges donor …")."""
    if at >= len(tokens):
        return False
    following = tokens[at]
    if following.low in vocabulary.words["determiner"] or following.is_capital:
        return True
    if following.low == "," and at + 1 < len(tokens) and tokens[at + 1].low in _EXAMPLES:
        return False
    if following.low in ("that", "upon", "with", ",", ":", "to", "in"):
        return True
    if following.low.endswith("ed"):
        return False
    if following.low in vocabulary.words["preposition"] or following.low in ("and", "or"):
        return False
    return any(vocabulary.is_actor_noun(token.low) for token in tokens[at : at + 4])


def _in_relative(tokens: Sequence[Token], since: int, index: int, vocabulary: Vocabulary) -> bool:
    """Return whether the last clause mark before index opens a relative clause, whose second verb this may be."""
    for at in range(index - 1, max(since, index - 25) - 1, -1):
        if tokens[at].low in (",", ";", "."):
            return False
        if tokens[at].low in _RELATIVES:
            return True
    return False


def _subject_waits(tokens: Sequence[Token], since: int, index: int, vocabulary: Vocabulary) -> bool:
    """Return whether a subject before the comma still lacks its verb: "notes that X, in his report, invites …"."""
    for at in range(index - 1, max(since, index - 40) - 1, -1):
        if tokens[at].low in _RELATIVES:
            return not _has_finite(tokens, at + 1, index, vocabulary)
    return False


def _has_finite(tokens: Sequence[Token], start: int, end: int, vocabulary: Vocabulary) -> bool:
    """Return whether a finite verb stands in tokens[start:end], by auxiliaries and the endings of known verbs."""
    verbs, determiners = vocabulary.words["infinitive"], vocabulary.words["determiner"]
    for at in range(start, end):
        word = tokens[at].low
        if word in vocabulary.words["auxiliary"]:
            return True
        if at > start and (tokens[at - 1].low in determiners or tokens[at - 1].low in vocabulary.words["preposition"]):
            continue
        if word in verbs or word.removesuffix("s") in verbs or word.removesuffix("es") in verbs or word.endswith("ed"):
            return True
    return False


def _participle_asks(
    tokens: Sequence[Token], end: int, link: str, verb: OperativeVerb, before: list[Clause], vocabulary: Vocabulary
) -> bool:
    """Return whether a participle asks: "takes note of the role of the Agency, encouraging the Agency to …".

    Only under a clause that itself asks nothing; under "requests X to …" it tells how X is to do it.
    """
    if not before or verb.kind not in ("ask", "wish") or link not in (",", ",and", ";"):
        return False
    if before[-1].verb.kind not in ("state", "tell") and before[-1].verb.form != "participle":
        return False
    window = tokens[end : end + 30]
    return any(
        token.low == "to" and position + 1 < len(window) and window[position + 1].low in vocabulary.words["infinitive"]
        for position, token in enumerate(window)
    )


def _trimmed(tokens: Sequence[Token], start: int, end: int) -> int:
    """Return the end of a complement without the marks and links before the next clause."""
    while end > start and (tokens[end - 1].low in _LINKS or tokens[end - 1].low in ",;:.\u2014"):
        end -= 1
    return end
