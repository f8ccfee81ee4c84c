"""Due dates follow deadlines and the calendar, and the register's columns follow due dates."""

from datetime import date

import pytest
from django.core.management import call_command

from tests import factories
from tracker.accounts import changes
from tracker.accounts.changes import change
from tracker.mandates import schedule
from tracker.mandates.lateness import State, state_of
from tracker.mandates.models import DueDate, Mandate
from tracker.mandates.windows import WorkingDates
from tracker.organs.models import Session

pytestmark = pytest.mark.django_db

TODAY = date(2004, 10, 1)


def make_session(**values):
    usual = {"opens": date(2004, 9, 14), "main_part_closes": date(2004, 12, 23), "closes": date(2005, 9, 12)}
    return factories.make_session("59", **{**usual, **values})


def due_at_the_session():
    mandate = factories.make_mandate()
    factories.make_deadline(
        mandate,
        words="at its fifty-ninth session",
        type="session",
        relation="at",
        number="59",
        organ=factories.make_organ(),
    )
    return mandate


def test_a_deadline_at_a_session_is_ready_by_its_first_day_and_late_after_its_main_part():
    make_session()

    mandate = due_at_the_session()

    assert (mandate.due_opens, mandate.due_closes) == (date(2004, 9, 14), date(2004, 12, 23))
    assert mandate.state(TODAY) == State.DUE_NOW


def test_a_corrected_session_moves_what_rests_on_it_with_history():
    session, mandate = make_session(), due_at_the_session()

    with change("Correct"):
        changes.save(session, opens=date(2004, 9, 21), main_part_closes=date(2004, 12, 24))
        moved = schedule.move(session, TODAY)

    mandate.refresh_from_db()
    due = mandate.due_dates.get()
    assert moved == 1
    assert (mandate.due_opens, mandate.due_closes) == (date(2004, 9, 21), date(2004, 12, 24))
    assert [row.opens for row in due.history.all()] == [date(2004, 9, 21), date(2004, 9, 14)]


def test_a_correction_that_changes_no_date_moves_nothing():
    session, mandate = make_session(), due_at_the_session()

    with change("Correct"):
        changes.save(session, place="Geneva")
        moved = schedule.move(session, TODAY)

    assert moved == 0
    assert mandate.due_dates.get().history.count() == 1


def test_a_session_that_becomes_known_gives_dates_to_what_waited_for_it():
    organ = factories.make_organ("CND")
    mandate = factories.make_mandate()
    factories.make_deadline(
        mandate, words="at its 2011 session", type="session", relation="at", number="590", organ=organ
    )
    session = factories.make_session("590", organ=organ, opens=date(2011, 3, 7), closes=date(2011, 3, 11))

    with change("Correct"):
        moved = schedule.move(session, TODAY)

    mandate.refresh_from_db()
    assert (moved, mandate.timing, mandate.due_opens) == (1, Mandate.Timing.DATED, date(2011, 3, 7))


def test_what_recurs_at_the_sessions_of_the_adopting_organ_follows_their_correction():
    session, mandate = make_session(), factories.make_mandate()
    factories.make_deadline(mandate, words="annually", type="recurrence", relation="every", count=1, unit="year")

    with change("Correct"):
        changes.save(session, opens=date(2004, 9, 21))
        schedule.move(session, TODAY)

    assert mandate.due_dates.order_by("occurrence").first().opens == date(2004, 9, 21)


def test_a_correction_leaves_proposals_without_due_dates():
    session, mandate = make_session(), due_at_the_session()
    with change("Arrange"):
        changes.delete(mandate.due_dates.all())
        changes.save(mandate, status=Mandate.Status.PROPOSED)
        moved = schedule.move(session, TODAY)

    assert (moved, mandate.due_dates.count()) == (0, 0)


def test_a_due_date_already_met_stays_where_it_was_when_its_session_moves():
    session, mandate = make_session(), due_at_the_session()
    with change("Meet"):
        schedule.settle(mandate.due_dates.get(), DueDate.Outcome.MET, TODAY)

    with change("Correct"):
        changes.save(session, opens=date(2004, 9, 21))
        schedule.move(session, TODAY)

    assert mandate.due_dates.get().opens == date(2004, 9, 14)


def test_each_resumed_part_is_a_session_of_its_own():
    make_session()
    first, second = (factories.make_mandate() for _ in range(2))
    for part, mandate in ((1, first), (2, second)):
        factories.make_deadline(
            mandate,
            type="session",
            relation="at",
            number="59",
            part="resumed",
            count=part,
            organ=factories.make_organ(),
        )

    assert [mandate.due_dates.get().opens for mandate in (first, second)] == [date(2005, 3, 1), date(2005, 5, 1)]
    session = first.due_dates.get().session
    assert (session.number, session.kind) == ("59, part 1", Session.Kind.RESUMED)

    with change("Correct"):
        changes.save(session, opens=date(2005, 3, 7), closes=date(2005, 4, 1))
        moved = schedule.move(session, TODAY)

    assert moved == 1
    assert [mandate.due_dates.get().opens for mandate in (first, second)] == [date(2005, 3, 7), date(2005, 5, 1)]


def test_a_report_to_a_session_has_working_dates():
    make_session()
    mandate = due_at_the_session()

    assert mandate.due_dates.get().report_dates == WorkingDates(submission=date(2004, 7, 6), issue=date(2004, 8, 3))


