"""Find the sessions at, by or before which something is due: "at the main part of its eightieth session".

A step of `deadlines`. One deadline a session: a list ("at its eightieth and eighty-first sessions") and a range ("from
its fifty-third to its fifty-fifth sessions") give one each. Sessions already held are dropped.
"""

import re
from collections.abc import Iterator

from tracker.reading.deadlines.bodies import body_after, body_of_its, coded_organs, organ_of
from tracker.reading.deadlines.context import DeadlineContext
from tracker.reading.deadlines.places import found_near, places_of, signs
from tracker.reading.deadlines.words import SESSION_LEAD, SESSION_RELATIONS, any_of, words_of
from tracker.reading.records import Deadline, Found, Relation, SessionPart
from tracker.reading.vocabulary.numbers import ORDINAL, number_of

_YEAR = r"(?:19|20|21)\d\d"
# "seventy-fifth", "seventy-fifth and seventy-sixth", "fifty-third, fifty-fourth and the fifty-fifth", "2026 and 2027".
_WHICH = (
    rf"(?P<which>(?:(?:(?:next|forthcoming|upcoming|coming) )?(?:{ORDINAL}|{_YEAR})"
    r"|next|forthcoming|following|upcoming|coming|present|current|relevant)"
    rf"(?:(?:,| and| or|, and| to) (?:at |for |by |to |from )?(?:its |the |their )?(?:{ORDINAL}|{_YEAR}))*)"
)
_SESSION = re.compile(
    rf"(?<![\w-])(?P<lead>{SESSION_LEAD}|of|and|or),?"
    # "the end of", "the very beginning of", "the last day of"
    r"(?: (?:the )?(?:very |early |formal )?"
    rf"(?P<edge>{any_of('opening')}|{any_of('closing')})(?: of)?)?"
    # "the main part of", "the first part of", "the second resumed part of", "the high-level segment of"
    rf"(?: (?:the )?(?P<part>main|resumed|{ORDINAL}(?: and {ORDINAL})? resumed|{ORDINAL}) parts? (?:of|at)|"
    r" (?:the )?(?:[a-z-]+ ){1,3}(?:segment|debate|meetings?|week|days?) (?:of|at|during))?"
    r" (?:both )?(?P<whose>its|the|their|his|her|that|each of its)?"
    rf"(?: (?P<before>{ORDINAL} )?(?P<resumed>resumed|reconvened))?"
    rf"(?: {_WHICH})?"
    # treaty and programme bodies hold meetings instead of sessions;
    # up to three words that say what kind: "resumed", "regular", "substantive", "emergency special", "annual"
    r"(?P<kind>(?: (?!report|part)[a-z]+(?:-[a-z]+)?){0,3}?) (?P<noun>session|meeting)s?\b"
    # "of 2024", "in 2024", ", in 2024,", "for 2024"
    rf"(?:,? (?:to be held )?(?:of|in|for) (?:the year )?(?P<year>{_YEAR})\b(?!-))?",
    re.IGNORECASE,
)
_SIGNS = signs("session", "Session", "meeting")
_OF = re.compile(r",? of (?=the |[A-Z])")
# "to be held in 2026": a session without a number has the year in which it is held.
_TO_BE_HELD = re.compile(
    rf",? (?:which is )?to be held [^;.]{{0,60}}?\b(?:in|on|from)\b[^;.]{{0,30}}?\b(?P<year>{_YEAR})"
)
# What makes "of its" or "for its session" a time: the agenda, what is put off to it.
_AGENDA = re.compile(rf"\b{any_of('agenda')} (?:of )?$")
# "the President of the General Assembly at its eightieth session" says who; "the consideration of the item by the
# General Assembly at its" present session says which.
_NAMES_PRESIDENT = re.compile(
    r"\b(?:President|Vice-President|Chair|Vice-Chair|Chairman|Chairperson|Rapporteur|Bureau|Secretary)s?"
    r"(?:-[a-z]+)? (?:of|for) the (?:[A-Z][\w'-]*(?: of| on| for| and| the)* ?){1,10},? ?$"
)
_PRESENT_ONE_BY = re.compile(r"\bby the (?:General )?Assembly,? $")
# What has been done at a session: "adopted at its tenth session". "To be considered at" is still to come.
_DONE = re.compile(
    rf"\b(?P<to>be |being )?{any_of('done')}"
    r"(?: by)?(?: the)?(?: [A-Z][\w'-]*| of| on| the| and| for| to the){0,14},? $"
    r"|\b(?<!be )(?<!being )\w+ed by(?: the)?(?: [A-Z][\w'-]*| of| on| the| and| for){1,14},? $"
)
# "the adoption by the Assembly, at its", "at its thirty-third session, welcomed": done there, too.
_DEED = re.compile(rf"\b{any_of('deed')},? (?:(?:taken |made )?(?:by|of) the [^;,.]{{3,120}},? )?$")
_DID = re.compile(rf", (?:\w+ly )?{any_of('did')}\b")
_TO_BE = re.compile(r"\b(?:to|shall|will|should|must|may) (?:\w+ly )?$")


