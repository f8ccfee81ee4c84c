"""People are told what concerns them: once, not by themselves, and never what they may not see."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.factories import make_mandate, make_user
from tracker.accounts.changes import change, delete, update
from tracker.accounts.models import Entity
from tracker.followup import notices, signoff
from tracker.followup.models import Notice
from tracker.followup.progress import record_progress
from tracker.mandates import standing

TODAY = date(2026, 11, 25)


@pytest.fixture
def mandate(cast):
    with change("UNODC signs off"):
        update(Entity.objects.filter(pk=cast.unodc.pk), signs_off=True)
    return make_mandate(lead_entity=Entity.objects.get(pk=cast.unodc.pk))


def told(person) -> list[tuple[str, str]]:
    return [(notice.kind, notice.words) for notice in notices.readable(person)]


def test_progress_that_waits_tells_the_managers_of_the_lead_entity(cast, mandate):
    record_progress(mandate, author=cast.alice, done="The report was issued.", on=TODAY)

    assert told(cast.mona) == [("waiting", "The report was issued.")]
    assert told(cast.alice) == []


def test_the_author_is_told_what_became_of_it_with_the_reason(cast, mandate):
    first = record_progress(mandate, author=cast.alice, done="First.", on=TODAY)
    second = record_progress(mandate, author=cast.alice, done="Second.", on=TODAY)

    signoff.send_back(first, by=cast.mona, reason="Which report?")
    signoff.approve(second, by=cast.mona)

    assert told(cast.alice) == [("approved", "Second."), ("returned", "Which report?")]


def test_a_decision_that_fails_tells_nobody(cast, mandate):
    waits = record_progress(mandate, author=cast.alice, done="First.", on=TODAY)

    with pytest.raises(signoff.RefusedError):
        signoff.send_back(waits, by=cast.alice, reason="Which report?")

    assert told(cast.alice) == []


def test_a_new_focal_point_is_told_unless_they_took_it_themselves(cast, mandate):
    standing.assign(mandate, by=cast.mona, focal_point=cast.alice)
    notices.assigned(mandate, by=cast.mona)
    notices.assigned(mandate, by=cast.mona)
    assert told(cast.alice) == [("assigned", "")]

    standing.assign(mandate, by=cast.mona, focal_point=cast.mona)
    notices.assigned(mandate, by=cast.mona)
    assert told(cast.mona) == []


def test_what_a_person_switched_off_is_not_said(cast, mandate):
    cast.mona.preferences = {"notices": {"kinds": ["late"]}}
    cast.mona.save()

    record_progress(mandate, author=cast.alice, done="The report was issued.", on=TODAY)

    assert told(cast.mona) == []


def test_a3_who_has_left_the_entity_no_longer_sees_what_was_said_inside_it(cast, mandate):
    record_progress(mandate, author=cast.alice, done="Secret for now.", on=TODAY)
    assert told(cast.mona)

    with change("Mona leaves UNODC"):
        delete(cast.mona.memberships.all())

    assert told(cast.mona) == []


def test_a_person_of_another_entity_is_not_told_what_is_internal(cast, mandate):
    notices.tell([cast.bob, cast.alice], Notice.Kind.MENTIONED, mandate, key="comment-1", words="@Bob")

    assert not Notice.objects.filter(user=cast.bob).exists()
    assert told(cast.alice) == [("mentioned", "@Bob")]


def test_somebody_without_an_account_is_not_told(cast, mandate):
    gone = make_user("Gone", manager=cast.unodc, is_active=False)

    record_progress(mandate, author=cast.alice, done="The report was issued.", on=TODAY)

    assert not Notice.objects.filter(user=gone).exists()


def test_the_database_itself_keeps_a_person_from_being_told_twice(cast, mandate):
    Notice.objects.create(user=cast.alice, key="late-1", kind="late", mandate=mandate)

    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(user=cast.alice, key="late-1", kind="late", mandate=mandate)
