"""Hunt for documents that do harm: `python -m tests.fuzz --seconds 3600`. Damaged files that do are kept as samples.

In turn a damaged file is read in the sandbox and a reworded resolution judged, so that both are met in any time.
"""

import argparse
import secrets
import sys
import time

from tests.fuzz.hunting import damaged, harm_of, keep
from tests.fuzz.wording import harm_of_words, reworded
from tracker.reading.sandbox import Pool


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=3600)
    parser.add_argument("--seed", type=int, default=secrets.randbits(32), help="to go the same way again")
    chosen = parser.parse_args()
    count = harms = 0
    until = time.monotonic() + chosen.seconds
    with Pool(size=1) as pool:
        files, wordings = damaged(chosen.seed), reworded(chosen.seed)
        while time.monotonic() < until:
            count += 2
            name, content = next(files)
            if harm := harm_of(pool, content, name):
                harms += 1
                sys.stdout.write(f"{keep(content, name)}  from {name}: {harm}\n")
            name, resolution = next(wordings)
            if harm := harm_of_words(resolution):
                harms += 1
                sys.stdout.write(f"Reworded from {name}: {harm}\n")
    sys.stdout.write(f"{count:,} documents, {harms:,} did harm (seed {chosen.seed}).\n")
    return int(harms > 0)


if __name__ == "__main__":
    sys.exit(main())
