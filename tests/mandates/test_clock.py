"""R6: lateness is a question of the day alone, whatever clocks and zones do around it."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import relativedelta

from tests.factories import make_mandate
from tracker.mandates.lateness import State, state_of
from tracker.mandates.models import Mandate
from tracker.pages.templatetags.tracker_tags import from_today

ZONES = [
    "Pacific/Kiritimati", "Pacific/Auckland", "Australia/Lord_Howe", "Asia/Tokyo", "Asia/Kathmandu", "Africa/Nairobi",
    "Europe/Vienna", "Europe/London", "America/St_Johns", "America/New_York", "America/Sao_Paulo", "Pacific/Pago_Pago",
]  # fmt: skip
# The ends of summer time in three zones, its beginnings, a leap day, the end of a year.
DAYS = [
    date(2027, 10, 31), date(2027, 3, 28), date(2027, 11, 7), date(2027, 3, 14), date(2027, 4, 4), date(2027, 10, 3),
    date(2028, 2, 29), date(2028, 2, 28), date(2027, 12, 31), date(2028, 1, 1),
]  # fmt: skip


def state_on(day: date, due: date) -> State:
    return state_of("not started", "dated", due, due, day)


@pytest.mark.parametrize("due", DAYS, ids=str)
@pytest.mark.parametrize("zone", ZONES)
def test_r6_a_mandate_becomes_overdue_once_with_the_day_after_its_own_in_every_zone(zone, due):
    start = datetime.combine(due - timedelta(days=2), datetime.min.time(), UTC)
    hours = [(start + timedelta(minutes=30 * step)).astimezone(ZoneInfo(zone)).date() for step in range(48 * 5)]

    late = [state_on(day, due) == State.OVERDUE for day in hours]

    assert hours[late.index(True)] == due + timedelta(days=1)
    assert sum(before != after for before, after in pairwise(late)) == 1


def test_r6_a_clock_set_back_an_hour_or_forward_a_year_changes_only_the_answer_of_that_day():
    due = date(2028, 2, 29)
    midnight = datetime(2028, 3, 1, tzinfo=UTC)

    asked = [midnight, midnight - timedelta(hours=1), midnight, midnight + relativedelta(years=1), midnight]

    assert [state_on(moment.date(), due) == State.OVERDUE for moment in asked] == [True, False, True, True, True]


@pytest.mark.django_db
@pytest.mark.parametrize("due", DAYS, ids=str)
def test_r6_rows_and_the_rule_agree_on_both_sides_of_the_day(due):
    mandate = make_mandate(due=(due, due))

    for day in (due - timedelta(days=1), due, due + timedelta(days=1)):
        assert Mandate.objects.overdue(day).exists() == (mandate.state(day) == State.OVERDUE) == (day > due)


@pytest.mark.django_db
def test_r6_what_was_heard_after_today_is_never_silent_and_has_no_negative_age():
    today = date(2028, 2, 29)
    make_mandate(quiet_since=today + relativedelta(years=1))

    assert not Mandate.objects.silent_since(today - relativedelta(months=6)).exists()
    assert from_today(today + relativedelta(years=1), today) == "in 365 d"
