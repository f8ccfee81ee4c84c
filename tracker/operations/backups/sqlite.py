"""Copy an SQLite database while people use it, and put a copy in its place, by SQLite's own backup.

https://www.sqlite.org/backup.html: the copy is taken and put in place in one step, under SQLite's locks, so that it is
the database at one moment and a process that is killed leaves the old or the new one. Whoever writes waits in line
meanwhile.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection, transaction

from tracker.operations.backups.archive import BackupError, refuse_other
from tracker.sqlite.base import Turn


def copy(path: Path) -> dict[str, int]:
    """Write a copy to the path, and return how many rows each table has."""
    with (
        transaction.atomic(),
        closing(sqlite3.connect(connection.settings_dict["NAME"])) as live,
        closing(sqlite3.connect(path)) as copied,
    ):
        live.backup(copied)
    return _look(path)


def load(path: Path, rows: dict[str, int]) -> None:
    """Put a copy in the place of what is there. Raises BackupError where it holds other rows than those counted."""
    refuse_other(_look(path), rows)
    name = connection.settings_dict["NAME"]
    connection.close()
    turn = Turn(f"{name}-turn")
    turn.take()
    try:
        with closing(sqlite3.connect(path)) as copied, closing(sqlite3.connect(name, timeout=60)) as live:
            copied.backup(live)
    finally:
        turn.leave()


def _look(path: Path) -> dict[str, int]:
    """Return how many rows each table has. Raises BackupError where the file is damaged."""
    with closing(sqlite3.connect(path)) as database:
        try:
            [(said,), *_more] = database.execute("PRAGMA integrity_check").fetchall()
            tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        except sqlite3.DatabaseError as error:
            said, tables = str(error), []
        if said != "ok":
            raise BackupError(f"The database is damaged: {said}. Bring back the last good backup.")
        return {table: database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for (table,) in tables}  # noqa: S608
