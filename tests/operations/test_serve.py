"""`serve` as people run it: pages and worker in processes of their own, on a database of their own."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reliability.machine import free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120


@pytest.fixture(scope="module")
def machine(tmp_path_factory) -> dict[str, str]:
    """The environment of a machine where the program has been set up."""
    folder = tmp_path_factory.mktemp("machine")
    machine = {**os.environ, "DATA_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder}/tracker.sqlite3"}
    machine["DJANGO_SETTINGS_MODULE"] = "tracker.settings"
    subprocess.run([sys.executable, "manage.py", "set_up"], cwd=ROOT, env=machine, check=True, capture_output=True)
    return machine


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def served(machine, port) -> Iterator[subprocess.Popen]:
    command = [sys.executable, "manage.py", "serve", "--port", str(port), "--processes", "1"]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**machine, "PYTHONUNBUFFERED": "1"},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    yield process
    # Asked, not killed: only so does it take its children along, which hold its output open.
    process.terminate()
    process.communicate(timeout=PATIENCE)


def test_one_interrupt_stops_the_pages_and_the_worker(served, port):
    assert f"http://127.0.0.1:{port}/" in next(line for line in served.stdout if "http" in line)
    assert answers(port)
    family = children(served.pid)
    assert len(family) == 2

    served.send_signal(signal.SIGINT)

    assert served.wait(PATIENCE) == 0
    assert not any(Path(f"/proc/{child}").exists() for child in family)


def test_a_worker_that_dies_is_replaced(served, port):
    assert wait_for(lambda: answers(port))
    (worker,) = (child for child in children(served.pid) if "db_worker" in command_of(child))

    os.kill(worker, signal.SIGKILL)

    assert wait_for(lambda: any("db_worker" in command_of(c) for c in children(served.pid) if c != worker))
    assert answers(port)
    served.send_signal(signal.SIGTERM)
    assert served.wait(PATIENCE) == 0


def test_the_worker_does_the_work_of_the_day(served, machine):
    def done() -> bool:
        with sqlite3.connect(f"{machine['DATA_DIR']}/tracker.sqlite3") as database:
            found = database.execute("SELECT task_path, status FROM django_tasks_database_dbtaskresult").fetchall()
        work = ("tracker.mandates.tasks.extend_due_dates", "tracker.operations.tasks.count_tables")
        return {(path, "SUCCESSFUL") for path in work} <= set(found)

    assert wait_for(done)


def test_a_port_that_is_taken_is_said_with_a_way_out(machine, port):
    with socket.create_server(("127.0.0.1", port)):
        done = subprocess.run(
            [sys.executable, "manage.py", "serve", "--port", str(port)],
            cwd=ROOT,
            env=machine,
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == 1
    assert f"make run PORT={port + 1}" in done.stderr


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/livez", timeout=10) as answer:
            return answer.status == 200
    except OSError:
        return False


def children(parent: int) -> list[int]:
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="utf-8").split()
    return [int(child) for child in found]


def command_of(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def wait_for(condition) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.2)
    return False
