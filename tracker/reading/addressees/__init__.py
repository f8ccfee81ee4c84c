"""Say who is addressed: the actors that a noun phrase names, each by its full name, with the words and their span.

Stands below directives, beside deadlines: directives finds the phrase, this package takes it apart (actors) and
resolves short names inside the document (references).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.reading.addressees.actors import Actor, actors_in, is_plausible
from tracker.reading.addressees.references import Names, head_of
from tracker.reading.addressees.wholes import is_class, shared_names
from tracker.reading.records import Addressee, Found
from tracker.reading.vocabulary import Vocabulary
from tracker.reading.vocabulary.tokens import Token, fold

# Heads that never stand for one body named elsewhere.
_GENERAL = frozenset({"states", "nations", "parties", "governments", "countries", "organizations", "state", "system"})


@dataclass(frozen=True, slots=True)
class Named:
    """An addressee as read, with the doubts its name raises; `likely` where its words look like somebody."""

    addressee: Addressee
    doubts: tuple[str, ...] = ()
    likely: bool = True


def read_addressees(
    text: str, tokens: Sequence[Token], start: int, end: int, place: int, names: Names, vocabulary: Vocabulary
) -> list[Named]:
    """Return the addressees in tokens[start:end] of the paragraph `place` of a document, in order, each once."""
    found: dict[str, Named] = {}
    for actor in actors_in(tokens, start, end, vocabulary):
        for named in _named(text, tokens, actor, place, names, vocabulary):
            found.setdefault(named.addressee.name, named)
    return list(found.values())


def _named(
    text: str, tokens: Sequence[Token], actor: Actor, place: int, names: Names, vocabulary: Vocabulary
) -> list[Named]:
    """Return the addressees that the words of one actor name: mostly one, several where words are shared."""
    span = (tokens[actor.start].start, tokens[actor.end - 1].end)
    words = text[span[0] : span[1]]
    found = Found(*span)
    shared = shared_names(words, vocabulary)
    if shared:
        return [Named(Addressee(name, words, found)) for name in shared]
    if actor.pointing:
        meant = _meant_before(tokens, actor, vocabulary)
        if meant:
            others = _named(text, tokens, meant, place, names, vocabulary)
            return [Named(Addressee(one.addressee.name, words, found), one.doubts) for one in others]
    name, doubts = _name_of(words, tokens, actor, place, names, vocabulary)
    return [Named(Addressee(name, words, found), doubts, is_plausible(tokens, actor, vocabulary))]


def _name_of(
    words: str, tokens: Sequence[Token], actor: Actor, place: int, names: Names, vocabulary: Vocabulary
) -> tuple[str, tuple[str, ...]]:
    """Return the full name of one actor, of the directory, of the document, or else its own words, with doubts."""
    plain = _plain(words)
    if plain.endswith(" concerned") and fold(plain).removesuffix(" concerned").count(" ") > 1:
        plain = plain.removesuffix(" concerned") if fold(plain[: -len(" concerned")]) in vocabulary.names else plain
    folded = fold(plain)
    if folded in vocabulary.full_names:
        return vocabulary.names[folded], ()
    explained = names.abbreviations.get(plain)
    if folded in vocabulary.names and ((plain.isupper() and len(plain) > 3) or not explained):
        short = _is_short(plain, actor) and not plain.isupper()
        if not short or not names.resolve(plain, place):
            return vocabulary.names[folded], ()
    if explained:
        explained = _plain(explained)
        return vocabulary.names.get(fold(explained), explained), ()
    if _is_short(plain, actor):
        full = names.resolve(plain, place)
        if full:
            full = _plain(full)
            rivals = names.rivals(plain)
            doubts = (f'several bodies could be meant by "{words}"',) if rivals > 1 else ()
            return vocabulary.names.get(fold(full), full), doubts
    in_full = _with_full_tail(plain, place, names)
    if in_full:
        return vocabulary.names.get(fold(in_full), in_full), ()
    if not _known_head(tokens, actor, vocabulary):
        return plain, (f'"{words}" is no known addressee',)
    if is_class(folded, vocabulary) or _is_government(folded, vocabulary):
        return plain, ()
    return plain, (f'"{words}" is not in the directory',)


def _is_government(folded: str, vocabulary: Vocabulary) -> bool:
    """Return whether words are the government or the authorities of a State of the directory."""
    for opening in ("government of the ", "government of ", "authorities of the ", "authorities of "):
        if folded.startswith(opening):
            return folded.removeprefix(opening) in vocabulary.full_names
    return False


def _meant_before(tokens: Sequence[Token], actor: Actor, vocabulary: Vocabulary) -> Actor | None:
    """Return the fuller words that "such organizations" points back to: the same noun with the adjectives before it."""
    noun = tokens[actor.start].low
    for at in range(actor.start - 2, 0, -1):
        if tokens[at].low != noun:
            continue
        start = at
        while start and (tokens[start - 1].low in vocabulary.words["class"] or tokens[start - 1].low in (",", "and")):
            start -= 1
        return Actor(start, at + 1) if start < at else None
    return None


def _plain(words: str) -> str:
    """Return words with plain hyphens and single spaces, "UN" at their front in full."""
    plain = " ".join(words.replace("\u2011", "-").replace("\u2010", "-").split())
    plain = plain.removesuffix("\u2019s").removesuffix("'s")
    return f"United Nations {plain.removeprefix('UN ')}" if plain.startswith("UN ") else plain


def _is_short(words: str, actor: Actor) -> bool:
    """Return whether a name may be a short form: "the Panel", "the Special Committee", "the Office"."""
    parts = words.split()
    if not actor.definite or len(parts) > 6 or not words[:1].isupper() or words.startswith("Government of "):
        return False
    return head_of(tuple(fold(words).split())) not in _GENERAL


def _with_full_tail(words: str, place: int, names: Names) -> str | None:
    """Return a name with the short name at its end in full: "parties to the Convention" → "… on Biodiversity"."""
    before, _, last = words.rpartition(" the ")
    if (
        fold(last) in names.vocabulary.full_names
        or not before
        or not last[:1].isupper()
        or len(last.split()) > 2
        or head_of(tuple(fold(last).split())) in _GENERAL
    ):
        return None
    full = names.resolve(last, place)
    return f"{before} the {_plain(full)}" if full else None


def _known_head(tokens: Sequence[Token], actor: Actor, vocabulary: Vocabulary) -> bool:
    return any(vocabulary.is_actor_noun(token.low) for token in tokens[actor.start : actor.end])
