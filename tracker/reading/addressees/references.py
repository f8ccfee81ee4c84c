"""Resolve what short names stand for inside one document: "the Commission", "the Office", "the Convention".

Second step of addressees. A document introduces a body by its full name in the title, the preamble or an earlier
paragraph and then shortens it; the nearest earlier full name with the same head noun is meant.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from tracker.reading.records import Resolution
from tracker.reading.vocabulary import Vocabulary
from tracker.reading.vocabulary.tokens import fold

_WORD = r"[A-Z\u00c0-\u00de][\w\u2019'\u2010\u2011-]*"
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)\\b"
# Small words that belong to names only in some places: "Committee on Relations with …", "Office to the African Union",
# "Special Committee to Investigate …"; elsewhere they lead away from the name ("of the Territory with the Committee").
_PLACED = (
    r"(?<=Relations )with|(?<=Office )to|(?<=Envoy )to|(?<=Adviser )to|(?<=Independence )to|(?<=Parties )to|"
    r"to (?:Combat|Counter|Eliminate|Eradicate|Investigate|Prevent|Study|Support)\b|"
    r"in(?! the (?:General Assembly|Secretariat|Security Council|Sixth Committee))"
)
# A name in capitals with the small words inside it: "Panel of Experts", "Centre for Human Rights in Africa".
_NAME = re.compile(
    rf"{_WORD}(?:(?: (?:and )?(?:of|on|for|{_PLACED}|against|de|du|la|des|with regard to|between)(?: the)?"
    r"|,| and(?:/or)?)? "
    rf"(?!Council resolution|Assembly resolution|{_MONTH}){_WORD})*(?:(?<=Goal) \d+\b)?"
)
# A holder of a mandate or a group whose subject is in small letters: "Special Rapporteur on the right to development".
_HOLDER = re.compile(
    r"((?:Special Rapporteur|Independent Expert|Working Group|Special Representative|Special Envoy|Expert Mechanism)"
    rf"(?: of the {_WORD}(?: {_WORD})*)?)((?: on) [^,;:.()\u201c]{{3,160}})"
)
# Where the subject of a holder ends: at a verb or at what the holder is asked.
_TAIL_END = re.compile(
    r" (?:and (?:the|all|other|to|his|her|its|in|notes|requests|calls|invites)|to (?:continue|submit|report|present|"
    r"consider|include|provide|make|take)|at (?:its|the)|in (?:accordance|his|her|its|their)|as|has|have|is|are|was|"
    r"will|should|which|who|that|by|with|pursuant|contained|from|during|within|through)\b.*"
)
# Organs that appoint holders of mandates; they tell no two holders apart.
_APPOINTER = re.compile(r" of the (?:Human Rights Council|Commission on Human Rights|Council)(?= on | for )")
# A committee that the Security Council names by the resolution that founded it.
_FOUNDED = re.compile(
    r"(Committee)(?: of the Security Council)? (?:established )?(?:pursuant to|by)(?: paragraph \d+[^,;]{0,9} of)?"
    r"(?: its)? resolution (\d+ \(\d{4}\))"
)
# One known by all its resolutions: "Committee pursuant to resolutions 1267 (1999), 1989 (2011) and 2253 (2015)".
_FOUNDED_BY_SEVERAL = re.compile(
    r"Committee pursuant to resolutions \d+ \(\d{4}\)(?:(?:, | and )\d+ \(\d{4}\))+"
    r"(?: concerning [A-Z]\w+(?: and [A-Z]\w+)*)?"
)
# A holder named with the organ that appointed it and without its subject, which tells it from no other.
_ANY_HOLDER = re.compile(r"(?:Special Rapporteur|Independent Expert|Working Group) of the (?:Human Rights )?Council")
# An abbreviation that the text itself explains: "Federal Government of Somalia (FGS)".
_EXPLAINED = re.compile(r"\((?:hereafter |herein |the )*[\"\u201c]?([A-Z][A-Za-z0-9/-]{1,14})[\"\u201d]?\)")
_BEFORE = 140
_ARTICLE = re.compile(
    r"^(?:An?|The|Its?|His|Her|Their|All|Also|In|On|Of|For|By|With|And|[A-Z][a-z]+ing(?! Group| Party)) "
)
_OF = re.compile(r" (?:of|by|for|on) the ")
_SMALL = frozenset(
    {"of", "on", "for", "in", "to", "against", "and", "de", "du", "la", "des", "with", "regard", "between", "the"}
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A full name somewhere in the document, with the head noun that a short form of it keeps."""

    head: str
    words: tuple[str, ...]
    text: str
    place: int


def head_of(words: tuple[str, ...]) -> str:
    """Return the head noun of a name: the last word before its first small word ("Panel of Experts" → "panel")."""
    for index, word in enumerate(words):
        if word in _SMALL and index and word != "and":
            return words[index - 1]
    return words[-1]