def find_sessions(text: str, context: DeadlineContext) -> Iterator[Deadline]:
    """Give the deadlines of type session in a plain text, and "its next session" as session or event."""
    previous: tuple[int, Relation] | None = None
    for match in found_near(_SESSION, text, places_of(text, _SIGNS), 200, 60):
        adds = match["lead"].lower() in ("and", "or")
        if adds and not (previous and text[previous[0] : match.start()].strip(", ") == ""):
            continue
        if not adds and _is_only_named(text, match):
            continue
        organ, end = _organ_of(text, match, context)
        if not adds and not _is_ahead(organ, match, context) and _is_history(text, match):
            continue
        relation = previous[1] if adds and previous else _relation_of(match)
        previous = (end, relation)
        for number, year in _numbers_and_years(text, match, organ, end, context):
            yield Deadline(
                words=text[match.start() : end],
                type="session" if (number or year) and not _is_event(organ, relation) else "event",
                found=Found(match.start(), end),
                relation=relation,
                organ=organ,
                number=number,
                year=year,
                part=_part_of(match),
                count=_which_part(match),
                unit="part" if _which_part(match) else "",
            )


def _numbers_and_years(
    text: str, match: re.Match[str], organ: str, end: int, context: DeadlineContext
) -> Iterator[tuple[str, str]]:
    """Give number or year of each session of a match that is not past; both "" where neither can be told."""
    held = _TO_BE_HELD.match(text, end)
    for words in _numbers_in(match):
        number = _special(_number(words, context, organ), match)
        if number and (_is_past(organ, number, context) or _is_present(text, match, number, context)):
            continue
        if not number and not match["year"] and not held and _is_next(match):
            number = context.sessions.get(organ, "")
        year = "" if number else match["year"] or (held["year"] if held else "")
        if number.isdecimal() and len(number) == 4:
            number, year = "", number
        if year and context.adopted and int(year) < context.adopted.year:
            continue
        yield number, year


def _is_only_named(text: str, match: re.Match[str]) -> bool:
    """Return whether a session is only spoken of: "the report on its session", "the sessions", "of its session"."""
    if match["noun"].lower() == "meeting" and not (
        (match["whose"] or "").lower() in ("its", "their") and _numbered(match) and not match["kind"]
    ):
        return True
    if match["lead"].lower() in ("of", "for") and not _AGENDA.search(text[: match.start()][-30:]):
        return True
    if not match["which"] and not match["year"] and not match["resumed"]:
        return match["edge"] is None or match["whose"] is None
    if _NAMES_PRESIDENT.search(text[: match.start()][-120:]):
        return True
    return "special" in match["kind"].lower() and (match["whose"] or "").lower() != "its"


def _is_ahead(organ: str, match: re.Match[str], context: DeadlineContext) -> bool:
    """Return whether a session of the adopting organ comes after the one that adopts the text."""
    ahead = _sessions_ahead(organ, _number(_numbers_in(match)[-1], context, organ), context)
    return ahead is not None and ahead > 0


def _is_event(organ: str, relation: Relation) -> bool:
    """Return whether a session is only an event before which something is due: one of a body without a calendar."""
    return relation == "before" and organ not in coded_organs()


def _numbered(match: re.Match[str]) -> bool:
    return bool(re.match(ORDINAL, match["which"] or "", re.IGNORECASE))


def _is_history(text: str, match: re.Match[str]) -> bool:
    """Return whether the words before a session say that it has been held."""
    before = text[max(0, match.start() - 160) : match.start()]
    if _DEED.search(before) or _DID.match(text, match.end()):
        return True
    done = _DONE.search(before)
    return bool(done and not done["to"] and not _TO_BE.search(before[: done.start()]))


