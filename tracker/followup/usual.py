"""Times for mandates that have none: the usual one where the text names none, and a session that came to be known.

A proposal, never a fact: `suggestions` keeps what is found here, and a person accepts it. Where the organ of a session
is known, due dates follow the calendar by themselves (`schedule.move`); a body of which only the words were known gets
its session here, once somebody has entered it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, OuterRef, QuerySet

from tracker.followup.models import Suggestion
from tracker.mandates.models import Deadline, DueDate, Mandate
from tracker.mandates.reshaping import next_session
from tracker.organs import calendar
from tracker.organs.models import Organ
from tracker.organs.rules import Calendar, SessionWindow
from tracker.reading import records

# How sure each is: half of the requests that name no time are met at the next session; a name says all but the number.
USUAL, NAMED = 0.6, 0.9
# In years: a mandate adopted longer ago has had its next session, whatever the organ.
LONGEST = 6


@dataclass(frozen=True, slots=True)
class Time:
    """A session at which a mandate could be due; `body` are the words that say whose, "" where the text names none."""

    mandate: Mandate
    session: SessionWindow
    confidence: float
    body: str = ""


def times(today: date) -> Iterator[Time]:
    """Give the times to propose for mandates under follow-up, at most one each; sessions that are over are left out."""
    known = calendar.current_calendar()
    yield from _named(known, today)
    yield from _usual(known, today)


def _usual(known: Calendar, today: date) -> Iterator[Time]:
    """Give reports for which no time is named the next session of the organ that asks."""
    dated = Deadline.objects.filter(mandate=OuterRef("pk")).exclude(type=Deadline.Type.SOFT)
    set_by_people = DueDate.objects.filter(mandate=OuterRef("pk"), label="")
    rows = _unasked().filter(
        ~Exists(dated),
        ~Exists(set_by_people),
        deliverable=Mandate.Deliverable.REPORT,
        resolution__adopted_on__gte=today - relativedelta(years=LONGEST),
    )
    for mandate in rows.iterator(chunk_size=500):
        directive = records.Directive(mandate.verb, mandate.strength, deliverable=mandate.deliverable)
        resolution = mandate.resolution
        deadline = next_session(directive, resolution.organ.code, resolution.adopted_on, known)
        session = deadline and known.session(deadline.organ, deadline.number or deadline.year)
        if session and _is_to_come(session, today):
            yield Time(mandate, session, USUAL)


def _named(known: Calendar, today: date) -> Iterator[Time]:
    """Give the sessions of bodies of which only the words were known when the mandate was read."""
    codes = {name.casefold(): code for name, code in Organ.objects.values_list("name", "code")}
    rows = Deadline.objects.filter(
        mandate__in=_unasked(), organ=None, due_dates__timing=DueDate.Timing.SESSION_NOT_DATED
    ).exclude(organ_words="")
    for row in rows.select_related("mandate__resolution").distinct().order_by("pk"):
        code, adopted = codes.get(row.organ_words.casefold()), row.mandate.resolution.adopted_on
        if code is None or adopted is None:
            continue
        session = known.session(code, row.number) if row.number else known.next_session(code, adopted)
        if session and _is_to_come(session, today):
            yield Time(row.mandate, session, NAMED, row.organ_words)


def _unasked() -> QuerySet[Mandate]:
    """Return the mandates under follow-up for which no time was proposed before."""
    asked = Suggestion.objects.filter(kind=Suggestion.Kind.NEXT_SESSION, mandate=OuterRef("pk"))
    return Mandate.objects.filter(~Exists(asked), status__in=Mandate.OPEN).select_related("resolution__organ")


def _is_to_come(session: SessionWindow, today: date) -> bool:
    last = session.main_part_closes or session.closes or session.opens
    return last is not None and last >= today
