"""Workbooks as tables: plain values come out, and a hostile one hurts nothing but the process that reads it."""

import io
import time
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from tracker.reading.limits import Limits
from tracker.reading.records import UnreadableError
from tracker.reading.sandbox import read_rows_safely
from tracker.reading.tables import pack_rows, read_rows, unpack_rows

NOON = datetime(2027, 3, 31, 12)  # noqa: DTZ001 – workbooks know no time zones
SHEET = "xl/worksheets/sheet1.xml"


def workbook(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_part(content: bytes, name: str, part: str | bytes) -> bytes:
    """Return the workbook with one part of its archive exchanged or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, part)
    return stream.getvalue()


def sheet(data: str, before: str = "") -> str:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?>{before}<worksheet xmlns="{space}"><sheetData>{data}</sheetData></worksheet>'


def test_values_come_out_as_they_are():
    content = workbook(["Words", 24, 2.5, True, date(2027, 3, 31), NOON, None, "last"])

    rows = read_rows_safely(content, 100, 100)

    assert rows == [["Words", 24, 2.5, True, date(2027, 3, 31), date(2027, 3, 31), None, "last"]]
    assert unpack_rows(pack_rows(rows)) == rows


def test_formulas_are_not_worked_out():
    assert read_rows(workbook(["=1+1", "two"]), 10, 10) == [[None, "two"]]


def test_more_than_asked_for_is_seen_but_not_read():
    rows = read_rows(workbook(*([str(number)] * 9 for number in range(50))), 10, 3)

    assert (len(rows), len(rows[0])) == (11, 4)


FILLED = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
FAR = '<row r="50000"><c r="A50000"><v>3</v></c></row>'


@pytest.mark.parametrize(
    ("claim", "data", "expected"),
    [
        ("A1:XFD1048576", FILLED, [[1, 2]]),
        ("A1:A1", FILLED, [[1, 2]]),
        ("A1:B1", '<row r="1048576"><c r="XFD1048576"/></row>', []),
        ("A1:B1", f'{FILLED}<row r="1048576"><c r="XFD1048576" s="0"/></row>', [[1, 2]]),
        ("A1:B1", f"{FILLED}{FAR}", [[1, 2], *[[]] * 49_998, [3]]),
        ("A1:B1", '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>9</v></c></row>', [[1, *[None] * 99, 9]]),
    ],
    ids=["a billion cells", "one cell", "only empty ones", "an empty one far off", "a far row", "a far column"],
)
def test_u1_a_sheet_is_read_for_what_it_holds_whatever_size_it_claims(claim, data, expected):
    content = with_part(
        workbook(["x"]), SHEET, sheet(data).replace("<sheetData>", f'<dimension ref="{claim}"/><sheetData>')
    )

    assert read_rows_safely(content, 20_000, 100) == expected


@pytest.mark.parametrize(
    ("data", "words", "place"),
    [
        ('<row r="2000000000"><c r="A2000000000"><v>1</v></c></row>', "below row 1,048,576", "row 1048577"),
        ('<row r="1"><c r="ZZZZZZZZ1"><v>1</v></c></row>', "READING_MEMORY_MIB|damaged", ""),
        (f'<row r="1">{" " * 120 * 2**20}</row>', "READING_UNPACKED_MIB", ""),
        (f'<row r="1">{" " * 50 * 2**20}</row>', "READING_RATIO", ""),
    ],
    ids=["two billion rows", "a column without end", "a bomb", "a small bomb"],
)
def test_u1_what_no_sheet_has_is_refused_and_the_process_goes_on(data, words, place):
    start = time.monotonic()

    with pytest.raises(UnreadableError, match=words) as refused:
        read_rows_safely(with_part(workbook(["x"]), SHEET, sheet(data)), 20_000, 100)

    assert refused.value.place == place
    assert time.monotonic() - start < 15
    assert read_rows_safely(workbook(["still here"]), 10, 10) == [["still here"]]


def test_u2_a_laughing_billion_of_entities_is_refused():
    laughs = "<!DOCTYPE worksheet [<!ENTITY a 'ha'>" + "".join(
        f"<!ENTITY {name} '{f'&{before};' * 10}'>" for before, name in zip("abcdefghi", "bcdefghij", strict=True)
    )
    content = with_part(
        workbook(["x"]), SHEET, sheet('<row r="1"><c r="A1" t="str"><v>&j;</v></c></row>', f"{laughs}]>")
    )

    with pytest.raises(UnreadableError, match="document type") as refused:
        read_rows_safely(content, 100, 100)

    assert refused.value.place == SHEET

    assert read_rows_safely(workbook(["still here"]), 10, 10) == [["still here"]]


def test_u2_no_file_of_the_machine_is_read():
    before = '<!DOCTYPE worksheet [<!ENTITY file SYSTEM "file:///etc/passwd">]>'
    content = with_part(workbook(["x"]), SHEET, sheet('<row r="1"><c r="A1" t="str"><v>&file;</v></c></row>', before))

    with pytest.raises(UnreadableError, match="document type"):
        read_rows_safely(content, 100, 100)


@pytest.mark.parametrize(
    ("spoilt", "words"),
    [
        (lambda content: content[: len(content) // 2], "damaged"),
        (lambda content: with_part(content, SHEET, "<worksheet><sheetData><row>"), "broken|damaged"),
        (lambda content: with_part(content, "xl/workbook.xml", "<nothing/>"), "damaged"),
        (lambda content: with_part(content, "xl/vbaProject.bin", b"x"), r"macros.*\.xlsx"),
        (lambda content: with_part(content, "../../etc/crontab", b"x"), "forged name"),
        (lambda content: with_part(content, "xl/media/big.bin", b"0" * (101 * 2**20)), "unpacks to more"),
        (lambda content: with_part(content, "xl/media/big.bin", b"0" * (20 * 2**20)), "exhaust a machine"),
    ],
    ids=["cut", "broken-xml", "no-sheets", "macros", "forged", "too-large", "bomb"],
)
def test_a_workbook_that_cannot_be_read_says_why(spoilt, words):
    with pytest.raises(UnreadableError, match=words):
        read_rows_safely(spoilt(workbook(["x"])), 100, 100)


def test_u3_a_workbook_that_takes_too_long_ends_only_its_process():
    slow = sheet("".join(f'<row r="{row}">{"<c><v>1</v></c>" * 200}</row>' for row in range(1, 4_000)))
    content = with_part(workbook(["x"]), SHEET, slow)

    with pytest.raises(UnreadableError, match=r"READING_(CPU|WALL)_SECONDS"):
        read_rows_safely(content, 1_000_000, 1_000, Limits(cpu_seconds=1, wall_seconds=2, ratio=10_000))
