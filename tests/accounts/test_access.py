"""Who may see and do what: by role, by entity, on the next request."""

import pytest
from django.contrib.auth.models import AnonymousUser

from tests import factories
from tracker.accounts import changes
from tracker.accounts.access import ACTIONS, entities_of, may, visible
from tracker.accounts.changes import change
from tracker.accounts.models import Membership
from tracker.mandates.models import Contribution, Mandate

pytestmark = pytest.mark.django_db

# action: who may do it to a mandate that UNODC leads
ON_UNODC_MANDATE = {
    "mandate.view": {"rita", "alice", "mona", "bob", "ada"},
    "mandate.view_internal": {"rita", "alice", "mona", "ada"},
    "mandate.log_progress": {"alice", "mona", "ada"},
    "mandate.assign": {"mona", "ada"},
}


@pytest.mark.parametrize(("action", "allowed"), ON_UNODC_MANDATE.items())
def test_each_role_may_do_what_is_its_own(cast, action, allowed):
    mandate = factories.make_mandate(lead_entity=cast.unodc)

    people = {name: getattr(cast, name) for name in ("rita", "alice", "mona", "bob", "ada")}

    assert {name for name, person in people.items() if may(person, action, mandate)} == allowed


def test_a_contributing_entity_reports_too(cast):
    mandate = factories.make_mandate(lead_entity=cast.unodc)
    with change("Contribute"):
        changes.create(Contribution, mandate=mandate, entity=cast.unep)

    assert may(cast.bob, "mandate.log_progress", mandate)


def test_one_row_is_given_once_however_many_ways_lead_to_it(cast):
    mandate = factories.make_mandate(lead_entity=cast.unodc)
    with change("Contribute"):
        changes.create(Contribution, mandate=mandate, entity=cast.unodc)

    assert visible(Mandate.objects.all(), cast.alice, "mandate.log_progress").count() == 1


def test_strangers_and_those_who_left_may_do_nothing(cast):
    mandate = factories.make_mandate(lead_entity=cast.unodc)
    cast.mona.is_active = False

    for action in ACTIONS:
        assert not may(AnonymousUser(), action, mandate)
        assert not may(cast.mona, action, mandate)


def test_a_right_that_is_withdrawn_ends_at_once(cast):
    mandate = factories.make_mandate(lead_entity=cast.unodc)
    with change("Leave"):
        changes.delete(Membership.objects.filter(user=cast.alice))

    assert not may(cast.alice, "mandate.log_progress", mandate)
    assert not entities_of(cast.alice).exists()
