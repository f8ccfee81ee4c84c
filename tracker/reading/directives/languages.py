"""Read the other official languages as far as their opening phrases go: the verb, the best-known addressees, the rest.

A step of directives for texts without an aligned English one; verbs.csv, addressees.csv and languages.csv hold the
words. Works on characters, since Chinese does not part its words and Arabic joins its "and" to the next.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from tracker.reading.directives.provisions import Paragraph
from tracker.reading.records import Addressee, Deliverable, Directive, Found, Language
from tracker.reading.vocabulary import OperativeVerb, Vocabulary
from tracker.reading.vocabulary.tokens import in_small

_SURE = 0.85
_UNSURE = 0.6
# The longest words kept for an addressee that the directory does not know.
_UNKNOWN = 60


@dataclass(frozen=True)
class _Words:
    """What one language's lists come to: the pattern of openings, of addressees and of what stands around them."""

    opening: re.Pattern[str]
    verbs: dict[str, OperativeVerb]
    name: re.Pattern[str]
    names: dict[str, str]
    between: re.Pattern[str]
    marker: re.Pattern[str] | None
    report: re.Pattern[str]


@dataclass(frozen=True)
class Reading:
    """What a provision in another language says: its directives, each with whether the organ itself acts in it."""

    directives: tuple[tuple[Directive, bool], ...]
    starts_itself: bool
    ends_in_state: bool


def read_language(paragraph: Paragraph) -> Reading:
    """Return the directives that the opening phrases of a provision in another language than English show."""
    words = _words_of(paragraph.language, paragraph.vocabulary)
    text = in_small(paragraph.text)
    openings = list(words.opening.finditer(text))
    found: list[tuple[Directive, bool]] = []
    last_states = False
    for opening, after in zip_longest(openings, openings[1:]):
        verb = words.verbs[opening["verb"]]
        last_states = verb.kind == "state"
        if not last_states:
            end = after.start() if after else len(text)
            found.append(_directive(paragraph, words, text, opening, verb, end))
    return Reading(tuple(found), bool(openings) and openings[0].start() == 0, last_states)


def _directive(
    paragraph: Paragraph, words: _Words, text: str, opening: re.Match[str], verb: OperativeVerb, end: int
) -> tuple[Directive, bool]:
    own = verb.kind in ("decide", "act", "intend")
    start, stop = opening.span("verb")
    addressees: tuple[Addressee, ...]
    doubts: tuple[str, ...] = ()
    if own:
        addressees = (Addressee(paragraph.organ, ""),) if paragraph.organ else ()
        action = stop
    else:
        addressees, action = _addressees(paragraph.text, words, text, stop, end)
        doubts = () if addressees else ("nobody is named",)
        if addressees and addressees[0].name not in words.names.values():
            doubts = (f'"{addressees[0].words}" is no known addressee',)
    bounds = _stripped(paragraph.text, action, end)
    report = words.report.search(text, action, end)
    deliverable: Deliverable = "report" if report and not own else "other"
    return Directive(
        verb=verb.base,
        strength=verb.strength,
        addressees=addressees,
        action=paragraph.text[slice(*bounds)][:160],
        deliverable=deliverable,
        confidence=_UNSURE if doubts else _SURE,
        doubts=("read from the opening phrase alone", *doubts),
        verb_found=Found(start, stop),
        action_found=Found(*bounds) if bounds[0] < bounds[1] else None,
        deliverable_found=Found(*report.span()) if report and not own else None,
    ), own


def _addressees(original: str, words: _Words, text: str, start: int, end: int) -> tuple[tuple[Addressee, ...], int]:
    """Return the known addressees in a row behind the verb, and where the action begins; else the unknown words."""
    found: list[Addressee] = []
    at = start
    while True:
        between = words.between.match(text, at, end)
        name = words.name.match(text, between.end() if between else at, end)
        if not name:
            break
        found.append(Addressee(words.names[name[0]], original[slice(*name.span())], Found(*name.span())))
        at = name.end()
    if found or words.marker is None:
        return tuple(found), at
    between = words.between.match(text, at, end)
    first = between.end() if between else at
    marker = words.marker.search(text, first, min(end, first + _UNKNOWN))
    if not marker or not original[first : marker.start()].strip():
        return (), start
    bounds = _stripped(original, first, marker.start())
    return (Addressee(original[slice(*bounds)], original[slice(*bounds)], Found(*bounds)),), marker.start()


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the range without blanks and marks at its ends."""
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end


@lru_cache(maxsize=10)
def _words_of(language: Language, vocabulary: Vocabulary) -> _Words:
    verbs = {" ".join(verb.words): verb for group in vocabulary.verbs.get(language, {}).values() for verb in group}
    lists = vocabulary.languages.get(language, {})
    names = {
        in_small(alias): entry.name
        for entry in vocabulary.addressees.get(language, ())
        for alias in (*entry.aliases, entry.short)
        if alias
    }
    adverb, link = _any(lists.get("adverb", ())), _any(lists.get("link", ()))
    gap = r"\s*" if language in ("zh", "ar") else r"\s+"
    edge = "" if language in ("zh", "ar") else r"\b"
    opening = (
        rf"(?:^|[,;:.\u060c\u061b\uff0c\uff1b\u3002\uff1a]\s*|\s(?={link}{edge}))(?:(?:{link}|{adverb})(?:{gap}|,\s*))*"
    )
    between = rf"(?:[\s,\u060c\u3001\uff0c]|(?:{adverb}|{_any(lists.get('lead', ()))}){edge})*"
    marker = _any(lists["marker"]) if lists.get("marker") else ""
    return _Words(
        opening=re.compile(rf"{opening}(?P<verb>{_any(verbs)}){edge}"),
        verbs=verbs,
        name=re.compile(rf"(?:{_any(names)}){edge}"),
        names=names,
        between=re.compile(between),
        marker=re.compile(rf"\s(?:{marker})(?:\s|(?<='))") if marker else None,
        report=re.compile(rf"(?:{_any(lists.get('report', ()))})"),
    )


def _any(words: Sequence[str] | dict[str, OperativeVerb] | dict[str, str]) -> str:
    """Return a pattern for any of the words, the longest first; one that never matches for none."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")" if words else "(?!)"
