"""The sandbox: the same reading as without it, and limits that hold."""

import json
import os
import resource
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.reading.word_file import paragraph, word_file
from tracker.reading import vocabulary
from tracker.reading.limits import Limits, from_environment, processes_from
from tracker.reading.reader import read_document
from tracker.reading.records import UnreadableError
from tracker.reading.sandbox import Pool, read_safely
from tracker.reading.sandbox.messages import ClosedError, receive
from tracker.reading.vocabulary import AddresseeName

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "tracker/reading/samples/A_RES_58_140.txt").read_bytes()

# A page of a Word file with so many paragraphs that reading it takes seconds and hundreds of MiB.
HEAVY = word_file("".join(paragraph(f"Requests number {number}") for number in range(60_000)))


@pytest.fixture(scope="module")
def pool():
    with Pool() as pool:
        yield pool


def test_the_reading_is_the_same_as_without_the_sandbox(pool):
    assert pool.read(TEXT, "A.txt") == read_document(TEXT, "A.txt")


def test_a_directory_of_addressees_of_the_callers_own_is_used(pool):
    own = vocabulary.load().with_addressees([AddresseeName("Bureau of Small Boats", "BSB")])
    text = TEXT.replace(b"Requests the Secretary-General", b"Requests the Bureau of Small Boats")

    assert pool.read(text, "A.txt", own) == read_document(text, "A.txt", own)
    assert pool.read(text, "A.txt") == read_document(text, "A.txt")


def test_an_unreadable_file_says_why_and_the_process_goes_on(pool):
    with pytest.raises(UnreadableError, match="picture"):
        pool.read(b"\x89PNG\r\n\x1a\n\0", "a.png")

    assert pool.read(TEXT, "A.txt", structure_only=True).resolutions


@pytest.mark.parametrize(
    ("change", "setting"),
    [
        ({"cpu_seconds": 1, "memory_mib": 4_000}, "READING_CPU_SECONDS"),
        ({"wall_seconds": 1, "memory_mib": 4_000, "cpu_seconds": 30}, "READING_WALL_SECONDS"),
        ({"memory_mib": 90}, "READING_MEMORY_MIB"),
    ],
)
def test_a_limit_that_is_broken_is_named_and_the_pool_goes_on(change, setting):
    with Pool(replace(Limits(), **change), size=1) as limited:
        with pytest.raises(UnreadableError, match=setting):
            limited.read(HEAVY, "heavy.docx", structure_only=True)

        assert limited.read(TEXT, "A.txt", structure_only=True).resolutions


def test_a_file_larger_than_the_limit_is_refused_before_it_is_sent():
    with pytest.raises(UnreadableError, match="READING_FILE_MIB"):
        read_safely(bytes(2 * 2**20), "large.pdf", limits=Limits(file_mib=1))


def test_several_threads_share_the_processes(pool):
    found = []

    threads = [
        threading.Thread(target=lambda: found.append(pool.read(TEXT, "A.txt", structure_only=True))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 6
    assert len(set(found)) == 1
    assert len(pool._idle) <= 2


def test_a_process_that_dies_between_two_files_is_replaced(pool):
    pool.read(TEXT, "A.txt", structure_only=True)
    for process in pool._idle:
        process._child.kill()
        process._child.wait()

    assert pool.read(TEXT, "A.txt", structure_only=True).resolutions


def confined(statements: str) -> str:
    """Run statements in a process confined as a reading process is, and return what they come to."""
    program = (
        "import os, sys; said = os.dup(1)\n"
        "from tracker.reading.limits import Limits\n"
        "from tracker.reading.sandbox.child import confine\n"
        "confine(Limits())\n"
        f"try:\n    {statements}\n    found = 'allowed'\n"
        "except (OSError, MemoryError) as error:\n    found = 'refused'\n"
        "os.write(said, found.encode())"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ("import socket; socket.create_connection(('127.0.0.1', 9))", "refused"),
        ("import socket; socket.socket()", "refused"),
        ("import tempfile; file = tempfile.TemporaryFile(); file.write(b'x'); file.flush()", "refused"),
        ("held = bytearray(600 * 2**20)", "refused"),
        ("held = bytearray(100 * 2**20)", "allowed"),
    ],
)
def test_a_reading_process_has_no_network_no_files_and_little_memory(statements, expected):
    assert confined(statements) == expected


def test_a_reading_process_sees_no_secret_of_the_environment(pool, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "not-for-reading")

    with Pool(size=1) as fresh:
        fresh.read(TEXT, "A.txt", structure_only=True)
        environment = Path(f"/proc/{fresh._idle[0]._child.pid}/environ")

        assert not environment.exists() or b"not-for-reading" not in environment.read_bytes()


def test_an_answer_that_is_no_message_is_not_believed():
    reading, writing = os.pipe()
    os.write(writing, b"\xff" * 64)
    os.close(writing)

    with pytest.raises(ClosedError):
        receive(reading, until=time.monotonic() + 1)
    os.close(reading)


def test_memory_stays_flat_over_many_files(pool):
    for _ in range(20):
        pool.read(TEXT, "A.txt", structure_only=True)
    before = [_memory_of(process._child.pid) for process in pool._idle]
    for _ in range(120):
        pool.read(TEXT, "A.txt", structure_only=True)

    assert max(_memory_of(process._child.pid) for process in pool._idle) < max(before) * 1.1 + 4 * 2**20


def _memory_of(process_id: int) -> int:
    try:
        pages = int(Path(f"/proc/{process_id}/statm").read_text().split()[1])
    except FileNotFoundError:
        pytest.skip("needs /proc to see the memory of a process")
    return pages * resource.getpagesize()


def test_the_environment_sets_the_limits_and_a_wrong_value_is_named():
    assert from_environment({"READING_PAGES": "20", "OTHER": "x"}) == Limits(pages=20)
    with pytest.raises(ValueError, match="READING_CPU_SECONDS"):
        from_environment({"READING_CPU_SECONDS": "soon"})


def test_the_environment_sets_how_many_files_are_read_at_once():
    assert (processes_from({}), processes_from({"READING_PROCESSES": "4"})) == (2, 4)
    with pytest.raises(ValueError, match="READING_PROCESSES"):
        processes_from({"READING_PROCESSES": "0"})


def test_the_pools_survive_a_fork():
    program = (
        "import os, json, sys\n"
        "from tracker.reading.sandbox import read_safely\n"
        "content = sys.stdin.buffer.read()\n"
        "first = read_safely(content, 'A.txt', structure_only=True)\n"
        "if os.fork() == 0:\n"
        "    os._exit(0 if read_safely(content, 'A.txt', structure_only=True) == first else 1)\n"
        "print(json.dumps(os.waitstatus_to_exitcode(os.wait()[1])))\n"
    )

    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, input=TEXT, capture_output=True, check=True)

    assert json.loads(done.stdout) == 0
