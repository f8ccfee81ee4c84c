"""Pass messages between this process and a reading one: a header in JSON and a body of bytes, over a pipe.

Used by both ends of the sandbox. Nothing but JSON and bytes is ever understood, so that a reading process that a file
has taken over can send nothing that runs here.
"""

import json
import os
import select
import struct
import time
from typing import Any

_LENGTHS = struct.Struct(">II")
_LONGEST = 256 * 2**20
_AT_ONCE = 2**18


class OverdueError(Exception):
    """The other end did not answer in time."""


class ClosedError(Exception):
    """The other end is gone, or sends what is no message."""


def send(pipe: int, header: dict[str, Any], body: bytes = b"", *, until: float | None = None) -> None:
    """Write a message; `until` is a time of time.monotonic(). Raises OverdueError or ClosedError."""
    head = json.dumps(header).encode()
    waiting = memoryview(_LENGTHS.pack(len(head), len(body)) + head + body)
    try:
        while waiting:
            _await(pipe, select.POLLOUT, until)
            waiting = waiting[os.write(pipe, waiting[: select.PIPE_BUF]) :]
    except OSError as error:
        raise ClosedError from error


def receive(pipe: int, *, until: float | None = None) -> tuple[dict[str, Any], bytes]:
    """Return the header and the body of the next message. Raises OverdueError or ClosedError."""
    head_length, body_length = _LENGTHS.unpack(_read(pipe, _LENGTHS.size, until))
    if head_length + body_length > _LONGEST:
        raise ClosedError
    try:
        header = json.loads(_read(pipe, head_length, until))
    except ValueError as error:
        raise ClosedError from error
    if not isinstance(header, dict):
        raise ClosedError
    return header, _read(pipe, body_length, until)


def _read(pipe: int, length: int, until: float | None) -> bytes:
    pieces = []
    while length:
        _await(pipe, select.POLLIN, until)
        try:
            piece = os.read(pipe, min(length, _AT_ONCE))
        except OSError as error:
            raise ClosedError from error
        if not piece:
            raise ClosedError
        pieces.append(piece)
        length -= len(piece)
    return b"".join(pieces)


def _await(pipe: int, event: int, until: float | None) -> None:
    if until is None:
        return
    poll = select.poll()
    poll.register(pipe, event)
    if not poll.poll(max(until - time.monotonic(), 0) * 1000):
        raise OverdueError
