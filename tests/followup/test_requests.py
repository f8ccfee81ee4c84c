"""More time, renewal and end of a mandate are asked for by one person and decided by another."""

from datetime import date

import pytest

from tests.factories import make_mandate
from tracker.accounts import changes
from tracker.followup import requests
from tracker.followup.models import Notice, Request
from tracker.mandates import schedule, standing
from tracker.mandates.models import DueDate, Mandate
from tracker.mandates.standing import RefusedError

DUE = (date(2004, 9, 14), date(2004, 12, 31))
TODAY = date(2004, 11, 1)
LATER = date(2005, 3, 1)


@pytest.fixture
def mandate(cast) -> Mandate:
    return make_mandate(due=DUE, lead_entity=cast.unodc)


def ask(mandate, by, outcome="extend", **given):
    usual = {"due_date": mandate.due_dates.get(), "until": LATER} if outcome == "extend" else {}
    return requests.ask(mandate, outcome, by=by, on=TODAY, **{"reason": "States answer late.", **usual, **given})


def grant(request, by):
    return requests.decide(request, True, by=by, on=TODAY)


def test_a_granted_extension_moves_the_mandate_and_keeps_the_old_date(cast, mandate):
    grant(ask(mandate, cast.alice), cast.mona)

    mandate.refresh_from_db()
    due = mandate.due_dates.get()
    assert (due.closes, due.extended_to, mandate.due_closes) == (DUE[1], LATER, LATER)
    assert not schedule.drifted().exists()


def test_slips_are_counted_by_due_date(cast, mandate):
    grant(ask(mandate, cast.alice), cast.mona)
    grant(ask(mandate, cast.alice, until=date(2005, 6, 1)), cast.mona)

    due = mandate.due_dates.get()
    assert requests.slips(mandate.due_dates.all()) == {due.pk: 2}


def test_a_refused_extension_leaves_the_date_and_says_why(cast, mandate):
    asked = ask(mandate, cast.alice)

    requests.decide(asked, False, by=cast.mona, on=TODAY, decision="The Assembly waits.")

    mandate.refresh_from_db()
    assert (asked.granted, asked.decision, mandate.due_closes) == (False, "The Assembly waits.", DUE[1])


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"until": None}, "until when"),
        ({"until": DUE[1]}, "after 2004-12-31"),
        ({"due_date": None}, "Only an open due date"),
        ({"reason": " "}, "Say why"),
        ({"outcome": "replace"}, "Name the other mandate"),
    ],
)
def test_what_nobody_could_decide_on_is_not_asked(cast, mandate, given, words):
    with pytest.raises(RefusedError, match=words):
        ask(mandate, cast.alice, **given)


def test_more_time_for_one_date_is_asked_for_once_at_a_time(cast, mandate):
    ask(mandate, cast.alice)

    with pytest.raises(RefusedError, match="already"):
        ask(mandate, cast.mona)


@pytest.mark.parametrize("name", ["mona", "ada"])
def test_a4_nobody_grants_their_own(cast, mandate, name):
    person = getattr(cast, name)
    asked = ask(mandate, person)

    with pytest.raises(RefusedError, match="Somebody else"):
        grant(asked, person)

    assert not requests.waiting(person).exists()
    assert Request.objects.get().granted is None


def test_a4_only_managers_of_the_lead_entity_decide(cast, mandate):
    asked = ask(mandate, cast.mona)

    for person in (cast.alice, cast.rita, cast.bob):
        with pytest.raises(RefusedError, match="Only a manager"):
            grant(asked, person)


def test_what_is_decided_is_not_decided_again(cast, mandate):
    asked = grant(ask(mandate, cast.alice), cast.mona)

    with pytest.raises(RefusedError, match="already"):
        requests.decide(asked, False, by=cast.ada, on=TODAY, decision="No.")


