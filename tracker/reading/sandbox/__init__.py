"""Read a document in a process of its own, so that a bad file can hurt nothing but that process.

The top of the reading core: the same as `reader`, for files that strangers send. A few reading processes are kept warm
and taken in turn; one that breaks a limit is ended and replaced, and the reason told (reliability.md, U1–U6).
"""

import atexit
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from tracker.reading.limits import DEFAULT, Limits, check_size, processes_from
from tracker.reading.records import Reading
from tracker.reading.sandbox.process import ReadingProcess
from tracker.reading.tables import Value
from tracker.reading.vocabulary import Vocabulary

PROCESSES = processes_from(os.environ)


def read_safely(
    content: bytes,
    filename: str,
    vocabulary: Vocabulary | None = None,
    structure_only: bool = False,
    limits: Limits = DEFAULT,
) -> Reading:
    """Return what `reader.read_document` returns for a file, read in a limited process.

    Raises UnreadableError, also where the file breaks a limit: the message names the limit and its setting. Waits
    where all reading processes are busy. Safe to call from several threads and after a fork.
    """
    check_size(content, limits)
    return _pool_for(limits).read(content, filename, vocabulary, structure_only)


def read_rows_safely(content: bytes, most_rows: int, most_columns: int, limits: Limits = DEFAULT) -> list[list[Value]]:
    """Return what `tables.read_rows` returns for a workbook, read in a limited process, with the same errors."""
    check_size(content, limits)
    return _pool_for(limits).read_rows(content, most_rows, most_columns)


class Pool:
    """Some reading processes under the same limits, started when first needed."""

    def __init__(self, limits: Limits = DEFAULT, size: int = PROCESSES) -> None:
        self._limits = limits
        self._free = threading.BoundedSemaphore(size)
        self._idle: list[ReadingProcess] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(
        self, content: bytes, filename: str, vocabulary: Vocabulary | None = None, structure_only: bool = False
    ) -> Reading:
        """Return the reading of a file by the next free process."""
        with self._process() as process:
            return process.read(content, filename, vocabulary, structure_only)

    def read_rows(self, content: bytes, most_rows: int, most_columns: int) -> list[list[Value]]:
        """Return the rows of a workbook by the next free process."""
        with self._process() as process:
            return process.read_rows(content, most_rows, most_columns)

    @contextmanager
    def _process(self) -> Iterator[ReadingProcess]:
        with self._free:
            process = self._take()
            try:
                yield process
            finally:
                if process.usable:
                    self._idle.append(process)
                else:
                    process.end()

    def _take(self) -> ReadingProcess:
        while self._idle:
            process = self._idle.pop()
            if process.alive:
                return process
            process.end()
        return ReadingProcess(self._limits)

    def close(self) -> None:
        """End all processes."""
        while self._idle:
            self._idle.pop().end()


_pools: dict[Limits, Pool] = {}
_pools_lock = threading.Lock()


def _pool_for(limits: Limits) -> Pool:
    with _pools_lock:
        if limits not in _pools:
            _pools[limits] = Pool(limits)
        return _pools[limits]


def _close_pools() -> None:
    for pool in _pools.values():
        pool.close()


def _forget_pools() -> None:
    """After a fork: the processes belong to the parent, and a lock may be held by a thread that is not here."""
    global _pools, _pools_lock
    _pools, _pools_lock = {}, threading.Lock()


atexit.register(_close_pools)
os.register_at_fork(after_in_child=_forget_pools)
