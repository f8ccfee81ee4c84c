"""Find lengths of time and what recurs: "within ninety days of the adoption", "every two years", "an annual report".

A step of `deadlines`. A length counted from anything but the adoption keeps what it is counted from.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from tracker.reading.deadlines.bodies import body_of_its, organ_of
from tracker.reading.deadlines.context import DeadlineContext
from tracker.reading.deadlines.dates import day_named
from tracker.reading.deadlines.places import found_near, places_of, signs
from tracker.reading.deadlines.sessions import find_sessions
from tracker.reading.deadlines.words import any_of, pattern_of, words_of
from tracker.reading.records import Deadline, Found, Relation
from tracker.reading.vocabulary import rows_of
from tracker.reading.vocabulary.numbers import CARDINAL, ORDINAL, number_of

_UNIT = r"(?P<unit>(?:working |calendar |consecutive )?(?:hour|day|week|month|year))"
_COUNT = rf"(?P<count>{CARDINAL})"
# "within ninety days", "within a maximum period of six months", "in no more than 30 days", "within the next two years".
_WITHIN = re.compile(
    r"\b(?:within|in no more than|(?:in|over|during)(?= the (?:next|coming|following) )"
    r"|no later than|not later than|by no later than|at the latest)"
    r"(?: (?:a |the )?(?:maximum |further |initial )?(?:period|time limit|time) of"
    r"| the (?:next|first|following|coming)| a maximum of| at most)?"
    rf" {_COUNT}(?: \(\d+\))? {_UNIT}s?'?\b(?: period)?"
    # "to be reviewed in 12 months, or sooner"
    rf"|\bin {_COUNT.replace('count', 'count_in')} {_UNIT.replace('unit', 'unit_in')}s?\b"
    r"(?=[,;.]| or (?:sooner|earlier)| from| after|$)",
    re.IGNORECASE,
)
# "30 days after the adoption", "two months before the forums".
_AWAY = re.compile(
    rf"\b{_COUNT} {_UNIT}s?'? (?=(?:after|following|from|before|prior to|in advance of|thereafter)\b)", re.IGNORECASE
)
# "for a further period of twelve months", "for an additional three years", "for one year", "for a three-year period".
_FOR = re.compile(
    r"\b(?P<lead>for|by) (?:(?:a|an|the) )?(?:(?:further|additional|initial|new|final|renewable|maximum|last|single"
    r"|limited|another|subsequent|next|following) ){0,3}"
    r"(?P<period>(?:period|term)s? of (?:up to |another |not more than )?)?"
    r"(?:(?:further|additional|another|at least|up to) )?"
    rf"{_COUNT}(?:[- ](?:further|additional|more))?[- ]{_UNIT}s?'?"
    r"(?P<noun>[- ](?:renewable )?(?:period|term|mandate))?\b",
    re.IGNORECASE,
)
# What a length of time is counted from.
_FROM = re.compile(
    r",? (?:(?P<thereafter>thereafter)"
    r"|(?P<how>after|following|from|of|before|prior to|in advance of|since) (?P<base>[^,;:.]{2,160}))",
    re.IGNORECASE,
)
# "the adoption of the present resolution", "the date of this decision", "its adoption"; not that of an earlier text.
_ADOPTION = re.compile(
    r"^(?:the )?(?:(?:date|day|time) of )?(?:the |its |this )?(?:adoption|passage|passing)\b"
    r"(?! of (?:resolution|decision) [\d(])"
    r"(?: of (?:the present|this) (?:resolution|decision|statement))?"
    r"|^(?:the date of )?(?:the present|this) (?:resolution|decision)|^today\b|^now\b",
    re.IGNORECASE,
)
# Verbs that make "for one year" the life of something, and those that do so for days and weeks.
_VALIDITY = re.compile(rf"\b{any_of('validity')}", re.IGNORECASE)
_EXTENDED = re.compile(rf"\b{any_of('extension')}", re.IGNORECASE)
# "every two years", "every 90 days", "every six months", "every third session", "at six-month intervals".
_EVERY = re.compile(
    rf"\b(?:at least )?every (?P<count>other|{ORDINAL}|{CARDINAL}) (?P<unit>day|week|month|year|session)s?\b",
    re.IGNORECASE,
)
_INTERVALS = re.compile(
    rf"\bat (?:(?:regular )?intervals of (?:not more than )?(?P<count2>{CARDINAL}) (?P<unit2>day|week|month|year)s?"
    rf"|{_COUNT}[- ](?P<unit>day|week|month|year|monthly|weekly)s? intervals)\b"
    rf"|\bon an? (?P<count3>{CARDINAL})[- ](?P<unit3>month|week|year)ly basis\b",
    re.IGNORECASE,
)
_ROWS = rows_of("deadline_recurrences.csv")
_RECURRENCES = {row["words"]: (int(row["count"]) if row["count"] else None, row["unit"]) for row in _ROWS}
_ADVERBS = pattern_of(row["words"] for row in _ROWS if row["used"] == "adverb")
_BOTH = pattern_of(row["words"] for row in _ROWS if row["used"] == "both")
_ADJECTIVES = [row["words"] for row in _ROWS if row["used"] in ("adjective", "both")]
# An adverb, or a word that is one where no noun follows: "monthly" only describes "a monthly rate".
_WORDS = re.compile(
    rf"\b(?P<words>{_ADVERBS}|{_BOTH}(?=[,;:.)]|$| (?:[a-z]*ly|{any_of('after adverb')})\b))\b(?:,? thereafter)?",
    re.IGNORECASE,
)
# "submit to the General Assembly an annual report", "provide quarterly oral briefings".
_DELIVERED = re.compile(
    rf"\b{any_of('delivers')}"
    r"(?: (?!in\b|of\b|on\b|and\b|from\b)[\w'-]+,?){0,7}?(?: (?:to|before|with) the (?:(?! in )[\w' -]){3,80}?)?,? "
    rf"(?:an? |its |the |his |her |their |separate )?(?P<adjective>{pattern_of(_ADJECTIVES)})"
    rf"(?: (?!report|update|brief)[a-z-]+){{0,3}}? {any_of('delivered')}\b",
    re.IGNORECASE,
)
# "the budget estimates of each year", "the charges applicable to each year".
_OF_MONEY = re.compile(r"\b(?:estimates of|applicable to|assessments? for|budgets? (?:of|for)) $")
_UNIT_SIGNS = signs("hour", "day", "week", "month", "year")
_EVERY_SIGNS = signs("every ", "Every ")
_INTERVAL_SIGNS = signs("intervals", "ly basis")
_RECURRENCE_SIGNS = signs(*words_of("recurrence sign"))
_ADJECTIVE_SIGNS = signs(*(f"{word} " for word in _ADJECTIVES))


def find_durations(text: str, context: DeadlineContext) -> Iterator[Deadline]:
    """Give the deadlines of type duration in a plain text."""
    places = places_of(text, _UNIT_SIGNS)
    for match in found_near(_FOR, text, places, 110, 40):
        clause = text[max(0, match.start() - 150) : match.start()]
        named = match["period"] or match["noun"]
        if match["unit"].lower() not in ("month", "year") or match["lead"].lower() == "by":
            lasts = bool(_EXTENDED.search(clause))
        else:
            lasts = bool(named or _VALIDITY.search(clause))
        if lasts:
            yield _duration(text, match, "until", context)
    for match in found_near(_WITHIN, text, places, 110, 40):
        yield _duration(text, match, "within", context)
    for match in found_near(_AWAY, text, places, 110, 40):
        yield _duration(text, match, "within", context)


def find_recurrences(text: str, context: DeadlineContext) -> Iterator[Deadline]:
    """Give the deadlines of type recurrence in a plain text."""
    for match in found_near(_EVERY, text, places_of(text, _EVERY_SIGNS), 10, 60):
        count = 2 if match["count"].lower() == "other" else number_of(match["count"])
        yield _recurrence(text, match.span(), count, match["unit"].lower())
    for match in found_near(_INTERVALS, text, places_of(text, _INTERVAL_SIGNS), 40, 60):
        unit = (match["unit"] or match["unit2"] or match["unit3"]).lower().removesuffix("ly")
        count = number_of(match["count"] or match["count2"] or match["count3"])
        yield _recurrence(text, match.span(), count, unit)
    for match in found_near(_WORDS, text, places_of(text, _RECURRENCE_SIGNS), 40, 40):
        if _OF_MONEY.search(text[max(0, match.start() - 30) : match.start()]):
            continue
        yield _at_its_sessions(text, _recurrence(text, match.span(), *_RECURRENCES[match["words"].lower()]), context)
    for match in found_near(_DELIVERED, text, places_of(text, _ADJECTIVE_SIGNS), 200, 60):
        yield _recurrence(text, match.span("adjective"), *_RECURRENCES[match["adjective"].lower()])


def _at_its_sessions(text: str, deadline: Deadline, context: DeadlineContext) -> Deadline:
    """Return what recurs "at its future sessions" with whose they are, where that is not the adopting organ."""
    if deadline.unit != "session" or " its " not in deadline.words or deadline.found is None:
        return deadline
    body = body_of_its(text, deadline.found.start, "", context)
    return deadline if body == organ_of(context.organ) else replace(deadline, organ=body)


def _duration(text: str, match: re.Match[str], relation: Relation, context: DeadlineContext) -> Deadline:
    """Return the deadline of a length of time, with what it is counted from where that is not the adoption."""
    groups = match.groupdict()
    count, unit = groups["count"] or groups["count_in"], (groups["unit"] or groups["unit_in"]).lower()
    deadline = Deadline(
        words="",
        type="duration",
        relation=relation,
        count=_countable(number_of(count)),
        unit=unit if unit == "working day" else unit.split()[-1],
    )
    end = match.end() - (text[match.end() - 1] == " ")
    of = _FROM.match(text, end)
    if of is None:
        return _spanning(deadline, text, match.start(), end)
    if of["thereafter"]:
        return _spanning(replace(deadline, counted_from="thereafter"), text, match.start(), of.end())
    if adoption := _ADOPTION.match(of["base"]):
        return _spanning(deadline, text, match.start(), of.start("base") + adoption.end())
    if relation == "until":
        return _spanning(deadline, text, match.start(), end)
    if of["how"].lower() in ("before", "prior to", "in advance of"):
        deadline = replace(deadline, relation="before")
    return _spanning(_counted(deadline, of["base"].strip(), match[0], context), text, match.start(), of.end())


def _counted(deadline: Deadline, base: str, words: str, context: DeadlineContext) -> Deadline:
    """Return a length of time with what it is counted from: a day, a session that is named, else the event's words."""
    day = day_named(base, context)
    if len(day) == 4 and " first " in words:
        return replace(deadline, counted_from=f"{int(day) - 1}-12-31")
    sessions = [] if day else list(find_sessions(f"at {base}", context))
    if len(sessions) == 1 and sessions[0].type == "session":
        session = sessions[0]
        deadline = replace(deadline, organ=session.organ, number=session.number, year=session.year, part=session.part)
    return replace(deadline, counted_from=day or base)


def _spanning(deadline: Deadline, text: str, start: int, end: int) -> Deadline:
    return replace(deadline, words=text[start:end].rstrip(), found=Found(start, end))


def _countable(count: int | None) -> int | None:
    """Return a count that a calendar can hold; a longer one is not understood."""
    return count if count is not None and count <= 9999 else None


def _recurrence(text: str, span: tuple[int, int], count: int | None, unit: str) -> Deadline:
    return Deadline(
        words=text[slice(*span)],
        type="recurrence",
        found=Found(*span),
        relation="every",
        count=_countable(count),
        unit=unit,
    )
