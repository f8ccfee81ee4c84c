"""The calendar as people see it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests import factories

pytestmark = pytest.mark.django_db


def test_a_session_lists_what_is_due_there(cast, sign_in):
    session = factories.make_session("59", opens=date(2004, 9, 14), closes=date(2005, 9, 12))
    mandate = factories.make_mandate()
    factories.make_deadline(
        mandate, words="at its fifty-ninth session", type="session", relation="at", number="59", organ=session.organ
    )
    client = sign_in(cast.rita)

    listed = client.get("/sessions/?organ=GA").content.decode()
    page = client.get(f"/sessions/{session.pk}/").content.decode()

    assert "14 Sep 2004" in listed
    assert mandate.get_absolute_url() in page
    assert "Correct the dates" not in page


def test_an_administrator_is_led_to_the_correction(cast, sign_in):
    session = factories.make_session("59", opens=date(2004, 9, 14))

    assert (
        f"/admin/organs/session/{session.pk}/change/"
        in sign_in(cast.ada).get(f"/sessions/{session.pk}/").content.decode()
    )


def test_a_session_with_nothing_due_says_so(cast, sign_in):
    session = factories.make_session("59")

    assert "Nothing is due at this session" in sign_in(cast.rita).get(f"/sessions/{session.pk}/").content.decode()


def test_the_list_begins_with_what_is_under_way_and_goes_on_to_what_comes_then_to_what_is_past(cast, sign_in):
    today = timezone.localdate()
    near = [("Now", -30, 30), ("Today", 0, 0), ("Next", 10, 20), ("Later", 400, 500), ("Last", -60, -1)]
    for number, opens, closes in [*near, ("Long ago", -900, -800)]:
        days = {"opens": today + timedelta(days=opens), "closes": today + timedelta(days=closes)}
        factories.make_session(number, **days)
    factories.make_session("Open-ended", opens=today + timedelta(days=15))
    factories.make_session("Unknown")

    listed = sign_in(cast.rita).get("/sessions/").context["page"].object_list
    narrowed = sign_in(cast.rita).get("/sessions/?number=last").context["page"].object_list

    by_day = ["Now", "Today", "Next", "Open-ended", "Later", "Last", "Long ago", "Unknown"]
    assert [session.number for session in listed] == by_day
    assert [session.number for session in narrowed] == ["Last"]
