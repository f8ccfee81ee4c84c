"""What the worker does for the installation itself as days go by."""

from django.db import connection
from django_tasks import task


@task()
def count_tables() -> None:
    """Let the database count anew how its tables are filled, by which it plans its ways through them.

    SQLite never does so by itself, and without takes twice as long for half of the pages.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
