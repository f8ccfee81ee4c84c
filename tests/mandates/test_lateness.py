"""The state of an unsaved mandate at every boundary of its window."""

from datetime import date, timedelta

import pytest

from tracker.mandates.lateness import SETTLED_STATUSES, State, Timing, state_of

OPENS, CLOSES = date(2025, 9, 9), date(2025, 12, 30)
DAY = timedelta(days=1)


def state(today, *, status="not started", timing=Timing.DATED, opens=OPENS, closes=CLOSES, soon_days=30):
    return state_of(status, timing, opens, closes, today, soon_days)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (OPENS - 31 * DAY, State.DUE_LATER),
        (OPENS - 30 * DAY, State.DUE_SOON),
        (OPENS - DAY, State.DUE_SOON),
        (OPENS, State.DUE_NOW),
        (OPENS + DAY, State.DUE_NOW),
        (CLOSES - DAY, State.DUE_NOW),
        (CLOSES, State.DUE_NOW),
        (CLOSES + DAY, State.OVERDUE),
    ],
)
def test_a_dated_mandate_is_in_one_state_each_day(today, expected):
    assert state(today) is expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2028, 2, 28), State.DUE_SOON),
        (date(2028, 2, 29), State.DUE_NOW),
        (date(2028, 3, 1), State.OVERDUE),
    ],
)
def test_a_mandate_due_on_a_leap_day_is_overdue_the_day_after(today, expected):
    assert state(today, opens=date(2028, 2, 29), closes=date(2028, 2, 29)) is expected


@pytest.mark.parametrize("today", [OPENS, OPENS + 9999 * DAY])
def test_a_window_without_end_is_never_overdue(today):
    assert state(today, closes=None) is State.DUE_NOW


def test_a_window_that_gives_only_its_end_is_ready_by_then():
    assert state(CLOSES - 31 * DAY, opens=None) is State.DUE_LATER
    assert state(CLOSES, opens=None) is State.DUE_NOW
    assert state(CLOSES + DAY, opens=None) is State.OVERDUE


@pytest.mark.parametrize(
    ("today", "expected"), [(CLOSES - DAY, State.EXPIRES), (CLOSES, State.EXPIRES), (CLOSES + DAY, State.EXPIRED)]
)
def test_a_mandate_that_expires_is_never_late(today, expected):
    assert state(today, timing=Timing.EXPIRES, opens=None) is expected


@pytest.mark.parametrize(
    ("timing", "expected"),
    [
        (Timing.SESSION_NOT_DATED, State.SESSION_NOT_DATED),
        (Timing.UNDATED, State.UNDATED),
        (Timing.NONE, State.NO_DEADLINE),
        (Timing.MET, State.SETTLED),
    ],
)
def test_what_has_no_open_date_is_never_late(timing, expected):
    assert state(CLOSES + DAY, timing=timing, opens=None, closes=None) is expected


@pytest.mark.parametrize("status", sorted(SETTLED_STATUSES))
def test_a_settled_mandate_is_settled_however_late(status):
    assert state(CLOSES + 999 * DAY, status=status) is State.SETTLED


@pytest.mark.parametrize("status", ["not started", "in progress", "continuing"])
def test_an_open_status_does_not_hide_lateness(status):
    assert state(CLOSES + DAY, status=status) is State.OVERDUE


def test_how_many_days_are_soon_is_a_setting():
    assert state(OPENS - 31 * DAY, soon_days=60) is State.DUE_SOON
    assert state(OPENS - DAY, soon_days=0) is State.DUE_LATER


def test_the_earliest_open_end_makes_a_recurring_mandate_overdue_while_the_next_is_far():
    missed_end, next_opens = date(2024, 12, 24), date(2025, 9, 9)

    assert state(date(2025, 1, 1), opens=next_opens, closes=missed_end) is State.OVERDUE


def test_each_state_has_a_label_of_its_own():
    assert len({each.label for each in State}) == len(State) == 10