@dataclass
class Names:
    """The names one document uses, found when first asked for. `place` counts paragraphs: the title is 0."""

    resolution: Resolution
    vocabulary: Vocabulary
    texts: tuple[str, ...] = field(init=False)
    first_operative: int = field(init=False)

    def __post_init__(self) -> None:
        before = [self.resolution.title or "", *(paragraph.text for paragraph in self.resolution.preambular)]
        self.first_operative = len(before)
        self.texts = (*before, *(provision.text for provision in self.resolution.operative))

    @cached_property
    def mentions(self) -> dict[str, list[Mention]]:
        """Every full name of two words or more, by its head noun, in the order of the document."""
        found: dict[str, list[Mention]] = {}
        for place, text in enumerate(self.texts):
            for head, name in dict.fromkeys(self._names_in(text)):
                name = _ARTICLE.sub("", name)
                if " " not in name:
                    continue
                words = tuple(fold(name).replace(",", "").split())
                if len(words) > 1:
                    mention = Mention(head or head_of(words), words, name, place)
                    found.setdefault(mention.head, []).append(mention)
        return found

    def _names_in(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield the full names in a text, each with its head noun where the name itself does not show it."""
        if self.vocabulary.listing_pattern.search(text):
            yield from (("", name) for name in self.vocabulary.listing_names if name in text)
        yield from (("committee", match[0]) for match in _FOUNDED_BY_SEVERAL.finditer(text))
        for match in _NAME.finditer(text):
            # Most runs of capitals are the one word that opens a sentence, and no full name.
            if " " not in match[0] or _ANY_HOLDER.fullmatch(match[0]):
                continue
            for name in self._names_within(match[0]):
                yield "", name
                yield from (("", tail) for tail in _tails_of(name))
        for match in _HOLDER.finditer(text):
            name = _APPOINTER.sub("", match[1] + _TAIL_END.sub("", match[2])).rstrip()
            yield fold(match[1].split(" of ")[0].split()[-1]), name
        for match in _FOUNDED.finditer(text):
            yield "committee", f"Committee established pursuant to resolution {match[2]}"

    def _names_within(self, run: str) -> list[str]:
        """Return a run of capitals as the names it may hold: whole, and divided where a list of bodies joins two."""
        pieces: list[str] = []
        for piece in run.split(", "):
            left, joiner, right = piece.partition(" and ")
            if joiner and (self._is_whole(left) or fold(right) in self.vocabulary.full_names):
                pieces += [left, *self._names_within(right)]
            else:
                pieces.append(piece)
        return pieces

    def _is_whole(self, name: str) -> bool:
        """Return whether the words before "and" are a body of their own ("African Union"), not half a name."""
        folded = fold(name)
        if folded in self.vocabulary.names:
            return True
        if (
            folded.startswith("government of ")
            and folded.split(" of ")[1].removeprefix("the ") in self.vocabulary.names
        ):
            return True
        words = folded.split()
        return len(words) > 1 and not set(words) & _SMALL and self.vocabulary.is_actor_noun(words[-1])

    @cached_property
    def abbreviations(self) -> dict[str, str]:
        """The abbreviations that the document explains, each with the full name before it."""
        found: dict[str, str] = {}
        for text in self.texts:
            for match in _EXPLAINED.finditer(text):
                before = re.split(r"[;:.()]", text[max(0, match.start() - _BEFORE) : match.start()])[-1]
                name = _explained_name(before, match[1])
                if name:
                    found.setdefault(match[1], name)
        return found

    def resolve(self, words: str, place: int) -> str | None:
        """Return the full name that the short one stands for in the paragraph at `place`, None where none is known.

        Among the longer names with the same head, one earlier in the paragraphs is taken before the title, the title
        before the preamble, and that before a later one; the nearest first. A name of the directory is not lengthened.
        """
        candidates = self._candidates(words)
        if not candidates:
            return None
        best = max(candidates, key=lambda mention: self._rank(mention, place))
        known = [m for m in candidates if m.words == best.words[: len(m.words)] and self._is_known(m)]
        if known:
            return max(known, key=lambda m: len(m.words)).text
        longer = [m for m in candidates if len(m.words) > len(best.words) and _within(best.words, m.words)]
        return max(longer, key=lambda m: len(m.words)).text if longer else best.text

    def rivals(self, words: str) -> int:
        """Return how many different full names the short one could stand for."""
        full = {m.words for m in self._candidates(words)}
        return len([one for one in full if not any(one != other and _within(one, other) for other in full)])

    def _candidates(self, words: str) -> list[Mention]:
        short = tuple(fold(words).split())
        if " ".join(short) in self.vocabulary.full_names:
            return []
        same_head = self.mentions.get(head_of(short), ())
        return [m for m in same_head if len(m.words) > len(short) and _within(short, m.words)]

    def _is_known(self, mention: Mention) -> bool:
        return " ".join(mention.words) in self.vocabulary.full_names

    def _rank(self, mention: Mention, place: int) -> tuple[int, int]:
        if self.first_operative <= mention.place <= place:
            return (3, mention.place)
        if mention.place == 0:
            return (2, 0)
        if mention.place < self.first_operative:
            return (1, mention.place)
        return (0, -mention.place)


def _tails_of(name: str) -> Iterator[str]:
    """Yield the bodies that a longer name ends in: "Report of the International Law Commission"."""
    for match in _OF.finditer(name):
        yield name[match.end() :]


def _within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Return whether all words of the short name stand in the long one, in order."""
    rest = iter(long)
    return all(word in rest for word in short)


def _begins(taken: list[str], initials: list[str]) -> bool:
    """Return whether words can be a whole name behind "and the": two capitals at least, the first of them fitting."""
    return sum(word[0].isupper() for word in taken) > 1 and taken[0][0] in [*initials[:1], "U"]


def _explained_name(before: str, abbreviation: str) -> str:
    """Return the words before a bracketed abbreviation that it abbreviates: back to the capital of its first letter."""
    words = before.replace(",", "").split()
    initials = [letter for letter in abbreviation if letter.isupper()]
    taken: list[str] = []
    for word in reversed(words):
        if not (word[0].isupper() or word.lower() in _SMALL):
            break
        if word == "the" and words[: -len(taken) or None][-2:-1] == ["and"] and _begins(taken, initials):
            break
        taken.insert(0, word)
        capitals = [w for w in taken if w[0].isupper()]
        if capitals and taken[0][0].isupper() and len(capitals) >= len(initials) and taken[0][0] == initials[0]:
            return " ".join(taken)
    while taken and not taken[0][0].isupper():
        taken.pop(0)
    return " ".join(taken)
