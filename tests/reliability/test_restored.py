"""R10: a backup made while people write comes back on an empty machine, whole; so does one of an older version."""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg

from tests.reliability.machine import PATIENCE, SERVER, SET_UP, UPLOADING, Machine

COUNT = "SELECT count(*) FROM followup_evidence"


def backup_of(machine: Machine, name: str) -> Path:
    path = machine.folder / name
    machine.manage("backup", "--output", str(path))
    return path


def test_r10_backups_made_under_writers_come_back_on_an_empty_machine(machine, bare):
    writers = [machine.start("-c", SET_UP + UPLOADING) for _each in range(2)]
    kept, until = {}, time.monotonic() + PATIENCE
    while len(kept) < 2 and time.monotonic() < until:
        [(before,)] = machine.ask(COUNT)
        if before > 5 * len(kept):
            kept[backup_of(machine, f"{len(kept)}.zip")] = before
    for writer in writers:
        writer.kill()
        writer.communicate()

    for path, before in kept.items():
        bare.manage("restore", "--replace", str(path))

        [(found,)] = bare.ask(COUNT)
        assert before <= found <= machine.ask(COUNT)[0][0]
        assert bare.files() <= bare.stored()
        assert bare.is_sound()
    assert len(kept) == 2


def test_r10_what_was_replaced_is_kept_in_a_backup_with_the_notes_that_belong_to_it(machine, ready):
    first = backup_of(ready, "first.zip")
    machine.manage("make_sample_data", "--mandates", "30", "--updates", "0")
    machine.manage("verify_audit", "--note")
    later = machine.ask("SELECT count(*) FROM mandates_mandate")

    machine.manage("restore", "--replace", str(first))

    assert machine.ask("SELECT count(*) FROM mandates_mandate") == ready.ask("SELECT count(*) FROM mandates_mandate")
    assert machine.is_sound()
    [kept] = (machine.folder / "backups").glob("before-restore-*.zip")
    machine.manage("restore", "--replace", str(kept))
    assert machine.ask("SELECT count(*) FROM mandates_mandate") == later
    assert machine.is_sound()
    assert (machine.folder / "heads.txt").exists()


def test_r10_a_backup_of_an_older_version_is_brought_to_this_one(machine, bare, ready):
    machine.manage("migrate", "-v0", "mandates", "0002")
    path = backup_of(machine, "older.zip")

    bare.manage("restore", str(path))

    query = "SELECT app, name FROM django_migrations ORDER BY 1, 2"
    assert bare.ask(query) == ready.ask(query)
    assert bare.is_sound()


def test_r10_what_a_killed_restore_left_running_is_in_nobodys_way(machine):
    path = backup_of(machine, "kept.zip")

    with left_running(machine):
        machine.manage("restore", "--replace", str(path))

    assert machine.is_sound()


@contextmanager
def left_running(machine: Machine) -> Iterator[None]:
    """Keep what PostgreSQL's program keeps open after its caller was killed; SQLite has no such program."""
    if not SERVER:
        yield
        return
    with closing(psycopg.connect(machine.database, application_name="pg_restore")) as other:
        other.execute("LOCK TABLE mandates_mandate IN ACCESS SHARE MODE")
        yield
