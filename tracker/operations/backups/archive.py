"""The file that a backup is: a ZIP archive of members with a manifest that names each with its SHA-256.

Lowest step of `backups`; knows nothing of what the members hold.
"""

import hashlib
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Self
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

FORMAT = 1
MANIFEST, DATABASE, NOTES = "manifest.json", "database", "heads.txt"
STORED = re.compile(r"files/[0-9a-f]{2}/[0-9a-f]{64}")
PARTIAL = "partial-"
PIECE = 2**20
A_DAY = 24 * 3600


class BackupError(Exception):
    """A backup cannot be made or brought back. The message says why, and the cure."""


@dataclass
class Manifest:
    """What a backup holds. `rows` counts those of each table, `members` are digests by name.

    `lost` are digests of files whose bytes the disk had lost, or lost the right bytes of, when it was made.
    """

    made_at: str
    database: str
    format: int = FORMAT
    migrations: list[str] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    members: dict[str, str] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)


class Writer:
    """A backup while it is written: beside its place, under which it appears when it is whole."""

    def __init__(self, path: Path, database: str, now: datetime):
        self._path = path
        self.manifest = Manifest(now.isoformat(), database)

    def __enter__(self) -> Self:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._partial = partial_folder(self._path.parent)
        self.folder = self._partial.__enter__()
        self._archive = ZipFile(self.folder / "archive", "w", ZIP_DEFLATED, compresslevel=1)
        return self

    def add(self, name: str, source: Path) -> str:
        """Add a file under a name, and return its digest."""
        digest = hashlib.sha256()
        with source.open("rb") as content, self._archive.open(name, "w", force_zip64=True) as member:
            for piece in _pieces(content):
                digest.update(piece)
                member.write(piece)
        self.manifest.members[name] = digest.hexdigest()
        return digest.hexdigest()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        try:
            if kind is None:
                self._archive.writestr(MANIFEST, json.dumps(asdict(self.manifest), indent=1))
            self._archive.close()
            if kind is None:
                (self.folder / "archive").chmod(0o600)
                _flush(self.folder / "archive")
                (self.folder / "archive").replace(self._path)
                _flush(self._path.parent)
        finally:
            self._partial.__exit__(kind, error, trace)


class Reader:
    """A backup that is read. Raises BackupError where the file is none."""

    def __init__(self, path: Path):
        try:
            self._archive = ZipFile(path)
            with self._archive.open(MANIFEST) as content:
                said = json.load(content)
        except (OSError, BadZipFile, KeyError, ValueError) as error:
            raise BackupError(f"{path} is no backup, or is damaged: {error}") from error
        if said.get("format") != FORMAT:
            raise BackupError(f"{path} is a backup of another format ({said.get('format')}).")
        self.manifest = Manifest(**said)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()

    def open(self, name: str) -> IO[bytes]:
        return self._archive.open(name)

    def check(self) -> None:
        """Raise BackupError where a member is not what was written."""
        for name, digest in self.manifest.members.items():
            try:
                with self.open(name) as content:
                    found = hashlib.sha256()
                    for piece in _pieces(content):
                        found.update(piece)
            except (OSError, BadZipFile, KeyError) as error:
                raise BackupError(f"The backup is damaged: {name} cannot be read ({error}).") from error
            if found.hexdigest() != digest:
                raise BackupError(f"The backup is damaged: {name} is not what was written.")

    def take(self, name: str, target: Path) -> None:
        """Write a member to a path."""
        with self.open(name) as content, target.open("wb") as file:
            shutil.copyfileobj(content, file, PIECE)


def refuse_other(found: dict[str, int], rows: dict[str, int]) -> None:
    """Raise BackupError where the rows found in the tables are not as many as were counted."""
    if wrong := sorted(table for table in {*found, *rows} if found.get(table) != rows.get(table)):
        raise BackupError(f"The backup holds other rows than it says, in {', '.join(wrong)}.")


@contextmanager
def partial_folder(parent: Path) -> Iterator[Path]:
    """Give a folder for what is not whole yet. Those that a killed process has left are removed after a day."""
    for left in parent.glob(f"{PARTIAL}*"):
        if left.stat().st_mtime < time.time() - A_DAY:
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=PARTIAL, dir=parent) as folder:
        yield Path(folder)


def _pieces(content: IO[bytes]) -> Iterator[bytes]:
    while piece := content.read(PIECE):
        yield piece


def _flush(path: Path) -> None:
    """Make the bytes of a file, or the names in a folder, survive a loss of power."""
    handle = os.open(path, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)
