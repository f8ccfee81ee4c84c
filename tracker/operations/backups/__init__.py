"""Keep everything that the program holds in one file, and bring it back. Asked by `manage.py backup` and `restore`.

A backup is an archive (`archive`): the database as it stood at one moment (`sqlite`, `postgresql`), the files that its
rows name, the notes of the ends of the record of changes, and a manifest. People go on working while it is made.
Neither the secret key nor any password of the settings is in it.
"""

import json
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection

from tracker.accounts import append_only
from tracker.files import storing
from tracker.files.models import File
from tracker.operations import chain, upgrading
from tracker.operations.backups import postgresql, sqlite
from tracker.operations.backups.archive import (
    DATABASE,
    NOTES,
    STORED,
    BackupError,
    Manifest,
    Reader,
    Writer,
    partial_folder,
)

DATABASES = {"sqlite": sqlite, "postgresql": postgresql}


def make(path: Path, now: datetime) -> Manifest:
    """Write a backup to a path where nothing is yet, whole or not at all. Raises BackupError."""
    if path.exists():
        raise BackupError(f"{path} is there already: choose another name.")
    with Writer(path, connection.vendor, now) as writer:
        writer.manifest.rows = DATABASES[connection.vendor].copy(writer.folder / DATABASE)
        writer.manifest.migrations = upgrading.applied()
        writer.add(DATABASE, writer.folder / DATABASE)
        for file in File.objects.order_by("digest"):
            bytes_of = Path(default_storage.path(file.path))
            if not bytes_of.exists() or writer.add(f"files/{file.path}", bytes_of) != file.digest:
                writer.manifest.lost.append(file.digest)
        if chain.notes_file().exists():
            writer.add(NOTES, chain.notes_file())
    _note().write_text(json.dumps({"at": now.isoformat(), "path": str(path)}), encoding="utf-8")
    return writer.manifest


def restore(path: Path, now: datetime, *, replace: bool = False) -> Manifest:
    """Bring back what a backup holds, and the tables to what this version needs.

    What is here already stays unless `replace` says otherwise; then it is kept in a backup of its own first. Nothing is
    touched unless the whole archive is as it was written. Raises BackupError.
    """
    database = DATABASES[connection.vendor]
    with Reader(path) as reader:
        manifest = reader.manifest
        if manifest.database != connection.vendor:
            raise BackupError(f"The backup is of {manifest.database}, DATABASE_URL names {connection.vendor}.")
        if unknown := upgrading.unknown(manifest.migrations):
            raise BackupError(f"A newer version of the program made the backup ({unknown[0]}): install that version.")
        reader.check()
        with partial_folder(Path(settings.DATA_DIR)) as folder:
            reader.take(DATABASE, folder / DATABASE)
            if connection.introspection.table_names():
                if not replace:
                    raise BackupError(
                        "There are data here already. --replace keeps them in a backup and takes their place."
                    )
                make(default_path(now, "before-restore"), now)
            for name, digest in manifest.members.items():
                if STORED.fullmatch(name) and name.endswith(digest):
                    with reader.open(name) as content:
                        storing.put_back(content, digest)
            database.load(folder / DATABASE, manifest.rows)
        _take_notes(reader, now)
    upgrading.upgrade()
    call_command("createcachetable", verbosity=0)
    append_only.protect()
    cache.clear()
    if broken := chain.first_broken() or chain.first_past_history():
        raise BackupError(f"Brought back, but the record of changes does not hold: {broken}.")
    return manifest


def default_path(now: datetime, name: str = "tracker") -> Path:
    """Return where a backup goes if nobody says otherwise: a place where nothing is yet."""
    return _free(Path(settings.DATA_DIR) / "backups" / f"{name}-{now.astimezone(UTC):%Y%m%d-%H%M%S}.zip")


def _free(path: Path) -> Path:
    """Return the path; where something is there already, of the same second, the next one with a number."""
    numbered = (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in count(2))
    return path if not path.exists() else next(one for one in numbered if not one.exists())


def last_made() -> datetime | None:
    """Return when the last backup of this installation was made."""
    if not _note().exists():
        return None
    return datetime.fromisoformat(json.loads(_note().read_text(encoding="utf-8"))["at"])


def _note() -> Path:
    return Path(settings.DATA_DIR) / "last-backup.json"


def _take_notes(reader: Reader, now: datetime) -> None:
    """Put the noted ends of the record of changes that belong to the data in place of those that are here.

    Those here may tell of changes that the backup does not hold; they are kept beside.
    """
    notes = chain.notes_file()
    if notes.exists():
        notes.replace(_free(notes.with_name(f"{notes.name}.before-{now:%Y%m%d-%H%M%S}")))
    if NOTES in reader.manifest.members:
        reader.take(NOTES, notes)
