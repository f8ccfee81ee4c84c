"""F11 in a real browser: a sheet is dropped, checked, imported once, and the second time changes nothing."""

import csv
import io

import pytest
from playwright.sync_api import Page, expect

from tests.browser.counting import Counted
from tests.factories import make_organ
from tracker.intake import tasks
from tracker.jobs.models import Job
from tracker.mandates.models import Mandate

HEADINGS = ["Resolution", "Para", "Verb", "Mandate", "Addressee", "Due", "Remarks"]
TASKS = {task.name: task for task in (tasks.check_sheet, tasks.import_sheet)}


def sheet(*rows: list, name: str = "my mandates.csv") -> dict:
    file = io.StringIO()
    csv.writer(file).writerows([HEADINGS, *rows])
    return {"name": name, "mimeType": "text/csv", "buffer": file.getvalue().encode()}


def rows(count: int) -> list[list]:
    return [["79/1", str(n), "request", "to report", "States", "by 1 March 2027", "x"] for n in range(1, count + 1)]


def work() -> None:
    """Do what waits for the worker."""
    for job in Job.objects.filter(state=Job.State.WAITING):
        TASKS[job.task].call(job.pk)


@pytest.fixture
def form(cast, sign_in_browser, live_server) -> Page:
    make_organ()
    page = sign_in_browser(cast.ada)
    page.goto(f"{live_server.url}/intake/sheets/")
    return page


def test_f11_a_sheet_is_imported_in_two_clicks_and_again_changes_nothing(form, live_server):
    hands = Counted(form)

    form.get_by_label("File").set_input_files(sheet(*rows(30)))
    hands.click(form.get_by_role("button", name="Check it"))
    work()
    expect(form.locator(".lede[role=status]")).to_contain_text("30 new, 0 changed, 0 same, 0 wrong")
    hands.click(form.get_by_role("button", name="Import all 30 rows"))
    work()
    expect(form.locator(".lede[role=status]")).to_contain_text("Imported: 30 new")
    assert hands.clicks <= 4
    assert Mandate.objects.count() == 30

    form.goto(f"{live_server.url}/intake/sheets/")
    form.get_by_label("File").set_input_files(sheet(*rows(30)))
    form.get_by_role("button", name="Check it").click()
    work()
    form.get_by_role("button", name="Import all 30 rows").click()
    work()
    expect(form.locator(".lede[role=status]")).to_contain_text("0 changes: all 30 rows were here as they are.")


def test_f11_wrong_cells_are_named_and_a_column_can_be_read_otherwise(form):
    wrong = rows(2)
    wrong[1][0] = "Budget"
    form.get_by_label("File").set_input_files(sheet(*wrong))
    form.get_by_role("button", name="Check it").click()
    work()

    expect(form.locator("table")).to_contain_text("A3: “Budget” is no symbol")
    expect(form.get_by_role("button", name="Import")).to_have_count(0)
    form.get_by_text("not taken in: Remarks").click()
    form.get_by_label("Remarks").select_option("public_statement")
    form.get_by_role("button", name="Check again").click()
    work()
    expect(form.locator(".lede[role=status]")).to_contain_text("1 new, 0 changed, 0 same, 1 wrong")
    assert Job.objects.first().result["columns"]["Remarks"] == "public_statement"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_of_sheets_are_accessible_and_fit_the_window(form, assert_accessible, scheme, width):
    form.emulate_media(color_scheme=scheme)
    form.set_viewport_size({"width": width, "height": 800})
    assert_accessible(form)
    wrong = [*rows(2), ["Budget", "", "", "", "", "", ""]]
    form.get_by_label("File").set_input_files(sheet(*wrong))
    form.get_by_role("button", name="Check it").click()
    assert_accessible(form)
    work()
    expect(form.locator("table")).to_be_visible()

    assert_accessible(form)
    assert form.evaluate("document.documentElement.scrollWidth <= innerWidth")
