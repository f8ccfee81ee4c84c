"""Many mandates are changed in one transaction, all or none, and taken back exactly."""

from datetime import date

import pytest

from tests.factories import make_entity, make_mandate, make_paragraph, make_user
from tracker.accounts import changes
from tracker.accounts.changes import Change
from tracker.followup import bulk, undoing
from tracker.followup.bulk import Edit
from tracker.followup.models import Notice
from tracker.followup.progress import record_progress
from tracker.mandates import schedule, standing
from tracker.mandates.models import Mandate, Tag, Tagging

DUE = (date(2004, 9, 14), date(2004, 12, 31))


@pytest.fixture
def mandates(cast) -> list[Mandate]:
    return [make_mandate(due=DUE, lead_entity=cast.unodc) for _ in range(3)]


def stored(*names):
    return list(Mandate.objects.order_by("pk").values_list(*names, flat=len(names) == 1))


def state_of_everything():
    names = [field.attname for field in Mandate.history.model.tracked_fields if field.name != "version"]
    return list(Mandate.objects.order_by("pk").values(*names, "due_opens", "due_closes", "timing"))


def test_all_get_the_new_values_in_one_change(cast, mandates):
    done, count = bulk.apply(Mandate.objects.all(), Edit(focal_point=cast.alice, priority="high"), by=cast.mona)

    assert count == 3
    assert stored("focal_point", "priority") == [(cast.alice.pk, "high")] * 3
    assert {row.change for row in Mandate.history.filter(version=2)} == {done}
    assert "focal point → Alice" in done.action


def test_a_closing_status_closes_the_due_dates_of_all(cast, mandates):
    bulk.apply(Mandate.objects.all(), Edit(status="implemented"), by=cast.mona)

    assert stored("status", "due_closes") == [("implemented", None)] * 3
    assert not schedule.drifted().exists()


def test_what_another_entity_leads_is_left_alone(cast, mandates):
    foreign = make_mandate(lead_entity=cast.unep)

    _done, count = bulk.apply(Mandate.objects.all(), Edit(focal_point=cast.alice), by=cast.mona)

    foreign.refresh_from_db()
    assert (count, foreign.focal_point) == (3, None)


def test_proposals_and_what_was_rejected_are_left_alone(cast):
    make_mandate(status="proposed", lead_entity=cast.unodc)

    _done, count = bulk.apply(Mandate.objects.all(), Edit(status="implemented"), by=cast.ada)

    assert (count, stored("status")) == (0, ["proposed"])


def test_a_status_that_needs_a_reason_is_refused_without_one(cast, mandates):
    before = Change.objects.count()

    with pytest.raises(standing.RefusedError, match="Say why"):
        bulk.apply(Mandate.objects.all(), Edit(status="discontinued"), by=cast.mona)
    with pytest.raises(standing.RefusedError, match="Choose"):
        bulk.apply(Mandate.objects.all(), Edit(), by=cast.mona)

    assert Change.objects.count() == before


def test_what_is_so_already_writes_nothing(cast, mandates):
    bulk.apply(Mandate.objects.filter(pk=mandates[0].pk), Edit(priority="high"), by=cast.mona)

    bulk.apply(Mandate.objects.all(), Edit(priority="high"), by=cast.mona)

    assert stored("version") == [2, 2, 2]


def test_tags_are_added_once_and_removed(cast, mandates):
    bulk.apply(Mandate.objects.filter(pk=mandates[0].pk), Edit(add_tags=("crime",)), by=cast.mona)
    bulk.apply(Mandate.objects.all(), Edit(add_tags=("crime", "2027")), by=cast.mona)
    bulk.apply(Mandate.objects.all(), Edit(remove_tags=("2027",)), by=cast.mona)

    assert Tag.objects.count() == 2
    assert [[str(tagging) for tagging in mandate.taggings.all()] for mandate in mandates] == [["crime"]] * 3


def test_a_due_date_set_by_people_counts_like_any_other(cast):
    make_mandate(lead_entity=cast.unodc)

    bulk.apply(Mandate.objects.all(), Edit(due_on=date(2005, 3, 1)), by=cast.mona)

    assert stored("due_opens", "due_closes", "timing") == [(date(2005, 3, 1), date(2005, 3, 1), "dated")]
    assert not schedule.drifted().exists()


