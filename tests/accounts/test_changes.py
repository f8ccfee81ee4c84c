"""Every write leaves who, when, old and new, in one transaction; nobody's work is overwritten unseen."""

import pytest
from django.db import IntegrityError, models

from tests import factories
from tracker.accounts import changes
from tracker.accounts.changes import OutsideChangeError, StaleError, change
from tracker.accounts.models import Change, Entity, Head
from tracker.mandates.models import Mandate

pytestmark = pytest.mark.django_db


def test_a_row_saved_outside_a_change_is_refused():
    with pytest.raises(IntegrityError):
        Entity(short_name="X", name="X").save()


def test_a_tracked_queryset_refuses_to_update_without_history():
    with pytest.raises(OutsideChangeError):
        Entity.objects.update(name="X")


def test_a_save_writes_who_old_and_new(cast):
    with change("Rename", by=cast.mona):
        changes.save(cast.unodc, name="Another name")

    latest, before = cast.unodc.history.all()[:2]
    assert (latest.change.action, latest.change.by) == ("Rename", cast.mona)
    assert (before.name, latest.name) == ("United Nations Office on Drugs and Crime", "Another name")
    assert cast.unodc.version == 2


def test_values_already_there_write_nothing(cast):
    with change("Rename"):
        changes.save(cast.unodc, name=cast.unodc.name)

    assert cast.unodc.version == 1
    assert cast.unodc.history.count() == 1


def test_a_failure_takes_the_whole_change_back(cast):
    before = Change.objects.count()

    def rename_and_fail():
        with change("Rename"):
            changes.save(cast.unodc, name="Another name")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        rename_and_fail()

    cast.unodc.refresh_from_db()
    assert cast.unodc.name == "United Nations Office on Drugs and Crime"
    assert Change.objects.count() == before


def test_two_editors_of_different_fields_are_merged(cast):
    with change("One"):
        changes.save(Entity.objects.get(pk=cast.unodc.pk), seen=1, name="One name")

    with change("Two"):
        changes.save(cast.unodc, seen=1, signs_off=True)

    assert (cast.unodc.name, cast.unodc.signs_off, cast.unodc.version) == ("One name", True, 3)


def test_two_editors_of_the_same_field_see_both_texts(cast):
    with change("One"):
        changes.save(Entity.objects.get(pk=cast.unodc.pk), seen=1, name="One name")

    with pytest.raises(StaleError) as refused, change("Two"):
        changes.save(cast.unodc, seen=1, name="Two name")

    assert (refused.value.theirs, refused.value.yours) == ({"name": "One name"}, {"name": "Two name"})


def test_many_rows_are_updated_with_their_history():
    mandates = [factories.make_mandate() for _ in range(3)]

    with change("Start"):
        changes.update(Mandate.objects.all(), status="in progress")

    for mandate in mandates:
        mandate.refresh_from_db()
        assert (mandate.status, mandate.version, mandate.history.first().status) == ("in progress", 2, "in progress")


def test_an_undone_change_gives_the_old_values_back(cast):
    with change("Rename") as done:
        changes.save(cast.unodc, name="Another name")
        extra = changes.create(Entity, short_name="ICRC", name="ICRC")

    left = changes.restore(done, by=cast.ada)

    cast.unodc.refresh_from_db()
    assert left == []
    assert cast.unodc.name == "United Nations Office on Drugs and Crime"
    assert not Entity.objects.filter(pk=extra.pk).exists()


def test_an_undo_leaves_what_others_have_changed_since(cast):
    with change("Rename") as done:
        changes.save(cast.unodc, name="Another name")
    with change("Rename again"):
        changes.save(cast.unodc, name="A third name")

    left = changes.restore(done)

    cast.unodc.refresh_from_db()
    assert cast.unodc.name == "A third name"
    assert len(left) == 1


def test_a_deleted_row_comes_back_by_undo():
    entity = factories.make_entity("ICRC")
    with change("Delete") as done:
        changes.delete(Entity.objects.filter(pk=entity.pk))

    changes.restore(done)

    assert Entity.objects.get(pk=entity.pk).short_name == "ICRC"


def test_changes_form_a_chain_that_shows_a_forged_row(cast):
    with change("Rename") as done:
        changes.save(cast.unodc, name="Another name")
    before = Change.objects.get(number=done.number - 1)
    assert changes.seal_digest(before.digest, done, [Entity]) == done.digest == Head.objects.get().digest

    models.QuerySet(Entity.history.model).filter(change=done).update(name="Forged")

    assert changes.seal_digest(before.digest, done, [Entity]) != done.digest


def test_r11_a_column_added_later_leaves_the_seals_of_earlier_rows_as_they_are():
    before = changes._filled(["id", "name", "share"], (1, "UNODC", 0))
    after = changes._filled(["id", "name", "note", "share", "is_public", "tags"], (1, "UNODC", "", 0, False, []))

    assert before == after == ["id", 1, "name", "UNODC", "share", 0]
    assert changes._filled(["id", "name", "share"], (1, "UNODC", None)) != before
