"""An administrator on an empty installation: what to do is said, the example comes and goes with one click each."""

from playwright.sync_api import expect

from tests.browser.counting import Counted
from tracker.mandates.models import Mandate
from tracker.organs.calendar import load_calendar
from tracker.organs.directory import load_directory
from tracker.resolutions.models import Resolution


def test_f16_the_example_is_loaded_with_one_click_and_removed_with_one(
    cast, sign_in_browser, live_server, assert_accessible
):
    load_calendar()
    load_directory()
    page = sign_in_browser(cast.ada)
    page.goto(live_server.url)
    counted = Counted(page)

    expect(page.get_by_role("link", name="Take in a resolution")).to_be_visible()
    assert_accessible(page)
    counted.click(page.get_by_role("button", name="Load the example"))

    expect(page.locator("#notices")).to_contain_text("14 mandates taken in from A/RES/58/140")
    assert (counted.clicks, Mandate.objects.confirmed().count()) == (1, 14)

    counted.click(page.get_by_role("button", name="Remove the example"))

    expect(page.locator("#notices")).to_contain_text("The example is gone")
    assert (counted.clicks, Resolution.objects.count(), Mandate.objects.count()) == (2, 0, 0)