def _relation_of(match: re.Match[str]) -> Relation:
    relation = SESSION_RELATIONS.get(match["lead"].lower(), "at")
    if relation == "from" and " to " in (match["which"] or ""):
        return "at"
    edge = (match["edge"] or "").lower()
    if edge in words_of("closing"):
        return relation if relation in ("until", "from") else "by"
    return relation


def _part_of(match: re.Match[str]) -> SessionPart:
    edge = (match["edge"] or "").lower()
    if match["part"] and match["part"].lower() == "main":
        return "main"
    if match["part"] or match["resumed"] or "resumed" in match["kind"].lower():
        return "resumed"
    if not edge:
        return "whole"
    return "opening" if edge in words_of("opening") else "closing"


def _which_part(match: re.Match[str]) -> int | None:
    """Return 1 for "the first part of its resumed session" or "its first resumed session", None where none is named."""
    words = (match["part"] or match["before"] or "").lower().removesuffix(" resumed").strip()
    return number_of(words) if words and words not in ("main", "resumed") else None


def _numbers_in(match: re.Match[str]) -> list[str]:
    """Return the words for each session of a list; a range of ordinals is filled in."""
    which = match["which"]
    if which is None:
        return [""]
    found = re.findall(rf"{ORDINAL}|{_YEAR}|[a-z]+", which, re.IGNORECASE)
    numbers = [words for words in found if words.lower() not in _SMALL]
    if len(numbers) > 1 and numbers[0].isalpha() and number_of(numbers[0]) is None:
        numbers = numbers[1:]
    if " to " in which and len(numbers) == 2:
        first, last = number_of(numbers[0]), number_of(numbers[1])
        if first and last and 0 < last - first < 20:
            return [str(number) for number in range(first, last + 1)]
    return numbers


_SMALL = {"and", "or", "to", "at", "for", "by", "from", "its", "the", "their"}


def _number(words: str, context: DeadlineContext, organ: str) -> str:
    """Return the number or year of a session, "" for "next" and its like."""
    if words.lower() in ("present", "current"):
        return context.session if organ == organ_of(context.organ) else ""
    value = number_of(words) if words else None
    return str(value) if value is not None else ""


def _special(number: str, match: re.Match[str]) -> str:
    """Return the number as special and emergency special sessions are counted: "S-33", "ES-11"."""
    kind = match["kind"].lower()
    if not number or "special" not in kind:
        return number
    return f"ES-{number}" if "emergency" in kind else f"S-{number}"


def _organ_of(text: str, match: re.Match[str], context: DeadlineContext) -> tuple[str, int]:
    """Return whose session it is, and where the words that say so end: "session of the General Assembly"."""
    of = None if (match["whose"] or "").lower() in ("its", "their") else _OF.match(text, match.end())
    if of and (body := body_after(text, of.end(), context)):
        return body.name, body.end
    numbers = _numbers_in(match)
    number = str(number_of(numbers[0]) or "") if numbers[0] else ""
    is_its = (match["whose"] or "").lower() != "the"
    return body_of_its(text, match.start(), number, context, is_its=is_its), match.end()


def _is_present(text: str, match: re.Match[str], number: str, context: DeadlineContext) -> bool:
    """Return whether the Assembly's present session is only spoken of as where something was done."""
    named = (match["which"] or "").lower() not in ("present", "current")
    return named and number == context.session and bool(_PRESENT_ONE_BY.search(text[: match.start()][-40:]))


def _is_next(match: re.Match[str]) -> bool:
    """Return whether one session is meant that comes next, which the document may name elsewhere."""
    coming = (match["which"] or "").lower() in ("next", "forthcoming", "upcoming", "coming")
    return coming and match[0].endswith("session")


def _is_past(organ: str, number: str, context: DeadlineContext) -> bool:
    """Return whether a session of the adopting organ lies before the one that adopts the text."""
    ahead = _sessions_ahead(organ, number, context)
    return ahead is not None and ahead < 0


def _sessions_ahead(organ: str, number: str, context: DeadlineContext) -> int | None:
    """Return how many sessions after the present one a session of the adopting organ is; None for other bodies."""
    numbered = all(each.isdecimal() and len(each) < 4 for each in (number, context.session))
    if not numbered or organ != organ_of(context.organ):
        return None
    return int(number) - int(context.session)
