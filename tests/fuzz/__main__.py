"""Hunt for documents that do harm: `python -m tests.fuzz --seconds 3600`. Findings are kept as samples."""

import argparse
import secrets
import sys
import time

from tests.fuzz.hunting import damaged, harm_of, keep
from tracker.reading.sandbox import Pool


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=3600)
    parser.add_argument("--seed", type=int, default=secrets.randbits(32), help="to go the same way again")
    chosen = parser.parse_args()
    count = harms = 0
    until = time.monotonic() + chosen.seconds
    with Pool(size=1) as pool:
        for name, content in damaged(chosen.seed):
            if time.monotonic() > until:
                break
            count += 1
            if harm := harm_of(pool, content, name):
                harms += 1
                sys.stdout.write(f"{keep(content, name)}  from {name}: {harm}\n")
    sys.stdout.write(f"{count:,} documents, {harms:,} did harm (seed {chosen.seed}).\n")
    return int(harms > 0)


if __name__ == "__main__":
    sys.exit(main())
