"""Bring the tables of the database to what this version of the program needs. Used by `set_up`, `restore`, `doctor`."""

from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor


class WholeExecutor(MigrationExecutor):
    """Notes a migration as done in the transaction that does it.

    Django notes it in another one where indexes are put off to the end of the first: whoever is killed between the two
    finds "table … already exists" at the next try (reliability.md, R3).
    """

    def apply_migration(self, state, migration, fake=False, fake_initial=False):
        if fake or fake_initial or not migration.atomic:
            return super().apply_migration(state, migration, fake, fake_initial)
        with self.connection.schema_editor(atomic=True) as editor:
            state = migration.apply(state, editor)
            self.record_migration(migration)
        return state


def coming() -> list[Migration]:
    """Return the migrations that the database has yet to go through, in order."""
    executor = MigrationExecutor(connection)
    return [migration for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def applied() -> list[str]:
    """Return what the database has gone through, as "app.name"."""
    return sorted(".".join(key) for key in MigrationExecutor(connection).loader.applied_migrations)


def unknown(gone_through: list[str] | None = None) -> list[str]:
    """Return what a database, by default this one, has gone through and this version does not know.

    A newer version made it.
    """
    known = set()
    for key, migration in MigrationExecutor(connection).loader.disk_migrations.items():
        known |= {key, *migration.replaces}
    apps = {app for app, _name in known}
    found = {tuple(name.split(".", 1)) for name in (applied() if gone_through is None else gone_through)}
    return sorted(".".join(key) for key in found - known if key[0] in apps)


def upgrade() -> int:
    """Go through the migrations that are coming, each wholly or not at all. Returns how many there were."""
    executor = WholeExecutor(connection)
    targets = executor.loader.graph.leaf_nodes()
    plan = executor.migration_plan(targets)
    if plan:
        emit_pre_migrate_signal(0, False, DEFAULT_DB_ALIAS, plan=plan)
        executor.migrate(targets, plan)
        emit_post_migrate_signal(0, False, DEFAULT_DB_ALIAS, plan=plan)
    return len(plan)
