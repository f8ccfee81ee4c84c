"""Sheets of mandates, addressees and sessions: what each row would do, then all of it or nothing, and nothing twice."""

import csv
import io
import threading
import time
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.db import connection, connections
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import (
    make_cast,
    make_entity,
    make_mandate,
    make_organ,
    make_paragraph,
    make_resolution,
    make_session,
)
from tracker.accounts.changes import Change, change, save
from tracker.intake import sheets
from tracker.intake.sheets.mandates import _number
from tracker.mandates import schedule
from tracker.mandates.models import Mandate
from tracker.organs.models import Addressee, Session
from tracker.reports import tables
from tracker.resolutions.models import Resolution

TODAY = date(2026, 11, 25)
HEADINGS = ["Document", "Paragraph", "Operative verb", "Action", "Addressees", "Deadline", "Status", "Lead entity"]
ROW = ["A/RES/79/1", "12 (a)", "request", "to report", "Secretary-General", "by 31 March 2027", "in progress", "UNODC"]


def csv_of(*rows: list) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode()


def workbook_of(*rows: list) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def plan_of(content: bytes, name: str = "rows.csv", **chosen) -> sheets.Plan:
    table = sheets.read(content, name)
    return sheets.check(table, sheets.columns_of(table, **chosen), TODAY)


def import_it(content: bytes, by, name: str = "rows.csv") -> sheets.Plan:
    table = sheets.read(content, name)
    return sheets.take_in(table, sheets.columns_of(table), by=by, today=TODAY, name=name)


def counts(plan: sheets.Plan) -> tuple[int, int, int, int]:
    return tuple(plan.count(state) for state in ("new", "changed", "same", "error"))


def errors_of(plan: sheets.Plan) -> list[tuple[str, str]]:
    return [(wrong.cell, wrong.why) for outcome in plan.outcomes for wrong in outcome.wrong]


@pytest.fixture
def assembly(cast):
    make_organ()
    return cast


# What a file holds


@pytest.mark.parametrize(
    "content",
    [
        b"Name,Kind\nStates,States\n",
        b"Name;Kind\nStates;States\n",
        b"Name\tKind\r\nStates\tStates\r\n",
        "\ufeffName,Kind\nStates,States\n".encode(),
        b"\n\nName,Kind\n\nStates,States\n",
        workbook_of(["Name", "Kind"], ["States", "States"]),
    ],
)
def test_a_table_is_read_however_it_was_saved(content):
    table = sheets.read(content, "names")

    assert table.headings == ["Name", "Kind"]
    assert [cells for _number, cells in table.rows] == [["States", "States"]]


def test_old_encodings_and_kinds_of_cells_are_understood():
    latin = "Name,Kind\nSecrétaire général adjoint à la sécurité,Officer\n".encode("cp1252")
    book = workbook_of(["A", "B", "C", "D"], [date(2027, 3, 31), 24.0, True, None])

    assert sheets.read(latin, "x").rows[0][1][0].startswith("Secrétaire général")
    assert sheets.read(book, "x").rows[0][1] == [date(2027, 3, 31), "24", "yes", ""]


def test_a_column_without_a_heading_that_holds_something_is_named():
    rows = [["States", "", "class", "", "see note"], ["UNODC", "x"]]
    table = sheets.read(csv_of(["Name", "", "Kind"], *rows), "rows.csv")

    assert table.headings == ["Name", "column B, without a heading", "Kind", "", "column E, without a heading"]
    assert table.rows == [(2, rows[0]), (3, ["UNODC", "x", "", "", ""])]
    assert sheets.columns_of(table, "addressees").left == [table.headings[1], table.headings[4]]


def test_titles_above_the_headings_are_passed_over():
    titles = [["Follow-up to resolutions of the seventy-ninth session"], [], ["", "as at 1 May 2026"]]
    table = sheets.read(csv_of(*titles, HEADINGS, ROW), "rows.csv")

    assert table.headings == HEADINGS
    assert [number for number, _cells in table.rows] == [5]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"Name,Kind\n", "no rows"),
        (b"PK\x03\x04 damaged", "cannot be read"),
        (b"\x89PNG\x00\x00\x00", "neither a CSV file nor an XLSX"),
        (b'Name,Kind\n"States,x\n', "is no table"),
        (b"Name\n" + b"x\n" * 20_001, "at most"),
        (b",".join(b"c%d" % n for n in range(101)) + b"\n" + b"x\n", "at most"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused_in_words(content, words):
    with pytest.raises(sheets.SheetError, match=words):
        sheets.read(content, "rows.csv")


def test_u1_a_workbook_that_unpacks_to_too_much_is_refused_at_once():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (101 * 2**20))

    with pytest.raises(sheets.SheetError, match=r"“bomb.xlsx”: .* unpacks to more .*READING_UNPACKED_MIB.* CSV"):
        sheets.read(file.getvalue(), "bomb.xlsx")