@pytest.mark.parametrize(
    ("deliverable", "relation"), [("meeting", "at"), ("other", "at"), ("report", "from"), ("report", "until")]
)
def test_only_a_report_that_is_due_at_a_session_has_working_dates(deliverable, relation):
    make_session()
    mandate = factories.make_mandate(deliverable=deliverable)
    factories.make_deadline(mandate, type="session", relation=relation, number="59", organ=factories.make_organ())

    assert mandate.due_dates.get().report_dates is None


def test_a_session_that_nobody_knows_is_shown_as_not_dated():
    mandate = factories.make_mandate()
    factories.make_deadline(
        mandate, words="at its 590th session", type="session", relation="at", number="590", organ=factories.make_organ()
    )

    assert (mandate.timing, mandate.due_closes) == (Mandate.Timing.SESSION_NOT_DATED, None)
    assert mandate.state(TODAY) == State.SESSION_NOT_DATED


def test_a_recurring_deadline_has_a_due_date_each_time_and_keeps_its_rows():
    mandate = factories.make_mandate(factories.make_paragraph(factories.make_resolution(adopted_on=date(2003, 1, 1))))
    factories.make_deadline(mandate, words="every year", type="recurrence", relation="every", count=1, unit="year")
    before = list(mandate.due_dates.values_list("pk", flat=True))

    schedule.extend(date(2006, 1, 1))

    after = list(mandate.due_dates.values_list("pk", flat=True))
    assert len(before) >= 5
    assert set(before) < set(after)


def test_the_command_carries_recurring_due_dates_on_and_says_how_many(capsys):
    mandate = factories.make_mandate(factories.make_paragraph(factories.make_resolution(adopted_on=date(2023, 1, 1))))
    factories.make_deadline(
        mandate, today=date(2023, 1, 1), words="annually", type="recurrence", relation="every", count=1, unit="month"
    )

    call_command("extend_due_dates")
    first = mandate.due_dates.count()
    call_command("extend_due_dates")

    assert first > 12 * 5
    assert mandate.due_dates.count() == first
    assert capsys.readouterr().out == "Mandates with more due dates: 1\nMandates with more due dates: 0\n"


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2005, 1, 1), State.DUE_LATER),
        (date(2005, 9, 13), State.DUE_SOON),
        (date(2005, 9, 14), State.DUE_NOW),
        (date(2005, 9, 15), State.OVERDUE),
    ],
)
def test_a_recurring_mandate_whose_first_date_is_met_waits_for_the_second(today, expected):
    resolution = factories.make_resolution(adopted_on=date(2003, 9, 14), organ=factories.make_organ("SC"))
    mandate = factories.make_mandate(factories.make_paragraph(resolution))
    factories.make_deadline(mandate, words="yearly", type="recurrence", relation="every", count=1, unit="year")

    with change("Meet"):
        schedule.settle(mandate.due_dates.order_by("occurrence").first(), DueDate.Outcome.MET, date(2004, 9, 1))

    mandate.refresh_from_db()
    assert mandate.state(today) == expected


def test_the_counts_of_all_states_are_the_count_of_all_mandates():
    for status in Mandate.Status.values:
        factories.make_mandate(status=status, due=(date(2004, 9, 14), date(2004, 12, 23)))
    factories.make_deadline(factories.make_mandate(), words="until", type="date", relation="until", on="2004-12-23")

    counts = [Mandate.objects.in_state(state, TODAY, 30).count() for state in State]

    assert sum(counts) == Mandate.objects.count()


def test_a_due_date_that_was_met_leaves_the_next_one():
    mandate = factories.make_mandate(due=(date(2004, 9, 14), date(2004, 12, 23)))
    factories.make_deadline(mandate, words="by 2006", type="date", relation="by", on="2006")
    first = mandate.due_dates.order_by("closes").first()

    with change("Meet"):
        schedule.settle(first, DueDate.Outcome.MET, TODAY)

    mandate.refresh_from_db()
    assert (mandate.due_opens, mandate.due_closes) == (date(2006, 12, 31), date(2006, 12, 31))


@pytest.mark.parametrize("today", [date(2004, 9, 13), date(2004, 9, 14), date(2004, 12, 23), date(2004, 12, 24)])
def test_rows_and_unsaved_mandates_have_the_same_state(today):
    windows = [None, (date(2004, 9, 14), date(2004, 12, 23)), (date(2004, 12, 24), date(2004, 12, 24))]
    for due in windows:
        for status in Mandate.Status.values:
            factories.make_mandate(status=status, due=due)
    factories.make_deadline(factories.make_mandate(), words="until", type="date", relation="until", on="2004-12-23")
    factories.make_deadline(factories.make_mandate(), words="soon", type="soft")
    factories.make_deadline(
        factories.make_mandate(), words="as from", type="period", relation="from", start="2004-09-14"
    )
    factories.make_deadline(
        factories.make_mandate(), type="session", relation="at", number="590", organ=factories.make_organ()
    )
    recurring = factories.make_mandate(
        factories.make_paragraph(factories.make_resolution(adopted_on=date(2003, 9, 14)))
    )
    factories.make_deadline(recurring, words="yearly", type="recurrence", relation="every", count=1, unit="year")
    with change("Meet"):
        schedule.settle(recurring.due_dates.order_by("occurrence").first(), DueDate.Outcome.MET, today)

    for state in State:
        rows = set(Mandate.objects.in_state(state, today, 30))
        assert rows == {
            row
            for row in Mandate.objects.all()
            if state_of(row.status, row.timing, row.due_opens, row.due_closes, today, 30) == state
        }
    assert not schedule.drifted().exists()
