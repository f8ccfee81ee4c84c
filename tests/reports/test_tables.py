"""Files hold exactly the list, lead back to each mandate, and no cell of theirs is a formula."""

import csv
import io
from datetime import date

import openpyxl
import pytest

from tests.factories import make_mandate
from tracker.mandates.models import Mandate
from tracker.reports import tables

TODAY = date(2004, 10, 1)
DUE = (date(2004, 9, 14), date(2004, 12, 31))


def as_csv(user) -> list[dict[str, str]]:
    lines = "".join(tables.csv_lines(Mandate.objects.with_texts().order_by("pk"), TODAY, user))
    assert lines.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(lines.removeprefix("\ufeff"))))


def as_sheet(user) -> openpyxl.Workbook:
    book = b"".join(tables.workbook(Mandate.objects.with_texts().order_by("pk"), TODAY, user, address="/mandates/?q=x"))
    return openpyxl.load_workbook(io.BytesIO(book))


def test_a_row_says_what_the_mandate_says_and_leads_back_to_it(cast):
    mandate = make_mandate(due=DUE, lead_entity=cast.unodc, focal_point=cast.alice)

    row = as_csv(cast.rita)[0]

    assert row["Document"] == mandate.resolution.symbol
    assert (row["Ready by"], row["Overdue after"], row["Lateness"]) == ("2004-09-14", "2004-12-31", "Due now")
    assert (row["Lead entity"], row["Focal point"], row["Addressees"]) == ("UNODC", "Alice", "Secretary-General")
    assert row["Address"] == f"http://testserver/mandates/{mandate.pk}/"


def test_the_workbook_holds_the_same_list_with_dates_as_dates(cast):
    mandate = make_mandate(due=DUE)

    book = as_sheet(cast.rita)
    heading, row = book.worksheets[0].iter_rows(max_row=2)
    cells = {head.value: cell for head, cell in zip(heading, row, strict=True)}

    assert cells["Ready by"].value.date() == DUE[0]
    assert cells["Address"].hyperlink.target == f"http://testserver/mandates/{mandate.pk}/"
    assert [cell.value for cell in book.worksheets[1]["B"]][1:] == [1, "http://testserver/mandates/?q=x"]


@pytest.mark.parametrize(
    "formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＠x", "  =1", "|cmd", "\x01=1"]
)
def test_no_cell_is_a_formula(cast, formula):
    make_mandate(action=formula)

    in_csv = as_csv(cast.rita)[0]["Action"]
    in_sheet = as_sheet(cast.rita).worksheets[0].cell(2, 7)

    assert in_csv.startswith("'")
    assert (in_sheet.value[0], in_sheet.data_type) == ("'", "s")


def test_a_null_character_hides_no_formula():
    assert tables.safe_cell("\x00=1").startswith("'")


@pytest.mark.parametrize("words", ["to report – as before", "58/140", "a=b", "", "(a) to pay"])
def test_other_words_stay_as_they_are(words):
    assert tables.safe_cell(words) == words


def test_a_cell_that_is_too_long_is_cut_visibly(cast):
    make_mandate(action="x" * 40_000)

    cell = as_sheet(cast.rita).worksheets[0].cell(2, 7).value

    assert (len(cell), cell[-1]) == (32_767, "…")


def test_the_number_of_queries_does_not_grow_with_the_list(cast, django_assert_num_queries):
    for _number in range(3):
        make_mandate(due=DUE)

    with django_assert_num_queries(5):
        as_csv(cast.rita)