def test_u2_what_is_wrong_with_a_workbook_is_said_with_its_name_the_place_and_the_cure():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<!DOCTYPE x [<!ENTITY a 'ha'>]><x>&a;</x>")

    with pytest.raises(sheets.SheetError, match=r"“laughs.xlsx”, xl/workbook.xml: .* document type .* as a CSV file"):
        sheets.read(file.getvalue(), "laughs.xlsx")


def test_no_workbook_is_parsed_outside_the_sandbox():
    """The worker itself writes workbooks; to read one is for the limited process alone."""
    sources = (Path(sheets.__file__).parents[2]).rglob("*.py")
    parsing = [path.name for path in sources if "load_workbook" in path.read_text(encoding="utf-8")]

    assert parsing == ["tables.py"]


@given(st.text(max_size=30))
def test_w5_a_cell_guarded_against_formulas_comes_back_exactly(text):
    kept = " ".join(tables.safe_cell(text).split())
    expected = " ".join("".join(c for c in text if c in "\t\r\n" or c.isprintable() or c == "\xad").split())
    [(_number, [cell])] = sheets.read(csv_of(["Name"], [f"x{kept}"]), "x").rows

    assert cell == f"x{kept}"
    if text[:1] in ("=", "+", "-", "@") and expected == text:
        assert sheets.read(csv_of(["Name"], [tables.safe_cell(text)]), "x").rows[0][1][0] == text


@pytest.mark.parametrize("text", ["=1+1", "+41 22", "-5", "@SUM(1)", "＝1", "|x", "%x", "'tis", "''=1", "plain"])
def test_w5_a_name_that_looks_like_a_formula_survives_the_round_trip(text):
    assert sheets.read(csv_of(["Name"], [tables.safe_cell(text)]), "x").rows[0][1] == [text]


# What the columns are


@pytest.mark.parametrize(
    ("headings", "kind", "found"),
    [
        (
            HEADINGS,
            "mandates",
            {"document", "paragraph", "verb", "action", "addressees", "deadline", "status", "lead_entity"},
        ),
        (["Resolution symbol", "OP", "Mandate"], "mandates", {"document", "paragraph", "action"}),
        (["Documnet", "Para.", "What is asked?"], "mandates", {"document", "paragraph", "action"}),
        (["Name", "Acronym", "Other names"], "addressees", {"name", "short_name", "aliases"}),
        (["Body", "Session", "From", "To", "Venue"], "sessions", {"organ", "number", "opens", "closes", "place"}),
    ],
)
def test_columns_are_guessed_from_their_headings(headings, kind, found):
    columns = sheets.columns_of(sheets.Table(headings, []))

    assert (columns.kind, set(columns.places), columns.missing) == (kind, found, [])


def test_a_column_that_is_not_understood_is_said_and_can_be_chosen():
    table = sheets.Table(["Symbol", "Paragraph", "Auftrag"], [])

    guessed, chosen = sheets.columns_of(table), sheets.columns_of(table, "mandates", {"Auftrag": "action"})

    assert (guessed.left, guessed.missing) == (["Auftrag"], ["action"])
    assert chosen.missing == []


# What the rows do


def test_a_new_row_makes_document_paragraph_mandate_and_due_date(assembly):
    plan = import_it(csv_of(HEADINGS, ROW), assembly.ada)

    assert counts(plan) == (1, 0, 0, 0)
    mandate = Mandate.objects.get()
    assert str(mandate) == "A/RES/79/1 op12.a"
    assert (mandate.verb, mandate.action, mandate.status) == ("request", "to report", "in progress")
    assert mandate.lead_entity == assembly.unodc
    assert mandate.due_closes == date(2027, 3, 31)
    assert mandate.resolution.organ.name == "General Assembly"
    assert not schedule.drifted().exists()
    assert Change.objects.first().by == assembly.ada


def test_checking_writes_nothing(assembly):
    assert counts(plan_of(csv_of(HEADINGS, ROW))) == (1, 0, 0, 0)
    assert not Resolution.objects.exists()
    assert not Change.objects.filter(action__startswith="Import").exists()


