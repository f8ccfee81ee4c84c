"""Tell whose session "its … session" is: the body named just before, else the adopting organ.

A step of `deadlines`; `sessions` asks it. Bodies go by their code where vocabulary/organs_names.csv gives one, else by
their own words.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from tracker.reading.deadlines.context import DeadlineContext, plain
from tracker.reading.deadlines.words import any_of, whole_word_of
from tracker.reading.vocabulary import rows_of

LAST_MENTIONS = 20
# The head noun of a body's name, the capitalised words before it, and what "of", "on", "for" … add to it.
_HEAD = re.compile(whole_word_of("body"))
_BEFORE_HEAD = re.compile(r"(?:\b[A-Z][\w'-]*[ -](?:and )?){1,6}$")
_AFTER_HEAD = re.compile(
    r"(?:(?: (?:of|on|for|to|in|against|with|and|the|regard|their|its|into|under))* (?:the )?[A-Z][\w'-]+){1,14}"
)
# A body without capitals: "the open-ended working group", "the preparatory committee".
_SMALL_BODY = re.compile(r"(?:[a-z-]+ ){0,4}?(?:group|committee|commission|forum|conference|panel|board|council)\b")
# Words at the start of such a run that belong to the sentence, not to the name.
_LOOSE_START = re.compile(rf"(?:{any_of('before a name')}[ -])+")
# Where such a run goes on to a second body: "the Disarmament Commission and the Conference on Disarmament".
_SECOND = re.compile(
    r" and (?:its|the (?!Caribbean)|(?:First |Second |Third )?(?:Vice-Chair|Chair|Rapporteur|President))"
    rf"|,? (?:and|or|to|with) (?:(?:by|of|to) )?(?:the )?(?:[A-Z][\w'-]* ){{0,8}}{any_of('body')}\b"
)
# Between a body and its session stands at most this: "to the General Assembly, at its", "to the Commission for
# consideration at its", "the Assembly, through the Economic and Social Council, at its".
_ADJACENT = re.compile(r",?(?: ?,? for (?:its )?(?:consideration|approval|decision|adoption))?,? ?", re.IGNORECASE)
_THROUGH = re.compile(r",? ?(?:through|via) the [^,;]{3,120},? ?")
# A text or session "of the Committee" is named for what it is; the body does nothing in the clause.
_OWNED = re.compile(
    r"(?:reports?|recommendations?|resolutions?|decisions?|work|conclusions?|members?|part|meetings?|sessions?|Bureau"
    r"|outcomes?|secretariat|President|Chair\w*|mandate|implementation|item|Parties|requests?) (?:of|by) (?:the )?$"
)
# The body acts or is acted upon: "Requests the Commission", "report to the Committee".
_GOVERNED = re.compile(
    r"(?:\b(?:to|by|before|inform|brief|update|provide|advise|with|that|[Rr]equests?|[Ii]nvites?|[Ee]ncourages?"
    r"|[Uu]rges?|[Rr]ecommends?(?: that)?|[Cc]alls? upon|[Rr]equesting|[Ii]nviting|[Dd]ecides that|and) (?:the )?)$"
)


class Body(NamedTuple):
    """One mention of a body in a text: its code or words, and where it stands."""

    name: str
    start: int
    end: int


def organ_of(words: str) -> str:
    """Return the code of an organ by its code, name or alias; other bodies keep their own words, without article."""
    name = re.sub(r"^(?:the|The) ", "", words.strip())
    short = name.lower().removeprefix("united nations ")
    return _names().get(name.lower()) or _names().get(short, name)


def body_of_its(text: str, position: int, number: str, context: DeadlineContext, *, is_its: bool = True) -> str:
    """Return whose session stands at a position of a plain text, by "its": a code or the body's own words.

    The body right before it, as the one spoken of, comes first; then the adopting organ where the number is one of its
    coming sessions; then the nearest body that acts or is reported to in the same sentence, and in the chapeau. "the
    eightieth session" (not `is_its`) is the adopting organ's first of all.
    """
    adopting = organ_of(context.organ)
    if not is_its and _is_coming(number, context):
        return adopting
    before = _bodies_before(text, position, context)
    if before:
        nearest = before[-1]
        between = text[nearest.end : position]
        if len(before) > 1 and _THROUGH.fullmatch(text[before[-2].end : position]):
            return before[-2].name
        if _ADJACENT.fullmatch(between) and not _OWNED.search(text[: nearest.start][-60:]):
            return nearest.name
    if _is_coming(number, context):
        return adopting
    for body in reversed(before):
        if _GOVERNED.search(text[: body.start][-60:]) and not _OWNED.search(text[: body.start][-60:]):
            return body.name
    if before and number and before[-1].name != adopting:
        return before[-1].name
    if not before and context.chapeau:
        chapeau = plain(context.chapeau)
        return body_of_its(chapeau, len(chapeau), number, replace(context, chapeau=""))
    return adopting


def body_after(text: str, position: int, context: DeadlineContext) -> Body | None:
    """Return the body named right at a position ("session of | the General Assembly")."""
    article = re.compile(r"(?:the )?").match(text, position)
    start = article.end() if article else position
    mentions = _mentions(text)
    index = bisect_left(mentions, start, key=lambda mention: mention.start)
    if index < len(mentions) and mentions[index].start == start:
        return _resolved(mentions[index], text, context)
    small = _SMALL_BODY.match(text, start)
    return Body(small[0], start, small.end()) if small else None


class ShortNames(Mapping[str, str]):
    """{short name: full name} of the bodies that a document names, the one named most often winning.

    "the Special Committee on the Situation with regard to …" makes "Special Committee" and "Committee" mean it. Few
    documents leave a body's name open, so that their texts are looked through only when a name is first asked for.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts

    @cached_property
    def _names(self) -> dict[str, str]:
        names: dict[str, Counter[str]] = {}
        for text in self._texts:
            for mention in _mentions(plain(text)):
                for short in _shorts_of(mention.name):
                    names.setdefault(short, Counter())[mention.name] += 1
        return {short: counted.most_common(1)[0][0] for short, counted in names.items()}

    def __getitem__(self, short: str) -> str:
        return self._names[short]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _shorts_of(full: str) -> set[str]:
    """Return what a full name is called for short, nothing for a name that is short itself."""
    head = _HEAD.search(full)
    if head is None or (full.endswith(head[0]) and full.lower() not in _names()):
        return set()
    return {head[0], full[: head.end()]} - {full}


