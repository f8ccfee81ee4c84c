"""Progress that waits is approved or sent back by a manager of the lead entity, and never by its author."""

from datetime import date

import pytest

from tests.factories import make_mandate, make_progress, make_user
from tracker.accounts import changes
from tracker.accounts.changes import Change, StaleError
from tracker.followup import signoff
from tracker.followup.models import ProgressUpdate
from tracker.followup.progress import record_progress
from tracker.mandates import standing
from tracker.mandates.models import Contribution

DUE = (date(2004, 9, 14), date(2004, 12, 31))
ON = date(2004, 8, 24)


@pytest.fixture
def mandate(cast):
    with changes.change("Arrange a test"):
        changes.save(cast.unodc, signs_off=True)
    return make_mandate(due=DUE, lead_entity=cast.unodc)


def submit(mandate, author, **given):
    return record_progress(mandate, author=author, **{"done": "Report issued.", "on": ON, **given})


def test_an_approved_entry_moves_the_status_and_meets_its_due_date(cast, mandate):
    update = submit(mandate, cast.alice, status="implemented", due_date=mandate.due_dates.get())

    signoff.approve(update, by=cast.mona)

    mandate.refresh_from_db()
    assert (update.state, update.decided_by, mandate.status) == ("approved", cast.mona, "implemented")
    assert mandate.due_dates.get().outcome == "met"


def test_the_reason_of_a_closing_status_survives_the_wait(cast, mandate):
    update = submit(mandate, cast.alice, status="discontinued", reason="legal")

    signoff.approve(update, by=cast.mona)

    mandate.refresh_from_db()
    assert (mandate.status, mandate.reason) == ("discontinued", "legal")


def test_an_entry_sent_back_moves_nothing_and_says_why(cast, mandate):
    update = submit(mandate, cast.alice, status="implemented")

    signoff.send_back(update, by=cast.mona, reason="Where is the symbol?")

    mandate.refresh_from_db()
    assert (update.state, update.decision, mandate.status) == ("returned", "Where is the symbol?", "not started")
    assert update.history.first().change.reason == "Where is the symbol?"


def test_sending_back_needs_a_reason(cast, mandate):
    update = submit(mandate, cast.alice)

    with pytest.raises(signoff.RefusedError, match="Say what"):
        signoff.send_back(update, by=cast.mona, reason=" ")


def test_a_correction_is_a_new_entry_and_settles_the_one_sent_back(cast, mandate):
    first = submit(mandate, cast.alice)
    signoff.send_back(first, by=cast.mona, reason="Where is the symbol?")

    second = submit(mandate, cast.alice, done="Report A/59/205 issued.", earlier=first)

    assert (first.done, second.corrects, second.state) == ("Report issued.", first, "submitted")
    assert list(signoff.sent_back(cast.alice)) == []
    assert list(signoff.waiting(cast.mona)) == [second]


def test_a_draft_is_replaced_by_the_entry_that_it_becomes(cast, mandate):
    draft = submit(mandate, cast.alice, done="Perhaps.", draft=True)

    entry = submit(mandate, cast.alice, done="Surely.", earlier=draft)

    assert (draft.state, entry.state, entry.corrects) == ("draft", "submitted", None)
    assert list(ProgressUpdate.objects.all()) == [entry]


def test_a_draft_waits_for_nobody_and_moves_nothing(cast):
    mandate = make_mandate(lead_entity=cast.unodc)

    submit(mandate, cast.alice, status="implemented", draft=True)

    mandate.refresh_from_db()
    assert mandate.status == "not started"
    assert not signoff.waiting(cast.mona).exists()


@pytest.mark.parametrize("name", ["mona", "ada"])
def test_a4_nobody_approves_their_own(cast, mandate, name, caplog):
    person = getattr(cast, name)
    update = make_progress(mandate, person, state="submitted")
    before = Change.objects.count()

    with pytest.raises(signoff.RefusedError, match="Somebody else"):
        signoff.approve(update, by=person)

    assert not signoff.waiting(person).exists()
    assert Change.objects.count() == before
    assert "tried to decide on their own" in caplog.text


def test_a4_a_manager_of_a_contributing_entity_does_not_decide_for_the_lead(cast, mandate):
    with changes.change("Arrange a test"):
        changes.create(Contribution, mandate=mandate, entity=cast.unep)
    marek, update = make_user("Marek", manager=cast.unep), submit(mandate, cast.alice)

    with pytest.raises(signoff.RefusedError, match="Only a manager"):
        signoff.approve(update, by=marek)

    assert not signoff.waiting(marek).exists()
    assert list(signoff.waiting(cast.mona)) == [update]


@pytest.mark.parametrize("state", ["draft", "approved", "returned"])
def test_a4_only_what_waits_is_decided(cast, mandate, state):
    update = make_progress(mandate, cast.alice, state=state)

    with pytest.raises(signoff.RefusedError, match="decided already"):
        signoff.approve(update, by=cast.mona)


def test_of_two_managers_who_decide_at_once_the_second_is_told(cast, mandate):
    update = submit(mandate, cast.alice, status="implemented")
    seen_by_both = ProgressUpdate.objects.get(pk=update.pk)
    signoff.send_back(update, by=cast.mona, reason="No.")

    with pytest.raises(signoff.RefusedError, match="Mona has decided"):
        signoff.approve(seen_by_both, by=cast.ada)

    mandate.refresh_from_db()
    assert mandate.status == "not started"


def test_a_status_set_since_is_not_overwritten_by_an_approval(cast, mandate):
    update = submit(mandate, cast.alice, status="implemented")
    seen = mandate.version
    standing.set_status(mandate, "continuing", by=cast.ada)

    with pytest.raises(StaleError):
        signoff.approve(update, by=cast.mona, seen=seen)

    update.refresh_from_db()
    assert update.state == "submitted"


def test_the_next_entry_follows_and_after_the_last_comes_the_first(cast, mandate):
    first, second, third = (submit(mandate, cast.alice, on=date(2004, 8, day)) for day in (1, 2, 3))
    queue = signoff.waiting(cast.mona)

    assert [signoff.after(queue, update) for update in (first, second, third)] == [second, third, first]
