"""Open the zip archive of a Word file, after its directory has been found harmless.

First step of docx: bytes in, an Archive whose entries can be read one by one. Nothing is unpacked before the central
directory has been checked, and nothing is ever written to disk (reliability.md, facts 5 and 6, U1 and U4).
"""

import io
import struct
import zipfile
import zlib

from tracker.reading.limits import limits_in_force, over
from tracker.reading.records import UnreadableError

_END = b"PK\x05\x06"
_ZIP64_LOCATOR = b"PK\x06\x07"
_LOCAL_HEADER_LENGTH = 30
_SMALL_ENTRY = 2**20
_SYMBOLIC_LINK = 0o120000
_READ_AT_ONCE = 2**16

DAMAGED = "The Word file is damaged: its archive cannot be read. Open it in a word processor and save it again."


class Archive:
    """A checked archive: names of its entries, and their bytes within the limits in force."""

    def __init__(self, content: bytes) -> None:
        _check_end_record(content)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, struct.error, NotImplementedError) as error:
            raise UnreadableError(DAMAGED) from error
        entries = self._zip.infolist()
        _check_amounts(entries)
        _check_entries(entries)
        _check_overlap(entries, self._zip.start_dir)
        self._left = limits_in_force().unpacked_mib * 2**20
        self.names = frozenset(entry.filename for entry in entries)

    def read(self, name: str) -> bytes:
        """Return the bytes of an entry; raise UnreadableError where they are more than the directory may hold."""
        pieces = []
        try:
            with self._zip.open(name) as stream:
                while piece := stream.read(_READ_AT_ONCE):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise _too_large()
                    pieces.append(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error) as error:
            raise UnreadableError(DAMAGED) from error
        except (NotImplementedError, RuntimeError) as error:
            raise UnreadableError("The Word file is packed in a way that is not read. Save it again.") from error
        return b"".join(pieces)


def _check_end_record(content: bytes) -> None:
    """Check how long the directory says it is, before a reader is let loose on its entries."""
    at = content.rfind(_END, max(len(content) - 2**16 - 22, 0))
    if at < 0 or at + 22 > len(content):
        raise UnreadableError(DAMAGED)
    if content[at - 20 : at - 16] == _ZIP64_LOCATOR:
        raise UnreadableError("The Word file is a zip archive of the kind for over 4 GiB, which is not read.")
    count, length = struct.unpack_from("<HI", content, at + 10)
    limit = limits_in_force().entries
    # An entry takes 46 bytes and its name; 400 bytes each leave room for long names and extra fields.
    if count > limit or length > limit * 400:
        raise _too_many(max(count, length // 400))


def _check_amounts(entries: list[zipfile.ZipInfo]) -> None:
    limits = limits_in_force()
    if len(entries) > limits.entries:
        raise _too_many(len(entries))
    if sum(entry.file_size for entry in entries) > limits.unpacked_mib * 2**20:
        raise _too_large()
    for entry in entries:
        if entry.file_size > _SMALL_ENTRY and entry.file_size > limits.ratio * max(entry.compress_size, 1):
            raise over(
                "ratio",
                f"A part of the Word file unpacks to more than {limits.ratio} times its size, as archives made to "
                "exhaust a machine do",
            )


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    seen = set()
    for entry in entries:
        # orig_filename keeps what a NUL byte would hide.
        name = entry.orig_filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or ":" in name or "\0" in name or name.lower() in seen:
            raise UnreadableError("The Word file is refused: its archive holds a part under a forged name.")
        seen.add(name.lower())
        if (entry.external_attr >> 16) & 0o170000 == _SYMBOLIC_LINK:
            raise UnreadableError("The Word file is refused: its archive holds a link to another file.")
        if entry.flag_bits & 0x1:
            raise UnreadableError("The file is password protected. Save it without a password and try again.")
        if name.lower().rsplit("/", 1)[-1] == "vbaproject.bin":
            raise UnreadableError("The Word file contains macros. Save it as a document without macros (.docx).")


def _check_overlap(entries: list[zipfile.ZipInfo], directory_start: int) -> None:
    """Refuse entries that share their packed bytes: a few kilobytes could then unpack to terabytes."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise UnreadableError("The Word file is refused: parts of its archive overlap.")
        end = entry.header_offset + _LOCAL_HEADER_LENGTH + len(entry.orig_filename) + entry.compress_size
    if end > directory_start:
        raise UnreadableError("The Word file is refused: parts of its archive overlap.")


def _too_many(count: int) -> UnreadableError:
    limit = limits_in_force().entries
    return over("entries", f"The Word file's archive has {count:,} parts or more; at most {limit:,} are read")


def _too_large() -> UnreadableError:
    return over("unpacked_mib", f"The Word file unpacks to more than {limits_in_force().unpacked_mib} MiB")
