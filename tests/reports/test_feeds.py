"""A list as a calendar and as a feed, read back by programs of others."""

from datetime import date, timedelta

from icalendar import Calendar
from lxml import etree

from tests.factories import make_mandate, make_paragraph, make_resolution
from tracker.accounts.changes import change
from tracker.mandates import standing
from tracker.mandates.models import Mandate
from tracker.reports import feeds

TODAY = date(2004, 8, 1)
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def events_in(body: bytes) -> list:
    return Calendar.from_ical(body).walk("VEVENT")


def entries_in(body: str) -> list:
    return etree.fromstring(body.encode()).findall("a:entry", ATOM)


def test_an_open_due_date_is_an_event_on_the_day_by_which_it_must_be_ready(cast):
    provision = make_paragraph(make_resolution("A/RES/58/140"), "24")
    mandate = make_mandate(provision, due=(date(2004, 9, 14), date(2004, 12, 31)), lead_entity=cast.unodc)

    [event] = events_in(feeds.calendar(Mandate.objects.all(), TODAY, title="Mine"))

    assert event["DTSTART"].dt == date(2004, 9, 14)
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(days=1)
    assert event["SUMMARY"].startswith("A/RES/58/140")
    assert "Overdue after 2004-12-31" in event["DESCRIPTION"]
    assert event["URL"] == f"http://testserver/mandates/{mandate.pk}/"
    assert event["UID"] == f"due-{mandate.due_dates.get().pk}@testserver"


def test_what_is_done_is_no_event(cast):
    mandate = make_mandate(due=(date(2004, 9, 14), date(2004, 9, 14)), lead_entity=cast.unodc)
    standing.set_status(mandate, "implemented", by=cast.alice)

    assert not events_in(feeds.calendar(Mandate.objects.all(), TODAY, title="Mine"))


def test_words_with_commas_breaks_and_scripts_come_back_whole(db):
    action = "to report, in full; “às is”\r\nBEGIN:VALARM\nand <script>alert(1)</script> \\ more"
    make_mandate(action=action, due=(date(2004, 9, 14), date(2004, 9, 14)))

    [event] = events_in(feeds.calendar(Mandate.objects.all(), TODAY, title="A, b;\nc"))
    body = feeds.feed(Mandate.objects.all(), TODAY, title="<b>", address="/mandates/?q=x&sort=due", own_address="/x")

    assert "to report, in full; “às is”" in event["DESCRIPTION"]
    assert not Calendar.from_ical(feeds.calendar(Mandate.objects.all(), TODAY, title="x")).walk("VALARM")
    assert "<script>" not in body
    assert "<script>alert(1)</script>" in entries_in(body)[0].findtext("a:summary", namespaces=ATOM)


def test_the_feed_begins_with_what_changed_last_and_a_change_is_a_new_entry(cast):
    first, second = make_mandate(lead_entity=cast.unodc), make_mandate(lead_entity=cast.unodc)

    def entries():
        body = feeds.feed(Mandate.objects.all(), TODAY, title="x", address="/mandates/", own_address="http://t/x")
        return [(e.findtext("a:title", namespaces=ATOM), e.findtext("a:id", namespaces=ATOM)) for e in entries_in(body)]

    before = entries()
    with change("A year later"):
        standing.set_status(first, "in progress", by=cast.alice)
    after = entries()

    assert len(before) == len(after) == 2
    assert str(second) in before[0][0]
    assert after[0][0] == f"{first}: No deadline stated, in progress"
    assert len({key for _title, key in before + after}) == 3


def test_a_long_list_takes_as_many_queries_as_a_short_one(cast, django_assert_num_queries):
    make_mandate(due=(date(2004, 9, 14), date(2004, 9, 14)))
    with django_assert_num_queries(1):
        feeds.calendar(Mandate.objects.all(), TODAY, title="x")

    for _each in range(3):
        make_mandate(due=(date(2004, 9, 14), date(2004, 9, 14)))

    with django_assert_num_queries(1):
        assert len(events_in(feeds.calendar(Mandate.objects.all(), TODAY, title="x"))) == 4
