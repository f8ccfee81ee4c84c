"""Reminders follow from due dates and a day: before, on the day, late, silent, escalated; each once."""

from datetime import date, timedelta

import pytest

from tests.factories import make_mandate, make_user
from tracker.accounts.changes import change, save
from tracker.followup import assignment
from tracker.followup.models import Notice
from tracker.followup.reminders import remind
from tracker.mandates import standing

READY, LAST = date(2027, 3, 1), date(2027, 3, 31)


@pytest.fixture
def mandate(cast):
    return make_mandate(lead_entity=cast.unodc, focal_point=cast.alice, due=(READY, LAST), quiet_since=date(2027, 1, 1))


def said(person, day: date) -> list[tuple[str, str]]:
    """Return what the person is newly told on the day."""
    before = set(Notice.objects.values_list("pk", flat=True))
    remind(day)
    return [(n.kind, n.words) for n in Notice.objects.filter(user=person).exclude(pk__in=before).order_by("kind")]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (READY - timedelta(days=31), []),
        (READY - timedelta(days=30), [("before", "on 1 Mar 2027")]),
        (READY - timedelta(days=8), [("before", "on 1 Mar 2027")]),
        (READY - timedelta(days=1), [("before", "on 1 Mar 2027")]),
        (READY, [("due", "until 31 Mar 2027")]),
        (LAST, [("due", "until 31 Mar 2027")]),
        (LAST + timedelta(days=1), [("late", "since 31 Mar 2027")]),
    ],
)
def test_what_a_focal_point_is_told_on_a_day(mandate, cast, day, expected):
    assert said(cast.alice, day) == expected


def test_every_day_from_before_to_long_after_brings_each_reminder_once(mandate, cast):
    told = {}
    for count in range(120):
        day = READY - timedelta(days=45) + timedelta(days=count)
        for kind, _words in said(cast.alice, day):
            told.setdefault(kind, []).append((day - READY).days)

    assert told == {"before": [-30, -7, -1], "due": [0], "late": [31]}


def test_days_on_which_nothing_ran_are_made_good_by_the_nearest_reminder_alone(mandate, cast):
    assert said(cast.alice, READY - timedelta(days=5)) == [("before", "on 1 Mar 2027")]
    assert said(cast.alice, READY - timedelta(days=4)) == []
    assert said(cast.alice, READY - timedelta(days=1)) == [("before", "on 1 Mar 2027")]


def test_an_extension_reminds_anew(mandate, cast):
    assert said(cast.alice, LAST + timedelta(days=1)) == [("late", "since 31 Mar 2027")]
    with change("Extend"):
        save(mandate.due_dates.get(), extended_to=date(2027, 5, 1))

    assert said(cast.alice, LAST + timedelta(days=1)) == [("before", "on 1 May 2027")]
    assert said(cast.alice, date(2027, 5, 2)) == [("late", "since 1 May 2027")]


def test_what_is_done_reminds_nobody(mandate, cast):
    standing.set_status(mandate, "implemented", by=cast.alice)

    assert remind(LAST + timedelta(days=90)) == 0


def test_a_mandate_without_a_focal_point_reminds_the_managers_of_its_lead_entity(mandate, cast):
    standing.assign(mandate, by=cast.mona, focal_point=None)

    assert said(cast.mona, READY) == [("due", "until 31 Mar 2027")]


def test_a_focal_point_without_an_account_leaves_it_to_the_managers(mandate, cast):
    person = make_user("Paper", is_active=False)
    standing.assign(mandate, by=cast.mona, focal_point=person)

    assert said(cast.mona, READY) == [("due", "until 31 Mar 2027")]
    assert not Notice.objects.filter(user=person).exists()


def test_what_stays_overdue_goes_to_the_manager_too(mandate, cast, settings):
    settings.ESCALATE_AFTER_DAYS = 14

    assert said(cast.mona, LAST + timedelta(days=14)) == []
    assert said(cast.mona, LAST + timedelta(days=15)) == [("escalated", "since 31 Mar 2027")]
    assert said(cast.mona, LAST + timedelta(days=16)) == []


def test_silence_is_told_once_until_somebody_reports(mandate, cast, settings):
    settings.SILENT_AFTER_MONTHS = 6
    standing.assign(mandate, by=cast.mona, focal_point=cast.alice)
    quiet = date(2027, 7, 2)

    assert ("silent", "last heard of on 1 Jan 2027") in said(cast.alice, quiet)
    assert said(cast.alice, quiet + timedelta(days=30)) == []


def test_a_persons_own_days_are_kept_to(mandate, cast):
    cast.alice.preferences = {"notices": {"before": [60], "kinds": ["before"]}}
    cast.alice.save()

    assert said(cast.alice, READY - timedelta(days=60)) == [("before", "on 1 Mar 2027")]
    assert said(cast.alice, READY - timedelta(days=1)) == []
    assert said(cast.alice, LAST + timedelta(days=1)) == []


def test_who_watches_is_reminded_like_who_answers_for_it_once_each(mandate, cast):
    for person in (cast.rita, cast.bob, cast.alice):
        assignment.watch(mandate, person, True)

    assert said(cast.rita, READY) == [("due", "until 31 Mar 2027")]
    told = sorted((notice.user.name, notice.kind) for notice in Notice.objects.all())
    assert told == [("Alice", "due"), ("Bob", "due"), ("Rita", "due")]
    assert remind(READY) == 0
    assert said(cast.rita, LAST + timedelta(days=1)) == [("late", "since 31 Mar 2027")]


def test_who_watches_no_more_or_does_not_wish_it_or_has_left_is_not_reminded(mandate, cast):
    left = make_user("Left", analyst=cast.unodc)
    for person in (cast.rita, cast.bob, left):
        assignment.watch(mandate, person, True)
    assignment.watch(mandate, cast.rita, False)
    cast.bob.preferences = {"notices": {"watched": False}}
    cast.bob.save()
    left.is_active = False
    left.save()

    remind(READY)

    assert [notice.user for notice in Notice.objects.all()] == [cast.alice]


def test_who_watches_has_their_own_days_and_kinds(mandate, cast):
    assignment.watch(mandate, cast.rita, True)
    cast.rita.preferences = {"notices": {"before": [14], "kinds": ["before"]}}
    cast.rita.save()

    assert said(cast.rita, READY - timedelta(days=30)) == []
    assert said(cast.rita, READY - timedelta(days=14)) == [("before", "on 1 Mar 2027")]
    assert said(cast.rita, READY) == []


def test_many_mandates_take_as_many_queries_as_few(mandate, cast, django_assert_max_num_queries):
    for _each in range(8):
        make_mandate(lead_entity=cast.unodc, focal_point=cast.alice, due=(READY, LAST))

    with django_assert_max_num_queries(6):
        assert remind(READY) == 9
    with django_assert_max_num_queries(5):
        assert remind(READY) == 0
