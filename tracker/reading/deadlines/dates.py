"""Find the dates, months, years and periods by which something is due: "by 31 July 2004", "until the end of 2025".

A step of `deadlines`. What lies before the adoption is history and is dropped; a day that no calendar has ("31
February") is kept with its words and without a date.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from tracker.reading.deadlines.context import DeadlineContext
from tracker.reading.deadlines.places import found_near, places_of, signs
from tracker.reading.deadlines.words import DATE_LEAD, DATE_RELATIONS, any_of, pattern_of
from tracker.reading.records import Deadline, Found, Relation, Span
from tracker.reading.vocabulary.numbers import ORDINAL, number_of

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_MONTH = "|".join(MONTHS)
_YEAR = r"(?:19|20|21)\d\d(?![\d/]|-\d{1,3}\b|\.\d)"
# "31 July 2004", "15 November", "31 July, 2004"; "July 31, 2004"; "July 2004"; "2004", "the year 2004".
_DATE = (
    rf"(?:(?P<day@>\d{{1,2}})(?:st|nd|rd|th)? (?P<month@>{_MONTH})\b(?:,? (?P<year@>{_YEAR}))?"
    rf"|(?P<month@b>{_MONTH}) (?P<day@b>\d{{1,2}}), (?P<year@b>{_YEAR})"
    rf"|(?P<month@c>{_MONTH})(?: of)?,? (?P<year@c>{_YEAR})"
    rf"|(?:the )?(?:(?:calendar |financial |fiscal )?year )?(?P<year@d>{_YEAR}))"
)
_DATE_1, _DATE_2 = _DATE.replace("@", "1"), _DATE.replace("@", "2")
# "the end of", "the beginning of", "mid-", "early", "the first quarter of", "the second half of".
_PART = (
    r"(?:(?:the )?(?P<edge>end|close|beginning|start|middle)(?: of)? |(?P<rough>mid|early|late)[- ])?"
    rf"(?:(?:the )?(?P<nth>{ORDINAL}) (?P<slice>quarter|half|semester|trimester) of )?"
)
_DATE_START = re.compile(rf"(?:the )?{_DATE_1}", re.IGNORECASE)
_WEEKDAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_SINGLE = re.compile(
    rf"(?<![\w-])(?P<lead>{DATE_LEAD}),? (?:{_WEEKDAY},? )?{_PART}{_DATE_1}"
    r"(?P<onwards> onwards?| and (?:beyond|onwards?))?",
    re.IGNORECASE,
)
# A second date of the same kind: "by 31 March and 30 September 2026".
_ALSO = re.compile(rf"(?:,| and|, and| or)(?: again)?(?: (?P<lead>by|on|in|before|until))? {_DATE_1}", re.IGNORECASE)
# "by the end of the year", "before the end of this month": relative to the adoption.
_THIS = re.compile(
    rf"\b(?P<lead>{DATE_LEAD}) (?:the )?end of (?:the|this) (?:present |current |calendar )?(?P<unit>year|month)\b"
)
# "with effect from the date of adoption of this resolution", "starting from today".
_FROM_ADOPTION = re.compile(
    rf"\b{pattern_of(words for words, relation in DATE_RELATIONS.items() if relation == 'from')}"
    r" (?:the )?(?:(?:date|day) of )?"
    r"(?:(?:the |its )?adoption(?: of (?:the present|this) (?:resolution|decision|statement))?(?! of)"
    r"|(?:the present|this) resolution|today)\b",
    re.IGNORECASE,
)
# "from 28 June to 9 July 2004", "for the period 2024-2028", "between 1 and 5 May 2026", "from 1 July 2023 until 30 June
# 2024", "from 2024 to 2026".
_RANGE = re.compile(
    rf"\b(?P<lead>from|between|on|in|for the period(?: of)?|for the years) (?:the )?(?:{_WEEKDAY},? )?"
    rf"(?:(?P<onlyday>\d{{1,2}})|{_DATE_1}|(?P<onlymonth>{_MONTH}))"
    rf"(?P<link> to | and | until | through |-)(?:{_WEEKDAY},? )?{_DATE_2}",
    re.IGNORECASE,
)
# A year; the name of a month that no year follows: without one there is no date.
_YEAR_SIGN = re.compile(r"(?:19|20|21)\d\d(?! Agenda)")
_YEAR_FOLLOWS = re.compile(r",? (?:of )?\d{4}")
_MONTH_SIGNS = signs(*MONTHS)
_ADOPTION_SIGNS = signs("adoption", "this resolution", "today")
_THIS_SIGNS = signs("end of the", "end of this")
# What stands before a period that a budget or a report covers rather than one in which something is due.
_COVERED = re.compile(rf"\b{any_of('covered')}(?: of [A-Za-z ]{{1,40}})?,? $", re.IGNORECASE)
# "the strategic plan for the period 2024-2027": a period that is the plan's name, whatever is done to the plan.
_PLANNED = re.compile(rf"\b{any_of('planned')}(?: of [A-Za-z ]{{1,60}})?(?: for the period)?,? $", re.IGNORECASE)
# Words that make such a period one of money.
_MONEY = re.compile(rf"\b{any_of('money')}", re.IGNORECASE)
# "on 12 December" beside one of these is a day of every year.
_YEARLY = re.compile(rf"\b{any_of('yearly')}\b")
# Verbs that give something its life for a time: a period beside them is one of validity.
_VALIDITY = re.compile(rf"\b{any_of('validity')}", re.IGNORECASE)
# What comes to pass at the time named: "in 2026" beside one of these is a time by which something is due.
_COMES_TO_PASS = re.compile(rf"\b{any_of('comes to pass')}\b", re.IGNORECASE)
# What was once to be, or what is only expected: "which was to be held in", "is expected to enter into force on", "the
# Summit, held in".
_NOT_ASKED = re.compile(
    r"\b(?:was|were) to (?:be|have been) \w+(?: [^;,.]{0,40})? $"
    r"|\b(?:expected to|will) (?:enter into force|take effect)(?: [^;,.]{0,40})? $"
    rf"|(?<!be )(?<!been )(?<!being )\b{any_of('done')},? $"
)
# "before the 2027 summit": the year of a name.
_ADJECTIVE = re.compile(r"\bthe \d{4}$")
_SLICES = {"quarter": 3, "trimester": 3, "half": 6, "semester": 6}
# A measure in force "with effect from 1 January" may be adopted a few days after it.
_GRACE = timedelta(days=31)


class _Named(NamedTuple):
    """The words of one date, "" where a part is not named."""

    month: str
    day: str
    year: str

    @property
    def shape(self) -> tuple[bool, bool]:
        return bool(self.month), bool(self.day)


def find_dates(text: str, context: DeadlineContext) -> Iterator[Deadline]:
    """Give the deadlines of type date and period in a plain text, in no particular order."""
    taken = bytearray(len(text))
    places = _places(text, context)
    for match in found_near(_RANGE, text, places, 60, 60):
        deadline = _range_of(text, match, context)
        if deadline:
            yield deadline
        if deadline or match["link"] != "-":
            taken[match.start() : match.end()] = b"\1" * len(match[0])
    for match in found_near(_SINGLE, text, places, 90, 60):
        if not any(taken[match.start() : match.end()]):
            yield from _singles_of(text, match, context)
    for match in found_near(_FROM_ADOPTION, text, places_of(text, _ADOPTION_SIGNS), 60, 60):
        if context.adopted and not match[0].lower().startswith("after"):
            yield _deadline(text, match.span(), "period", "from", start=context.adopted.isoformat())
    for match in found_near(_THIS, text, places_of(text, _THIS_SIGNS), 60, 60):
        if context.adopted:
            on = context.adopted.isoformat()[: 4 if match["unit"] == "year" else 7]
            yield _deadline(text, match.span(), "date", DATE_RELATIONS[match["lead"].lower()], on=on)


def _places(text: str, context: DeadlineContext) -> list[Span]:
    """Return where a text names a year not yet past at the adoption, or a month without a year."""
    first = context.adopted.year if context.adopted else 0
    years = [match.span() for match in _YEAR_SIGN.finditer(text) if int(match[0]) >= first]
    months = [place for place in places_of(text, _MONTH_SIGNS) if not _YEAR_FOLLOWS.match(text, place[1])]
    return sorted(years + months)


def day_named(words: str, context: DeadlineContext) -> str:
    """Return the date with which some words begin, in ISO form; "" where they begin with none."""
    match = _DATE_START.match(words)
    return (match and _iso(_named(match, 1), context)) or ""


def _singles_of(text: str, match: re.Match[str], context: DeadlineContext) -> Iterator[Deadline]:
    """Give the deadline of one date, and of the further dates that a list adds to it."""
    if _is_noise(text, match):
        return
    relation = DATE_RELATIONS[match["lead"].lower()]
    matches, position = [match], match.end()
    while further := _ALSO.match(text, position):
        if _named(further, 1).shape != _named(match, 1).shape:
            break
        matches.append(further)
        position = further.end()
    year = next((found for found in (_named(each, 1).year for each in reversed(matches)) if found), "")
    for each in matches:
        named = _named(each, 1)
        on = _iso(named._replace(year=named.year or year), context)
        if match["lead"].lower() == "on" and not (named.year or year) and _is_of_next_year(on, context):
            return
        start = each.start() if each is match else each.start() + len(each[0]) - len(each[0].lstrip(", "))
        if on is not None and (deadline := _dated(text, (start, each.end()), match, relation, on, context)):
            yield deadline


def _dated(
    text: str, span: tuple[int, int], match: re.Match[str], relation: Relation, on: str, context: DeadlineContext
) -> Deadline | None:
    """Return the deadline of a date in ISO form ("" where no calendar has it), None where it is past."""
    if on and match["slice"]:
        start, end = _slice_of(on, match)
        if relation in ("by", "before", "until"):
            on = start if relation == "before" and not match["edge"] else end
            return _deadline(text, span, "date", relation, on=on) if _is_ahead(on, context) else None
        return _deadline(text, span, "period", "within", start=start, end=end) if _is_ahead(end, context) else None
    if match["edge"] and match["edge"].lower() in ("end", "close"):
        relation = "by" if relation in ("at", "before", "within") else relation
    if match["edge"] and match["edge"].lower() in ("beginning", "start") and len(on) in (4, 7):
        on = f"{on}-01" if len(on) == 7 else f"{on}-01-01"
    if match["rough"] and match["rough"].lower() == "mid" and len(on) == 4:
        on = f"{on}-06"
    if relation == "from":
        if context.adopted and on and _last_day(on) < context.adopted - _GRACE:
            return None
        return _deadline(text, span, "period" if on else "date", relation, start=on)
    if not _is_ahead(on, context):
        return None
    return _deadline(text, span, "date", relation, on=on)


def _range_of(text: str, match: re.Match[str], context: DeadlineContext) -> Deadline | None:
    """Return the period from one date to another; None where it is past or says what a budget or report covers."""
    before = text[max(0, match.start() - 60) : match.start()]
    lead, link = match["lead"].lower(), match["link"].strip().lower()
    if (lead in ("on", "in") and link not in ("and", "to", "-")) or (lead == "between" and link != "and"):
        return None
    if lead in ("on", "in") and not match["onlyday"] and not match["onlymonth"]:
        return None
    last = _named(match, 2)
    end = _iso(last, context) or ""
    first = _named(match, 1)
    if match["onlyday"]:
        first = first._replace(month=last.month, day=match["onlyday"])
    elif match["onlymonth"]:
        first = first._replace(month=match["onlymonth"])
    start = _iso(first._replace(year=first.year or end[:4]), context)
    if not start or not end or not _is_ahead(end, context):
        return None
    if lead in ("on", "in") and not _is_ahead(start, context):
        return None
    if _PLANNED.search(before):
        return None
    covered = lead.startswith("for") or _COVERED.search(before)
    clause = text[max(0, match.start() - 400) : match.start()]
    if covered and (_MONEY.search(clause) or not _VALIDITY.search(clause)):
        return None
    relation: Relation = "until" if covered or link == "until" else "at"
    return _deadline(text, match.span(), "period", relation, start=start, end=end)


def _is_noise(text: str, match: re.Match[str]) -> bool:
    """Return whether a time is that of a plan, a report or an event that is only named."""
    lead = match["lead"].lower()
    after = text[match.end() : match.end() + 20]
    if _ADJECTIVE.search(match[0]) or _NOT_ASKED.search(text[max(0, match.start() - 100) : match.start()]):
        return True
    if re.match(r" (?:Agenda|World|Programme|Economic|United|Summit|edition|Review|budget|session)\b", after):
        return True
    if lead in ("in", "during", "throughout", "in the course of", "within"):
        before = text[max(0, match.start() - 120) : match.start()]
        compared = before.endswith(" as ")
        return compared or bool(_COVERED.search(before)) or not _COMES_TO_PASS.search(_clause_before(before))
    if lead == "on" and not _named(match, 1).year:
        named_day = text[: match.start()].rstrip(", ").endswith("Day")
        return named_day or bool(_YEARLY.search(text, max(0, match.start() - 200), match.end() + 100))
    if lead in ("to", "for", "at"):
        return True
    if lead in ("through", "up to"):
        return not match["day1"]
    return False


def _clause_before(text: str) -> str:
    """Return the end of a text from its last semicolon or full stop on."""
    return re.split(r"[;.:]", text)[-1]


def _named(match: re.Match[str], n: int) -> _Named:
    """Return the words of the nth date of a match."""
    groups = match.groupdict()
    values = ((groups.get(f"{name}{n}{form}") or "" for form in ("", "b", "c", "d")) for name in _Named._fields)
    return _Named(*(next(filter(None, value), "") for value in values))


def _iso(named: _Named, context: DeadlineContext) -> str | None:
    """Return a date in ISO form, "" where no calendar has such a day, None where the year cannot be told.

    A day without a year is the next one after the adoption.
    """
    if not named.month:
        return named.year or None
    month = [name.lower() for name in MONTHS].index(named.month.lower()) + 1
    if not named.day:
        return f"{named.year}-{month:02}" if named.year else None
    if named.year:
        return _day(int(named.year), month, int(named.day))
    if context.adopted is None:
        return ""
    coming = (_day(year, month, int(named.day)) for year in range(context.adopted.year, context.adopted.year + 9))
    return next((on for on in coming if on > context.adopted.isoformat()), "")


def _day(year: int, month: int, day: int) -> str:
    return f"{year}-{month:02}-{day:02}" if 1 <= day <= monthrange(year, month)[1] else ""


def _slice_of(year: str, match: re.Match[str]) -> tuple[str, str]:
    """Return the first and last month of a quarter or half of a year."""
    months = _SLICES[match["slice"].lower()]
    last = min(12, max(1, number_of(match["nth"]) or 1) * months)
    return f"{year[:4]}-{last - months + 1:02}", f"{year[:4]}-{last:02}"


def _last_day(on: str) -> date:
    year, month, day = int(on[:4]), int(on[5:7] or 12), int(on[8:] or 0)
    return date(year, month, day or monthrange(year, month)[1])


def _is_ahead(on: str, context: DeadlineContext) -> bool:
    return not on or context.adopted is None or _last_day(on) >= context.adopted


def _is_of_next_year(on: str | None, context: DeadlineContext) -> bool:
    """Return whether a day without a year would come in the year after the adoption: "signed on 2 October" has been."""
    return bool(on and context.adopted and int(on[:4]) > context.adopted.year)


def _deadline(text: str, span: tuple[int, int], kind: str, relation: Relation, **values: str) -> Deadline:
    return Deadline(words=text[slice(*span)], type=kind, relation=relation, found=Found(*span), **values)  # type: ignore[arg-type]
