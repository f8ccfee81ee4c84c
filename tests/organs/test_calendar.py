"""The calendar is filled once from the data files, refreshed, and left alone where people settled it."""

from datetime import date

import pytest

from tracker.accounts import changes
from tracker.accounts.changes import change
from tracker.organs import calendar, directory
from tracker.organs.models import Addressee, Organ, Session

pytestmark = pytest.mark.django_db


def test_loading_twice_changes_nothing():
    first, second = calendar.load_calendar(), calendar.load_calendar()

    assert first > 1000
    assert second == 0
    assert Session.objects.get(organ__code="GA", number="59").opens == date(2004, 9, 14)


def test_a_settled_session_keeps_what_people_said():
    calendar.load_calendar()
    session = Session.objects.get(organ__code="GA", number="59")
    with change("Correct"):
        changes.save(session, opens=date(2004, 9, 15), settled=True)

    calendar.load_calendar()

    session.refresh_from_db()
    assert session.opens == date(2004, 9, 15)
    assert calendar.current_calendar().session("GA", "59").opens == date(2004, 9, 15)


def test_a_session_beyond_the_table_is_made_by_rule_when_it_is_needed():
    calendar.load_calendar()

    with change("Need a session"):
        row = directory.session_numbered(Organ.objects.get(code="GA"), "120")

    assert (row.precision, row.opens.year) == ("rule", 2065)


def test_the_directory_links_addressees_to_organs_and_is_loaded_once():
    calendar.load_calendar()

    first, second = directory.load_directory(), directory.load_directory()

    assert first > 50
    assert second == 0
    assert Addressee.objects.get(name="General Assembly").organ.code == "GA"
