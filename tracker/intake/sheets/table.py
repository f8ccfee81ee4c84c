"""Read a CSV file or the first sheet of a workbook into rows of texts and dates.

Lowest step of `sheets`. Knows nothing of what the cells mean. Workbooks, which are archives of XML from anybody, are
opened in a limited process (`reading.sandbox`).
"""

import csv
import io
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from tracker.reading.records import UnreadableError
from tracker.reading.sandbox import read_rows_safely

Cell = str | date

MOST_ROWS = 20_000
MOST_COLUMNS = 100
# Where a sheet begins with its title, it has at least so many columns, and at most so many lines before the first row.
LEAST_HEADINGS = 3
MOST_TITLES = 6
SEPARATORS = ",;\t|"
# What a spreadsheet program could take for a formula; exports put an apostrophe in front of it.
FORMULA = "=+-@\t\r\n|%"


class SheetError(ValueError):
    """A sheet that cannot be read or taken in. The message says why, in words for the person who gave it."""


@dataclass(frozen=True)
class Table:
    """Headings, and the rows under them with the number that the row has in its file."""

    headings: list[str]
    rows: list[tuple[int, list[Cell]]]

    def place(self, column: int, row: int) -> str:
        """Return the name of a cell as spreadsheet programs show it: "D7"."""
        return f"{get_column_letter(column + 1)}{row}"


def read(content: bytes, name: str) -> Table:
    """Return the table in a file; titles above its headings are passed over. Raises SheetError."""
    lines = _workbook(content, name) if content[:4] == b"PK\x03\x04" else _text(content, name)
    numbered = [(number, [_cell(value) for value in line]) for number, line in enumerate(lines, start=1)]
    filled = [(number, line) for number, line in numbered if any(line)]
    if not filled:
        raise SheetError(_("The file is empty."))
    (_number, first), *rows = filled[_titles(filled) :]
    # A column that holds something has a name, so that whoever gave the file sees that it is there.
    width = max(place for _number, line in filled for place, cell in enumerate(line, start=1) if cell)
    used = {place for _number, line in rows for place, cell in enumerate(line) if cell}
    headings = [str(cell).strip() for cell in [*first, *[""] * width][:width]]
    headings = [words or (_unnamed(place) if place in used else "") for place, words in enumerate(headings)]
    if len(headings) > MOST_COLUMNS or len(rows) > MOST_ROWS:
        raise SheetError(
            _("The file has %(rows)d rows and %(columns)d columns; at most %(most)d and %(wide)d are taken at once.")
            % {"rows": len(rows), "columns": len(headings), "most": MOST_ROWS, "wide": MOST_COLUMNS}
        )
    if not rows:
        raise SheetError(_("The file has headings but no rows under them."))
    return Table(headings, [(number, [*line, *[""] * width][:width]) for number, line in rows])


def _titles(filled: list[tuple[int, list[Cell]]]) -> int:
    """Return how many lines above the headings are titles: one cell each, where the lines that follow have more."""
    counts = [sum(map(bool, line)) for _number, line in filled[:MOST_TITLES]]
    first = next((place for place, count in enumerate(counts) if count > 1), 0)
    return first if counts[first] >= LEAST_HEADINGS else 0


def _unnamed(column: int) -> str:
    return _("column %(letter)s, without a heading") % {"letter": get_column_letter(column + 1)}


def _text(content: bytes, name: str) -> list[list[Any]]:
    if b"\x00" in content[:1000] and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise SheetError(_("“%(name)s” is neither a CSV file nor an XLSX workbook.") % {"name": name})
    words = _decoded(content)
    first = next((line for line in words.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    try:
        return list(csv.reader(io.StringIO(words, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise SheetError(_("The file is no table: %(error)s.") % {"error": error}) from error


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        found = from_bytes(content).best()
        return str(found) if found else content.decode("cp1252", errors="replace")


def _workbook(content: bytes, name: str) -> list[list[Any]]:
    try:
        return read_rows_safely(content, MOST_ROWS + 1, MOST_COLUMNS)
    except UnreadableError as error:
        place = f", {error.place}" if error.place else ""
        raise SheetError(
            _("“%(name)s”%(place)s: %(why)s You can also save the table alone as a CSV file and give that.")
            % {"name": name, "place": place, "why": error}
        ) from error


def _cell(value: Any) -> Cell:
    """Return a text or a date; a whole number as people write it, an apostrophe against formulas taken off."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    words = "".join(c for c in str(value) if c in "\t\r\n" or unicodedata.category(c) != "Cc").strip(" \u00a0")
    bare = words.removeprefix("'")
    is_guarded = bare != words and unicodedata.normalize("NFKC", bare.lstrip(" \u00a0\u3000")[:1]) in tuple(FORMULA)
    return bare if is_guarded else words
