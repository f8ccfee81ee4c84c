"""F12 in a real browser: a wrong addressee is put right in place, by five keys, and back by Ctrl+Z."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.counting import Counted
from tests.factories import make_addressee, make_mandate
from tracker.accounts.changes import change, save


@pytest.fixture
def mandate(cast):
    make_addressee("World Bank")
    make_addressee("Member States")
    return make_mandate(lead_entity=cast.unodc)


@pytest.fixture
def register(mandate, cast, sign_in_browser, live_server) -> Page:
    page = sign_in_browser(cast.mona)
    page.goto(f"{live_server.url}/mandates/")
    page.evaluate("window.mark = 'here'")
    return page


def test_f12_an_addressee_takes_five_keys_and_is_undone_by_one(register, mandate):
    row = register.locator(f"#mandate-{mandate.pk}")
    row.get_by_role("link", name="Edit the addressees").focus()
    hands = Counted(register)

    hands.press("Enter")
    expect(row.locator("input[name=typed]")).to_be_focused()
    for letter in "wor":
        hands.press(letter)
    expect(row.locator("input[name=typed]")).to_have_value("World Bank")
    hands.press("Enter")

    expect(row.locator(".row-verb")).to_contain_text("World Bank")
    assert hands.keys == 5
    assert register.evaluate("window.mark") == "here"

    register.keyboard.press("Control+z")
    expect(register.locator("#notices")).to_contain_text("Undone", timeout=20_000)
    expect(register.locator(f"#mandate-{mandate.pk} .row-verb")).to_contain_text("Secretary-General")


def test_f12_by_mouse_a_focal_point_takes_two_clicks_beside_its_letters(register, mandate):
    row = register.locator(f"#mandate-{mandate.pk}")
    hands = Counted(register)
    row.hover()

    hands.click(row.get_by_role("link", name="Edit the focal point"))
    expect(row.locator("input[name=typed]")).to_be_focused()
    register.keyboard.type("ali")
    hands.click(row.get_by_role("button", name="Keep"))

    expect(row.get_by_role("cell").filter(has_text="Alice")).to_be_visible()
    assert hands.clicks == 2


def test_e_and_f2_open_a_cell_and_escape_puts_it_back(register, mandate):
    row = register.locator(f"#mandate-{mandate.pk}")
    register.keyboard.press("j")
    register.keyboard.press("e")
    expect(row.locator("input[name=typed]")).to_be_focused()
    register.keyboard.type("xyz")

    register.keyboard.press("Escape")
    expect(row.locator("form.cell-form")).to_have_count(0)
    expect(row.get_by_role("link", name="Edit the addressees")).to_be_focused()
    expect(row.locator(".row-verb")).to_contain_text("Secretary-General")

    register.keyboard.press("F2")
    expect(row.locator("input[name=typed]")).to_be_focused()


def test_a_cell_that_somebody_else_has_written_shows_both_values_in_place(register, mandate, cast):
    row = register.locator(f"#mandate-{mandate.pk}")
    row.get_by_role("link", name="Edit the focal point").focus()
    register.keyboard.press("Enter")
    expect(row.locator("input[name=typed]")).to_be_focused()
    with change("Meanwhile", by=cast.ada):
        save(mandate, focal_point=cast.rita)

    register.keyboard.type("ali")
    register.keyboard.press("Enter")

    expect(row.get_by_role("alert")).to_contain_text("Somebody else has put “Rita” here meanwhile", timeout=20_000)
    expect(row.locator("input[name=typed]")).to_have_value("Alice")
    row.locator("input[name=typed]").press("Enter")
    expect(row.get_by_role("cell").filter(has_text="Alice")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_a_cell_that_is_open_is_accessible_and_fits_the_window(register, mandate, assert_accessible, width, scheme):
    register.emulate_media(color_scheme=scheme)
    register.set_viewport_size({"width": width, "height": 800})
    assert_accessible(register)
    register.get_by_role("link", name="Edit the focal point").focus()
    register.keyboard.press("Enter")
    expect(register.locator("input[name=typed]")).to_be_focused()

    assert_accessible(register)
    assert register.evaluate("document.documentElement.scrollWidth <= innerWidth")