@lru_cache(maxsize=32)
def _mentions(text: str) -> tuple[Body, ...]:
    """Return every body that a plain text names, by its words, in order."""
    found: list[Body] = []
    for head in _HEAD.finditer(text):
        if found and head.start() < found[-1].end:
            continue
        above = max(head.start() - 120, found[-1].end if found else 0)
        before = _BEFORE_HEAD.search(text[above : head.start()])
        after = _AFTER_HEAD.match(text, head.end())
        start, end = above + before.start() if before else head.start(), after.end() if after else head.end()
        words = text[start:end]
        loose = _LOOSE_START.match(words)
        start += loose.end() if loose and start + loose.end() <= head.start() else 0
        second = _SECOND.search(text, head.end(), end)
        end = second.start() if second else end
        found.append(Body(text[start:end], start, end))
    return tuple(found)


def _bodies_before(text: str, position: int, context: DeadlineContext) -> list[Body]:
    """Give the last bodies named before a position in the same sentence."""
    first = max(0, position - 1500)
    start = max(text.rfind(";", first, position), text.rfind(". ", first, position), first)
    return [_resolved(mention, text, context) for mention in _last(_mentions(text), position) if mention.start >= start]


def _resolved(mention: Body, text: str, context: DeadlineContext) -> Body:
    """Return a mention under its code, or the full name that its words stand for in the text or the document."""
    words, start, end = mention
    if known := _longest_known(words):
        return Body(organ_of(known), start, start + len(known))
    full = _named_before(mention, text) or context.bodies.get(words, words)
    if full == words == "Council" and organ_of(context.organ) in ("HRC", "ECOSOC", "SC"):
        return Body(organ_of(context.organ), start, end)
    known = _longest_known(full)
    return Body(organ_of(known) if known else full, start, end)


def _named_before(mention: Body, text: str) -> str:
    """Return the full name that a short one last stood for in the same text, "" if none."""
    before = reversed(_last(_mentions(text), mention.start))
    return next((earlier.name for earlier in before if mention.name in _shorts_of(earlier.name)), "")


def _last(mentions: tuple[Body, ...], position: int) -> tuple[Body, ...]:
    """Return the last mentions that end before a position; none farther back is ever meant."""
    end = bisect_right(mentions, position, key=lambda mention: mention.end)
    return mentions[max(0, end - LAST_MENTIONS) : end]


def _longest_known(words: str) -> str:
    """Return the longest beginning of some words that names an organ with a code, "" if none does."""
    parts = words.split(" ")
    for length in range(len(parts), 0, -1):
        beginning = " ".join(parts[:length])
        if beginning.lower() in _names() or beginning.lower().removeprefix("united nations ") in _names():
            return beginning
    return ""


def _is_coming(number: str, context: DeadlineContext) -> bool:
    """Return whether a session number is that of the adopting organ's present session or one of the next six."""
    return number.isdecimal() and context.session.isdecimal() and 0 <= int(number) - int(context.session) <= 6


def coded_names() -> list[str]:
    """Return the names, in lower case, of the organs that go by a code; their codes are left out."""
    return [name for name in _names() if " " in name]


def coded_organs() -> frozenset[str]:
    """Return the codes by which organs go."""
    return frozenset(_names().values())


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for row in rows_of("organs_names.csv"):
        for name in (row["code"], row["name"], *filter(None, row["aliases"].split("|"))):
            names[name.lower()] = row["code"]
    return names