def test_r8_the_same_sheet_five_times_is_as_once(assembly):
    content = csv_of(HEADINGS, ROW, [*ROW[:1], "13", *ROW[2:]])
    import_it(content, assembly.ada)
    changes = Change.objects.count()

    for _again in range(4):
        assert counts(import_it(content, assembly.ada)) == (0, 0, 2, 0)

    assert Mandate.objects.count() == 2
    assert Change.objects.count() == changes


def test_a_changed_row_changes_what_it_says_and_empty_cells_change_nothing(assembly):
    import_it(csv_of(HEADINGS, ROW), assembly.ada)
    row = [*ROW[:4], "Member States; Secretary-General", "by 30 June 2027", "", ""]

    plan = import_it(csv_of(HEADINGS, row), assembly.ada)

    [outcome] = plan.outcomes
    assert {one.what: (one.before, one.after) for one in outcome.differences} == {
        "addressees": ("Secretary-General", "Member States; Secretary-General"),
        "deadline": ("by 31 March 2027", "by 30 June 2027"),
    }
    mandate = Mandate.objects.get()
    assert {str(one) for one in mandate.addressings.all()} == {"Member States", "Secretary-General"}
    assert (mandate.due_closes, mandate.status) == (date(2027, 6, 30), "in progress")
    assert not schedule.drifted().exists()


def test_r2_what_somebody_writes_between_check_and_import_is_not_overwritten(assembly):
    import_it(csv_of(HEADINGS, ROW), assembly.ada)
    table = sheets.read(csv_of(HEADINGS, [*ROW[:6], "implemented", ""]), "rows.csv")
    columns = sheets.columns_of(table)
    shown = sheets.check(table, columns, TODAY).shown
    with change("Meanwhile", by=assembly.mona):
        save(Mandate.objects.get(), status="not started")

    with pytest.raises(sheets.SheetError, match=r"row 2 \(A/RES/79/1, 12 \(a\)\) is now status: “not started”"):
        sheets.take_in(table, columns, by=assembly.ada, today=TODAY, name="rows.csv", shown=shown)
    assert Mandate.objects.get().status == "not started"

    again = sheets.check(table, columns, TODAY).shown
    sheets.take_in(table, columns, by=assembly.ada, today=TODAY, name="rows.csv", shown=again)
    assert Mandate.objects.get().status == "implemented"


def test_a_row_finds_the_mandate_on_its_paragraph_by_what_it_asks(cast):
    provision = make_paragraph(make_resolution("A/RES/58/140"), "24")
    report, meet = make_mandate(provision, action="to report"), make_mandate(provision, action="to meet", position=2)
    head = [*HEADINGS[:4], "Priority"]

    plan = plan_of(csv_of(head, ["58/140", "para. 24", "request", "to meet", "high"]))
    vague = plan_of(csv_of(head, ["58/140", "24", "request", "to do something", "high"]))

    assert plan.outcomes[0].target == meet
    assert errors_of(vague) == [
        ("B2", "2 mandates of this paragraph could be meant: add the column “Address” of an export.")
    ]
    assert report.pk != meet.pk


@pytest.mark.parametrize(
    ("place", "value", "cell", "words"),
    [
        (0, "", "A2", "Give the symbol"),
        (0, "Budget", "A2", "is no symbol of a resolution"),
        (1, "", "B2", "Give the number of the operative paragraph"),
        (2, "", "C2", "needs its operative verb"),
        (6, "nearly", "G2", "is not one of"),
        (6, "discontinued", "G2", "Say in a column “Reason”"),
        (7, "UNHQ", "H2", "is no entity here"),
    ],
)
def test_a_wrong_cell_is_named_with_the_cure(assembly, place, value, cell, words):
    row = [*ROW]
    row[place] = value

    [(where, why)] = errors_of(plan_of(csv_of(HEADINGS, row)))

    assert where == cell
    assert words in why


def test_two_rows_that_say_the_same_are_told(assembly):
    assert errors_of(plan_of(csv_of(HEADINGS, ROW, ROW))) == [("B3", "Row 2 says the same already.")]


