"""How long a search takes over a given number of provisions, on SQLite and, where a server answers, PostgreSQL.

    python tests/bench/search.py [--provisions 200000] [--rounds 10] [--limit 100] [--overlap-limit 1000]

Draws paragraphs from the words of the sample resolution in a database of its own (200,000 by default; give several
numbers, such as 200000 1000000, to see the growth), searches for rare and common words, phrases and symbols as the page
does, marks the hits of one page, and prints p50 and p95 in milliseconds. Then asks of a hundred drawn paragraphs which
five mandates ask the same. Ends with status 1 where a p95 is above the limit.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[2]
POSTGRESQL = os.environ.get("TEST_DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/postgres"
SEARCHES = (
    "trafficking",
    "report",
    "the",
    "Secretary-General report crime",
    "“the General Assembly”",
    "(crime OR terrorism) NOT report",
    "corrup*",
    "rare17",
    "A/RES/57/173",
    "57/173 report",
)


def main() -> int:
    asked = arguments()
    if asked.inside:
        return measure(asked)
    status = 0
    for size in asked.provisions:
        with tempfile.TemporaryDirectory() as folder:
            status |= run(size, asked, "SQLite", f"sqlite:///{folder}/tracker.sqlite3", folder)
            name = f"search_bench_{os.getpid()}"
            if administer(f"CREATE DATABASE {name}"):
                try:
                    status |= run(size, asked, "PostgreSQL", f"{POSTGRESQL.rpartition('/')[0]}/{name}", folder)
                finally:
                    administer(f"DROP DATABASE {name}")
    return status


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--provisions", type=int, nargs="+", default=[200_000])
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--limit", type=float, default=100)
    parser.add_argument("--overlap-limit", type=float, default=1000)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def administer(statement: str) -> bool:
    """Run a statement on the server; False where none answers."""
    try:
        with psycopg.connect(POSTGRESQL, autocommit=True) as server:
            server.execute(statement)
    except psycopg.OperationalError:
        return False
    return True


def run(size: int, asked: argparse.Namespace, name: str, address: str, folder: str) -> int:
    """Draw and measure in a process of its own, which has this database."""
    sys.stdout.write(f"\n{size:,} provisions on {name}\n")
    sys.stdout.flush()
    given = ["--provisions", str(size), "--rounds", str(asked.rounds), "--limit", str(asked.limit)]
    given += ["--overlap-limit", str(asked.overlap_limit)]
    key = "only-for-measuring-0123456789-abcdefghijklmnopqrstuvwxyz"
    environment = {**os.environ, "DATABASE_URL": address, "DATA_DIR": folder, "SECRET_KEY": key, "DEBUG": "false"}
    environment |= {"PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "tracker.settings"}
    return subprocess.run([sys.executable, __file__, "--inside", *given], env=environment, check=False).returncode


def measure(asked: argparse.Namespace) -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from tracker.resolutions import search
    from tracker.resolutions.models import Wording

    call_command("migrate", verbosity=0)
    begun = time.perf_counter()
    draw(asked.provisions[0])
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    sys.stdout.write(f"drawn and indexed in {time.perf_counter() - begun:.0f} s\n")
    sys.stdout.write(f"{'p50':>8} {'p95':>8} {'hits':>6}  search\n")
    is_slow = False
    for words in SEARCHES:
        times = []
        for _round in range(asked.rounds):
            begun = time.perf_counter()
            query = search.understand(words)
            hits = search.find(query)
            rows = Wording.objects.select_related("text__resolution", "paragraph").in_bulk(hits.keys[:25])
            search.spans_in(query, list(rows.values()))
            times.append(1000 * (time.perf_counter() - begun))
        is_slow |= told(times, f"{len(hits)}{'+' if hits.is_cut else ''}", words) > asked.limit
    return int(is_slow or told(overlaps(), "5", "what asks the same as a paragraph") > asked.overlap_limit)


def told(times: list[float], count: str, words: str) -> float:
    """Print a line of the table, and return the p95."""
    late = statistics.quantiles(times, n=20, method="inclusive")[-1]
    sys.stdout.write(f"{statistics.median(times):8.1f} {late:8.1f} {count:>6}  {words}\n")
    return late


def overlaps() -> list[float]:
    """Return how many milliseconds it takes for each of a hundred paragraphs to find what asks the same."""
    from tracker.mandates import overlap
    from tracker.mandates.models import Mandate
    from tracker.resolutions.models import Paragraph

    keys = random.Random(2).sample(range(Paragraph.objects.count()), 100)
    first = Paragraph.objects.order_by("pk").values_list("pk", flat=True)[0]
    times = []
    for provision in Paragraph.objects.filter(pk__in=[first + key for key in keys]):
        begun = time.perf_counter()
        found = overlap.find(overlap.asked_by(provision, Mandate.objects.all()), Mandate.objects.all())
        times.append(1000 * (time.perf_counter() - begun))
        if len(found) < overlap.MOST:
            sys.stdout.write(f"only {len(found)} found for {provision}\n")
    return times


def draw(size: int) -> None:
    """Fill the database past the history of changes, which nothing here asks: paragraphs, each with one mandate."""
    from django.db import models, transaction

    from tests import factories
    from tracker.mandates.models import Addressing, Mandate
    from tracker.resolutions.index import symbol_words
    from tracker.resolutions.models import Paragraph, Resolution, Text, Wording

    chance = random.Random(1)
    sample = (ROOT / "tracker/reading/samples/A_RES_58_140.txt").read_text("utf-8").split()
    organ = factories.make_organ()
    addressees = [factories.make_addressee(name) for name in ("Secretary-General", "States", "Executive Director")]
    with transaction.atomic():
        for start in range(0, size, 5_000):
            session, number = divmod(start // 5_000, 300)
            resolutions = [
                Resolution(symbol=f"A/RES/{60 + session}/{number}-{part}", sort_key=f"{start}-{part}", organ=organ,
                           title="Drawn", adopted_on=date(2020, 1, 1))
                for part in range(100)
            ]  # fmt: skip
            models.QuerySet(Resolution).bulk_create(resolutions)
            texts = models.QuerySet(Text).bulk_create([Text(resolution=row, title=row.title) for row in resolutions])
            places = models.QuerySet(Paragraph).bulk_create(
                Paragraph(
                    resolution=resolutions[i % 100], position=i // 100 + 1, kind="operative", address=str(i // 100 + 1)
                )
                for i in range(min(5_000, size - start))
            )
            wordings = []
            for i, place in enumerate(places):
                at = chance.randrange(len(sample) - 45)
                words = " ".join([*sample[at : at + 40], f"rare{chance.randrange(20_000)}"])
                symbols = symbol_words(place.resolution.symbol, ["A/RES/57/173"] if i % 500 == 0 else [])
                wordings.append(
                    Wording(text=texts[i % 100], paragraph=place, position=place.position, words=words, symbols=symbols)
                )
            models.QuerySet(Wording).bulk_create(wordings)
            mandates = models.QuerySet(Mandate).bulk_create(
                Mandate(provision=place, resolution=place.resolution, verb="request", status="not started")
                for place in places
            )
            models.QuerySet(Addressing).bulk_create(
                Addressing(mandate=mandate, addressee=chance.choice(addressees), words="them") for mandate in mandates
            )


if __name__ == "__main__":
    sys.exit(main())
