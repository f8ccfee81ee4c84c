"""Keep bytes once, under their digest: the only way a file enters the program.

Stands below everything that receives files. The bytes are on disk, whole and flushed, before the row that names them
is written, so no row ever points to a file that is not there; bytes that got no row, because their process was cut
off, are swept once a day.
"""

import hashlib
import math
import os
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from tracker.accounts.models import User
from tracker.files.media_types import media_type_of
from tracker.files.models import File

INCOMING = "incoming-"
PIECE = 64 * 1024
AT_ONCE = 500
LONGEST_NAME = 255


class FileRefusedError(ValueError):
    """A file is not kept. The message says why and what to do, in words for the person who sent it."""


def store(content: bytes | IO[bytes], name: str, by: User | None) -> File:
    """Keep the bytes and return their row; bytes that are already here give the row they have.

    `content` is the bytes or an open binary file, read from where it stands. Raises FileRefusedError where it is empty
    or larger than the setting UPLOAD_LIMIT.
    """
    temporary, digest, size = _write_temporary(content, settings.UPLOAD_LIMIT)
    try:
        media_type = media_type_of(temporary)
        file = File(digest=digest, size=size, media_type=media_type, name=clean_name(name), received_from=by)
        _move(temporary, Path(default_storage.path(file.path)))
    finally:
        temporary.unlink(missing_ok=True)
    values = {"size": size, "media_type": media_type, "name": file.name, "received_from": by}
    return File.objects.get_or_create(digest=digest, defaults=values)[0]


def put_back(content: IO[bytes], digest: str) -> None:
    """Keep bytes whose row is there, or comes: those of a backup. Raises ValueError where they are others."""
    temporary, found, _size = _write_temporary(content)
    try:
        if found != digest:
            raise ValueError(f"These are not the bytes of {digest}.")
        _move(temporary, Path(default_storage.path(File(digest=digest).path)))
    finally:
        temporary.unlink(missing_ok=True)


def open_file(file: File) -> IO[bytes]:
    """Return the bytes of a file, open for reading. Raises FileNotFoundError where the disk has lost them."""
    return default_storage.open(file.path, "rb")


def sweep(now: datetime) -> int:
    """Remove what was left without a row, by whoever was cut off. Returns how many files that were.

    Left alone is what is younger than a day: it may yet get its row.
    """
    old = (now - timedelta(days=1)).timestamp()
    folder = Path(default_storage.path(""))
    left = [path for path in folder.glob(f"{INCOMING}*") if path.stat().st_mtime < old]
    kept = [path for path in folder.glob("??/*") if path.stat().st_mtime < old]
    for start in range(0, len(kept), AT_ONCE):
        some = kept[start : start + AT_ONCE]
        rows = File.objects.filter(digest__in=[path.name for path in some])
        named = set(rows.values_list("digest", flat=True))
        left += [path for path in some if path.name not in named]
    return sum(_removed(path, old) for path in left)


def lost() -> list[File]:
    """Return the rows whose bytes the disk has lost."""
    return [file for file in File.objects.all() if not default_storage.exists(file.path)]


def clean_name(name: str) -> str:
    """Return a name that is only a name: no folders, no control or direction characters, at most 255 characters.

    A character that turns the direction of writing can make "gpj.exe" read as "exe.jpg". The ending is kept when the
    rest is cut.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    # Categories C*: control, format (direction), surrogate, private, unassigned; Zl, Zp: line and paragraph separators.
    kept = "".join(c for c in last if unicodedata.category(c)[0] != "C" and unicodedata.category(c) not in ("Zl", "Zp"))
    kept = unicodedata.normalize("NFC", " ".join(kept.split())).strip(". ")
    if len(kept) > LONGEST_NAME:
        stem, dot, ending = kept.rpartition(".")
        ending = f"{dot}{ending}" if dot and len(ending) <= 10 else ""
        kept = (stem if ending else kept)[: LONGEST_NAME - len(ending)] + ending
    return kept or "file"


def _write_temporary(content: bytes | IO[bytes], most: float = math.inf) -> tuple[Path, str, int]:
    """Write the bytes to a temporary file beside their final place, flushed to disk; return it, digest and size."""
    folder = Path(default_storage.path(""))
    folder.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    handle, path = tempfile.mkstemp(prefix=INCOMING, dir=folder)
    try:
        with os.fdopen(handle, "wb") as temporary:
            for piece in _pieces(content):
                size += len(piece)
                if size > most:
                    raise FileRefusedError(_too_large())
                digest.update(piece)
                temporary.write(piece)
            if not size:
                raise FileRefusedError(_("The selected file is empty."))
            temporary.flush()
            os.fsync(temporary.fileno())
    except BaseException:
        Path(path).unlink(missing_ok=True)
        raise
    return Path(path), digest.hexdigest(), size


def _pieces(content: bytes | IO[bytes]) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    while piece := content.read(PIECE):
        yield piece


def _move(temporary: Path, final: Path) -> None:
    """Give the bytes their final name, and make the name itself survive a loss of power."""
    with suppress(FileNotFoundError):
        # Bytes that are here already count as new, so that the sweep leaves them until they have their row.
        os.utime(final)
        return
    final.parent.mkdir(parents=True, exist_ok=True)
    temporary.replace(final)
    with suppress(OSError):
        folder = os.open(final.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _removed(path: Path, old: float) -> bool:
    """Remove a file, unless somebody has just sent the same bytes. Tells whether it was removed.

    It is moved aside first: from then on nobody takes it for bytes that are here.
    """
    aside = path.with_name(f"{INCOMING}{path.name}")
    path.replace(aside)
    if aside.stat().st_mtime >= old:
        aside.replace(path)
        return False
    aside.unlink()
    return True


def _too_large() -> str:
    return _("The selected file must be smaller than %(size)d MB.") % {"size": settings.UPLOAD_LIMIT // 2**20}
