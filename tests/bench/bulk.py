"""How long it takes to change 10,000 mandates at once, and to take that back exactly (reliability.md, R7).

    python tests/bench/bulk.py [--mandates 10000]

Runs in a database of its own that is thrown away: SQLite, or the server that TEST_DATABASE_URL names. Prints seconds,
and the processor time that this process spent, which tells more where the machine is busy with other things. Meanwhile
another process looks at the register again and again, and tells how long that took.
"""

import argparse
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.conf import settings  # noqa: E402 (Django is set up first)
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from tests import factories  # noqa: E402
from tests.reliability.machine import address_of  # noqa: E402
from tracker.accounts import changes  # noqa: E402
from tracker.followup import bulk, undoing  # noqa: E402
from tracker.mandates import schedule  # noqa: E402
from tracker.mandates.models import Mandate  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mandates", type=int, default=10_000)
    parser.add_argument("--look", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.look:
        look(given.look)
    count = given.mandates
    connection.creation.create_test_db(verbosity=0)
    try:
        sys.stdout.write(f"\nbulk edit of {count:,} mandates on {connection.vendor}\n")
        return measure(count)
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def measure(count: int) -> int:
    cast = factories.make_cast()
    draw(count, cast)
    before = rows()
    edit = bulk.Edit(focal_point=cast.mona, status="continuing", priority="high")
    with somebody_looking(cast):
        done, _count = timed("edit", lambda: bulk.apply(Mandate.objects.all(), edit, by=cast.mona))
        left = timed("undo", lambda: undoing.undo(done, by=cast.mona))
    is_exact = not left and rows() == before and not schedule.drifted().exists()
    sys.stdout.write(f"  exact   {'yes' if is_exact else 'NO'}\n")
    return 0 if is_exact else 1


@contextmanager
def somebody_looking(cast: factories.Cast) -> Iterator[None]:
    """Let another process look at the register meanwhile, and print how long that took it."""
    client = Client()
    client.force_login(cast.rita)
    command = [sys.executable, __file__, "--look", client.cookies[settings.SESSION_COOKIE_NAME].value]
    here = {"DATABASE_URL": address_of(connection.settings_dict), "DJANGO_SETTINGS_MODULE": "tracker.settings"}
    looking = subprocess.Popen(
        command, env={**os.environ, **here}, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    looking.stdout.readline()
    yield
    said, _nothing = looking.communicate("")
    seconds = json.loads(said)
    sys.stdout.write(f"  others  {len(seconds)} looks at the register, longest {max(seconds):.2f} s\n")


def look(session: str) -> None:
    """Look at the register until the input ends; print how long each time took, in seconds, and end."""
    client = Client(SERVER_NAME="localhost")
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    assert client.get("/mandates/").status_code == 200
    sys.stdout.write("looking\n")
    sys.stdout.flush()
    seconds = []
    while not select.select([sys.stdin], [], [], 0)[0]:
        start = time.perf_counter()
        assert client.get("/mandates/").status_code == 200
        seconds.append(time.perf_counter() - start)
    sys.stdout.write(json.dumps(seconds))
    sys.exit()


def draw(count: int, cast: factories.Cast) -> None:
    provision, people = factories.make_paragraph(), [None, cast.alice, cast.rita]
    usual = {"provision": provision, "resolution": provision.resolution, "lead_entity": cast.unodc, "verb": "request"}
    with changes.change("Draw mandates"):
        changes.create_all(
            Mandate(status=Mandate.OPEN[number % 2], focal_point=people[number % 3], action=f"to do {number}", **usual)
            for number in range(count)
        )


def rows() -> list[tuple]:
    names = [field.attname for field in Mandate.history.model.tracked_fields if field.name != "version"]
    return list(Mandate.objects.order_by("pk").values_list(*names, "due_opens", "due_closes", "timing"))


def timed(name: str, do: Callable[[], Any]) -> Any:
    start, spent = time.perf_counter(), time.process_time()
    result = do()
    took = f"{time.perf_counter() - start:6.2f} s, processor {time.process_time() - spent:6.2f} s"
    sys.stdout.write(f"  {name}  {took}\n")
    return result


if __name__ == "__main__":
    sys.exit(main())
