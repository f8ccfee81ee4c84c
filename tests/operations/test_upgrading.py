"""R3: a migration is done and noted as done in one, so that whoever is cut off between the two can go on."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from tracker.operations.upgrading import WholeExecutor, coming, unknown, upgrade


class Migration(migrations.Migration):
    """A migration that puts off making its index to its end, as most do."""

    operations = [
        migrations.CreateModel(
            "Trial",
            fields=[("id", models.BigAutoField(primary_key=True)), ("day", models.DateField(db_index=True))],
        )
    ]


def cut_off(execute, sql, params, many, context):
    if "django_migrations" in sql and sql.startswith("INSERT"):
        raise KeyboardInterrupt
    return execute(sql, params, many, context)


@pytest.mark.django_db(transaction=True)
def test_r3_a_migration_that_is_not_noted_is_not_done():
    executor = WholeExecutor(connection)

    with pytest.raises(KeyboardInterrupt), connection.execute_wrapper(cut_off):
        executor.apply_migration(ProjectState(), Migration("0001_trial", "trial"))

    assert "trial_trial" not in connection.introspection.table_names()


@pytest.mark.django_db
def test_an_upgraded_database_has_nothing_to_go_through():
    assert (coming(), unknown(), upgrade()) == ([], [], 0)
