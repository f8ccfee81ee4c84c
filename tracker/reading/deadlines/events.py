"""Find what is due upon an event, and words of urgency that name no time: "pending …", "as soon as possible".

A step of `deadlines`. No date is ever made of either; the words are kept for a person.
"""

import re
from collections.abc import Iterator

from tracker.reading.deadlines.bodies import coded_names, organ_of
from tracker.reading.deadlines.context import DeadlineContext
from tracker.reading.deadlines.places import found_near, places_of, signs
from tracker.reading.deadlines.words import (
    EVENT_LEAD,
    EVENT_RELATIONS,
    SESSION_LEAD,
    SESSION_RELATIONS,
    any_of,
    pattern_of,
    words_of,
)
from tracker.reading.records import Deadline, Found
from tracker.reading.vocabulary import rows_of
from tracker.reading.vocabulary.numbers import ORDINAL, number_of

_SOFT = re.compile(rf"\b(?:{pattern_of(row['words'] for row in rows_of('deadline_soft.csv'))})\b", re.IGNORECASE)
# "Urgently calls upon", "urgently needed assistance": how it is asked, not when it is due; "being informed promptly" is
# what somebody has a right to.
_OF_ASKING = re.compile(rf" {any_of('asks')}\b")
_PASSIVE = re.compile(r"\bbeing \w+ $")
# "in the context of its next report", "in the forthcoming annual reports", "as part of his regular 90-day reports".
_IN_PRODUCT = re.compile(
    r"\b(?:in the context of|within the context of|as part of|in|into|through|with)"
    r"(?: (?:the|his|her|its|their|all|each of (?:his|her|its|their)))?(?: Secretary-General's)?"
    rf" {any_of('coming product')}(?: [\w'-]+){{0,5}}? {any_of('product')}\b(?: and \w+ (?:submission|report)s?)?"
)
# "at the Fifteenth United Nations Congress on Crime Prevention and Criminal Justice", "before the 2027 high-level
# political forum": a meeting that the calendar may know by its organ and number.
_NAMED = re.compile(
    rf"(?<![\w-])(?P<lead>{SESSION_LEAD}) (?:the )?(?P<number>{ORDINAL}|(?:19|20|21)\d\d) "
    rf"(?P<name>{pattern_of(coded_names())})\b(?! forum| process| report)",
    re.IGNORECASE,
)
# "preparations for the Congress", "contributions to the Congress" say for what, not when.
_NOT_WHEN = ("for", "to", "in", "within", "up to")
# "the commitments entered into at the Tenth Congress", "launched during the 2018 forum"; "to be adopted at" is to come.
_DONE_AT = re.compile(rf"(?<!be )(?<!been )(?<!being )\b(?:\w+ed|{any_of('done')})(?: into| upon| out)?(?: there)?,? $")
_NAMED_SIGNS = signs("Congress", "Trade and Development", "Forum", "forum")
_SOFT_SIGNS = signs(*words_of("soft sign"))
_COMING_SIGNS = signs(*words_of("coming product"))
_SESSIONAL_SIGNS = signs("sessional")
_EVENT_SIGNS = signs(*EVENT_RELATIONS)
# "prior to the beginning of …", "before the conference", "in advance of the review": up to the end of the phrase.
# "calls upon the …" is none.
_UPON = re.compile(
    rf"(?<![\w-])(?P<lead>{EVENT_LEAD})"
    rf" (?P<event>(?:{any_of('event start')}|\w+ing|[A-Z][\w-]+'s|(?<=once )\w+ed)\b[^,;:.]{{0,120}})"
)
# "calls upon", "building upon", "and again calls upon A to … and upon B to …": no time.
_OF_VERB = re.compile(rf"\b{any_of('before upon')} $|\bcall(?:s|ed|ing)?\b[^;.]* and $", re.IGNORECASE)
# What a case is before, or an issue: "pending before the Dispute Tribunal", "the issues before the Organization".
_INSTANCE = re.compile(rf"the (?:[A-Z][\w-]* (?:of |for |on )?){{0,6}}?{any_of('instance')}s?\b(?!')")
# Where the words of an event go over to something else that is asked, or to why.
_GOES_ON = re.compile(
    r" (?:and to |in order to |with a view to |so as to |and that |and they |that they |to bring |to provide )"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_INTERSESSIONAL = re.compile(r"\b(?:during|in|throughout) (?:the|its|their) inter-?sessional periods?")
# Words that make "before the", "after the" or "following the" speak of something other than time.
_NO_EVENT = re.compile(rf"{any_of('not an event')}\b")


def find_soft(text: str, context: DeadlineContext) -> Iterator[Deadline]:
    """Give the words of urgency in a plain text."""
    for match in found_near(_SOFT, text, places_of(text, _SOFT_SIGNS), 30, 40):
        if _OF_ASKING.match(text, match.end()) or _PASSIVE.search(text[max(0, match.start() - 40) : match.start()]):
            continue
        yield Deadline(words=match[0], type="soft", found=Found(*match.span()), relation="by")


def find_events(text: str, context: DeadlineContext) -> Iterator[Deadline]:
    """Give the events upon or before which something is due in a plain text."""
    for match in found_near(_NAMED, text, places_of(text, _NAMED_SIGNS), 120, 120):
        number = str(number_of(match["number"]) or "")
        year = number if len(number) == 4 else ""
        past = bool(year and context.adopted and int(year) < context.adopted.year)
        if (
            past
            or match["lead"].lower() in _NOT_WHEN
            or _DONE_AT.search(text[max(0, match.start() - 40) : match.start()])
        ):
            continue
        yield Deadline(
            words=match[0],
            type="event",
            found=Found(*match.span()),
            relation=SESSION_RELATIONS[match["lead"].lower()],
            organ=organ_of(match["name"]),
            number="" if year else number,
            year=year,
        )
    for match in found_near(_IN_PRODUCT, text, places_of(text, _COMING_SIGNS), 60, 120):
        yield Deadline(words=match[0], type="event", found=Found(*match.span()), relation="at")
    for match in found_near(_INTERSESSIONAL, text, places_of(text, _SESSIONAL_SIGNS), 60, 20):
        yield Deadline(words=match[0], type="event", found=Found(*match.span()), relation="within")
    for match in found_near(_UPON, text, places_of(text, _EVENT_SIGNS), 12, 180):
        if _is_no_event(text, match, context):
            continue
        goes_on = _GOES_ON.search(match[0])
        words = match[0][: goes_on.start()] if goes_on else match[0]
        found = Found(match.start(), match.start() + len(words))
        yield Deadline(words=words.rstrip(), type="event", found=found, relation=EVENT_RELATIONS[match["lead"]])


def _is_no_event(text: str, match: re.Match[str], context: DeadlineContext) -> bool:
    """Return whether "before the", "upon the", "following the" speak of something other than a time to come."""
    event, lead = match["event"], match["lead"].lower()
    if _NO_EVENT.match(event) or (lead == "before" and _INSTANCE.match(event)):
        return True
    if lead == "upon" and _OF_VERB.search(text[max(0, match.start() - 300) : match.start()]):
        return True
    year = _YEAR.search(event)
    return bool(lead in ("after", "following") and year and context.adopted and int(year[0]) < context.adopted.year)
