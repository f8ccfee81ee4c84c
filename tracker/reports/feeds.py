"""A list of mandates as a calendar (RFC 5545) and as a feed (RFC 4287), for programs that fetch it again and again.

Stands above `saved`: whoever asks passes the mandates that the filter found for the person.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from tracker.mandates.models import DueDate, Mandate
from tracker.organs.models import Session

CALENDAR_TYPE = "text/calendar; charset=utf-8"
FEED_TYPE = "application/atom+xml; charset=utf-8"
MOST_EVENTS = 2000
MOST_ENTRIES = 100


def calendar(mandates: QuerySet[Mandate], today: date, *, title: str) -> bytes:
    """Return a calendar with an all-day event for each open due date, on the day by which it must be ready."""
    title = " ".join(title.split())
    book = Calendar()
    book.add("prodid", "-//Mandate tracker//EN")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add("name", title)
    book.add("x-wr-calname", title)
    for due in _due_dates(mandates):
        book.add_component(_event(due, today))
    return book.to_ical()


def session_calendar(sessions: Iterable[Session], today: date) -> bytes:
    """Return a calendar with one event for each session whose days are known, from its first day to its last."""
    book = Calendar()
    book.add("prodid", "-//Mandate tracker//EN")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", _("Sessions"))
    for session in sessions:
        if session.opens is None:
            continue
        event = Event()
        event.add("uid", f"session-{session.pk}@{settings.SITE_ADDRESS.rpartition('/')[2]}")
        event.add("dtstamp", datetime.combine(today, time(), UTC))
        event.add("sequence", session.version)
        event.add("dtstart", session.opens)
        event.add("dtend", (session.closes or session.opens) + timedelta(days=1))
        event.add("summary", f"{session.organ}: {session.name or session}"[:200])
        event.add("description", session.get_precision_display())
        if session.place:
            event.add("location", session.place)
        event.add("url", settings.SITE_ADDRESS + reverse("sessions:session", args=[session.pk]))
        event.add("transp", "TRANSPARENT")
        book.add_component(event)
    return book.to_ical()


def feed(mandates: QuerySet[Mandate], today: date, *, title: str, address: str, own_address: str) -> str:
    """Return a feed of the mandates of a list, those first to which something happened last."""
    atom = Atom1Feed(title=title, link=settings.SITE_ADDRESS + address, feed_url=own_address, description="")
    changed = _changed(mandates)
    for mandate in _with(mandates, changed):
        atom.add_item(
            title=f"{mandate}: {mandate.state(today).label}, {mandate.get_status_display()}",
            link=settings.SITE_ADDRESS + mandate.get_absolute_url(),
            description=_asked(mandate),
            # The same mandate changed again is a new thing to read.
            unique_id=f"{settings.SITE_ADDRESS}{mandate.get_absolute_url()}#change-{changed[mandate.pk][0]}",
            updateddate=changed[mandate.pk][1],
            author_name=str(mandate.lead_entity or _("Mandate tracker")),
        )
    return atom.writeString("utf-8")


def _due_dates(mandates: QuerySet[Mandate]) -> Iterable[DueDate]:
    open_ones = DueDate.objects.filter(
        mandate__in=mandates.order_by().values("pk"), mandate__status__in=Mandate.OPEN, outcome=DueDate.Outcome.OPEN
    ).exclude(opens=None, closes=None)
    return open_ones.select_related("mandate__provision__resolution", "mandate__resolution", "mandate__lead_entity")[
        :MOST_EVENTS
    ]


def _event(due: DueDate, today: date) -> Event:
    mandate = due.mandate
    day = due.extended_to or due.opens or due.closes
    last = due.extended_to or due.closes
    event = Event()
    event.add("uid", f"due-{due.pk}@{settings.SITE_ADDRESS.rpartition('/')[2]}")
    event.add("dtstamp", datetime.combine(today, time(), UTC))
    event.add("sequence", due.version)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", f"{mandate}: {due.label or mandate.action or mandate.verb}"[:200])
    words = [_asked(mandate), _("Lead entity: %s") % mandate.lead_entity if mandate.lead_entity else ""]
    if last and last != day:
        words.append(_("Overdue after %s") % last.isoformat())
    event.add("description", "\n".join(filter(None, words)))
    event.add("url", settings.SITE_ADDRESS + mandate.get_absolute_url())
    event.add("transp", "TRANSPARENT")
    return event


def _changed(mandates: QuerySet[Mandate]) -> dict[int, tuple[int, datetime]]:
    """Return the last change, and its time, of each of the mandates that changed last."""
    records = Mandate.history.filter(id__in=mandates.order_by().values("pk")).order_by()
    last = records.values("id").annotate(last=Max("change"), at=Max("change__at")).order_by("-last")
    return {key: (number, at) for key, number, at in last.values_list("id", "last", "at")[:MOST_ENTRIES]}


def _with(mandates: QuerySet[Mandate], changed: dict[int, tuple[int, datetime]]) -> list[Mandate]:
    return sorted(mandates.filter(pk__in=list(changed)), key=lambda mandate: changed[mandate.pk], reverse=True)


def _asked(mandate: Mandate) -> str:
    return f"{mandate.verb.capitalize()}: {mandate.action}".strip(": ")
