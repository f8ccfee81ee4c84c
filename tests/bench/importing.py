"""How long the import of the whole corpus takes (at most 120 s), and of the same again, which changes nothing (30 s).

    python tests/bench/importing.py [--jobs 2]

Imports the documents of `../shared/corpus/akn` into a database of its own that is thrown away: SQLite, or the one that
DATABASE_URL names. Says so and ends where the corpus is absent. Seconds by the clock, and of processor time in all
processes.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus" / "akn"
LIMITS = {"first": 120, "again": 30}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", default="2", help="how many processes read (2)")
    jobs = parser.parse_args().jobs
    if not CORPUS.is_dir():
        sys.stdout.write("\nimport of the corpus: needs ../shared/corpus, which is not part of the project\n")
        return 0
    status = 0
    with tempfile.TemporaryDirectory() as folder:
        database = os.environ.get("DATABASE_URL") or f"sqlite:///{folder}/tracker.sqlite3"
        own = {"DEBUG": "true", "SECRET_KEY": "only-for-measuring", "DATA_DIR": folder, "DATABASE_URL": database}
        environment = {**os.environ, **own}
        run(environment, "set_up")
        sys.stdout.write(f"\nimport of {len(list(CORPUS.glob('*.xml')))} documents, {jobs} processes reading\n")
        for name, limit in LIMITS.items():
            clock, worked = run(environment, "import_resolutions", str(CORPUS), "--confirm", "all", "--jobs", jobs)
            sys.stdout.write(f"  {name:6} {clock:6.1f} s, processor {worked:6.1f} s (at most {limit} s)\n")
            sys.stdout.flush()
            status |= clock > limit
    return int(status)


def run(environment: dict[str, str], *command: str) -> tuple[float, float]:
    """Return how long a command of the program took by the clock, and of processor time with its children."""
    clock, worked = time.perf_counter(), children()
    subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True, capture_output=True)
    return time.perf_counter() - clock, children() - worked


def children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
