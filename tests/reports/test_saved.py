"""Saved views: what is kept of an address, who sees them, and links that ask anew each time."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.factories import make_mandate, make_view
from tracker.accounts.changes import change, delete
from tracker.reports import saved
from tracker.reports.models import SavedView, Subscription

TODAY = date(2026, 11, 25)


def test_what_the_register_does_not_understand_is_left_out_of_a_view():
    assert saved.clean("?state=overdue&page=7&q=&columns=due&sort=-due&password=x") == (
        "state=overdue&columns=due&sort=-due"
    )


def test_a_private_view_is_its_owners_and_a_teams_is_everybodys_in_it(cast):
    private = make_view(cast.alice, "mine")
    shared = make_view(cast.alice, "ours", team=cast.unodc)

    def seen_by(person):
        return set(SavedView.objects.readable(person))

    assert seen_by(cast.alice) == {private, shared}
    assert seen_by(cast.rita) == {shared}
    assert seen_by(cast.bob) == set()


def test_an_owner_and_the_managers_of_the_team_may_change_a_view(cast):
    make_view(cast.alice, "mine")
    shared = make_view(cast.alice, "ours", team=cast.unodc)

    assert set(SavedView.objects.editable(cast.mona)) == {shared}
    assert SavedView.objects.editable(cast.alice).count() == 2
    assert not SavedView.objects.editable(cast.rita).exists()


def test_nobody_shares_a_view_with_an_entity_they_do_not_work_for(cast):
    with pytest.raises(saved.RefusedError, match="entities you work for"):
        saved.keep(SavedView(), by=cast.bob, name="x", query="", team=cast.unodc)

    assert not SavedView.objects.exists()


def test_only_a_manager_says_with_which_view_a_role_begins(cast):
    with pytest.raises(saved.RefusedError, match="Only a manager"):
        saved.keep(SavedView(), by=cast.alice, name="x", query="", team=cast.unodc, default_for="analyst")

    view = saved.keep(
        SavedView(), by=cast.mona, name="x", query="state=overdue", team=cast.unodc, default_for="analyst"
    )
    assert saved.default_view(cast.alice) == view
    assert saved.default_view(cast.mona) is None
    assert saved.default_view(cast.bob) is None


def test_the_database_keeps_one_view_of_a_name_and_one_default_of_a_role(cast):
    make_view(cast.mona, "late", team=cast.unodc, default_for="analyst")

    for values in (
        {"name": "late"},
        {"name": "other", "team": cast.unodc, "default_for": "analyst"},
        {"name": "third", "default_for": "analyst"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_view(cast.mona, **values)


def test_me_in_a_shared_view_is_whoever_asks(cast):
    view = make_view(cast.mona, "mine", query="focal=me", team=cast.unodc)
    mandate = make_mandate(focal_point=cast.alice)

    assert list(saved.asked(view, cast.alice, TODAY).qs) == [mandate]
    assert not saved.asked(view, cast.mona, TODAY).qs.exists()


def test_the_secret_of_a_link_is_not_kept_and_a_new_one_replaces_it(cast):
    view = make_view(cast.alice)
    _first, old = saved.subscribe(view, by=cast.alice, channel="ics")

    subscription, secret = saved.subscribe(view, by=cast.alice, channel="ics")

    assert secret not in str(Subscription.objects.values())
    assert saved.by_secret(secret, "ics") == subscription
    assert saved.by_secret(old, "ics") is None
    assert saved.by_secret(secret, "atom") is None
    assert saved.by_secret("", "ics") is None


def test_a_link_opens_nothing_once_its_person_no_longer_sees_the_view(cast):
    shared = make_view(cast.mona, team=cast.unodc)
    _subscription, secret = saved.subscribe(shared, by=cast.alice, channel="ics")

    with change("Alice leaves the entity"):
        delete(cast.alice.memberships.all())

    assert saved.by_secret(secret, "ics") is None


def test_a_link_opens_nothing_once_its_person_has_left(cast):
    _subscription, secret = saved.subscribe(make_view(cast.alice), by=cast.alice, channel="atom")
    cast.alice.is_active = False
    cast.alice.save()

    assert saved.by_secret(secret, "atom") is None
