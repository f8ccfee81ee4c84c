"""The processes of the web server share what there is to do, and nobody waits behind one that is busy."""

import http.client
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from tests.reliability.machine import PATIENCE, ROOT, free_port

TURN = 0.2


def application(environ, start_response):
    """Answer, after a while, which process answers."""
    time.sleep(TURN)
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(str(os.getpid()))))])
    return [str(os.getpid()).encode()]


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "tests.operations.test_fair_worker", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "2", "--threads", "1", "--no-control-socket", "--log-level", "warning"]
    command += ["--worker-class", "tracker.operations.fair_worker.FairWorker", "--keep-alive", "30"]
    process = subprocess.Popen(command, cwd=ROOT)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and len({ask(port) for _ in range(4)}) < 2:
        time.sleep(0.1)
    yield port
    process.terminate()
    process.wait(timeout=PATIENCE)


def ask(port: int, connection: http.client.HTTPConnection | None = None) -> str:
    """Return which process answered; the connection stays open if it was given, else it is closed."""
    asking = connection or http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        asking.request("GET", "/", headers={} if connection else {"Connection": "close"})
        return asking.getresponse().read().decode()
    except ConnectionRefusedError:
        return ""
    finally:
        if connection is None:
            asking.close()


def test_each_process_takes_its_half_of_what_comes_at_once(port):
    with ThreadPoolExecutor(10) as people:
        answered = Counter(people.map(ask, [port] * 10))
    assert sorted(answered.values()) == [5, 5]


def test_a_connection_that_asks_nothing_holds_nobody_up(port):
    with ExitStack() as open_ones:
        kept = [http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE) for _ in range(6)]
        for connection in kept:
            open_ones.callback(connection.close)
            ask(port, connection)
        began = time.monotonic()
        assert ask(port)
        assert time.monotonic() - began < 10 * TURN
        assert all(ask(port, connection) for connection in kept)
