"""R12: the record of changes cannot be rewritten, and whoever gets round that is found."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction
from django.db.utils import DatabaseError

from tests.factories import make_mandate
from tracker.accounts import append_only, changes
from tracker.accounts.changes import Change, Head, change, tracked_models
from tracker.accounts.models import Entity
from tracker.mandates.models import Mandate
from tracker.operations import chain

TODAY = date(2026, 11, 25)


@pytest.fixture
def mandate(cast, settings, tmp_path) -> Mandate:
    """A mandate whose priority was changed once, on a machine that is protected."""
    settings.AUDIT_HEADS = tmp_path / "heads.txt"
    mandate = make_mandate(lead_entity=cast.unodc)
    with change("Set the priority", by=cast.mona):
        changes.save(mandate, priority="high")
    append_only.protect()
    yield mandate
    append_only.lift()


def run(sql: str, *values) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def verify(**options) -> str:
    out = StringIO()
    call_command("verify_audit", stdout=out, stderr=out, **options)
    return out.getvalue()


HISTORY = Mandate.history.model._meta.db_table


@pytest.mark.parametrize(
    "sql",
    [
        f"UPDATE {HISTORY} SET priority = 'low'",
        f"DELETE FROM {HISTORY}",
        "UPDATE accounts_change SET by_id = NULL",
        "UPDATE accounts_change SET at = '2001-01-01'",
        "DELETE FROM accounts_change",
    ],
)
def test_r12_raw_sql_cannot_rewrite_what_was_done(mandate, sql):
    with pytest.raises(DatabaseError, match="append-only"):
        run(sql)

    assert "nothing was altered" in verify()


def test_r12_the_models_cannot_rewrite_it_either(mandate):
    record = mandate.history.first()
    record.priority = "low"

    for rewrite in (record.save, record.delete, Change.objects.first().delete, mandate.history.all().delete):
        with pytest.raises((IntegrityError, DatabaseError, models.ProtectedError)), transaction.atomic():
            rewrite()


def test_r12_every_table_of_the_record_is_protected(mandate):
    assert append_only.unprotected() == []
    append_only.lift()
    assert len(append_only.unprotected()) == len(tracked_models()) + 1
    assert append_only.protect() == len(tracked_models()) + 1


def test_r12_a_row_altered_after_dropping_the_trigger_is_named(mandate, cast):
    number = mandate.history.first().change.number
    with change("Something later", by=cast.ada):
        changes.create(Entity, short_name="X", name="X")
    append_only.lift()

    run(f"UPDATE {HISTORY} SET priority = 'low' WHERE version = 2 AND id = %s", mandate.pk)

    with pytest.raises(CommandError, match=rf"change {number} .*mandates.Mandate {mandate.pk} \(priority\)"):
        verify()


def test_r12_a_row_written_past_the_program_is_named(mandate):
    run("UPDATE mandates_mandate SET status = 'implemented' WHERE id = %s", mandate.pk)

    with pytest.raises(CommandError, match=rf"mandates.Mandate {mandate.pk} is not what its history says \(status\)"):
        verify()


def test_r12_a_row_that_came_from_nowhere_is_named(mandate):
    models.QuerySet(Entity).bulk_create([Entity(short_name="Ghost", name="Ghost")])

    with pytest.raises(CommandError, match=r"accounts.Entity \d+ is not what its history says"):
        verify()


def cut_the_tail() -> Change:
    """Remove the last change with all traces, head included, as somebody with the database in hand could."""
    append_only.lift()
    last = Change.objects.order_by("-number").first()
    for model in tracked_models():
        run(f"DELETE FROM {model.history.model._meta.db_table} WHERE change_id = %s", last.pk)
    run("DELETE FROM accounts_change WHERE id = %s", last.pk)
    before = Change.objects.order_by("-number").first()
    Head.objects.update(number=before.number, digest=before.digest)
    run("UPDATE mandates_mandate SET priority = '', version = 1")
    return last


def test_r12_a_cut_tail_is_found_by_the_head_noted_outside_the_database(mandate):
    assert "Head noted" in verify(note=True)

    last = cut_the_tail()

    with pytest.raises(CommandError, match=f"cut or rewritten: change {last.number}, .* is missing"):
        verify()


def test_r12_a_note_that_was_forged_is_found(mandate):
    chain.note_head(TODAY)
    line = chain.notes_file().read_text(encoding="utf-8")
    number = Head.objects.get().number
    chain.notes_file().write_text(line.replace(f" {number} ", f" {number - 1} "), encoding="utf-8")

    with pytest.raises(CommandError, match="is not the one that was signed"):
        verify()


def test_r12_a_day_has_one_note(mandate):
    assert chain.note_head(TODAY)
    assert not chain.note_head(TODAY)
    assert chain.note_head(date(2026, 11, 26))


def test_r6_the_order_of_changes_is_by_number_when_the_clock_is_set_back(mandate, cast, monkeypatch):
    later = Change.objects.order_by("-number").first()
    earlier = later.at.replace(year=2001)
    monkeypatch.setattr("django.utils.timezone.now", lambda: earlier)

    with change("After the clock was set back", by=cast.mona) as done:
        changes.save(mandate, priority="low")

    done.refresh_from_db()
    assert done.number == later.number + 1
    assert mandate.history.order_by("history_id").last().priority == "low"
    assert chain.first_broken() == ""
