"""What the worker does for the installation as days go by."""

import pytest
from django.db import connection

from tests import factories
from tracker.operations.tasks import count_tables

KNOWN_COUNT = {
    "sqlite": "SELECT CAST(stat AS INTEGER) FROM sqlite_stat1 WHERE idx = 'mandate_due'",
    "postgresql": "SELECT CAST(reltuples AS INTEGER) FROM pg_class WHERE relname = 'mandates_mandate'",
}


@pytest.mark.django_db
def test_the_database_learns_how_its_tables_are_filled(cast):
    for _ in range(3):
        factories.make_mandate()

    count_tables.call()

    with connection.cursor() as cursor:
        cursor.execute(KNOWN_COUNT[connection.vendor])
        assert cursor.fetchone() == (3,)
