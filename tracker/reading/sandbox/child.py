"""The reading process: takes files from its input, reads each within limits, and sends back what it found.

Started by the sandbox as `python -m tracker.reading.sandbox.child`. It imports and loads what reading needs first, and
then gives up what reading does not need: memory, processor time, files to write, other processes and the network
(reliability.md, section 3).
"""

import contextlib
import ctypes
import json
import os
import resource
import socket
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn

from tracker.reading import vocabulary
from tracker.reading.archive import pack
from tracker.reading.limits import Limits, put_in_force
from tracker.reading.reader import read_document
from tracker.reading.records import UnreadableError
from tracker.reading.sandbox.messages import ClosedError, receive, send
from tracker.reading.vocabulary import AddresseeName, Vocabulary

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_NO_NEW_PRIVS = 38


def main() -> None:
    """Serve until the input ends. The limits come as JSON, the program's only argument."""
    limits = Limits(**json.loads(sys.argv[1]))
    put_in_force(limits)
    words = vocabulary.load()
    answers = os.dup(1)
    confine(limits)
    send(answers, {"outcome": "ready"})
    while True:
        try:
            request, content = receive(0)
        except ClosedError:
            return
        if "addressees" in request:
            words = _with_addressees(request["addressees"])
        allow_processor_time(limits.cpu_seconds)
        header, body = answer(request, content, words)
        with contextlib.suppress(ClosedError):
            send(answers, header, body)
        if header["outcome"] == "memory":
            return


def answer(request: dict[str, Any], content: bytes, words: Vocabulary) -> tuple[dict[str, Any], bytes]:
    """Read one file, and return the outcome as header and body of a message."""
    try:
        if "most_rows" in request:
            return {"outcome": "read"}, json.dumps(_rows(content, request)).encode()
        reading = read_document(content, request["filename"], words, request["structure_only"])
        return {"outcome": "read"}, json.dumps(pack(reading)).encode()
    except UnreadableError as error:
        return {"outcome": "unreadable", "message": str(error), "place": error.place}, b""
    except MemoryError:
        return {"outcome": "memory"}, b""
    except Exception as error:  # noqa: BLE001 – whatever a file provokes must not end the process unexplained
        return {"outcome": "fault", "what": f"{type(error).__name__} at {_where(error.__traceback__)}"}, b""


def _rows(content: bytes, request: dict[str, Any]) -> list[list[object]]:
    # The library of workbooks is loaded by the process that meets one: the others start sooner without it.
    from tracker.reading.tables import pack_rows, read_rows  # noqa: PLC0415

    return pack_rows(read_rows(content, request["most_rows"], request["most_columns"]))


def _where(trace: TracebackType | None) -> str:
    """Return where a fault happened, without any words of the file."""
    frames = traceback.extract_tb(trace)[-2:]
    return ", ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))


def _with_addressees(packed: dict[str, list[dict[str, Any]]]) -> Vocabulary:
    words = vocabulary.load()
    for language, names in packed.items():
        rows = (AddresseeName(row["name"], row.get("short", ""), tuple(row.get("aliases", ()))) for row in names)
        words = words.with_addressees(rows, language)
    return words


def confine(limits: Limits) -> None:
    """Give up for good what reading does not need. What a system does not know is left out; the rest still holds."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    for name, most in (
        ("RLIMIT_AS", limits.memory_mib * 2**20),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_NPROC", 0),
        ("RLIMIT_NOFILE", 64),
    ):
        if hasattr(resource, name):
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(getattr(resource, name), (most, most))
    if sys.platform == "linux":
        library = ctypes.CDLL(None)
        library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        library.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
    for name in ("socket", "create_connection", "getaddrinfo", "socketpair", "fromfd"):
        setattr(socket, name, _refuse_network)


def allow_processor_time(seconds: int) -> None:
    """Let the system end this process when it has used so much more processor time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + 1 + seconds
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (until, most))


def _refuse_network(*_: object, **__: object) -> NoReturn:
    raise OSError("A reading process has no network.")


if __name__ == "__main__":
    main()
