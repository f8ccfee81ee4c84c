"""The provision under the reader's eye, and what is found in it: whom its words name, and who can act.

A step of directives, below asks: resolves "them" and "it", and tells an actor from a thing by the head of its phrase.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tracker.reading.addressees import Named, read_addressees
from tracker.reading.addressees.references import Names
from tracker.reading.records import Language, Strength
from tracker.reading.vocabulary import Vocabulary
from tracker.reading.vocabulary.tokens import Token

_THEM = frozenset({"them", "they", "him", "her", "it", "he", "she"})


@dataclass(frozen=True, slots=True)
class Ask:
    """What one clause asks, before its time and its deliverable are known. Ranges are tokens.

    `own` where the adopting organ itself acts; `clause` is the range in which its deadlines stand; `object_of` is the
    verb whose object the action is ("appropriates 220,900 dollars"), "" where the action has a verb of its own;
    `by_order` where no verb of asking stands, only "shall" or "should".
    """

    verb: str
    strength: Strength
    verb_range: tuple[int, int]
    clause: tuple[int, int]
    named: tuple[Named, ...] = ()
    action: tuple[int, int] = (0, 0)
    own: bool = False
    object_of: str = ""
    by_order: bool = False
    doubts: tuple[str, ...] = ()


@dataclass
class Paragraph:
    """One provision being read: its words, its place in the document, and what the document calls things."""

    text: str
    tokens: Sequence[Token]
    place: int
    names: Names
    vocabulary: Vocabulary
    organ: str
    language: Language = "en"
    symbol: str = ""
    asks: list[Ask] = field(default_factory=list)

    def named(self, start: int, end: int) -> list[Named]:
        """Return the addressees in a range of tokens; "them" and "it" are those named before."""
        words = [token.low for token in self.tokens[start:end] if token.text[0].isalnum()]
        if words and words[0] in _THEM:
            return self.meant_by(words[0], start)
        return read_addressees(self.text, self.tokens, start, end, self.place, self.names, self.vocabulary)

    def meant_by(self, pronoun: str, before: int) -> list[Named]:
        """Return whom a pronoun means: the addressees asked just before it, else the actors named just before it."""
        plural = pronoun in ("them", "they")
        for ask in reversed(self.asks):
            if ask.named:
                return [
                    replace(named, doubts=(*named.doubts, f'"{pronoun}" is taken from the words before'))
                    for named in ask.named
                ]
        found = _actors_before(self, before, plural)
        return [
            replace(named, doubts=(*named.doubts, f'"{pronoun}" is taken from the words before')) for named in found
        ]


def _actors_before(paragraph: Paragraph, before: int, plural: bool) -> list[Named]:
    """Return the actors that a pronoun can mean: the last coordinated actors named in the words before it."""
    tokens, vocabulary = paragraph.tokens, paragraph.vocabulary
    at = before - 1
    while at >= 0:
        noun = tokens[at].low.removesuffix("'s")
        if vocabulary.is_actor_noun(noun) and noun.endswith("s") == plural:
            start = at
            while start > 0 and not _parts(tokens[start - 1], vocabulary):
                start -= 1
            named = paragraph.named(start, at + 1)
            if named:
                return named
        at -= 1
    return []


def _parts(token: Token, vocabulary: Vocabulary) -> bool:
    """Return whether a word cannot belong to the names of actors behind it: a mark, preposition or verb."""
    if not token.text[0].isalnum() or token.low in vocabulary.words["preposition"] or token.low in ("the", "that"):
        return True
    return token.low in vocabulary.verbs["en"]


def acts(paragraph: Paragraph, actors: tuple[int, int]) -> bool:
    """Return whether the head of the first noun of a phrase is somebody who can act."""
    start, end = actors
    if start < end and paragraph.tokens[start].low in _THEM:
        return True
    head = head_word(paragraph, start, end)
    vocabulary = paragraph.vocabulary
    if vocabulary.is_actor_noun(head):
        return True
    first = first_word(paragraph, start, end)
    known = " ".join(token.low for token in paragraph.tokens[first:end])
    if known in vocabulary.names:
        return True
    token = paragraph.tokens[first] if first < end else None
    return bool(
        token and token.text.isupper() and len(token.text) > 2 and not token.text.startswith("COVID")
    ) or head in ("nations", "all")


def first_word(paragraph: Paragraph, start: int, end: int) -> int:
    while start < end and paragraph.tokens[start].low in paragraph.vocabulary.words["loose"]:
        start += 1
    return start


def head_word(paragraph: Paragraph, start: int, end: int) -> str:
    """Return the head of the first noun phrase: the last word before a comma, a preposition or a joiner."""
    vocabulary = paragraph.vocabulary
    at = first_word(paragraph, start, end)
    head = ""
    while at < end:
        word = paragraph.tokens[at].low
        if (
            (word in vocabulary.words["relative"] and head)
            or word in vocabulary.words["preposition"]
            or not word[0].isalnum()
        ):
            break
        if word in ("and", "or"):
            if vocabulary.is_actor_noun(head) or not _adjective_list(paragraph, at, end):
                if not _modifies(head, paragraph, at, end):
                    break
        elif vocabulary.is_actor_noun(word) or not word.endswith("ly") or paragraph.tokens[at].is_capital:
            head = word
        at += 1
    return head or (paragraph.tokens[start].low if start < end else "")


def _modifies(word: str, paragraph: Paragraph, joiner: int, end: int) -> bool:
    """Return whether a word before "and" only describes a thing behind: "full and effective implementation"."""
    if not word.endswith(("l", "e", "ed", "ive")) or joiner + 2 >= end:
        return False
    behind = paragraph.tokens[joiner + 2].low
    return not paragraph.vocabulary.is_actor_noun(word) and behind.endswith(paragraph.vocabulary.thing_endings)


def _adjective_list(paragraph: Paragraph, joiner: int, end: int) -> bool:
    """Return whether an actor's noun still follows: "regional and subregional organizations"."""
    return any(
        paragraph.vocabulary.is_actor_noun(token.low) for token in paragraph.tokens[joiner + 1 : min(joiner + 5, end)]
    )
