"""R3: whatever is killed while it writes leaves all of a change or nothing, and a machine that goes on.

Each kind of work is killed a few times on one machine, one time after the other, as a machine fails and is started
again; then it is let run to its end. `make stress` kills more often (STRESS_KILLS).
"""

import os

from tests.reliability.machine import ROOT, SERVER, SET_UP, UPLOADING, Machine

KILLS = int(os.environ.get("STRESS_KILLS", "1"))
SAMPLES = ROOT / "tests" / "samples" / "resolutions"
ROWS = 300

SWEEPING = """
from datetime import timedelta
from django.utils import timezone
from tracker.files.storing import lost, sweep

sweep(timezone.now() + timedelta(days=2))
assert lost() == []
"""
ASKING_FOR_AN_IMPORT = f"""
from tracker.accounts.models import User
from tracker.files.storing import store
from tracker.intake import sheets
from tracker.intake.tasks import import_sheet
from tracker.jobs import running

rows = "".join(f"A/RES/79/{{n // 20 + 1}},{{n % 20 + 1}},request,to report,by 1 May 2027\\n" for n in range({ROWS}))
content = ("Document,Paragraph,Operative verb,Action,Deadline\\n" + rows).encode()
columns = sheets.columns_of(sheets.read(content, "rows.csv"))
person = User.objects.get(email="admin@example.org")
file = store(content, "rows.csv", person)
chosen = {{"kind": "mandates", "columns": {{}}, "shown": {{}}, "name": "rows.csv", "file": file.pk}}
running.start(import_sheet, by=person, **chosen)
"""
TAKING_UP_AGAIN = """
from datetime import timedelta
from django.utils import timezone
from tracker.intake.tasks import import_sheet
from tracker.jobs import running

running.sweep(timezone.now() + timedelta(hours=1), lambda job: import_sheet.enqueue(job.pk))
"""
WORKER = ("manage.py", *"db_worker --batch --queue-name * --no-startup-delay --no-reload --verbosity 0".split())


def test_r3_a_killed_change_of_many_rows_is_whole_or_not_there(machine, draw):
    command = ("manage.py", "make_sample_data", "--mandates", "600", "--updates", "600")
    [(before,)] = machine.ask("SELECT count(*) FROM mandates_mandate")

    for _kill in range(KILLS):
        machine.kill(*command, within=1.5, draw=draw)

        [(mandates,)] = machine.ask("SELECT count(*) FROM mandates_mandate")
        [(entries,)] = machine.ask("SELECT count(*) FROM followup_progressupdate")
        assert (mandates - before) % 600 == 0
        assert entries == mandates - before
    assert machine.is_sound()
    machine.run(*command)


def test_r3_a_killed_import_of_documents_leaves_whole_documents(machine, draw):
    command = ("manage.py", "import_resolutions", str(SAMPLES), "--confirm", "all")
    found = []

    for _kill in range(KILLS):
        machine.kill(*command, within=2, draw=draw)
        found.append(documents(machine))
    machine.run(*command)

    whole = documents(machine)
    assert len(whole) >= 3
    assert all(one.items() <= whole.items() for one in found)
    assert machine.is_sound()
    assert "0 new, 3 same" in machine.run(*command)


def documents(machine: Machine) -> dict[str, tuple[int, int, int]]:
    """Return, for each document that is here, how many paragraphs, mandates and due dates it has."""
    query = """
        SELECT symbol, (SELECT count(*) FROM resolutions_paragraph WHERE resolution_id = r.id),
               (SELECT count(*) FROM mandates_mandate WHERE resolution_id = r.id),
               (SELECT count(*) FROM mandates_duedate JOIN mandates_mandate m ON m.id = mandate_id
                WHERE m.resolution_id = r.id)
        FROM resolutions_resolution r
    """
    return {symbol: counts for symbol, *counts in machine.ask(query)}