def test_one_wrong_row_and_nothing_at_all_is_written(assembly):
    content = csv_of(HEADINGS, ROW, [*ROW[:1], "13", *ROW[2:6], "nearly", "UNODC"])

    with pytest.raises(sheets.SheetError, match="1 rows are wrong"):
        import_it(content, assembly.ada)

    assert not Mandate.objects.exists()
    assert not Resolution.objects.exists()


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_w5_an_exported_list_comes_back_as_it_is(cast, format):
    provision = make_paragraph(make_resolution("A/RES/58/140"), "24.a")
    make_mandate(
        provision,
        action="=to report, in full; “às is”\nand again",
        lead_entity=cast.unodc,
        focal_point=cast.alice,
        due=(date(2027, 3, 1), date(2027, 3, 31)),
        public_statement="-5 % <b>",
        conditional=True,
    )
    make_mandate(provision, action="to report", position=2, status="implemented", addressee="Member States")
    rows = Mandate.objects.with_texts().order_by("pk")
    content = (
        "".join(tables.csv_lines(rows, TODAY, cast.ada)).encode()
        if format == "csv"
        else b"".join(tables.workbook(rows, TODAY, cast.ada, address="/mandates/"))
    )

    plan = plan_of(content, f"x.{format}")

    assert counts(plan) == (0, 0, 2, 0), [one.differences for one in plan.outcomes] + errors_of(plan)


def test_addressees_come_from_a_sheet(cast):
    content = csv_of(
        ["Name", "Acronym", "Other names", "Entity"],
        ["World Bank", "WB", "the Bank; IBRD", "UNEP"],
        ["States", "", "", ""],
    )

    assert counts(import_it(content, cast.ada)) == (2, 0, 0, 0)
    bank = Addressee.objects.get(name="World Bank")
    assert (bank.short_name, bank.aliases, bank.entity, bank.settled) == ("WB", ["the Bank", "IBRD"], cast.unep, True)
    assert counts(import_it(content, cast.ada)) == (0, 0, 2, 0)


def test_a_session_that_moves_takes_its_due_dates_along(cast):
    session = make_session("82", opens=date(2027, 9, 14), main_part_closes=date(2027, 12, 24), closes=date(2028, 9, 1))
    content = csv_of(["Organ", "Session", "From"], ["GA", "82", "21 September 2027"], ["GA", "83", "2028-09-19"])

    assert counts(import_it(content, cast.ada)) == (1, 1, 0, 0)

    session.refresh_from_db()
    assert (session.opens, session.settled) == (date(2027, 9, 21), True)
    assert Session.objects.get(number="83").opens == date(2028, 9, 19)
    assert counts(import_it(content, cast.ada)) == (0, 0, 2, 0)


@pytest.mark.parametrize("value", ["03/04/2027", "31 February 2027", "soon", "20250-01-01", "1850-01-01"])
def test_a_date_that_is_not_clear_is_refused_rather_than_guessed(cast, value):
    make_organ()

    [(cell, why)] = errors_of(plan_of(csv_of(["Organ", "Session", "From"], ["GA", "82", value])))

    assert cell == "C2"
    assert "write it as 2027-03-31" in why


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("24", "24"), ("OP 24", "24"), ("para. 12 (a)", "12.a"), ("12.a", "12.a"), ("paragraph 3", "3"),
        ("IV, 12", "IV/12"), ("IV/12.a", "IV/12.a"), ("12 (a) (ii)", "12.a.ii"), ("24bis", "24bis"), ("", ""),
    ],
)  # fmt: skip
def test_the_number_of_a_paragraph_is_understood_as_people_write_it(words, address):
    assert _number(words) == address


@pytest.mark.django_db(transaction=True)
def test_r8_two_imports_of_one_sheet_at_once_have_one_effect(transactional_db):
    cast = make_cast()
    make_organ()
    content = csv_of(HEADINGS, *([*ROW[:1], str(number), *ROW[2:]] for number in range(1, 40)))
    found = []

    def run():
        try:
            found.append(counts(import_it(content, cast.ada)))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(found) == [(0, 0, 39, 0), (39, 0, 0, 0)]
    assert Mandate.objects.count() == 39


def test_f11_five_thousand_rows_take_less_than_thirty_seconds(assembly):
    make_entity("UNICEF")
    rows = (
        [f"A/RES/{60 + number % 20}/{number // 400 + 1}", str(number % 400 + 1), *ROW[2:4], "States; Secretary-General",
         f"by {number % 28 + 1} March 2027", "not started", "UNODC"]
        for number in range(5000)
    )  # fmt: skip
    content = csv_of(HEADINGS, *rows)

    # Time of this process, so that other work on the machine does not count.
    start, began = time.process_time(), time.monotonic()
    assert counts(import_it(content, assembly.ada)) == (5000, 0, 0, 0)
    first, lasted = time.process_time() - start, time.monotonic() - began
    start = time.process_time()
    assert counts(import_it(content, assembly.ada)) == (0, 0, 5000, 0)
    again = time.process_time() - start

    print(f"5,000 rows on {connection.vendor}: {first:.1f} s of {lasted:.1f} s; again {again:.1f} s")
    assert first < 30
    assert again < 30
