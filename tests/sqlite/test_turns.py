"""R1: those who write to SQLite wait in line; nobody is let in many times while somebody else waits."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from statistics import median

import pytest
from django.db import DatabaseError, transaction
from django.db.utils import ConnectionHandler

from tracker import settings as program

WRITERS, TURNS = 6, 40
# A process that has its turn, says so, and keeps it.
HOLDING = """
import fcntl, sys, time
file = open(sys.argv[1], "w")
fcntl.flock(file, fcntl.LOCK_EX)
print("mine", flush=True)
time.sleep(60)
"""


@pytest.fixture
def connections(tmp_path, monkeypatch, django_db_blocker) -> Iterator[ConnectionHandler]:
    """Connections to a database with one table, set as the program sets them; each thread has one of its own."""
    database = {**program.DATABASES["default"], "NAME": str(tmp_path / "some.sqlite3")}
    connections = ConnectionHandler({"default": database})
    monkeypatch.setattr("django.db.transaction.connections", connections)
    with django_db_blocker.unblock():
        with connections["default"].cursor() as cursor:
            cursor.execute("CREATE TABLE written (number integer NOT NULL)")
        yield connections
        connections.close_all()


def write(connections: ConnectionHandler, number: int | None = 1) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("INSERT INTO written VALUES (%s)", [number])


def count(connections: ConnectionHandler) -> int:
    with connections["default"].cursor() as cursor:
        return cursor.execute("SELECT count(*) FROM written").fetchone()[0]


def start(connections: ConnectionHandler, run: Callable[[], None]) -> threading.Thread:
    """Run something in a thread, whose connection ends with it."""

    def run_and_close() -> None:
        run()
        connections.close_all()

    thread = threading.Thread(target=run_and_close)
    thread.start()
    return thread


def test_r1_who_has_written_lets_those_who_wait_go_first(connections):
    let_in, others_first = [], []

    def write_often() -> None:
        for _turn in range(TURNS):
            before = len(let_in)
            with transaction.atomic():
                others_first.append(len(let_in) - before)
                let_in.append(1)
                write(connections)
                time.sleep(0.003)
            # Its answer is sent meanwhile.
            time.sleep(0.003)

    for thread in [start(connections, write_often) for _each in range(WRITERS)]:
        thread.join()

    assert count(connections) == WRITERS * TURNS
    # The line gives some 4 of 5 here; SQLite's own waiting 0, for it lets one write all it has while the others sleep.
    assert median(others_first) >= WRITERS / 3


def test_a_statement_by_itself_waits_its_turn_and_reading_does_not(connections):
    with transaction.atomic():
        write(connections)
        writing = start(connections, lambda: write(connections))
        found = []
        reading = start(connections, lambda: found.append(count(connections)))
        reading.join(10)
        assert (found, writing.is_alive()) == ([0], True)

    writing.join(10)
    assert count(connections) == 2


def test_r7_others_read_while_much_is_written(connections):
    with transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 500000) "
            "INSERT INTO written SELECT n FROM n"
        )
        found = []
        reading = start(connections, lambda: found.append(count(connections)))
        reading.join(10)

        assert found == [0]


def test_whoever_fails_lets_the_next_one_write(connections):
    with pytest.raises(DatabaseError), transaction.atomic():
        write(connections, None)
    with pytest.raises(DatabaseError):
        write(connections, None)

    writing = start(connections, lambda: write(connections))
    writing.join(10)

    assert count(connections) == 1


def test_r3_whoever_dies_lets_the_next_one_write(connections, tmp_path):
    holding = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(tmp_path / "some.sqlite3-turn")], stdout=subprocess.PIPE
    )
    assert holding.stdout.readline()
    writing = start(connections, lambda: write(connections))
    writing.join(0.2)
    assert writing.is_alive()

    holding.kill()
    holding.communicate()
    writing.join(10)

    assert count(connections) == 1
