"""One reading process, as the program that uses it sees it: started, asked, and ended where it breaks a limit.

Used by the pool of the sandbox. What comes back is JSON alone, checked by the classes of the records.
"""

import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from tracker.reading.archive import pack, unpack_reading
from tracker.reading.limits import Limits, over
from tracker.reading.records import Reading, UnreadableError
from tracker.reading.sandbox.messages import ClosedError, OverdueError, receive, send
from tracker.reading.tables import Value, unpack_rows
from tracker.reading.vocabulary import Vocabulary, load

Found = TypeVar("Found")

# A process is replaced after so many files, so that what its libraries leave behind never adds up.
FILES_PER_PROCESS = 500

_ROOT = Path(__file__).resolve().parents[3]
_START_SECONDS = 60
# What a reading process gets to see of the environment: no key, no password.
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "VIRTUAL_ENV", "SYSTEMROOT")

_log = logging.getLogger(__name__)


class ReadingProcess:
    """One reading process, as this side sees it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._files = 0
        self._addressees: object = load().addressees
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        self._child = subprocess.Popen(  # noqa: S603 – our own interpreter and module, no words of anybody
            [sys.executable, "-m", "tracker.reading.sandbox.child", json.dumps(asdict(limits))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            cwd="/",
            env={**environment, "PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1"},
        )
        self._requests = self._child.stdin.fileno()  # type: ignore[union-attr]
        self._answers = self._child.stdout.fileno()  # type: ignore[union-attr]
        self.usable = True
        try:
            receive(self._answers, until=time.monotonic() + _START_SECONDS)
        except (ClosedError, OverdueError) as error:
            self.end()
            raise RuntimeError("The reading process does not start; its own message stands in the log.") from error

    @property
    def alive(self) -> bool:
        return self._child.poll() is None

    def read(self, content: bytes, filename: str, vocabulary: Vocabulary | None, structure_only: bool) -> Reading:
        """Return the reading of one document; afterwards `usable` says whether the process may read another."""
        request: dict[str, Any] = {"filename": filename, "structure_only": structure_only}
        addressees = (vocabulary or load()).addressees
        if addressees is not self._addressees and addressees != self._addressees:
            request["addressees"] = {language: pack(names) for language, names in addressees.items()}
        self._addressees = addressees
        return self._ask(request, content, unpack_reading)

    def read_rows(self, content: bytes, most_rows: int, most_columns: int) -> list[list[Value]]:
        """Return the rows of one workbook in the same way."""
        return self._ask({"most_rows": most_rows, "most_columns": most_columns}, content, unpack_rows)

    def _ask(self, request: dict[str, Any], content: bytes, unpack: Callable[[Any], Found]) -> Found:
        self._files += 1
        self.usable = False
        until = time.monotonic() + self._limits.wall_seconds
        try:
            send(self._requests, request, content, until=until)
            header, body = receive(self._answers, until=until)
        except OverdueError as error:
            seconds = self._limits.wall_seconds
            raise over("wall_seconds", f"The file takes longer than {seconds} seconds to read") from error
        except ClosedError as error:
            raise self._why_it_ended() from error
        return self._outcome(header, body, unpack)

    def _outcome(self, header: dict[str, Any], body: bytes, unpack: Callable[[Any], Found]) -> Found:
        match header.get("outcome"):
            case "read":
                try:
                    found = unpack(json.loads(body))
                except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                    raise self._fault("an answer of another shape") from error
                self.usable = self._files < FILES_PER_PROCESS
                return found
            case "unreadable":
                self.usable = self._files < FILES_PER_PROCESS
                raise UnreadableError(str(header.get("message", "")), str(header.get("place", "")))
            case "memory":
                raise self._out_of_memory()
            case _:
                self.usable = self._files < FILES_PER_PROCESS
                raise self._fault(str(header.get("what", ""))[:200])

    def _why_it_ended(self) -> UnreadableError:
        """Return the reason for which the system, or the process itself, put an end to a reading."""
        try:
            code = self._child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return self._fault("an answer that is no message")
        if -code == signal.SIGXCPU:
            seconds = self._limits.cpu_seconds
            return over("cpu_seconds", f"The file takes more than {seconds} seconds of processor time to read")
        # Libraries written in C end the process where they get no more memory.
        if -code in (signal.SIGABRT, signal.SIGSEGV, signal.SIGTRAP, signal.SIGILL, signal.SIGBUS, signal.SIGKILL):
            _log.error("A reading process was ended by signal %d", -code)
            return self._out_of_memory("The file is damaged, or ")
        return self._fault(f"exit code {code}")

    def _out_of_memory(self, otherwise: str = "") -> UnreadableError:
        opening = f"{otherwise}it" if otherwise else "The file"
        return over("memory_mib", f"{opening} takes more than {self._limits.memory_mib} MiB of memory to read")

    def _fault(self, what: str) -> UnreadableError:
        _log.error("Reading a file failed: %s", what)
        return UnreadableError(f"The file could not be read because of a fault of this program ({what}).")

    def end(self) -> None:
        """End the process and wait until it is gone."""
        self.usable = False
        self._child.kill()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                pipe.close()
        self._child.wait()
