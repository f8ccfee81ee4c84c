"""Statuses move by one table; every move is one change, and a stale one is refused."""

from datetime import date

import pytest

from tests.factories import make_mandate
from tracker.accounts.changes import Change, StaleError
from tracker.mandates import standing
from tracker.mandates.models import Mandate

DUE = (date(2004, 9, 14), date(2004, 12, 31))


def test_a_status_is_set_and_says_who_set_it(cast):
    mandate = make_mandate(lead_entity=cast.unodc)

    standing.set_status(mandate, "in progress", by=cast.alice)

    mandate.refresh_from_db()
    assert (mandate.status, mandate.version) == ("in progress", 2)
    assert mandate.history.first().change.by == cast.alice


def test_an_implemented_mandate_has_no_open_due_date_and_a_reopened_one_has_it_again(cast):
    mandate = make_mandate(due=DUE, lead_entity=cast.unodc)

    standing.set_status(mandate, "implemented", by=cast.alice)
    closed = mandate.due_closes
    standing.set_status(mandate, "in progress", by=cast.alice)

    assert (closed, mandate.due_closes) == (None, DUE[1])


@pytest.mark.parametrize("status", ["discontinued", "not applicable"])
def test_what_is_closed_without_being_implemented_needs_a_reason(cast, status):
    mandate = make_mandate()

    with pytest.raises(standing.RefusedError, match="Say why"):
        standing.set_status(mandate, status, by=cast.ada)
    standing.set_status(mandate, status, by=cast.ada, reason="legal")

    assert (mandate.status, mandate.reason) == (status, "legal")


def test_a_reason_is_forgotten_by_a_status_that_gives_none(cast):
    mandate = make_mandate(status="discontinued", reason="legal")

    standing.set_status(mandate, "in progress", by=cast.ada)

    assert mandate.reason == ""


@pytest.mark.parametrize("start", ["proposed", "rejected"])
def test_a_proposal_is_decided_before_it_is_followed(cast, start):
    with pytest.raises(standing.RefusedError, match="cannot become"):
        standing.set_status(make_mandate(status=start), "in progress", by=cast.ada)


@pytest.mark.parametrize(("status", "reason"), [("proposed", ""), ("done", ""), ("discontinued", "because")])
def test_an_unknown_status_or_reason_is_refused(cast, status, reason):
    with pytest.raises(standing.RefusedError):
        standing.set_status(make_mandate(), status, by=cast.ada, reason=reason)


def test_a_status_chosen_on_an_old_version_is_refused_with_both(cast):
    mandate = make_mandate()
    standing.set_status(mandate, "in progress", by=cast.mona)

    with pytest.raises(StaleError) as refused:
        standing.set_status(mandate, "implemented", by=cast.alice, seen=1)

    assert (refused.value.theirs, refused.value.yours) == ({"status": "in progress"}, {"status": "implemented"})
    assert Mandate.objects.get().status == "in progress"


def test_a_request_is_answered_apart_from_what_is_done_about_it(cast):
    mandate = make_mandate(lead_entity=cast.unodc)

    standing.answer(mandate, "accepted", by=cast.mona, reason="Within existing resources.")

    mandate.refresh_from_db()
    assert (mandate.acceptance, mandate.acceptance_reason) == ("accepted", "Within existing resources.")
    assert mandate.status == "not started"


@pytest.mark.parametrize(("acceptance", "reason"), [("declined", " "), ("perhaps", "Why not?")])
def test_declining_needs_a_reason_and_answers_are_few(cast, acceptance, reason):
    with pytest.raises(standing.RefusedError):
        standing.answer(make_mandate(), acceptance, by=cast.mona, reason=reason)


def test_assigning_leaves_what_is_not_given(cast):
    mandate = make_mandate(lead_entity=cast.unodc)

    standing.assign(mandate, by=cast.mona, focal_point=cast.alice)
    standing.assign(mandate, by=cast.ada, lead_entity=cast.unep)
    standing.assign(mandate, by=cast.ada, focal_point=None)

    assert (mandate.lead_entity, mandate.focal_point) == (cast.unep, None)


def test_edits_of_different_fields_are_merged(cast):
    mandate = make_mandate(lead_entity=cast.unodc)

    standing.edit(mandate, by=cast.mona, seen=1, action="to report")
    standing.edit(mandate, by=cast.alice, seen=1, internal_note="Ask Vienna.")

    stored = Mandate.objects.get()
    assert (stored.action, stored.internal_note, stored.version) == ("to report", "Ask Vienna.", 3)


def test_only_what_is_editable_can_be_edited(cast):
    with pytest.raises(standing.RefusedError, match="status"):
        standing.edit(make_mandate(), by=cast.ada, seen=1, status="implemented")


def test_only_the_lead_entity_and_administrators_answer_for_the_status(cast):
    mandate = make_mandate(lead_entity=cast.unodc)

    people = (cast.alice, cast.mona, cast.rita, cast.bob, cast.ada)
    assert [person.name for person in people if standing.answers_for(person, mandate)] == ["Alice", "Mona", "Ada"]


def test_a_refused_move_leaves_no_change_behind(cast):
    mandate, before = make_mandate(), Change.objects.count()

    with pytest.raises(standing.RefusedError):
        standing.set_status(mandate, "discontinued", by=cast.ada)

    assert Change.objects.count() == before
