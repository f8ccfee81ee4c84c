"""Open the zip archive that a Word file or a workbook is, after its directory has been found harmless.

Below the formats: bytes in, an Archive whose entries can be read one by one. Nothing is unpacked before the central
directory has been checked, and nothing is ever written to disk (reliability.md, facts 5 and 6, U1 and U4).
"""

import io
import re
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
# The encodings that the standard allows, and the plain one; others could hide a declaration.
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["'](?!utf-?8|utf-?16|us-ascii)""", re.IGNORECASE)
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")


class Archive:
    """A checked archive: names of its entries, and their bytes within the limits in force.

    `what` is what people call such a file, `plain` the ending of one without macros: "Word file", ".docx".
    """

    def __init__(self, content: bytes, what: str = "Word file", plain: str = ".docx") -> None:
        self._what, self._plain = what, plain
        self._check_end_record(content)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, struct.error, NotImplementedError) as error:
            raise self.damaged() from error
        entries = self._zip.infolist()
        self._check_amounts(entries)
        self._check_entries(entries)
        self._check_overlap(entries)
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
                        raise self._too_large()
                    pieces.append(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error) as error:
            raise self.damaged() from error
        except (NotImplementedError, RuntimeError) as error:
            raise UnreadableError(f"The {self._what} is packed in a way that is not read. Save it again.") from error
        return b"".join(pieces)

    def read_xml(self, name: str) -> bytes:
        """Return the bytes of an XML part; raise UnreadableError where it declares a document type of its own."""
        raw = self.read(name)
        # Without its NULs, UTF-16 shows a declaration as UTF-8 does.
        plain = raw.replace(b"\0", b"") if b"\0" in raw else raw
        if _ENCODING.match(plain) or any(word in plain for word in _DECLARATIONS):
            words = f"The {self._what} is refused: one of its parts declares a document type of its own."
            raise UnreadableError(words, name)
        return raw

    def damaged(self) -> UnreadableError:
        return UnreadableError(
            f"The {self._what} is damaged: its archive cannot be read. Open it in the program that made it and save it "
            "again."
        )

    def _check_end_record(self, content: bytes) -> None:
        """Check how long the directory says it is, before a reader is let loose on its entries."""
        at = content.rfind(_END, max(len(content) - 2**16 - 22, 0))
        if at < 0 or at + 22 > len(content):
            raise self.damaged()
        if content[at - 20 : at - 16] == _ZIP64_LOCATOR:
            raise UnreadableError(f"The {self._what} is a zip archive of the kind for over 4 GiB, which is not read.")
        count, length = struct.unpack_from("<HI", content, at + 10)
        limit = limits_in_force().entries
        # An entry takes 46 bytes and its name; 400 bytes each leave room for long names and extra fields.
        if count > limit or length > limit * 400:
            raise self._too_many(max(count, length // 400))

    def _check_amounts(self, entries: list[zipfile.ZipInfo]) -> None:
        limits = limits_in_force()
        if len(entries) > limits.entries:
            raise self._too_many(len(entries))
        if sum(entry.file_size for entry in entries) > limits.unpacked_mib * 2**20:
            raise self._too_large()
        for entry in entries:
            if entry.file_size > _SMALL_ENTRY and entry.file_size > limits.ratio * max(entry.compress_size, 1):
                raise over(
                    "ratio",
                    f"A part of the {self._what} unpacks to more than {limits.ratio} times its size, as archives made "
                    "to exhaust a machine do",
                )

    def _check_entries(self, entries: list[zipfile.ZipInfo]) -> None:
        seen = set()
        for entry in entries:
            # orig_filename keeps what a NUL byte would hide.
            name = entry.orig_filename.replace("\\", "/")
            if name.startswith("/") or ".." in name.split("/") or ":" in name or "\0" in name or name.lower() in seen:
                raise UnreadableError(f"The {self._what} is refused: its archive holds a part under a forged name.")
            seen.add(name.lower())
            if (entry.external_attr >> 16) & 0o170000 == _SYMBOLIC_LINK:
                raise UnreadableError(f"The {self._what} is refused: its archive holds a link to another file.")
            if entry.flag_bits & 0x1:
                raise UnreadableError("The file is password protected. Save it without a password and try again.")
            if name.lower().rsplit("/", 1)[-1] == "vbaproject.bin":
                raise UnreadableError(
                    f"The {self._what} contains macros. Save it as one without macros ({self._plain})."
                )

    def _check_overlap(self, entries: list[zipfile.ZipInfo]) -> None:
        """Refuse entries that share their packed bytes: a few kilobytes could then unpack to terabytes."""
        end = 0
        for entry in sorted(entries, key=lambda entry: entry.header_offset):
            if entry.header_offset < end:
                raise UnreadableError(f"The {self._what} is refused: parts of its archive overlap.")
            end = entry.header_offset + _LOCAL_HEADER_LENGTH + len(entry.orig_filename) + entry.compress_size
        if end > self._zip.start_dir:
            raise UnreadableError(f"The {self._what} is refused: parts of its archive overlap.")

    def _too_many(self, count: int) -> UnreadableError:
        limit = limits_in_force().entries
        return over("entries", f"The {self._what}'s archive has {count:,} parts or more; at most {limit:,} are read")

    def _too_large(self) -> UnreadableError:
        return over("unpacked_mib", f"The {self._what} unpacks to more than {limits_in_force().unpacked_mib} MiB")
