"""Read the first sheet of a workbook (.xlsx) into rows of plain values: a table that somebody keeps by hand.

Beside `reader`, for files that hold no resolution; what the rows mean is not known here. Formulas are never worked out:
a workbook gives the values that were stored with it.
"""

import io
import itertools
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from tracker.reading.limits import check_size
from tracker.reading.records import UnreadableError
from tracker.reading.zipped import Archive

# The last row that spreadsheet programs know.
LAST_ROW = 1_048_576
# Where pictures and other files lie that are never opened.
UNOPENED = ("xl/media/", "xl/embeddings/")

Value = str | int | float | bool | date | None


def read_rows(content: bytes, most_rows: int, most_columns: int) -> list[list[Value]]:
    """Return the rows of the first sheet, one more than `most_rows` that are filled and `most_columns` at the most.

    Empty rows at its end are left out, so that a sheet which claims a million has those that are filled. Raises
    UnreadableError for a file that is damaged, protected, dangerous (macros, bombs, document types) or no workbook.
    """
    check_size(content)
    archive = Archive(content, "workbook", ".xlsx")
    for name in sorted(archive.names):
        if not name.lower().startswith(UNOPENED):
            archive.read_xml(name)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        # What a sheet says of its size is not believed: larger, it is filled up; smaller, what lies outside is lost.
        sheet.reset_dimensions()
        rows = list(_met(sheet.iter_rows(values_only=True), most_rows, most_columns))
    except MemoryError:
        raise
    except (InvalidFileException, KeyError, ValueError, TypeError, IndexError, AttributeError, OSError) as error:
        raise archive.damaged() from error
    except SyntaxError as error:  # What the XML parser of openpyxl raises.
        raise UnreadableError(f"The XML of the workbook is broken: {error.msg}. Save it again.") from error
    filled = len(rows) - sum(1 for _ in itertools.takewhile(_is_empty, reversed(rows)))
    return rows[:filled]


def _met(lines: Iterable[tuple[object, ...]], most_rows: int, most_columns: int) -> Iterator[list[Value]]:
    """Give the rows as they are met. The cell after `most_columns` holds the first value of those further right."""
    filled = 0
    for number, line in enumerate(lines, start=1):
        if number > LAST_ROW:
            raise UnreadableError(f"The sheet goes on below row {LAST_ROW:,}, the last that one has.", f"row {number}")
        row = [_plain(value) for value in line[:most_columns]]
        if len(line) > most_columns:
            row.append(next((_plain(value) for value in line[most_columns:] if value not in (None, "")), None))
        yield row
        filled += not _is_empty(row)
        if filled > most_rows:
            return


def pack_rows(rows: list[list[Value]]) -> list[list[object]]:
    """Return rows as JSON holds them: a day is told from words by a list around it."""
    return [[[value.isoformat()] if isinstance(value, date) else value for value in row] for row in rows]


def unpack_rows(packed: list[list[object]]) -> list[list[Value]]:
    """Return the rows that were packed. Raises TypeError or ValueError for another shape."""
    return [[_unpacked(value) for value in row] for row in packed]


def _unpacked(value: object) -> Value:
    match value:
        case [str(day)]:
            return date.fromisoformat(day)
        case None | str() | bool() | int() | float():
            return value
    raise TypeError("A row holds something else than plain values.")


def _plain(value: object) -> Value:
    match value:
        case datetime():
            return value.date()
        case None | str() | bool() | int() | float() | date():
            return value
    return str(value)


def _is_empty(row: list[Value]) -> bool:
    return all(value in (None, "") for value in row)