def test_a_date_met_meanwhile_is_not_extended_and_nothing_is_half_done(cast, mandate):
    asked = ask(mandate, cast.alice)
    with changes.change("Arrange a test"):
        schedule.settle(mandate.due_dates.get(), DueDate.Outcome.MET, TODAY)

    with pytest.raises(RefusedError, match="closed by now"):
        grant(asked, cast.mona)

    assert Request.objects.get().granted is None


def test_a_retired_mandate_is_discontinued_with_its_authority_and_can_be_opened_again(cast, mandate):
    asked = grant(ask(mandate, cast.alice, "retire", authority="A/RES/59/1, para. 3"), cast.mona)

    mandate.refresh_from_db()
    closed = (mandate.status, mandate.reason, mandate.due_closes)
    standing.set_status(mandate, "in progress", by=cast.mona)
    assert closed == ("discontinued", "overtaken by events", None)
    assert (asked.authority, mandate.due_closes) == ("A/RES/59/1, para. 3", DUE[1])


@pytest.mark.parametrize("outcome", ["merge", "replace"])
def test_a_mandate_replaced_or_merged_points_to_its_successor_until_it_is_opened_again(cast, mandate, outcome):
    successor = make_mandate(lead_entity=cast.unodc)

    grant(ask(mandate, cast.alice, outcome, successor=successor), cast.mona)

    mandate.refresh_from_db()
    superseded = (mandate.status, mandate.superseded_by)
    standing.set_status(mandate, "in progress", by=cast.mona)
    assert superseded == ("superseded", successor)
    assert mandate.superseded_by is None


def test_mandates_do_not_supersede_each_other_in_a_circle(cast, mandate):
    successor = make_mandate(lead_entity=cast.unodc)
    grant(ask(mandate, cast.alice, "replace", successor=successor), cast.mona)

    with pytest.raises(RefusedError, match="superseded by itself"):
        grant(ask(successor, cast.alice, "replace", successor=mandate), cast.mona)


def test_a_renewed_mandate_is_open_again_until_its_new_end(cast, mandate):
    standing.set_status(mandate, "implemented", by=cast.alice)

    grant(ask(mandate, cast.alice, "renew", until=date(2008, 1, 1)), cast.mona)

    mandate.refresh_from_db()
    assert (mandate.status, mandate.sunset_on, mandate.due_closes) == ("in progress", date(2008, 1, 1), DUE[1])


def test_an_adapted_mandate_is_reviewed_again_later(cast, mandate):
    grant(ask(mandate, cast.alice, "adapt", until=date(2006, 1, 1)), cast.mona)

    mandate.refresh_from_db()
    assert (mandate.status, mandate.review_on) == ("not started", date(2006, 1, 1))


def test_a_milestone_has_an_owner_and_makes_nothing_late(cast):
    mandate = make_mandate(lead_entity=cast.unodc)

    with changes.change("Arrange a test"):
        step = schedule.add_milestone(mandate, "Draft to States", date(2003, 1, 1), cast.alice)

    mandate.refresh_from_db()
    assert (step.owner, mandate.due_closes, mandate.timing) == (cast.alice, None, "none")


def test_a_date_closed_in_error_is_open_again(cast, mandate):
    with changes.change("Arrange a test"):
        due = schedule.settle(mandate.due_dates.get(), DueDate.Outcome.MISSED, TODAY)
        schedule.reopen(due)

    mandate.refresh_from_db()
    assert (due.outcome, due.settled_on, mandate.due_closes) == ("open", None, DUE[1])


def test_managers_hear_of_a_request_and_its_author_of_the_answer(cast, mandate):
    asked = ask(mandate, cast.alice)
    grant(asked, cast.mona)

    told = [(notice.user.name, notice.kind) for notice in Notice.objects.order_by("pk")]
    assert told == [("Mona", "waiting"), ("Alice", "approved")]


def test_what_is_not_granted_yet_is_seen_by_the_mandates_own_entities_only(cast, mandate):
    asked = ask(mandate, cast.alice, "retire")

    assert list(requests.readable(mandate, with_internal=True)) == [asked]
    assert list(requests.readable(mandate, with_internal=False)) == []
