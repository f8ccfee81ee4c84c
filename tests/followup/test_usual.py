"""Times for mandates that have none: proposed, taken by a manager, never a fact before that."""

from datetime import date

import pytest

from tests.factories import make_deadline, make_mandate, make_organ, make_paragraph, make_resolution, make_session
from tracker.followup import suggestions
from tracker.followup.models import Suggestion
from tracker.mandates import standing
from tracker.mandates.models import Mandate

ADOPTED, TODAY = date(2003, 12, 22), date(2004, 3, 1)


@pytest.fixture
def asked(cast) -> Mandate:
    """A report that A/RES/58/140 asks for without saying by when."""
    make_session("59", opens=date(2004, 9, 14), main_part_closes=date(2004, 12, 31), closes=date(2005, 9, 12))
    resolution = make_resolution("A/RES/58/140", adopted_on=ADOPTED)
    return make_mandate(make_paragraph(resolution, "24"), lead_entity=cast.unodc)


def look(today: date = TODAY) -> list[Suggestion]:
    before = set(Suggestion.objects.values_list("pk", flat=True))
    suggestions.look_through([], today)
    return list(Suggestion.objects.exclude(pk__in=before))


def test_a_report_without_a_time_is_proposed_for_the_next_session_and_stays_undated_till_then(asked):
    [found] = look()

    assert (found.kind, found.mandate) == ("next session", asked)
    assert (found.proposal["organ"], found.proposal["number"], found.proposal["opens"]) == ("GA", "59", "2004-09-14")
    assert not asked.due_dates.exists()


def test_accepting_gives_the_mandate_the_time_with_history_and_says_that_the_text_has_none(asked, cast):
    [found] = look()

    suggestions.accept(found, by=cast.mona, today=TODAY)

    asked.refresh_from_db()
    assert (asked.due_opens, asked.due_closes) == (date(2004, 9, 14), date(2004, 12, 31))
    assert asked.deadlines.get().is_inferred
    assert asked.due_dates.get().session.number == "59"
    assert asked.deadlines.get().history.get().change.by == cast.mona


def test_a_refused_time_is_not_proposed_again(asked, cast):
    suggestions.refuse(look()[0], by=cast.mona)

    assert look() == []


def test_only_those_who_may_date_a_mandate_are_asked(asked, cast):
    look()

    seen = {person.name: suggestions.open_for(person).count() for person in (cast.alice, cast.mona, cast.bob, cast.ada)}
    assert seen == {"Alice": 0, "Mona": 1, "Bob": 0, "Ada": 1}


def test_a_mandate_that_got_its_time_otherwise_is_not_asked_about(asked, cast):
    look()
    make_deadline(asked, type="date", on="2004-06-30")

    assert not suggestions.open_for(cast.mona).exists()
    assert look() == []


def test_what_has_a_time_or_is_no_report_or_is_not_followed_gets_none(asked, cast):
    make_deadline(asked, type="date", on="2004-06-30")
    other = make_mandate(make_paragraph(asked.resolution, "25"), deliverable="meeting")
    done = make_mandate(make_paragraph(asked.resolution, "26"), lead_entity=cast.unodc)
    standing.set_status(done, "implemented", by=cast.ada)

    assert look() == []
    assert not other.due_dates.exists()


def test_a_session_that_is_over_is_not_proposed(asked):
    assert look(date(2005, 1, 1)) == []


def test_a_session_that_came_to_be_known_dates_what_waits_for_it(asked, cast):
    make_deadline(asked, type="session", relation="at", organ_words="Committee on Information", number="26")
    assert look() == []
    make_session(
        "26", organ=make_organ("COI", name="Committee on Information"), opens=date(2004, 4, 26), closes=date(2004, 5, 7)
    )

    [found] = look()
    suggestions.accept(found, by=cast.mona, today=TODAY)

    asked.refresh_from_db()
    assert found.confidence > 0.8
    assert (asked.due_opens, asked.due_closes) == (date(2004, 4, 26), date(2004, 5, 7))
    assert not asked.deadlines.get().is_inferred
