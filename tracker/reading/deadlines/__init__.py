"""Find by when a provision asks for something: every deadline of its text, in order, with the words that set it.

Beside addressees and citations, below directives, which hangs each deadline on the directive whose words hold it. The
steps, each in a module of its own: numbers, words, places, context → dates | sessions (bodies) | intervals | events.
gold/GUIDE.md, "deadlines", is the definition; what looks back is dropped, and no date is ever guessed.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from tracker.reading.deadlines.bodies import ShortNames, organ_of
from tracker.reading.deadlines.context import DeadlineContext, plain
from tracker.reading.deadlines.dates import find_dates
from tracker.reading.deadlines.events import find_events, find_soft
from tracker.reading.deadlines.intervals import find_durations, find_recurrences
from tracker.reading.deadlines.sessions import find_sessions
from tracker.reading.records import Deadline, Found, Span

# Where two readings share words, the one of the earlier kind stands: what recurs and lengths know what they are counted
# from, sessions and dates what is before, during or after; an event is what nothing else could read.
_RANKS = (find_recurrences, find_durations, find_sessions, find_dates, find_soft, find_events)


# "at its next session", "before the next regular session", for which the document may name the number or year.
_NEXT_SESSION = re.compile(r"(?:next|coming) (?:[a-z]+ )?session\b")


def find_deadlines(text: str, context: DeadlineContext) -> tuple[Deadline, ...]:
    """Return the deadlines of one provision's text, in the order of the text.

    Dates before the adoption, sessions already held and periods that a budget or report covers are left out. A time
    that is understood as one but cannot be dated ("by 31 February") is kept without a date.
    """
    folded = plain(text)
    taken = bytearray(len(folded))
    kept: list[Deadline] = []
    for find in _RANKS:
        for deadline in find(folded, context):
            start, end = _span(deadline)
            if not any(taken[start:end]) or _is_of_one_list(deadline, kept):
                kept.append(deadline)
                taken[start:end] = b"\1" * (end - start)
    return tuple(_as_written(text, folded, deadline) for deadline in sorted(kept, key=_span))


def document_context(
    organ: str, session: str, adopted: date | None, title: str, texts: Iterable[str]
) -> DeadlineContext:
    """Return the context that a whole document gives: the bodies it names, and which session of each comes next.

    `texts` are its preambular and operative texts in order. Add the chapeau with `dataclasses.replace`.
    """
    texts = [title, *texts]
    context = DeadlineContext(organ, session, adopted, title, bodies=ShortNames(texts))
    coming: dict[str, str] = {}
    if not any("session" in text and _NEXT_SESSION.search(text) for text in texts):
        return context
    for text in texts:
        for deadline in find_sessions(plain(text), context):
            if deadline.type == "session" and deadline.organ != organ_of(organ):
                coming.setdefault(deadline.organ, deadline.number or deadline.year)
    return replace(context, sessions=coming)


def _is_of_one_list(deadline: Deadline, kept: list[Deadline]) -> bool:
    """Return whether a deadline shares its words with the one before by right: the sessions of one list do."""
    return bool(kept) and deadline.type == kept[-1].type == "session" and deadline.found == kept[-1].found


def _as_written(text: str, folded: str, deadline: Deadline) -> Deadline:
    """Return a deadline with its words as the text writes them, without the blank or comma at their end."""
    start, end = _span(deadline)
    words = text[start:end].rstrip(" ,;.")
    base = folded.find(deadline.counted_from, start, end) if deadline.counted_from else -1
    counted_from = deadline.counted_from if base < 0 else text[base : base + len(deadline.counted_from)]
    return replace(deadline, words=words, found=Found(start, start + len(words)), counted_from=counted_from)


def _span(deadline: Deadline) -> Span:
    return (deadline.found.start, deadline.found.end) if deadline.found else (0, 0)
