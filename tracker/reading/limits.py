"""How much one file may ask of the machine, and how a breach is told.

Stands beside the records, below the formats. The sandbox puts its limits in force in the child process; a format asks
for those in force. Each limit can be changed by the setting that its message names (reliability.md, U1–U3).
"""

import os
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, fields

from tracker.reading.records import UnreadableError


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits on one file; sizes in MiB (2**20 bytes), times in seconds."""

    file_mib: int = 25
    unpacked_mib: int = 100
    entries: int = 2_000
    ratio: int = 100
    pages: int = 2_000
    xml_depth: int = 250
    memory_mib: int = 512
    cpu_seconds: int = 10
    wall_seconds: int = 30


SETTING_OF = {field.name: f"READING_{field.name.upper()}" for field in fields(Limits)}


def from_environment(environment: Mapping[str, str]) -> Limits:
    """Return the limits with those that the environment sets (READING_FILE_MIB …). Raises ValueError, naming it."""
    chosen = {name: _number(environment, setting) for name, setting in SETTING_OF.items()}
    return Limits(**{name: value for name, value in chosen.items() if value})


def processes_from(environment: Mapping[str, str]) -> int:
    """Return how many reading processes run at once (READING_PROCESSES), two where nothing is said."""
    return _number(environment, "READING_PROCESSES") or 2


def _number(environment: Mapping[str, str], setting: str) -> int:
    """Return the whole number that a setting gives, 0 where it is not set."""
    value = environment.get(setting, "").strip()
    if value and not (value.isdecimal() and int(value)):
        raise ValueError(f"{setting} must be a whole number above nought, not {value!r}.")
    return int(value or 0)


DEFAULT = from_environment(os.environ)

_in_force: ContextVar[Limits] = ContextVar("reading_limits", default=DEFAULT)


def limits_in_force() -> Limits:
    """Return the limits that this process reads under."""
    return _in_force.get()


def put_in_force(limits: Limits) -> None:
    """Read under these limits from now on, in this process or context."""
    _in_force.set(limits)


def over(name: str, words: str) -> UnreadableError:
    """Return the error for a breach of the limit `name`; `words` say what was met and what is allowed."""
    return UnreadableError(f"{words} (setting {SETTING_OF[name]}).")


def check_size(content: bytes, limits: Limits | None = None) -> None:
    """Raise UnreadableError if the file is larger than these limits allow, or those in force."""
    limit = (limits or limits_in_force()).file_mib
    if len(content) > limit * 2**20:
        raise over("file_mib", f"The file has {len(content) / 2**20:.0f} MiB; at most {limit} MiB are read")
