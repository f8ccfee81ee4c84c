"""A machine of its own for the program: a folder, a database, and processes that a test may kill.

The database is a file in the folder, or one on the server that TEST_DATABASE_URL names.
"""

import hashlib
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import psycopg

ROOT = Path(__file__).resolve().parents[2]
SERVER = os.environ.get("TEST_DATABASE_URL", "")
PATIENCE = 300

SET_UP = "import django; django.setup()\n"
MAKING_AN_ADMINISTRATOR = """
from tracker.accounts.models import User

User.objects.create_superuser("admin@example.org")
"""
UPLOADING = """
import os
from tracker.accounts.models import User
from tracker.files.storing import store
from tracker.followup.evidence import EvidenceGiven
from tracker.followup.progress import record_progress
from tracker.mandates.models import Mandate
from django.utils import timezone

mandate, person = Mandate.objects.confirmed().first(), User.objects.get(email="admin@example.org")
while True:
    file = store(os.urandom(200_000), "report.bin", person)
    given = [EvidenceGiven(file=file, name="report.bin")]
    record_progress(mandate, author=person, done="Done.", on=timezone.localdate(), evidence=given)
"""

_numbers = count(1)


def free_port() -> int:
    """Return a port of this machine on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass(frozen=True)
class Machine:
    """One installation of the program: where its data are kept, and the address of its database."""

    folder: Path
    database: str

    @property
    def name(self) -> str:
        """Return the name of its database on the server."""
        return urlsplit(self.database).path[1:]

    @property
    def environment(self) -> dict[str, str]:
        chosen = {"DATA_DIR": str(self.folder), "DATABASE_URL": self.database, "LOG_LEVEL": "ERROR"}
        return {**os.environ, **chosen, "DJANGO_SETTINGS_MODULE": "tracker.settings"}

    def start(self, *command: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def run(self, *command: str) -> str:
        """Run a command to its end, and return what it said. It must go well."""
        process = self.start(*command)
        said, _nothing = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, said
        return said

    def manage(self, *command: str) -> str:
        return self.run("manage.py", *command)

    def kill(self, *command: str, within: float, draw: random.Random, begun: Callable[[], bool] | None = None) -> None:
        """Start a command and kill it, at a random moment within so many seconds from when it has begun.

        It has begun when it writes, unless the test knows better.
        """
        process = self.start(*command)
        begun, until = begun or self.is_writing, time.monotonic() + PATIENCE
        while not begun() and process.poll() is None and time.monotonic() < until:
            time.sleep(0.005)
        time.sleep(draw.uniform(0, within))
        process.send_signal(signal.SIGKILL)
        process.communicate()

    def ask(self, query: str) -> list[tuple]:
        """Return the rows of a query, asked past the program."""
        if not SERVER:
            with closing(sqlite3.connect(self.folder / "tracker.sqlite3")) as database:
                return database.execute(query).fetchall()
        with psycopg.connect(self.database) as database:
            return database.execute(query).fetchall()

    def is_writing(self) -> bool:
        """Tell whether a transaction is open: SQLite then keeps a journal, or a growing log, beside the file."""
        if SERVER:
            query = "SELECT 1 FROM pg_stat_activity WHERE datname = %s AND backend_xid IS NOT NULL"
            with psycopg.connect(SERVER) as server:
                return server.execute(query, [self.name]).fetchone() is not None
        journals = (self.folder / "tracker.sqlite3-journal", self.folder / "tracker.sqlite3-wal")
        return any(path.exists() and path.stat().st_size for path in journals)

    def is_sound(self) -> bool:
        """Tell whether the database's own check finds nothing, and the program none that was altered."""
        if not SERVER:
            assert self.ask("PRAGMA integrity_check") == [("ok",)]
        return "nothing was altered" in self.manage("verify_audit")

    def files(self) -> set[str]:
        """Return the digests of the files that rows name."""
        return {digest for (digest,) in self.ask("SELECT digest FROM files_file")}

    def stored(self) -> set[str]:
        """Return the digests of the bytes on the disk, made anew; bytes that lie under another name have none."""
        files = [path for path in (self.folder / "files").rglob("*") if path.is_file()]
        digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
        return {name if name == digest else f"{name} holds other bytes" for name, digest in digests.items()}

    def remove(self) -> None:
        """Remove the database where the folder does not hold it."""
        if SERVER:
            with psycopg.connect(SERVER, autocommit=True) as server:
                server.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')


def address_of(database: dict[str, Any]) -> str:
    """Return the address of a database of Django's settings, as another process is told it."""
    if "sqlite" in database["ENGINE"]:
        return f"sqlite:///{database['NAME']}"
    who = quote(database["USER"]) + (f":{quote(database['PASSWORD'])}" if database["PASSWORD"] else "")
    return f"postgres://{who}@{database['HOST']}:{database['PORT']}/{database['NAME']}"


def make_machine(folder: Path, like: Machine | None = None) -> Machine:
    """Return a new machine: one whose database has no tables yet, or a copy of another one."""
    if like:
        shutil.copytree(like.folder, folder)
    folder.mkdir(exist_ok=True)
    if not SERVER:
        return Machine(folder, f"sqlite:///{folder}/tracker.sqlite3")
    name = f"machine_{os.getpid()}_{next(_numbers)}"
    template = like.name if like else "template0"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return Machine(folder, urlsplit(SERVER)._replace(path=f"/{name}").geturl())
