"""Whether the time of a refused sign-in tells if there is such an account (reliability.md, A5: under 5 ms over 2,000).

    python tests/bench/sign_in.py [--tries 100]

Asks the sign-in page in turn for a person who is there, one who is not, and one whose account is closed, each with a
wrong password, with the password hasher of production and from another machine each time, so that nobody is stopped for
guessing. Runs in a database of its own that is thrown away. Compares medians of the processor time, which do not move
when the machine is busy with other things, and of the clock; the clock's answer is what an attacker sees.
"""

import argparse
import logging
import os
import random
import sys
import time
from statistics import median

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.db import connection  # noqa: E402 (Django is set up first)
from django.test import Client, override_settings  # noqa: E402

from tests import factories  # noqa: E402
from tracker import settings as program  # noqa: E402

MOST_MS = 5
WHO = ("known", "unknown", "closed")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tries", type=int, default=100)
    tries = parser.parse_args().tries
    # Each refusal is logged, which is not what is measured.
    logging.disable(logging.WARNING)
    connection.creation.create_test_db(verbosity=0)
    try:
        sys.stdout.write(f"\nrefused sign-ins, {tries:,} of each on {connection.vendor}\n")
        with override_settings(PASSWORD_HASHERS=program.PASSWORD_HASHERS, ALLOWED_HOSTS=["testserver"]):
            return compare(measure(tries))
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def measure(tries: int) -> dict[str, list[tuple[float, float]]]:
    """Return the processor time and the clock's of each try, in milliseconds, by who was asked for."""
    factories.make_user("Known")
    factories.make_user("Closed", is_active=False)
    taken: dict[str, list[tuple[float, float]]] = {who: [] for who in WHO}
    for number in range(tries):
        # In another order each time, so that none always comes after the same.
        for who in random.sample(WHO, len(WHO)):
            machine = f"10.{number // 65536}.{number // 256 % 256}.{number % 256}"
            client = Client(REMOTE_ADDR=machine)
            given = {"login": f"{who}@example.org", "password": "not the password"}
            clock, worked = time.perf_counter(), time.process_time()
            client.post("/account/login/", given)
            taken[who].append((1000 * (time.process_time() - worked), 1000 * (time.perf_counter() - clock)))
    return taken


def compare(taken: dict[str, list[tuple[float, float]]]) -> int:
    """Print the medians; the answer is 1 where one of them gives an account away."""
    apart = []
    for place, name in enumerate(("processor", "clock")):
        medians = {who: median(times[place] for times in taken[who]) for who in WHO}
        apart.append(max(medians.values()) - min(medians.values()))
        words = ", ".join(f"{who} {value:.1f}" for who, value in medians.items())
        sys.stdout.write(f"  {name:10} {words} ms; apart {apart[-1]:.1f} ms (at most {MOST_MS})\n")
    return 1 if apart[0] > MOST_MS else 0


if __name__ == "__main__":
    sys.exit(main())
