"""Copy a PostgreSQL database while people use it, and put a copy in its place, by PostgreSQL's own programs.

https://www.postgresql.org/docs/current/backup-dump.html. `pg_dump` and `pg_restore` must be at least as new as the
server. The copy and the count of its rows look at one snapshot.
"""

import os
import shutil
import subprocess
from pathlib import Path

from django.db import connection, transaction

from tracker.operations.backups.archive import BackupError, refuse_other


def copy(path: Path) -> dict[str, int]:
    """Write a copy to the path, and return how many rows each table has."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        [snapshot] = cursor.fetchone()
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={path}")
        return _rows(cursor)


def load(path: Path, rows: dict[str, int]) -> None:
    """Put a copy in the place of what is there. Raises BackupError where it holds other rows than those counted.

    Who is killed meanwhile leaves no tables, and can begin again.
    """
    _run("pg_restore", "--list", str(path), on_server=False)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        # The program that a killed restore had started goes on without it, and would write into this one's tables.
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND application_name = 'pg_restore'"
        )
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table)} CASCADE")
    connection.close()
    options = ("--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
    _run("pg_restore", *options, f"--dbname={connection.settings_dict['NAME']}", str(path))
    with connection.cursor() as cursor:
        refuse_other(_rows(cursor), rows)


def _rows(cursor) -> dict[str, int]:
    found = {}
    for table in sorted(connection.introspection.table_names(cursor)):
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
        [found[table]] = cursor.fetchone()
    return found


def _run(program: str, *options: str, on_server: bool = True) -> None:
    """Run one of PostgreSQL's programs. It is told the password by the environment, which other people cannot see."""
    if shutil.which(program) is None:
        raise BackupError(f"{program} is not there: install PostgreSQL's client programs (Debian: postgresql-client).")
    given = connection.settings_dict
    named = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    environment = os.environ | {name: str(given[key]) for name, key in named.items() if on_server and given[key]}
    done = subprocess.run([program, *options], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise BackupError(f"{program} failed: {done.stderr.strip()}")