def test_r3_a_killed_import_of_a_sheet_is_taken_up_again(machine, draw):
    machine.run("-c", SET_UP + ASKING_FOR_AN_IMPORT)
    query = (
        "SELECT count(*) FROM mandates_mandate m JOIN resolutions_resolution r ON r.id = resolution_id "
        "WHERE symbol LIKE 'A/RES/79/%'"
    )

    for _kill in range(KILLS):
        machine.kill(*WORKER, within=1.5, draw=draw)
        [(count,)] = machine.ask(query)
        assert count in (0, ROWS)
        machine.run("-c", SET_UP + TAKING_UP_AGAIN)
    machine.run(*WORKER)

    assert machine.ask(query) == [(ROWS,)]
    # The import leads to its change, whichever moment it was killed at.
    assert machine.ask("SELECT state FROM jobs_job WHERE result->>'change' IS NOT NULL") == [("done",)]
    assert machine.is_sound()


def test_r3_a_killed_upload_leaves_no_row_without_its_bytes_and_after_a_sweep_no_bytes_without_a_row(machine, draw):
    count = "SELECT count(*) FROM followup_evidence"

    for _kill in range(KILLS):
        [(before,)] = machine.ask(count)
        machine.kill(
            "-c", SET_UP + UPLOADING, within=1, draw=draw, begun=lambda before=before: machine.ask(count) > [(before,)]
        )

        assert machine.files() <= machine.stored()
        [(bare,)] = machine.ask(
            "SELECT count(*) FROM followup_progressupdate u "
            "WHERE NOT EXISTS (SELECT 1 FROM followup_evidence WHERE update_id = u.id)"
        )
        assert bare == 0

    machine.run("-c", SET_UP + SWEEPING)

    assert machine.files() == machine.stored()
    assert machine.is_sound()


def test_r3_a_killed_migration_is_gone_through_again(bare, ready, draw):
    for _kill in range(2 * KILLS):
        bare.kill("manage.py", "set_up", within=1, draw=draw)

    bare.manage("set_up")

    assert tables(bare) == tables(ready)
    assert bare.is_sound()


def test_r3_a_killed_backup_leaves_none_that_is_not_whole(machine, bare, draw):
    for _kill in range(KILLS):
        before = partial(machine)
        machine.kill(
            "manage.py", "backup", within=0.5, draw=draw, begun=lambda before=before: partial(machine) > before
        )
    machine.manage("backup")

    for kept in (machine.folder / "backups").glob("*.zip"):
        bare.manage("restore", str(kept), "--replace")
    assert tables(bare) == tables(machine)


def test_r3_a_killed_restore_leaves_what_was_there_or_can_be_begun_again(machine, bare, draw):
    machine.manage("make_sample_data", "--mandates", "600", "--updates", "0")
    machine.manage("backup", "--output", str(machine.folder / "kept.zip"))
    restore = ("manage.py", "restore", "--replace", str(machine.folder / "kept.zip"))

    for _kill in range(KILLS):
        before = partial(bare)
        bare.kill(*restore, within=1, draw=draw, begun=lambda before=before: partial(bare) > before)
        assert SERVER or not bare.ask("SELECT 1 FROM sqlite_master") or bare.is_sound()
    bare.run(*restore)

    assert bare.ask("SELECT count(*) FROM mandates_mandate") == machine.ask("SELECT count(*) FROM mandates_mandate")


def partial(machine: Machine) -> int:
    """Return how many folders hold what a backup or restore has begun, or was killed over."""
    return len([*machine.folder.glob("partial-*"), *machine.folder.glob("backups/partial-*")])


def tables(machine: Machine) -> list[tuple]:
    """Return tables and indexes: as SQLite describes them, or by the names of columns and indexes."""
    if not SERVER:
        return machine.ask("SELECT name, sql FROM sqlite_master ORDER BY name")
    columns = "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns"
    indexes = "SELECT tablename, indexname FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2"
    return machine.ask(f"{columns} WHERE table_schema = 'public' ORDER BY 1, 2") + machine.ask(indexes)
