"""Focal points with and without account, contributing entities, watchers, and handing over all that a person has."""

from datetime import date

import pytest

from tests.factories import make_mandate, make_user
from tracker.accounts import changes
from tracker.accounts.models import User
from tracker.followup import assignment, undoing
from tracker.followup.models import Watch
from tracker.mandates import schedule
from tracker.mandates.models import Mandate
from tracker.mandates.standing import RefusedError


def owners():
    return list(Mandate.objects.order_by("pk").values_list("focal_point__name", flat=True))


def test_a_person_without_an_account_can_be_a_focal_point_and_not_sign_in(cast):
    person = assignment.enter_person("Zoë Field", "zoe@field.example", by=cast.mona)

    assert (person.is_active, person.has_usable_password()) == (False, False)
    assert person in assignment.possible_focal_points()
    assert assignment.enter_person("Z. Field", "ZOE@field.example", by=cast.mona) == person


def test_who_has_left_is_offered_no_more(cast):
    with changes.change("Arrange a test"):
        User.objects.filter(pk=cast.alice.pk).update(is_active=False)

    assert cast.alice not in assignment.possible_focal_points()
    with pytest.raises(RefusedError, match="works for no entity"):
        assignment.enter_person("Alice", cast.alice.email, by=cast.mona)


def test_contributing_entities_are_replaced_in_one_change_and_the_lead_is_none_of_them(cast):
    mandate = make_mandate(lead_entity=cast.unodc)

    assignment.share(mandate, [cast.unep, cast.unodc], by=cast.mona)
    shared = [str(row) for row in mandate.contributions.all()]
    assignment.share(mandate, [], by=cast.mona)

    assert shared == ["UNEP"]
    assert not mandate.contributions.exists()


def test_watching_is_begun_once_and_ended(cast):
    mandate = make_mandate()

    assignment.watch(mandate, cast.rita, on=True)
    assignment.watch(mandate, cast.rita, on=True)
    watched = Watch.objects.count()
    assignment.watch(mandate, cast.rita, on=False)

    assert (watched, Watch.objects.count()) == (1, 0)


def test_all_open_mandates_and_milestones_change_hands_in_one_step_and_back(cast):
    mandates = [make_mandate(lead_entity=cast.unodc, focal_point=cast.alice) for _ in range(2)]
    make_mandate(lead_entity=cast.unodc, focal_point=cast.alice, status="implemented")
    amir = make_user("Amir", analyst=cast.unodc)
    with changes.change("Arrange a test"):
        step = schedule.add_milestone(mandates[0], "Draft", date(2004, 6, 1), cast.alice)

    done, count = assignment.hand_over(cast.alice, amir, by=cast.mona)

    step.refresh_from_db()
    assert (count, owners(), step.owner) == (2, ["Amir", "Amir", "Alice"], amir)
    assert undoing.undo(done, by=cast.mona) == []
    assert owners() == ["Alice"] * 3


def test_what_another_entity_leads_is_not_handed_over(cast):
    make_mandate(lead_entity=cast.unep, focal_point=cast.alice)

    _done, count = assignment.hand_over(cast.alice, cast.bob, by=cast.mona)

    assert (count, owners()) == (0, ["Alice"])


def test_nobody_hands_over_to_themselves(cast):
    with pytest.raises(RefusedError, match="somebody else"):
        assignment.hand_over(cast.alice, cast.alice, by=cast.mona)
