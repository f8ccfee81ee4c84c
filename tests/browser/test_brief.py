"""A brief for the principal in a real browser: from the list to a document in two clicks."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_mandate, make_paragraph, make_resolution
from tracker.jobs.models import Job
from tracker.reports import tasks

LATE = (date(2004, 1, 1), date(2004, 2, 1))


@pytest.fixture
def register(cast, sign_in_browser, live_server) -> Page:
    """The overdue mandates as Mona sees them: two of three."""
    resolution = make_resolution("A/RES/58/140")
    for number in range(1, 4):
        make_mandate(make_paragraph(resolution, str(number)), lead_entity=cast.unodc, due=LATE if number < 3 else None)
    page = sign_in_browser(cast.mona)
    page.goto(f"{live_server.url}/mandates/?state=overdue")
    return page


def test_f9_a_print_ready_page_is_one_click_and_a_document_two(register):
    register.get_by_role("link", name="Report", exact=True).click()
    expect(register.locator("main")).to_contain_text("2 mandates, as at")
    expect(register.locator("main")).to_contain_text("Deadline: Overdue")

    register.get_by_role("button", name="DOCX").first.click()
    expect(register.locator("#job")).to_contain_text("Waiting for the background worker")
    with register.expect_download() as download:
        tasks.write_report.call(Job.objects.get().pk)

    assert download.value.suggested_filename.endswith(".docx")


def test_f9_the_same_list_is_a_workbook_in_two_clicks(register):
    register.get_by_role("link", name="Report", exact=True).click()
    with register.expect_download() as download:
        register.get_by_role("link", name="XLSX").click()

    assert download.value.suggested_filename.endswith(".xlsx")


@pytest.mark.parametrize("width", [1280, 320])
def test_the_brief_is_accessible_and_fits_the_window(register, assert_accessible, width):
    register.set_viewport_size({"width": width, "height": 900})
    register.goto(register.url.replace("/mandates/", "/reports/brief/"))

    assert_accessible(register)
    assert register.evaluate("document.documentElement.scrollWidth <= innerWidth")