@pytest.mark.parametrize(
    "given",
    [
        {"status": "discontinued", "reason": "legal"},
        {"priority": "low", "add_tags": ("crime",)},
        {"due_on": date(2004, 1, 1), "review_on": date(2006, 1, 1)},
    ],
)
def test_r7_undo_gives_back_exactly_what_was(cast, mandates, given):
    standing.set_status(mandates[0], "continuing", by=cast.mona)
    before = state_of_everything()
    done, _count = bulk.apply(Mandate.objects.all(), Edit(focal_point=cast.alice, **given), by=cast.mona)

    left = undoing.undo(done, by=cast.mona)

    assert (left, state_of_everything()) == ([], before)
    assert not Tagging.objects.exists()
    assert not schedule.drifted().exists()
    assert done.undone_by.by == cast.mona


def test_r7_many_rows_take_few_statements_there_and_back(cast, django_assert_max_num_queries):
    provision = make_paragraph()
    people = [None, cast.alice, cast.bob]
    with changes.change("Arrange a test"):
        changes.create_all(
            Mandate(
                provision=provision,
                resolution=provision.resolution,
                status="not started",
                lead_entity=cast.unodc,
                focal_point=people[number % 3],
            )
            for number in range(2000)
        )
    before = state_of_everything()

    with django_assert_max_num_queries(60):
        done, count = bulk.apply(Mandate.objects.all(), Edit(focal_point=cast.mona, status="continuing"), by=cast.mona)
    with django_assert_max_num_queries(110):
        left = undoing.undo(done, by=cast.mona)

    assert (count, left, state_of_everything()) == (2000, [], before)


def test_r7_a_failure_half_way_changes_nothing(cast, mandates, monkeypatch):
    before, count = state_of_everything(), Change.objects.count()
    monkeypatch.setattr(schedule, "refresh_rows", lambda _keys: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        bulk.apply(Mandate.objects.all(), Edit(status="implemented", add_tags=("crime",)), by=cast.mona)

    assert state_of_everything() == before
    assert (Change.objects.count(), Tag.objects.count()) == (count, 0)


def test_undo_leaves_what_others_have_written_since_and_names_it(cast, mandates):
    done, _count = bulk.apply(Mandate.objects.all(), Edit(priority="high"), by=cast.mona)
    standing.edit(mandates[1], by=cast.ada, seen=2, action="to report twice")

    left = undoing.undo(done, by=cast.mona)

    assert stored("priority") == ["normal", "high", "normal"]
    assert len(left) == 1


def test_an_undo_can_be_undone(cast, mandates):
    done, _count = bulk.apply(Mandate.objects.all(), Edit(priority="high"), by=cast.mona)
    undoing.undo(done, by=cast.mona)

    undoing.undo(done.undone_by, by=cast.mona)

    assert stored("priority") == ["high"] * 3


def test_a_change_is_undone_by_who_made_it_a_manager_or_an_administrator_and_once(cast, mandates):
    standing.set_status(mandates[0], "in progress", by=cast.alice)
    done = mandates[0].history.first().change

    people = (cast.alice, cast.mona, cast.ada, cast.rita, cast.bob, make_user("Amir", analyst=cast.unodc))
    assert [person.name for person in people if undoing.may_undo(person, done)] == ["Alice", "Mona", "Ada"]
    undoing.undo(done, by=cast.alice)
    done.refresh_from_db()
    assert not undoing.may_undo(cast.alice, Change.objects.get(pk=done.pk))


def test_who_gave_mandates_away_may_take_them_back(cast, mandates):
    done, _count = bulk.apply(Mandate.objects.all(), Edit(lead_entity=cast.unep), by=cast.mona)

    assert undoing.may_undo(cast.mona, done)
    assert not undoing.may_undo(make_user("Max", manager=make_entity("UNICEF")), done)


def test_a3_who_has_left_the_entity_undoes_nothing(cast, mandates):
    done, _count = bulk.apply(Mandate.objects.all(), Edit(priority="high"), by=cast.mona)
    with changes.change("Arrange a test"):
        changes.delete(cast.mona.memberships.all())

    assert not undoing.may_undo(cast.mona, done)


def test_the_log_of_progress_is_corrected_never_undone(cast, mandates):
    update = record_progress(mandates[0], author=cast.alice, done="Begun.", on=date(2004, 8, 1), status="in progress")

    assert not undoing.may_undo(cast.ada, update.history.get().change)


def test_the_new_focal_point_is_told_once_for_all(cast, mandates):
    bulk.apply(Mandate.objects.all(), Edit(focal_point=cast.alice), by=cast.mona)

    assert [(notice.user, notice.words) for notice in Notice.objects.all()] == [
        (cast.alice, "3 mandates are yours now.")
    ]
