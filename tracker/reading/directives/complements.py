"""Read what follows an operative verb: whom it names, and what action it asks.

Second step of directives, one clause at a time. "States and other stakeholders, as appropriate, to support X" → the
actors and the action; "that all parties allow access" → subject and verb; "the implementation by States of X" → "by".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.reading.vocabulary import Vocabulary
from tracker.reading.vocabulary.tokens import Token, phrase_at

# Within how many words of its start a thing asked for names those between whom it is: "close ties between X and Y".
_CLOSE = 16
_FRONT = 8


@dataclass(frozen=True, slots=True)
class Complement:
    """What a clause asks: the token range of the actors (empty: nobody named) and of the action.

    `passive` where the words name the thing to be done and no actor is its subject; `modal` is the verb that binds a
    subject ("shall", "should" …), "" for an infinitive or subjunctive.
    """

    actors: tuple[int, int]
    action: tuple[int, int]
    passive: bool = False
    modal: str = ""
    infinitive: bool = False


def with_infinitive(tokens: Sequence[Token], start: int, end: int, vocabulary: Vocabulary) -> Complement | None:
    """Return actors and action of "ACTORS to ACT"; None where no infinitive follows."""
    governed = None
    depth = 0
    for at in range(start, end):
        word = tokens[at].low
        depth += (word in "([") - (word in ")]")
        if word != "to" or depth > 0 or not is_infinitive(tokens, at + 1, end, vocabulary):
            continue
        if at > start and _governed(tokens, start, at, vocabulary):
            governed = governed or at
            continue
        return Complement((start, at), (at, end), infinitive=True)
    if governed is None:
        return None
    return Complement((start, governed), (governed, end), infinitive=True)


def is_infinitive(tokens: Sequence[Token], at: int, end: int, vocabulary: Vocabulary) -> bool:
    """Return whether an infinitive stands at `at`, behind "to": adverbs and a phrase between commas may come first."""
    at = _past_manner(tokens, at, end, vocabulary)
    if at >= end:
        return False
    word = tokens[at].low
    if word in vocabulary.words["infinitive"]:
        following = tokens[at + 1].low if at + 1 < end else ""
        return not (word in vocabulary.words["noun behind to"] and following in ("of", "and", ","))
    if tokens[at].is_capital or word in vocabulary.words["determiner"] or not word.isalpha():
        return False
    if (
        word in vocabulary.words["preposition"]
        or word in vocabulary.words["pronoun"]
        or word.endswith(vocabulary.endings)
    ):
        return False
    following = tokens[at + 1].low if at + 1 < end else ""
    if following.endswith(("self", "selves")) or following in ("them", "it"):
        return True
    return _asked_of_actor(tokens, at, vocabulary) or (
        following in vocabulary.words["determiner"] and not word.endswith("s")
    )


def _asked_of_actor(tokens: Sequence[Token], at: int, vocabulary: Vocabulary) -> bool:
    """Return whether "to" stands right behind somebody, so that a word no list knows is a verb: "the Guild to bake"."""
    if at < 2 or tokens[at - 1].low != "to" or tokens[at].low.endswith("s"):
        return False
    before = tokens[at - 2]
    if before.low in vocabulary.words["to noun"]:
        return False
    return vocabulary.is_actor_noun(before.low) or before.is_capital or before.low in ("them", "him", "it")


def _past_manner(tokens: Sequence[Token], at: int, end: int, vocabulary: Vocabulary) -> int:
    """Return the index behind adverbs and one phrase between commas: "to, inter alia, further strengthen"."""
    if at < end and tokens[at].low == ",":
        close = at + 1
        while close < end and close - at < 25 and tokens[close].low != ",":
            close += 1
        at = close + 1 if close < end and tokens[close].low == "," else at
    while at < end and (
        tokens[at].low.endswith("ly")
        or tokens[at].low in ("also", "further", "not", "better", "more")
        or (tokens[at].low in ("at", "least") and "least" in (tokens[at].low, tokens[min(at + 1, end - 1)].low))
        or (tokens[at].low in ("and", "or") and tokens[at - 1].low.endswith("ly"))
    ):
        if tokens[at].low == "further" and (at + 1 >= end or tokens[at + 1].low in vocabulary.words["determiner"]):
            break
        if tokens[at].low.endswith("ly") and tokens[at].low in vocabulary.words["infinitive"]:
            break
        at += 1
    return at


def _governed(tokens: Sequence[Token], start: int, at: int, vocabulary: Vocabulary) -> bool:
    """Return whether the infinitive at `at` hangs on the word before it, inside the actors' phrase.

    "States in a position to do so to …", "organizations wishing to contribute to …".
    """
    return tokens[at - 1].low in vocabulary.words["governor"] and not tokens[at - 1].is_capital and at - 1 > start


def with_subject(tokens: Sequence[Token], start: int, end: int, vocabulary: Vocabulary) -> Complement | None:
    """Return subject and action of a "that" clause: "all parties allow …", "Member States shall …".

    The range starts behind "that". The first modal or base verb that can belong to the subject divides the two.
    """
    start = _past_if(tokens, past_aside(tokens, start, end), end)
    for at in range(start + 1, end):
        word = tokens[at].low
        if tokens[at].is_capital:
            continue
        if word in vocabulary.words["modal"]:
            passive = _is_passive(tokens, at + 1, end, vocabulary)
            return Complement((start, at), (at + 1, end), passive, "shall" if word == "shall" else word)
        if word in ("need", "needs") and at + 1 < end and tokens[at + 1].low == "to":
            return Complement((start, at), (at + 1, end), False, "must")
        if word in vocabulary.words["finite"]:
            if not _inside_relative(tokens, start, at):
                return None
            continue
        if _is_third_person(tokens, at, vocabulary) and at - start < 12:
            return Complement((start, at), (at, end))
        if (word == "be" or word in vocabulary.words["infinitive"]) and _follows_subject(tokens, start, at, vocabulary):
            last = at
            while last > start + 1 and _is_manner(tokens, last - 1):
                last -= 1
            return Complement((start, last), (at, end), _is_passive(tokens, at, end, vocabulary))
    return None


def _is_third_person(tokens: Sequence[Token], at: int, vocabulary: Vocabulary) -> bool:
    """Return whether a verb in the third person stands behind one body: "that BINUB focuses on"."""
    before, word = tokens[at - 1], tokens[at].low
    if not word.endswith("s") or vocabulary.is_actor_noun(word):
        return False
    if vocabulary.words["infinitive"].isdisjoint((word.removesuffix("s"), word.removesuffix("es"))):
        return False
    return (before.text.isupper() and len(before.text) > 2) or before.low in vocabulary.words["actor"]


def past_aside(tokens: Sequence[Token], start: int, end: int) -> int:
    """Return where a complement begins behind ", in accordance with …," at its front."""
    if start < end and tokens[start].low == ",":
        for at in range(start + 1, min(end, start + 50)):
            if tokens[at].low == ",":
                return at + 1
    return start


def _past_if(tokens: Sequence[Token], start: int, end: int) -> int:
    """Return where the subject begins behind a condition: "if it finds A, B or C, then Member States shall …"."""
    if start < end and tokens[start].low == "then":
        return start + 1
    for at in range(start, min(end, start + 200) - 1):
        if tokens[at].low == "," and tokens[at + 1].low == "then":
            return at + 2
    return start


def _is_manner(tokens: Sequence[Token], at: int) -> bool:
    """Return whether an adverb stands at `at`, or the "and" between two: "immediately and unconditionally"."""
    if tokens[at].low == "and":
        return tokens[at - 1].low.endswith("ly") and tokens[at + 1].low.endswith("ly")
    return tokens[at].low.endswith("ly") and not tokens[at].is_capital


def _inside_relative(tokens: Sequence[Token], start: int, at: int) -> bool:
    return any(token.low in ("that", "which", "who", "whose", "where") for token in tokens[max(start, at - 8) : at])


def _follows_subject(tokens: Sequence[Token], start: int, at: int, vocabulary: Vocabulary) -> bool:
    """Return whether the word before can end a subject, so that a base verb here is the verb of it."""
    before = tokens[at - 1]
    if before.low in vocabulary.words["determiner"] or before.low in vocabulary.words["preposition"]:
        return False
    if tokens[at].low in vocabulary.words["plain verb"]:
        return before.low not in ("and", "or")
    if before.low in ("and", "or", "not") or (
        before.low.endswith(("al", "ive", "ous", "ic")) and not before.is_capital
    ):
        return before.low == "not"
    return (
        before.low.endswith(("s", "ly"))
        or before.is_capital
        or before.low in (")", ",", "he", "she", "they", "it")
        or vocabulary.is_actor_noun(before.low)
    )


def _is_passive(tokens: Sequence[Token], at: int, end: int, vocabulary: Vocabulary) -> bool:
    """Return whether the verb phrase at `at` is passive: "be implemented", "also be made"."""
    at = _past_manner(tokens, at, end, vocabulary)
    if at >= end or tokens[at].low != "be":
        return False
    if at + 1 < end and tokens[at + 1].low in ("subject", "exempt", "eligible", "deemed"):
        return True
    at = _past_manner(tokens, at + 1, end, vocabulary)
    return at < end and (
        tokens[at].low.endswith(("ed", "en")) or tokens[at].low in vocabulary.words["irregular participle"]
    )


def agents_of(tokens: Sequence[Token], start: int, end: int, vocabulary: Vocabulary) -> tuple[int, int] | None:
    """Return where the actors of a thing asked for stand: "implementation by States", "dialogue between X and Y"."""
    for at in range(start, min(end, start + 60)):
        word = tokens[at].low
        if at + 1 >= end:
            return None
        following = tokens[at + 1]
        if word == "by" and following.low.isalpha() and not following.low.endswith(("ing", "means")):
            if tokens[at - 1].low.endswith("ed") and at - start > 6:
                continue
            named = at - start < 8 and phrase_at(tokens, at + 1, end, vocabulary.name_starts)
            if named or _actor_begins(tokens, at + 1, end, vocabulary):
                return at + 1, _noun_phrase_end(tokens, at + 1, end, vocabulary)
        if word == "from" and tokens[at - 1].low in vocabulary.words["response"]:
            if _actor_begins(tokens, at + 1, end, vocabulary):
                return at + 1, _noun_phrase_end(tokens, at + 1, end, vocabulary)
        if word == "of" and _takes_part(tokens, start, at):
            if _actor_begins(tokens, at + 1, end, vocabulary):
                return at + 1, _noun_phrase_end(tokens, at + 1, end, vocabulary)
        if (
            word in ("between", "among")
            and at - start < _CLOSE
            and following.low not in ("and", "or")
            and _actor_begins(tokens, at + 1, end, vocabulary)
        ):
            return at + 1, _noun_phrase_end(tokens, at + 1, end, vocabulary)
    return None


def _takes_part(tokens: Sequence[Token], start: int, of: int) -> bool:
    """Return whether those behind "of" are asked to take part: "the active participation of States"."""
    if of - start > _FRONT or tokens[of - 1].low not in ("participation", "attendance", "cooperation"):
        return False
    return all(token.low != "to" for token in tokens[start:of])


def _actor_begins(tokens: Sequence[Token], at: int, end: int, vocabulary: Vocabulary) -> bool:
    """Return whether a noun that acts stands in the few words from `at`."""
    return any(vocabulary.is_actor_noun(token.low) for token in tokens[at : min(at + 6, end)])


def _noun_phrase_end(tokens: Sequence[Token], at: int, end: int, vocabulary: Vocabulary) -> int:
    """Return where a noun phrase ends: at a manner, a gerund or another preposition of the action."""
    for index in range(at + 1, end):
        word = tokens[index].low
        if word == "to" and tokens[index - 1].low in ("parties", "party"):
            continue
        if word == "for" and index + 1 < end and tokens[index + 1].low.endswith("ing"):
            return index
        if word == "against" or (word == "of" and tokens[index - 1].low == "states"):
            return index
        if word in ("in", "with", "on", "to", "through", "towards", "aimed", "which", "so", "by") and index > at:
            if word == "to" or not (
                tokens[index - 1].is_capital and index + 1 < end and tokens[index + 1].is_capital and word != "with"
            ):
                return index
        if word == "of" and tokens[index - 1].low in ("associations", "networks", "federations"):
            continue
        if word == "of" and not tokens[index - 1].is_capital:
            capital = any(token.is_capital for token in tokens[index + 1 : index + 3])
            if not capital or not vocabulary.is_actor_noun(tokens[index - 1].low):
                return index
    return end


def clean_action(tokens: Sequence[Token], start: int, end: int, vocabulary: Vocabulary) -> tuple[int, int]:
    """Return the action without a leading comma and, past some 160 characters, cut at a comma or a preposition."""
    while start < end and not tokens[start].text[0].isalnum():
        start += 1
    if start >= end:
        return start, start
    limit = tokens[start].start + 160
    last = end
    while last > start + 1 and tokens[last - 1].end > limit:
        last -= 1
    if last < end:
        cut = last
        while cut > start + 6 and tokens[cut].low not in (",", ";", "and", "in", "for", "with", "through", "including"):
            cut -= 1
        last = cut if cut > start + 6 else last
    while last > start + 1 and (not tokens[last - 1].text[0].isalnum() or tokens[last - 1].low in ("and", "the", "of")):
        last -= 1
    return start, last


def opens_list(text: str) -> bool:
    """Return whether a text only opens a list: it ends in a colon or a dash."""
    return text.rstrip().endswith((":", "\u2014", "\u2013", ": -"))
