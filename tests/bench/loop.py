"""How many of the due dates met that later words show are proposed, and how many of the proposals are right.

    python tests/bench/loop.py

Takes the corpus of the specification (../shared, Akoma Ntoso XML) into a database of its own that is thrown away,
SQLite or the server that TEST_DATABASE_URL names, accepts every mandate, runs `suggest`, and compares with a sample
judged by hand, tests/followup/loop_sample.csv: which text shows that what a paragraph asked for was done. Half of its
mentions were in sight when the rules were written ("seen"), half were judged afterwards ("apart"). Says so where the
corpus is missing.
"""

import csv
import os
import sys
import time
from collections import Counter
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 (Django is set up first)
from django.db import connection  # noqa: E402

from tracker.followup.models import Suggestion  # noqa: E402
from tracker.organs.calendar import load_calendar  # noqa: E402
from tracker.organs.directory import load_directory  # noqa: E402

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "akn"
SAMPLE = Path(__file__).resolve().parents[1] / "followup" / "loop_sample.csv"

Pair = tuple[str, str, str]


def main() -> None:
    if not CORPUS.is_dir():
        print("loop: the corpus is not at ../shared; nothing measured")
        return
    connection.creation.create_test_db(verbosity=0)
    try:
        load_calendar()
        load_directory()
        call_command("import_resolutions", str(CORPUS), confirm="all", verbosity=0)
        begun = time.process_time()
        call_command("suggest")
        print(f"looked through all texts again in {time.process_time() - begun:.0f} s of processor time")
        compare(proposed(), sample())
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def proposed() -> Counter[Pair]:
    """Return how many due dates are proposed as met, by what was asked where and which text shows it."""
    names = ("mandate__provision__resolution__symbol", "mandate__provision__address", "provision__resolution__symbol")
    rows = Suggestion.objects.filter(kind=Suggestion.Kind.MET, provision__resolution__symbol__startswith="A/RES/7")
    return Counter(rows.values_list(*names))


def sample() -> list[dict[str, str]]:
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def compare(found: Counter[Pair], rows: list[dict[str, str]]) -> None:
    judged = {pair_of(row): row["verdict"] == "met" for row in rows}
    right = sum(count for pair, count in found.items() if judged.get(pair))
    wrong = sum(count for pair, count in found.items() if judged.get(pair) is False)
    print(f"precision     {share(right, right + wrong)}")
    for asked, address, later in sorted(pair for pair in found if pair not in judged):
        print(f"not judged    {asked}, {address}, by {later}")
    for half in ("seen", "apart"):
        mentions = [pair_of(row) for row in rows if row["sample"] == half]
        print(f"recall, {half:5}  {share(sum(pair in found for pair in mentions), len(mentions))}")


def pair_of(row: dict[str, str]) -> Pair:
    return row["asked"], row["asked_at"], row["later"]


def share(part: int, whole: int) -> str:
    return f"{part / whole:.3f} ({part} of {whole})" if whole else "of nothing"


if __name__ == "__main__":
    sys.exit(main())
