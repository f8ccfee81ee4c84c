"""Run every test on SQLite, then those that touch a database on PostgreSQL, and say in a line how both went.

Called by `make test`; arguments are handed on to pytest. PostgreSQL is asked at TEST_DATABASE_URL, else at this
machine's usual port; where none answers its tests are skipped, but fail under CI.
"""

import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent
POSTGRESQL = os.environ.pop("TEST_DATABASE_URL", "") or "postgres://postgres@127.0.0.1:5432/postgres"
NO_TESTS = 5


def main() -> int:
    status, summary = 0, []
    for database, address in (("SQLite", ""), ("PostgreSQL", POSTGRESQL)):
        if address and (cause := _silence(address)):
            status = status or bool(os.environ.get("CI"))
            summary.append(f"{database}: {'FAILED' if os.environ.get('CI') else 'skipped'}, {cause}")
            continue
        code, line = _run(database, address)
        status = status or (code if code != NO_TESTS else 0)
        summary.append(line)
    sys.stdout.write("\n" + "\n".join(summary) + "\n")
    return int(status)


def _silence(address: str) -> str:
    """Return why the server does not answer; nothing if it does."""
    try:
        psycopg.connect(address, connect_timeout=3).close()
    except psycopg.OperationalError as error:
        return f"no server answers ({str(error).splitlines()[0]}); name one in TEST_DATABASE_URL"
    return ""


def _run(database: str, address: str) -> tuple[int, str]:
    """Run pytest in parallel on one database. Returns its exit status, and the line for the summary."""
    sys.stdout.write(f"\n{database}\n")
    sys.stdout.flush()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        # One more than there are processors: many tests wait for a browser, a server or a database.
        workers = os.environ.get("TEST_WORKERS") or str((os.cpu_count() or 1) + 1)
        arguments = ["-q", "-n", workers, f"--junitxml={report}", *sys.argv[1:]]
        environment = {**os.environ, "TEST_DATABASE_URL": address}
        command = [sys.executable, "-m", "pytest", *arguments]
        code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        counted = _counted(report)
    return code, f"{database}: {counted} in {time.monotonic() - began:.0f} s"


def _counted(report: Path) -> str:
    """Return the counts of a report in pytest's own form: "212 passed, 3 skipped"."""
    if not report.exists():
        return "broke off"
    suite = next(ET.parse(report).getroot().iter("testsuite"))
    number = {name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
    passed = number["tests"] - number["failures"] - number["errors"] - number["skipped"]
    named = {"passed": passed, "failed": number["failures"], "errors": number["errors"], "skipped": number["skipped"]}
    return ", ".join(f"{count} {word}" for word, count in named.items() if count) or "nothing to run"


if __name__ == "__main__":
    sys.exit(main())
