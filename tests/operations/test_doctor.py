"""The doctor names each bad setting with its cure, and is silent on a good machine."""

import json
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.factories import make_mandate, make_user
from tracker.accounts import append_only
from tracker.accounts.changes import Change, tracked_models
from tracker.files.models import File
from tracker.operations import chain, demo
from tracker.operations.doctor import examine

GOOD = {
    "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOP",
    "SITE_ADDRESS": "https://mandates.example.org",
    "ALLOWED_HOSTS": ["mandates.example.org"],
    "HTTPS": True,
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
}


@pytest.fixture
def good_machine(db, settings, tmp_path):
    for name, value in GOOD.items():
        setattr(settings, name, value)
    settings.AUDIT_HEADS, settings.DATA_DIR = tmp_path / "heads.txt", tmp_path
    backed_up(tmp_path, timezone.now())
    make_user("Ada", is_superuser=True)
    append_only.protect()
    yield
    append_only.lift()


def backed_up(folder: Path, at: datetime) -> None:
    (folder / "last-backup.json").write_text(json.dumps({"at": at.isoformat(), "path": "x.zip"}))


def wrong() -> dict[str, str]:
    return {finding.what: finding.cure for finding in examine(timezone.now()) if finding.wrong}


def test_a_good_machine_has_nothing_wrong(good_machine):
    make_mandate()

    assert wrong() == {}


@pytest.mark.parametrize(
    ("setting", "value", "what", "cure"),
    [
        ("DEBUG", True, "DEBUG is on", "DEBUG=false"),
        ("SECRET_KEY", "short", "SECRET_KEY", "50 random characters"),
        ("ALLOWED_HOSTS", ["*"], "ALLOWED_HOSTS", "names of this service"),
        ("SITE_ADDRESS", "http://mandates.example.org", "HTTPS", "HTTPS=true"),
        ("HTTPS", False, "HTTPS", "HTTPS=true"),
        ("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend", "mail", "EMAIL_URL"),
    ],
)
def test_each_bad_setting_is_named_with_its_cure(good_machine, settings, setting, value, what, cure):
    setattr(settings, setting, value)

    assert cure in wrong()[what]


def test_a_machine_without_administrator_is_told_how_to_make_one(db, settings):
    for name, value in GOOD.items():
        setattr(settings, name, value)

    assert "createsuperuser" in wrong()["administrator"]


def test_demo_accounts_that_are_open_in_production_are_found(good_machine):
    demo.make_accounts()

    assert "set_up" in wrong()["demo accounts"]


def test_o1_a_backup_that_is_too_old_is_found(good_machine, tmp_path):
    backed_up(tmp_path, timezone.now() - timedelta(hours=30))

    assert "manage.py backup" in wrong()["backup: made 30 hours ago"]


def test_a_database_that_a_newer_version_made_is_found(good_machine):
    MigrationRecorder(connection).record_applied("files", "0099_from_the_future")

    assert "Run that version" in wrong()["version of the database"]


def test_a_file_that_the_disk_has_lost_is_found(good_machine):
    File.objects.create(digest="0" * 64, size=1, media_type="text/plain", name="report.txt")

    assert "from a backup" in wrong()["files"]


def test_a_task_that_nobody_takes_up_is_found(good_machine):
    waiting = DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        priority=0,
        task_path="tracker.intake.tasks.read_file",
        backend_name="default",
        run_after=timezone.now(),
    )
    DBTaskResult.objects.filter(pk=waiting.pk).update(enqueued_at=timezone.now() - timedelta(hours=1))

    assert any("serve" in cure for cure in wrong().values())


def test_a_row_of_history_that_was_altered_is_found(good_machine):
    mandate = make_mandate()
    assert chain.first_broken() == ""
    append_only.lift()

    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {mandate.history.model._meta.db_table} SET action = 'something else'")

    assert "were altered" in chain.first_broken()
    assert "record of changes" in wrong()


def test_changes_cut_from_the_end_are_found(good_machine):
    make_mandate()
    last = Change.objects.order_by("-number").first()
    append_only.lift()

    with connection.cursor() as cursor:
        for model in tracked_models():
            cursor.execute(f"DELETE FROM {model.history.model._meta.db_table} WHERE change_id = %s", [last.pk])
        cursor.execute("DELETE FROM accounts_change WHERE id = %s", [last.pk])

    assert "the last changes are missing" in chain.first_broken()


def test_the_command_ends_with_a_status_that_scripts_can_read(good_machine, settings):
    settings.SECRET_KEY = "short"
    out = StringIO()

    with pytest.raises(CommandError, match="1 to put right"):
        call_command("doctor", stdout=out)

    assert "WRONG  SECRET_KEY" in out.getvalue()
    assert "ok     record of changes" in out.getvalue()
