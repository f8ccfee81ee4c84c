"""F5 in a real browser: what is late at my entity, and the lists that my team has named, one click from anywhere."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_mandate, make_view

LATE = (date(2004, 1, 1), date(2004, 2, 1))


@pytest.fixture
def lists(cast):
    for entity in (cast.unodc, cast.unodc, cast.unep):
        make_mandate(lead_entity=entity, due=LATE)
    make_mandate(lead_entity=cast.unodc)
    make_view(cast.mona, "High", query="q=report&entity=UNEP", team=cast.unodc)


def test_f5_all_that_is_overdue_at_my_entity_takes_one_click(lists, cast, sign_in_browser, live_server):
    page = sign_in_browser(cast.mona)
    page.goto(f"{live_server.url}/resolutions/")

    page.locator(".bar-late").click()

    expect(page.locator("#count")).to_contain_text("1–2 of 2 mandates")


def test_f5_all_that_is_overdue_at_my_entity_takes_two_keys(lists, cast, sign_in_browser, live_server):
    page = sign_in_browser(cast.mona)
    page.goto(f"{live_server.url}/resolutions/")

    page.keyboard.press("g")
    page.keyboard.press("o")

    expect(page.locator("#count")).to_contain_text("1–2 of 2 mandates")


def test_f5_a_pinned_view_takes_one_click_from_any_page(lists, cast, sign_in_browser, live_server):
    page = sign_in_browser(cast.alice)
    page.goto(f"{live_server.url}/sessions/")

    page.get_by_role("navigation", name="Pinned views").get_by_role("link", name="High").click()

    expect(page.locator("#count")).to_contain_text("1–1 of 1 mandate")


def test_a_click_with_shift_sorts_in_second_place_and_the_menu_moves_columns(lists, cast, sign_in_browser, live_server):
    page = sign_in_browser(cast.alice)
    page.goto(f"{live_server.url}/mandates/?sort=entity")

    page.get_by_role("columnheader", name="Deadline").get_by_role("link").click(modifiers=["Shift"])
    expect(page).to_have_url(f"{live_server.url}/mandates/?sort=entity%2Cdue")

    page.get_by_text("Columns", exact=True).click()
    page.get_by_role("button", name="Move “Status” forward").click()
    expect(page.locator("thead th").nth(4)).to_contain_text("Status")
    expect(page.locator("thead th").nth(5)).to_contain_text("Focal point")


def test_the_pages_of_views_are_accessible_and_fit_the_window(lists, cast, sign_in_browser, live_server, find_faults):
    page: Page = sign_in_browser(cast.mona)

    wrong = [
        fault
        for address in ("/saved/", "/saved/new/?query=state%3Doverdue", "/mandates/")
        for fault in find_faults(page, live_server.url + address)
    ]
    page.get_by_text("Columns", exact=True).click()

    assert wrong + find_faults(page) == []
