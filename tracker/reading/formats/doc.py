"""Read a Word file of 1997–2003 (.doc) into blocks.

A format of the reading core: bytes in, a Source out, for the structure stage. The container is opened by the library
legacy-doc, which checks its chains; the text is put together here from the piece table (MS-DOC 2.4.1), because notes,
fields, tabs and table cells are told apart by control characters that plain text would lose. Typed numbers are read;
automatic ones, italics and tracked changes stand in tables that are not: a file with them is better sent as .docx.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from legacy_doc import LegacyDocError
from legacy_doc.ole import OleReader
from legacy_doc.types import ExtractionOptions

from tracker.reading.folding import FoldedText
from tracker.reading.limits import check_size, limits_in_force
from tracker.reading.records import Block, Place, Role, Source, UnreadableError

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_DAMAGED = "The Word file is damaged: its text cannot be found. Open it in a word processor and save it as .docx."
_PROTECTED = "The file is password protected. Save it without a password and try again."

# Offsets in the file information block (MS-DOC 2.5.1): flags, lengths of the parts of the text, place of the pieces.
_FLAGS, _PIECES_AT = 0x0A, 0x1A2
# Body, footnotes, page headers, comments, endnotes: the order in which the text holds them.
_LENGTHS_AT = (0x4C, 0x50, 0x54, 0x5C, 0x60)
_ENCRYPTED, _TABLE_ONE = 0x0100, 0x0200

_NOTE, _FIELD, _RESULT, _FIELD_END, _CELL, _LINE = "\x02", "\x13", "\x14", "\x15", "\x07", "\x0b"
# What ends a paragraph: a return, a page or section break.
_ENDS = re.compile(r"[\r\x0c]")
_RUNS = re.compile(r"([\x02\x13\x14\x15\x0b\t])")
_HYPHENS = {0x1E: "-", 0x1F: None, 0x01: None, 0x08: None, 0x03: None, 0x04: None, 0x05: None}
_PAGE_FIELDS = ("PAGE", "NUMPAGES", "SECTIONPAGES")
_LINE_ENDS = (".", ";", ":")


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of the text of a .doc file, control characters included."""

    body: str
    footnotes: str
    headers: str
    endnotes: str


def read_doc(content: bytes) -> Source:
    """Return the blocks of an old Word file: page headers, body, then the notes.

    Raises UnreadableError for a file that is damaged, protected, no Word file or without words.
    """
    check_size(content)
    parts = _read_parts(content)
    reader = _TextReader()
    reader.read(parts.headers, role="furniture")
    reader.read(parts.body)
    for text in (parts.footnotes, parts.endnotes):
        reader.read_notes(text)
    if not reader.blocks:
        raise UnreadableError("The Word file holds no words.")
    return Source("doc", tuple(reader.blocks))


