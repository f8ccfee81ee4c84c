"""How long the pages that people open all day take, in a register of a given size; and how many queries they ask.

    python tests/bench/pages.py [--mandates 5000] [--rounds 20] [--limit 300] [--database URL]

Draws a register of the size (5,000 and 50,000 by default; 500,000 takes half an hour to draw) in a database of its own,
SQLite and, where a server answers, PostgreSQL; asks each page as an analyst and prints p50 and p95 in milliseconds, and
the processor time that this process spent, which tells more where the machine is busy with other things.
Ends with status 1 where a p95 is above the limit. `--database` measures one that has been drawn before.
"""

import argparse
import importlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[2]
POSTGRESQL = os.environ.get("TEST_DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/postgres"
PAGES = {
    "start": "/",
    "register": "/mandates/",
    "register, page 100": "/mandates/?page=100",
    "overdue": "/mandates/?state=overdue",
    "due soon, one entity": "/mandates/?state=due-soon&entity=UNODC",
    "by status and organ": "/mandates/?status=in-progress&organ=GA",
    "by addressee": "/mandates/?addressee=Secretary-General&state=overdue",
    "silent": "/mandates/?silent=6",
    "words": "/mandates/?q=disarmament",
    "sorted by symbol": "/mandates/?sort=symbol",
    "a mandate": "/mandates/{mandate}/",
    "a resolution": "/resolutions/{symbol}/",
    "resolutions": "/resolutions/",
    "dashboard": "/reports/",
    "dashboard, drawn anew": "/reports/",
    "dashboard, overdue": "/reports/?state=overdue",
    "brief": "/reports/brief/?state=overdue&entity=UNODC",
    "month": "/reports/calendar/",
    "API list of 100": "/api/v1/mandates/?size=100",
}


def main() -> int:
    """Draw what is to be measured, and measure it in a process that has done nothing else, as one that serves."""
    asked = arguments()
    if asked.inside:
        return draw(asked.mandates[0]) if asked.inside == "draw" else ask(asked.rounds, asked.limit)
    status = 0
    for size in asked.mandates:
        for name, address in databases(asked.database):
            with tempfile.TemporaryDirectory() as folder:
                sys.stdout.write(f"\n{size:,} mandates on {name}\n")
                sys.stdout.flush()
                made_for_it = address or f"sqlite:///{folder}/tracker.sqlite3"
                command = [sys.executable, __file__, "--mandates", str(size), "--rounds", str(asked.rounds)]
                command += ["--limit", str(asked.limit), "--inside"]
                environment = {**os.environ, "DATABASE_URL": made_for_it, "DATA_DIR": folder, "DEBUG": "false"}
                if not asked.database:
                    subprocess.run([*command, "draw"], env=environment, cwd=ROOT, check=True)
                status |= subprocess.run([*command, "ask"], env=environment, cwd=ROOT, check=False).returncode
    return status


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mandates", type=int, nargs="+", default=[5_000, 50_000])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--limit", type=float, default=300, help="what p95 may be, in milliseconds (300)")
    parser.add_argument("--database", default="", help="the address of a database that holds drawn data already")
    parser.add_argument("--inside", choices=["draw", "ask"], help=argparse.SUPPRESS)
    return parser.parse_args()


def databases(given: str):
    """Give the databases to measure on, by name and address; a new one is made on the server, and removed after."""
    if given:
        yield given.partition(":")[0], given
        return
    yield "SQLite", ""
    try:
        server = psycopg.connect(POSTGRESQL, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        sys.stdout.write("\nPostgreSQL does not answer; TEST_DATABASE_URL names a server\n")
        return
    name = f"bench_{os.getpid()}"
    server.execute(f"CREATE DATABASE {name}")
    try:
        yield "PostgreSQL", f"{POSTGRESQL.rpartition('/')[0]}/{name}"
    finally:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")
        server.close()


def load() -> None:
    """Load the program as the web server does."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "tracker.settings", "HTTPS": "false", "ALLOWED_HOSTS": "testserver"}
    os.environ.setdefault("SECRET_KEY", "only-for-measuring-0123456789-abcdefghijklmnopqrstuvwxyz")
    os.environ["LOG_LEVEL"] = "ERROR"
    sys.path.insert(0, str(ROOT))
    importlib.import_module("tracker.wsgi")


def draw(size: int) -> int:
    load()
    from django.core.management import call_command

    began = time.perf_counter()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("make_sample_data", mandates=size)
    sys.stdout.write(f"drawn in {time.perf_counter() - began:.0f} s\n")
    return 0


def ask(rounds: int, limit: float) -> int:
    """Ask each page so many times."""
    load()
    from django.conf import settings
    from django.core.cache import caches
    from django.db import connection
    from django.test import Client

    from tracker.accounts.models import User
    from tracker.mandates.models import Mandate

    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    mandate = Mandate.objects.filter(lead_entity__short_name="UNODC", updates__isnull=False).first()
    person = User.objects.get(email="sample1@unodc.example")
    person.is_active = True
    person.save()
    client = Client()
    client.force_login(person)
    status = 0
    sys.stdout.write(f"{'page':24}{'p50 ms':>8}{'p95 ms':>8}{'work ms':>8}{'queries':>9}\n")
    for name, pattern in PAGES.items():
        address = pattern.format(mandate=mandate.pk, symbol=mandate.resolution.symbol)
        queries, is_anew = Counter(), name.endswith("anew")
        if is_anew:
            caches["pictures"].clear()
        with connection.execute_wrapper(queries):
            first = client.get(address)
        assert first.status_code == 200, (address, first.status_code)
        times, busy = [], []
        for _ in range(rounds):
            if is_anew:
                caches["pictures"].clear()
            began, began_work = time.perf_counter(), time.process_time()
            client.get(address)
            times.append(1000 * (time.perf_counter() - began))
            busy.append(1000 * (time.process_time() - began_work))
        p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[18]
        late = "  above the limit" if p95 > limit else ""
        status |= p95 > limit
        sys.stdout.write(f"{name:24}{p50:8.0f}{p95:8.0f}{statistics.median(busy):8.0f}{queries.count:9}{late}\n")
        sys.stdout.flush()
    return int(status)


class Counter:
    """Counts the queries that go by."""

    count = 0

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        return execute(sql, params, many, context)


if __name__ == "__main__":
    sys.exit(main())
