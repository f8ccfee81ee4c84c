"""What a paragraph says has been done: a report that was submitted, a meeting that was held.

Pure, over the words of one paragraph; `said` adds what stands around them. Words that only ask for, or look
forward to, a report or a meeting are no finding.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tracker.mandates.windows import days_of
from tracker.reading.deadlines.dates import MONTHS

Kind = Literal["report", "meeting"]
Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Finding:
    """Words that say something was done.

    `at` is where the report or meeting itself is named, `until` where the next may be: a note between is this one's.
    `author` made a report, "" where the words do not say; `about` is what it is about, or the words of the meeting.
    `days` are the first and last day on which a meeting is said to have been held, None where no day is named.
    `is_recalled`: the words only recall a report, which may have been before the organ years ago.
    """

    kind: Kind
    words: str
    start: int
    end: int
    at: int
    until: int
    author: str = ""
    about: str = ""
    days: Days | None = None
    is_recalled: bool = False


# What an organ says when a report is before it, or a meeting behind it.
_NOTED = re.compile(
    r"\b(?:tak(?:es?|ing)\s(?:also\s|further\s)?(?:note|cognizance)"
    r"|(?:has|have|having)\s(?:also\s|further\s)?(?:considered|examined|received|reviewed|studied)"
    r"|and\s(?:considered|examined|reviewed)"
    r"|welcom(?:es?|ing)|not(?:es|ing)|considering|commend(?:s|ing)|endors(?:es?|ing)|approv(?:es?|ing)"
    r"|express(?:es|ing)\s(?:its\s)?(?:[a-z]+\s)?(?:appreciation|gratitude|satisfaction)"
    r"|acknowledg(?:es?|ing)|(?P<recalled>recall(?:s|ing)))\b",
    re.IGNORECASE,
)
_REPORT = re.compile(r"\breports?\b(?!\s(?:on\s(?:its|their)\s)?(?:thereon|back)\b)", re.IGNORECASE)
_NAME = re.compile(r"[A-Z][\w’'-]*(?:\s(?:of|the|and|on|for|to)(?=\s(?:[A-Z]|the\s[A-Z]))|\s[A-Z][\w’'-]*){0,14}")
_BY = re.compile(r"\s(?:of|by|from)\sthe\s(?=[A-Z])")
# "the Scientific Committee, takes note of the report on its sessions", "the Secretary-General for his updated report".
_OWN = re.compile(r"\b(?:its|his|her|their)\b", re.IGNORECASE)
# What a report is about stands behind "on", "regarding", "entitled"; "on the work of its session" tells nothing.
_ABOUT = re.compile(
    r"\W{0,3}\b(?:on|regarding|concerning|about|entitled|relating\sto)\s(?!(?:the\swork\sof\s)?(?:its|their)\s)"
    r"(?P<subject>[^,;]{3,200})",
    re.IGNORECASE,
)
# What joins a subject to the next report.
_TAIL = re.compile(r"\s(?:and|as\swell\sas)(?:\sthe|\sits)?\s?$")
# Words behind which a report is not what is noted, but something about it.
_ASIDE = re.compile(
    r"\b(?:procedures?|process|publi\w+|prepar\w+|need|importance|efforts?|paragraphs?)\b", re.IGNORECASE
)
# Reports and meetings to come.
_TO_COME = re.compile(
    r"\b(?:request(?:s|ing)?|invit(?:es?|ing)|looks?\sforward|to\s(?:submit|prepare|report|be\sheld|convene)|will\sbe"
    r"|to\shost|next\sreport|forthcoming|future|decision\sto|decid(?:es|ed)|intention)\b",
    re.IGNORECASE,
)
_HELD = re.compile(
    r"\b(?:held|convened|took\splace|hosted|(?:convening|holding|hosting|conclusion|organization)\s(?:by\s[^,;]{3,120}?\s)?of"
    r"|discussions\sat|outcomes?\sof|reports?\sof|for\shosting)\b",
    re.IGNORECASE,
)
_GATHERING = re.compile(
    r"\b(?:meetings?|conferences?|congress|summit|forum|dialogues?|events?|sessions?|consultations?|debates?|symposium"
    r"|workshops?|seminars?|hearings?)\b",
    re.IGNORECASE,
)
_MONTH = "|".join(MONTHS)
# "from 27 to 30 May 2024", "on 2 and 3 August 2022", "on 7 December 2023", "in May 2023", "in 2022".
_DAYS = re.compile(
    rf"\b(?:from|on|in|between)\s(?:(?P<first>\d{{1,2}})(?:\s(?P<month>{_MONTH}))?\s(?:to|and|until)\s)?"
    rf"(?:(?P<day>\d{{1,2}})\s)?(?:(?P<last_month>{_MONTH})\s)?(?P<year>(?:19|20)\d\d)\b"
)
# How far behind the verb a report or a meeting is looked for, and how much of it is kept.
_REACH, _LONGEST = 260, 300
# The name of a text or of a theme is not what was held.
_QUOTED = re.compile(r"“[^”]{0,600}”")
# So many clauses and reports of one paragraph are looked at.
_MOST = 40


def findings_in(words: str) -> list[Finding]:
    """Return what the words say was done, in their order.

    >>> [one.author for one in findings_in("Takes note of the report of the Secretary-General on crime;")]
    ['Secretary-General']
    """
    found = [*_reports(words), *_meetings(words)]
    return sorted(found, key=lambda one: one.start)


def _reports(words: str) -> Iterator[Finding]:
    verbs = list(_NOTED.finditer(words))[:_MOST]
    reports = list(_REPORT.finditer(words))[:_MOST]
    for number, report in enumerate(reports):
        verb = next((one for one in reversed(verbs) if one.end() <= report.start()), None)
        if verb is None or report.start() - verb.start() > _REACH:
            continue
        between = words[verb.end() : report.start()]
        if ";" in between or _ASIDE.search(between) or _TO_COME.search(words, verb.start(), report.end()):
            continue
        until = reports[number + 1].start() if number + 1 < len(reports) else len(words)
        stop = words.find(";", report.end(), until)
        end = stop if stop >= 0 else until
        author, stop = _author(words, report, verb.start(), end)
        about = _ABOUT.match(words, stop, end) or _ABOUT.match(words, report.end(), end)
        stop = max(stop, about.end()) if about else stop
        yield Finding(
            "report",
            words[verb.start() : stop].rstrip(" ,"),
            verb.start(),
            stop,
            report.start(),
            end,
            author,
            _TAIL.sub("", about["subject"]).strip(" “”\"'.") if about else "",
            is_recalled=bool(verb["recalled"]),
        )


def _author(words: str, report: re.Match[str], start: int, end: int) -> tuple[str, int]:
    """Return who made a report, "" where the words do not say, and where the name ends."""
    by = _BY.search(words, report.end(), min(end, report.end() + 120))
    if by and "," not in words[report.end() : by.start()] and (name := _NAME.match(words, by.end())):
        return name[0], name.end()
    before = [match[0] for match in _NAME.finditer(words, max(start - 160, 0), report.start())]
    if before and _OWN.search(words, start, min(end, report.end() + 8)):
        return before[-1], report.end()
    return "", report.end()


def _meetings(words: str) -> Iterator[Finding]:
    taken = 0
    said = _QUOTED.sub(lambda match: " " * len(match[0]), words)
    for verb in list(_NOTED.finditer(words))[:_MOST]:
        if verb.start() < taken:
            continue
        end = words.find(";", verb.end())
        end = min(end if end >= 0 else len(words), verb.start() + _LONGEST)
        gathering, held = _GATHERING.search(said, verb.end(), end), _HELD.search(said, verb.end(), end)
        days = _days(said, verb.end(), end)
        if gathering is None or not (held or days) or _TO_COME.search(said, verb.start(), end):
            continue
        taken = end
        about = said[verb.end() : end].strip(" ,")
        noted = words[verb.start() : end].rstrip(" ,")
        yield Finding("meeting", noted, verb.start(), end, gathering.start(), end, about=about, days=days)


def _days(words: str, start: int, end: int) -> Days | None:
    """Return the first and last day that the words name first; a month or a year without a day is all of it."""
    found = _DAYS.search(words, start, end)
    if found is None:
        return None
    year, month = int(found["year"]), found["last_month"]
    last = days_of("-".join(filter(None, (found["year"], _number(month), found["day"] and found["day"].zfill(2)))))
    first = last
    if found["first"] and month:
        first = days_of(f"{year}-{_number(found['month'] or month)}-{found['first'].zfill(2)}")
    return (first[0], last[1]) if first and last and first[0] <= last[1] else None


def _number(month: str | None) -> str:
    return f"{MONTHS.index(month) + 1:02}" if month else ""
