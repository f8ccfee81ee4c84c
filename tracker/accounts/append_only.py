"""Let nobody rewrite what was done: triggers that refuse to change or remove the record of changes.

`protect` sets them on the tables of all tracked models, `lift` takes them away: for the flush between tests, and for
whoever restores a backup. A change is open to its own transaction until it is sealed. `set_up` calls `protect` after
the migrations; `doctor` tells where one is missing. Stands beside `access`.
"""

from collections.abc import Iterator

from django.db import connection

from tracker.accounts.changes import Change, tracked_models

WORDS = "the record of changes is append-only"
FUNCTION = "refuse_rewriting"


def protect() -> int:
    """Set the triggers that are missing. Returns how many tables were unprotected."""
    missing = unprotected()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and missing:
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
        for table in missing:
            for statement in _statements(table):
                cursor.execute(statement)
    return len(missing)


def lift() -> None:
    """Take the triggers away."""
    with connection.cursor() as cursor:
        for table in _tables():
            for name in _names(table):
                on = f" ON {_quoted(table)}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {_quoted(name)}{on}")


def unprotected() -> list[str]:
    """Return the tables of the record that can be rewritten now."""
    catalogue = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(catalogue)
        known = {name for (name,) in cursor.fetchall()}
    return [table for table in _tables() if not known.issuperset(_names(table))]


def _tables() -> list[str]:
    return [Change._meta.db_table, *(model.history.model._meta.db_table for model in tracked_models())]


def _names(table: str) -> tuple[str, str]:
    return f"{table}_is_not_rewritten", f"{table}_is_not_removed"


def _statements(table: str) -> Iterator[str]:
    # Until its transaction seals it, a change has no number.
    open_still = "OLD.number IS NOT NULL" if table == Change._meta.db_table else ""
    for name, verb, condition in zip(_names(table), ("UPDATE", "DELETE"), (open_still, ""), strict=True):
        when = f" WHEN ({condition})" if condition else ""
        what = f"{_quoted(name)} BEFORE {verb} ON {_quoted(table)} FOR EACH ROW{when}"
        if connection.vendor == "postgresql":
            yield f"CREATE OR REPLACE TRIGGER {what} EXECUTE FUNCTION {FUNCTION}()"
        else:
            yield f"CREATE TRIGGER IF NOT EXISTS {what} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
