"""Divide the pieces of a noun phrase into the actors they name, each without its article and tail.

Second step of addressees; works on the words of one provision alone. "States, in cooperation with the Office, and
relevant international organizations that have not done so" gives "States" and "international organizations".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.reading.addressees.pieces import pieces_in
from tracker.reading.addressees.wholes import JOINERS as _JOINERS
from tracker.reading.addressees.wholes import known_name_at, shared_names
from tracker.reading.vocabulary import Vocabulary
from tracker.reading.vocabulary.tokens import Token, phrase_at

_TRAILING = frozenset(
    {"also", "therein", "and", "or", "of", "the", "to", "as", "both", "neither", "either", "consistent", "first"}
)


@dataclass(frozen=True, slots=True)
class Actor:
    """The words of one actor, as a range of tokens, without article and tail.

    `definite` where "the" or a possessive stood before, `pointing` where "such", "these" or "those" did.
    """

    start: int
    end: int
    definite: bool = False
    pointing: bool = False


def actors_in(tokens: Sequence[Token], start: int, end: int, vocabulary: Vocabulary) -> list[Actor]:
    """Return the actors that the noun phrase tokens[start:end] coordinates, in order (GUIDE, "addressees").

    Actors of a narrowing phrase ("including", "in particular") count only where they are named bodies; those merely
    consulted or helped ("in consultation with …") do not count.
    """
    actors: list[Actor] = []
    for low, high, narrowed in pieces_in(tokens, start, end, vocabulary):
        for first, last in _split_items(tokens, low, high, vocabulary):
            actor = _trim(tokens, first, last, vocabulary)
            if actor and (not narrowed or (is_named(tokens, actor) and not _is_part(tokens, first))):
                actors.append(actor)
    plausible = [actor for actor in actors if is_plausible(tokens, actor, vocabulary)]
    return plausible or [
        actor for actor in actors[:1] if tokens[actor.start].low not in vocabulary.words["preposition"]
    ]


def _is_part(tokens: Sequence[Token], first: int) -> bool:
    """Return whether an actor is but a part of the one named before: "the European Union, notably its missions"."""
    return tokens[first].low in ("its", "their", "his", "her")


def is_plausible(tokens: Sequence[Token], actor: Actor, vocabulary: Vocabulary) -> bool:
    """Return whether words look like somebody: a noun that acts or a name in capitals at their front."""
    first = tokens[actor.start]
    if first.low in vocabulary.words["preposition"] or first.low in vocabulary.words["relative"]:
        return first.low in (
            "participating", "contributing", "affected", "hosting", "implementing", "supporting", "involved"
        )  # fmt: skip
    if first.is_capital and _is_text(tokens, actor, vocabulary):
        return False
    if first.is_capital or first.low in vocabulary.words["pronoun"]:
        return True
    if known_name_at(tokens, actor.start, actor.end, vocabulary):
        return True
    before_of = next((at for at in range(actor.start, actor.end) if tokens[at].low == "of"), actor.end)
    return any(vocabulary.is_actor_noun(token.low) for token in tokens[actor.start : before_of])


def _is_text(tokens: Sequence[Token], actor: Actor, vocabulary: Vocabulary) -> bool:
    """Return whether a name is that of a treaty or another text: "the Convention on the Rights of the Child"."""
    head = actor.start
    while head + 1 < actor.end and tokens[head + 1].is_capital:
        head += 1
    return tokens[head].low in vocabulary.words["text noun"]


def is_named(tokens: Sequence[Token], actor: Actor) -> bool:
    """Return whether the actor is a named body rather than a class ("the World Bank", not "donor countries")."""
    words = " ".join(token.low for token in tokens[actor.start : actor.end])
    return tokens[actor.start].is_capital and words not in ("member states", "states", "states parties")


def _split_items(tokens: Sequence[Token], start: int, end: int, vocabulary: Vocabulary) -> Iterator[tuple[int, int]]:
    """Yield the coordinated items of one piece: divided at "and", "or", "as well as" where a new actor begins."""
    low = index = start
    while index < end:
        known = known_name_at(tokens, index, end, vocabulary)
        if known > 1 and (index == low or tokens[index - 1].low not in ("of", "on", "for", "to")):
            index += known
            continue
        width = 1 if tokens[index].low in _JOINERS else 0
        width = width or phrase_at(tokens, index, end, {"as": (("as", "well", "as"),)})
        if width and index > low and (width > 1 or _divides(tokens, low, index, end, vocabulary)):
            yield low, index
            low = index + width
            index = low
            continue
        index += 1
    if low < end:
        yield low, end


def _divides(tokens: Sequence[Token], low: int, joiner: int, end: int, vocabulary: Vocabulary) -> bool:
    """Return whether the "and" at `joiner` stands between two actors rather than inside the name of one.

    "States and funding agencies" is divided; "regional and national funding agencies" (adjectives), "programmes, funds
    and organizations of the United Nations system" (one whole) and "Office on Drugs and Crime" (a name) are not.
    """
    before, after = tokens[joiner - 1], tokens[joiner + 1] if joiner + 1 < end else None
    if after is None:
        return False
    if tokens[_after_loose(tokens, low, joiner, vocabulary)].low == "governments" and after.is_capital:
        return False
    if before.low.endswith("-") or _share_words(tokens, low, joiner, end, vocabulary):
        return False
    if after.low in ("the", "all", "other", "others", "any", "those", "relevant", "its", "their", "interested"):
        return True
    left = [token.low for token in tokens[low:joiner]]
    if not {"that", "which", "who", "whose"}.isdisjoint(left):
        return after.is_capital and bool(known_name_at(tokens, joiner + 1, end, vocabulary))
    if before.is_capital and after.is_capital:
        return _capitals_divide(tokens, low, joiner, end, vocabulary)
    if not _ends_in_actor(tokens, low, joiner, vocabulary) and not _is_body(tokens, low, joiner, vocabulary):
        return False
    following = [token.low for token in tokens[joiner + 1 : end]]
    if _shares_tail(left, following, vocabulary):
        return False
    return any(vocabulary.is_actor_noun(word) for word in following) or after.is_capital


def _share_words(tokens: Sequence[Token], low: int, joiner: int, end: int, vocabulary: Vocabulary) -> bool:
    """Return whether the noun behind the joiner shares its modifier: "United Nations agencies and entities"."""
    behind = tokens[joiner + 2].low if joiner + 2 < end else ""
    if behind and behind not in _JOINERS and behind not in ("as", "that", "which", "to", "in", ","):
        return False
    first = _after_loose(tokens, low, joiner, vocabulary)
    return bool(shared_names(" ".join(token.text for token in tokens[first : joiner + 2]), vocabulary))


def _capitals_divide(tokens: Sequence[Token], low: int, joiner: int, end: int, vocabulary: Vocabulary) -> bool:
    """Return whether "A and B", both in capitals, are two bodies: known, abbreviated, or each with its own head."""
    left = " ".join(token.low for token in tokens[_after_loose(tokens, low, joiner, vocabulary) : joiner])
    if left in vocabulary.names or (tokens[joiner - 1].text.isupper() and len(tokens[joiner - 1].text) > 2):
        return True
    if known_name_at(tokens, joiner + 1, end, vocabulary) or tokens[joiner + 1].low == "united":
        return True
    behind, alone = tokens[joiner + 1].text, joiner + 2 >= end or not tokens[joiner + 2].is_capital
    if behind.isupper() and len(behind) > 2 and alone:
        return True
    head_ended = _ends_in_actor(tokens, low, joiner, vocabulary)
    inside_name = any(token.low in ("of", "on", "for", "against") for token in tokens[low:joiner])
    return head_ended and not inside_name and any(vocabulary.is_actor_noun(t.low) for t in tokens[joiner + 1 : end])


def _is_body(tokens: Sequence[Token], low: int, high: int, vocabulary: Vocabulary) -> bool:
    """Return whether tokens[low:high] are a body known or abbreviated, so that a new actor can begin behind it."""
    first = _after_loose(tokens, low, high, vocabulary)
    if high - first == 1 and tokens[first].text.isupper() and len(tokens[first].text) > 2:
        return True
    return first < high and " ".join(token.low for token in tokens[first:high]) in vocabulary.names


def _ends_in_actor(tokens: Sequence[Token], low: int, high: int, vocabulary: Vocabulary) -> bool:
    """Return whether tokens[low:high] hold a noun that acts (so that a new actor can begin behind them)."""
    return any(vocabulary.is_actor_noun(token.low) for token in tokens[low:high])


def _shares_tail(left: list[str], right: list[str], vocabulary: Vocabulary) -> bool:
    """Return whether both sides are bare nouns with one "of …" behind: "organs and bodies of the system"."""
    if "of" not in right:
        return False
    head = right[: right.index("of")]
    return len(head) == 1 and "of" not in left and "other" not in left and left[-1] in vocabulary.words["collective"]


def _after_loose(tokens: Sequence[Token], start: int, end: int, vocabulary: Vocabulary) -> int:
    while start < end and tokens[start].low in vocabulary.words["loose"]:
        start += 1
    return start


def _trim(tokens: Sequence[Token], start: int, end: int, vocabulary: Vocabulary) -> Actor | None:
    """Return one item without article, "all", "relevant" and without the clause or place that hangs on it."""
    first = start
    while first < end and (tokens[first].low in vocabulary.words["loose"] or not tokens[first].text[0].isalnum()):
        first += 1
    if first < end and tokens[first].low in ("to", "upon", "on", "by") and first + 1 < end:
        return _trim(tokens, first + 1, end, vocabulary)
    if first > start and (first >= end or tokens[first].low in vocabulary.words["relative"]):
        if tokens[first - 1].low in ("others", "those", "all") and not _describes(tokens, first, end, vocabulary):
            return Actor(first - 1, end)
    if first >= end:
        return None
    last = first + max(1, known_name_at(tokens, first, end, vocabulary))
    last = max([last, *(at + 1 for at in range(first, end) if tokens[at].low == ",")])
    while last < end and not _cuts(tokens, last, end, vocabulary):
        last += 1
    while last > first + 1 and _trails(tokens[last - 1]):
        last -= 1
    before = {token.low for token in tokens[start:first]}
    return Actor(
        first, last, definite=bool(before & {"the", "his", "her"}), pointing=bool(before & {"such", "these", "those"})
    )


def _describes(tokens: Sequence[Token], index: int, end: int, vocabulary: Vocabulary) -> bool:
    """Return whether a participle stands before its noun: "all affected Member States", not "all affected by it"."""
    if index + 1 >= end or tokens[index - 1].low != "all":
        return False
    return tokens[index + 1].is_capital or vocabulary.is_actor_noun(tokens[index + 1].low)


def _trails(token: Token) -> bool:
    """Return whether a word at the end of a name belongs to what follows: "the parties seriously", "States and"."""
    return token.low in _TRAILING or (token.low.endswith("ly") and not token.is_capital)


def _cuts(tokens: Sequence[Token], index: int, end: int, vocabulary: Vocabulary) -> bool:
    """Return whether the name ends before this word: a relative clause, a participle, a manner, a bracket."""
    token = tokens[index]
    if not token.text[0].isalnum():
        return token.low not in "'\u2019"
    if token.low == "in":
        following = tokens[index + 1].low if index + 1 < end else ""
        return following in vocabulary.words["manner in"]
    if token.low == "to":
        following = tokens[index + 1].low if index + 1 < end else ""
        return following in vocabulary.words["infinitive"] or following in vocabulary.words["pointing"]
    before = tokens[index - 1]
    if token.low == "with" and before.low in ("associated", "status"):
        return False
    if before.low in vocabulary.words["preposition"] or before.low in vocabulary.words["determiner"]:
        return False
    if token.low.endswith("ing") and before.low.endswith("s") and vocabulary.is_actor_noun(before.low):
        return True
    if token.low not in vocabulary.words["relative"] or token.is_capital:
        return False
    inside_name = before.is_capital and index + 1 < end and tokens[index + 1].is_capital
    return not inside_name or token.low not in ("with", "within", "without", "over", "concerning", "regarding")
