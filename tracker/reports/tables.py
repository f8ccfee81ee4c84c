"""The filtered list as a table for other programs: comma-separated values and a workbook.

Stands above `filters`: whoever asks passes the rows that the filter found, so that the file holds exactly the list on
screen. No cell can act as a formula in a spreadsheet program (OWASP, "CSV Injection"), and each row leads back to its
mandate.
"""

import csv
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import IO, Any

import xlsxwriter
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.accounts.access import visible
from tracker.accounts.models import User
from tracker.mandates.models import Mandate

WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AT_ONCE = 500
PIECE = 64 * 1024
# What a cell of a workbook can hold at most, and how many links a sheet can.
LONGEST_CELL = 32_767
MOST_LINKS = 65_000

Cell = str | date | None

# Heading, width in characters, and what the cell holds of a mandate on a day.
COLUMNS: tuple[tuple[Any, int, Callable[[Mandate, date], Cell]], ...] = (
    (gettext_lazy("Document"), 18, lambda mandate, _today: mandate.resolution.symbol),
    (gettext_lazy("Paragraph"), 10, lambda mandate, _today: mandate.provision.label),
    (gettext_lazy("Adopting organ"), 20, lambda mandate, _today: mandate.resolution.organ.name),
    (gettext_lazy("Adopted"), 11, lambda mandate, _today: mandate.resolution.adopted_on),
    (gettext_lazy("Operative verb"), 14, lambda mandate, _today: mandate.verb),
    (gettext_lazy("Strength"), 11, lambda mandate, _today: mandate.get_strength_display()),
    (gettext_lazy("Action"), 60, lambda mandate, _today: mandate.action),
    (gettext_lazy("Addressees"), 30, lambda mandate, _today: "; ".join(str(row) for row in mandate.addressings.all())),
    (gettext_lazy("Deliverable"), 13, lambda mandate, _today: mandate.get_deliverable_display()),
    (gettext_lazy("Conditional"), 11, lambda mandate, _today: _("yes") if mandate.conditional else _("no")),
    (gettext_lazy("Deadline"), 30, lambda mandate, _today: "; ".join(row.words for row in mandate.deadlines.all())),
    (gettext_lazy("Ready by"), 11, lambda mandate, _today: mandate.due_opens),
    (gettext_lazy("Overdue after"), 13, lambda mandate, _today: mandate.due_closes),
    (gettext_lazy("Lateness"), 18, lambda mandate, today: mandate.state(today).label),
    (gettext_lazy("Status"), 15, lambda mandate, _today: mandate.get_status_display()),
    (gettext_lazy("Reason"), 18, lambda mandate, _today: mandate.get_reason_display()),
    (gettext_lazy("Lead entity"), 14, lambda mandate, _today: str(mandate.lead_entity or "")),
    (gettext_lazy("Focal point"), 20, lambda mandate, _today: str(mandate.focal_point or "")),
    (gettext_lazy("Last heard of"), 13, lambda mandate, _today: mandate.quiet_since),
    (gettext_lazy("Public statement"), 40, lambda mandate, _today: mandate.public_statement),
)


def link_to(mandate: Mandate) -> str:
    """Return the full address of a mandate's page."""
    return settings.SITE_ADDRESS + mandate.get_absolute_url()


def safe_cell(text: str) -> str:
    """Return text that no spreadsheet program takes for a formula, by an apostrophe in front where one might.

    Such programs also fold full-width signs ("＝1+1") and pass over spaces in front. Control characters are taken out.
    """
    kept = "".join(c for c in text if c in "\t\r\n" or unicodedata.category(c) != "Cc")
    first = unicodedata.normalize("NFKC", kept.lstrip(" \u00a0\u3000")[:1])
    return f"'{kept}" if first and first[0] in "=+-@\t\r\n|%" else kept


def csv_lines(mandates: QuerySet[Mandate], today: date, user: User) -> Iterator[str]:
    """Give the lines of the list, heading first; the byte order mark tells spreadsheet programs that it is UTF-8."""
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow([*(safe_cell(str(words)) for words, _width, _cell in COLUMNS), _("Address")])
    for mandate in _readable(mandates, user):
        cells = [cell(mandate, today) for _words, _width, cell in COLUMNS]
        yield writer.writerow([*(_plain(cell) for cell in cells), link_to(mandate)])


def csv_text(rows: Iterable[Iterable[Any]]) -> str:
    """Return a small table whole, every cell safe."""
    writer = csv.writer(_Line())
    return "\ufeff" + "".join(writer.writerow([safe_cell(str(cell)) for cell in row]) for row in rows)


def workbook(mandates: QuerySet[Mandate], today: date, user: User, *, address: str) -> Iterator[bytes]:
    """Give the bytes of a workbook of the list; a second sheet says of which day and address it is."""
    with tempfile.TemporaryFile() as file:
        _write_workbook(file, mandates, today, user, address)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _write_workbook(file: IO[bytes], mandates: QuerySet[Mandate], today: date, user: User, address: str) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        bold, day = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "yyyy-mm-dd"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        day.set_align("top")
        sheet = book.add_worksheet(_("Mandates")[:31])
        sheet.freeze_panes(1, 2)
        for place, (words, width, _cell) in enumerate(COLUMNS):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, str(words), bold)
        sheet.set_column(len(COLUMNS), len(COLUMNS), 40)
        sheet.write_string(0, len(COLUMNS), _("Address"), bold)
        count = 0
        for count, mandate in enumerate(_readable(mandates, user), start=1):
            _write_row(sheet, count, mandate, today, day, wrapped)
        sheet.autofilter(0, 0, max(count, 1), len(COLUMNS))
        _write_origin(book.add_worksheet(_("About")[:31]), count, today, address, day)


def _write_row(sheet: Any, place: int, mandate: Mandate, today: date, day: Any, wrapped: Any) -> None:
    for column, (_words, _width, cell) in enumerate(COLUMNS):
        value = cell(mandate, today)
        if isinstance(value, date):
            sheet.write_datetime(place, column, value, day)
        else:
            sheet.write_string(place, column, _fitting(value or ""), wrapped)
    if place <= MOST_LINKS:
        sheet.write_url(place, len(COLUMNS), link_to(mandate))
    else:
        sheet.write_string(place, len(COLUMNS), link_to(mandate))


def _write_origin(sheet: Any, count: int, today: date, address: str, day: Any) -> None:
    sheet.set_column(0, 1, 30)
    sheet.write_string(0, 0, _("As of"))
    sheet.write_datetime(0, 1, today, day)
    sheet.write_string(1, 0, _("Mandates"))
    sheet.write_number(1, 1, count)
    sheet.write_string(2, 0, _("The same list"))
    sheet.write_string(2, 1, settings.SITE_ADDRESS + address)


def _readable(mandates: QuerySet[Mandate], user: User) -> Iterator[Mandate]:
    return visible(mandates, user, "register.export").iterator(chunk_size=AT_ONCE)


def _plain(cell: Cell) -> str:
    return cell.isoformat() if isinstance(cell, date) else safe_cell(cell or "")


def _fitting(text: str) -> str:
    kept = safe_cell(text)
    return kept if len(kept) <= LONGEST_CELL else f"{kept[: LONGEST_CELL - 1]}…"


class _Line:
    """Gives back each line that a csv.writer writes, instead of keeping it."""

    def write(self, line: str) -> str:
        return line
