"""SQLite whose writers wait in line, so that none of them waits far longer than the others.

SQLite lets one connection write at a time; the others ask again after pauses that grow to a tenth of a second, and
whoever happens to ask at the right moment is let in (https://www.sqlite.org/c3ref/busy_timeout.html). Where writers
never pause, some wait for seconds. Here they wait for a lock of the operating system instead, on a file beside the
database: it wakes them when it is free, and lets go when a process dies. SQLite's own locks stay as they are and alone
keep the data right; who writes past the line, such as a shell, is waited for as ever.
"""

import fcntl
import os
from contextlib import suppress
from typing import Any

from django.db.backends.sqlite3 import base

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER", "REINDEX", "ANALYZE")


class Turn:
    """One connection's turn to write, for which it waits."""

    def __init__(self, path: str):
        self._path, self._file = path, -1
        self.has_come = False

    def take(self) -> None:
        """Wait until nobody else writes."""
        if self._file < 0:
            # Where no file can be made nothing can be written either: SQLite says so in its own words.
            with suppress(OSError):
                self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        if self._file >= 0:
            fcntl.flock(self._file, fcntl.LOCK_EX)
        self.has_come = True

    def give(self) -> None:
        """Let the next one write."""
        if self._file >= 0 and self.has_come:
            fcntl.flock(self._file, fcntl.LOCK_UN)
        self.has_come = False

    def leave(self) -> None:
        """Give the turn, and the file back to the system: the connection ends."""
        self.give()
        if self._file >= 0:
            os.close(self._file)
        self._file = -1


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that takes its turn for each transaction, and for each statement that writes outside of one."""

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.turn = Turn("")
        self.execute_wrappers.append(in_turn)

    def get_new_connection(self, conn_params):
        self.turn = Turn("" if self.is_in_memory_db() else f"{conn_params['database']}-turn")
        return super().get_new_connection(conn_params)

    def _start_transaction_under_autocommit(self):
        self.turn.take()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self.turn.give()
            raise

    def _commit(self):
        super()._commit()
        self.turn.give()

    def _rollback(self):
        super()._rollback()
        self.turn.give()

    def _close(self):
        try:
            super()._close()
        finally:
            self.turn.leave()


def in_turn(execute, sql, params, many, context):
    """Run one statement; if it writes and stands for itself, when its turn has come."""
    turn = context["connection"].turn
    if turn.has_come or not sql.lstrip()[:8].upper().startswith(WRITES):
        return execute(sql, params, many, context)
    turn.take()
    try:
        return execute(sql, params, many, context)
    finally:
        turn.give()