class _TextReader:
    """Turns the parts of the text into blocks; notes are numbered as their references are met."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._count = 0
        self._notes_met = 0
        self._notes_read = 0
        self._fields: list[str | None] = []

    def read(self, text: str, role: Role = "") -> None:
        """Append the blocks of a part."""
        for paragraph in _ENDS.split(text):
            table, _, words = paragraph.rpartition(_CELL)
            for row in _rows(table):
                self._cells(row, role)
            self._paragraph(words, role)

    def read_notes(self, text: str) -> None:
        """Append the notes, each of which begins with the sign that its marker stands for."""
        for words in text.split(_NOTE)[1:]:
            self._notes_read += 1
            line = FoldedText()
            for piece in _ENDS.split(words):
                line.add(" ")
                self._add(line, piece)
            self._append(line, "note", str(self._notes_read))

    def _cells(self, cells: list[str], role: Role) -> None:
        """Append a row of a table: at the head of a file the masthead, cell by cell; further on one block."""
        if role or all(block.role in ("front", "furniture") for block in self.blocks):
            for cell in cells:
                self._paragraph(cell, role or "front")
            return
        line = FoldedText()
        for cell in cells:
            if len(line):
                line.add(" | ")
            self._add(line, cell)
        self._append(line, "table" if len(cells) > 1 else "")

    def _paragraph(self, paragraph: str, role: Role) -> None:
        line = FoldedText()
        for further in self._add(line, paragraph):
            self._append(line, role)
            line = further
        self._append(line, role)

    def _add(self, line: FoldedText, paragraph: str) -> Iterator[FoldedText]:
        """Add the words of a paragraph to a line, and return the further lines that its line breaks begin."""
        lines = [line]
        for piece in _RUNS.split(paragraph):
            if piece == _FIELD:
                self._fields.append("")
            elif piece == _RESULT and self._fields:
                code = (self._fields[-1] or "").split()
                self._fields[-1] = None if not code or code[0].upper() not in _PAGE_FIELDS else "PAGE"
            elif piece == _FIELD_END and self._fields:
                self._fields.pop()
            elif self._fields and self._fields[-1] is not None:
                self._fields[-1] += piece
            elif piece == _NOTE:
                self._notes_met += 1
                lines[-1].mark(str(self._notes_met))
            elif piece == "\t":
                lines[-1].tab()
            elif piece == _LINE:
                if len(lines[-1]) and lines[-1].tail.endswith(_LINE_ENDS):
                    lines.append(FoldedText())
                lines[-1].add(" ")
            else:
                lines[-1].add(piece.translate(_HYPHENS))
        # An instruction does not outlast its paragraph: a damaged field must not swallow the text behind it.
        self._fields = [None for _ in self._fields]
        return iter(lines[1:])

    def _append(self, line: FoldedText, role: Role = "", label: str = "") -> None:
        self._count += 1
        label = label or line.take_label()
        text, _, marks = line.parts()
        if text:
            self.blocks.append(Block(text, Place(self._count), label, role, marks=marks))


def _rows(paragraph: str) -> Iterator[list[str]]:
    """Yield the cells of each row: a cell ends with one sign, a row with a second."""
    row: list[str] = []
    for cell in paragraph.split(_CELL):
        if cell.strip():
            row.append(cell)
        elif row:
            yield row
            row = []
    if row:
        yield row


def _read_parts(content: bytes) -> _Parts:
    """Find the text in the container and cut it into its parts."""
    try:
        container = OleReader(content, options=ExtractionOptions(max_file_bytes=limits_in_force().file_mib * 2**20))
        if container.has_stream("EncryptedPackage"):
            raise UnreadableError(_PROTECTED)
        if not container.has_stream("WordDocument"):
            raise UnreadableError("The file is an old Office file (a sheet, slides or a message), no Word file.")
        main = container.read_stream("WordDocument")
        flags = struct.unpack_from("<H", main, _FLAGS)[0]
        if flags & _ENCRYPTED:
            raise UnreadableError(_PROTECTED)
        table = container.read_stream("1Table" if flags & _TABLE_ONE else "0Table")
        text = _put_together(main, table)
        lengths = [struct.unpack_from("<I", main, at)[0] for at in _LENGTHS_AT]
    except (LegacyDocError, struct.error, IndexError) as error:
        raise UnreadableError(_DAMAGED) from error
    ends = [sum(lengths[: index + 1]) for index in range(len(lengths))]
    return _Parts(text[: ends[0]], text[ends[0] : ends[1]], text[ends[1] : ends[2]], text[ends[3] : ends[4]])


def _put_together(main: bytes, table: bytes) -> str:
    """Return the whole text from its pieces, each in Windows or in UTF-16 letters (MS-DOC 2.9.177)."""
    at, length = struct.unpack_from("<II", main, _PIECES_AT)
    pieces = _piece_table(table[at : at + length])
    count = (len(pieces) - 4) // 12
    if count < 1 or (len(pieces) - 4) % 12:
        raise UnreadableError(_DAMAGED)
    starts = struct.unpack_from(f"<{count + 1}I", pieces)
    text = []
    for index in range(count):
        letters = starts[index + 1] - starts[index]
        place = struct.unpack_from("<I", pieces, 4 * (count + 1) + 8 * index + 2)[0]
        packed, place = place & 0x40000000, place & 0x3FFFFFFF
        start, size = (place // 2, letters) if packed else (place, 2 * letters)
        if letters < 0 or start + size > len(main):
            raise UnreadableError(_DAMAGED)
        text.append(main[start : start + size].decode("cp1252" if packed else "utf-16-le", "replace"))
    return "".join(text)


def _piece_table(stored: bytes) -> bytes:
    """Return the table of pieces, behind the property blocks that may stand before it."""
    at = 0
    while at + 5 <= len(stored):
        if stored[at] == 0x02:
            length = struct.unpack_from("<I", stored, at + 1)[0]
            return stored[at + 5 : at + 5 + length]
        if stored[at] != 0x01:
            break
        at += 3 + struct.unpack_from("<H", stored, at + 1)[0]
    raise UnreadableError(_DAMAGED)
