"""The shell in a real browser: keys, colours, phone width, without scripts, and axe on the pages that it owns."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.factories import make_mandate, make_progress, make_user


@pytest.fixture
def late_mandate(cast):
    day = timezone.localdate() - timedelta(days=3)
    mandate = make_mandate(due=(day, day), lead_entity=cast.unodc, focal_point=cast.alice)
    make_progress(mandate, cast.alice)
    return mandate


def test_keys_lead_where_the_list_of_keys_says(live_server, cast, late_mandate, sign_in_browser):
    page = sign_in_browser(cast.alice)
    page.goto(live_server.url)

    page.keyboard.press("/")
    expect(page.locator("#bar-q")).to_be_focused()

    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_contain_text("Resolutions")
    page.keyboard.press("Escape")

    page.keyboard.press("j")
    expect(page.locator("[data-row].is-current")).to_contain_text(late_mandate.resolution.symbol)

    page.keyboard.press("g")
    page.keyboard.press("o")
    page.wait_for_url("**/mandates/?state=overdue&entity=UNODC")


def test_single_keys_can_be_switched_off(live_server, cast, sign_in_browser):
    cast.alice.preferences = {"single_keys": False}
    cast.alice.save()
    page = sign_in_browser(cast.alice)
    page.goto(live_server.url)

    page.keyboard.press("/")
    expect(page.locator("#bar-q")).not_to_be_focused()

    page.keyboard.press("Control+k")
    expect(page.locator("#palette-q")).to_be_focused()


def test_a_person_chooses_their_own_keys_and_goes_back_to_the_usual_ones(
    live_server, cast, late_mandate, sign_in_browser
):
    page = sign_in_browser(cast.alice)
    page.goto(f"{live_server.url}/account/keys/")
    page.get_by_label("Log progress").press("j")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("“j” already does “Next row”")

    page.get_by_label("Next row").press("Backspace")
    # By its place on a keyboard with Cyrillic letters.
    page.get_by_label("Go to a page").evaluate(
        "field => field.dispatchEvent(new KeyboardEvent('keydown', {key: 'ф', code: 'KeyA', bubbles: true}))"
    )
    page.get_by_label("Approve or accept").press("Q")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#notices")).to_contain_text("Your keys are saved.")

    page.goto(f"{live_server.url}/mandates/?view=all")
    page.locator("[data-row-link]").focus()
    page.keyboard.press("u")
    page.keyboard.press("?")
    expect(page.locator("#keys dt", has_text="j").first).to_be_visible()
    expect(page.locator("#keys dl")).not_to_contain_text("Next row")
    expect(page.locator("form.log-form")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator("form.log-form")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("p")
    expect(page).to_have_url(re.compile("/mandates/"))
    page.keyboard.press("a")
    page.keyboard.press("p")
    page.wait_for_url("**/account/preferences/")

    page.goto(f"{live_server.url}/account/keys/")
    page.get_by_role("button", name="All as usual").click()
    expect(page.get_by_label("Log progress")).to_have_value("u")


def test_colours_change_at_once_and_stay(live_server, cast, sign_in_browser):
    page = sign_in_browser(cast.alice)
    page.goto(live_server.url)

    page.locator(".bar-person summary").click()
    with page.expect_response("**/account/theme/"):
        page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")

    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


@pytest.mark.parametrize("width", [1024, 1247, 1248, 1280])
def test_the_bar_fits_the_window_whatever_the_name(live_server, late_mandate, sign_in_browser, width):
    page = sign_in_browser(make_user("Maximiliana-Wilhelmine", is_superuser=True))
    page.set_viewport_size({"width": width, "height": 700})

    page.goto(live_server.url)

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_everything_in_the_bar_works_without_scripts(live_server, cast, late_mandate, client, browser, settings):
    client.force_login(cast.alice)
    context = browser.new_context(java_script_enabled=False)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url)

    page.locator(".bar-person summary").click()
    page.get_by_role("button", name="Light").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    page.locator(".bar-person summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/account/login/"))
    context.close()
