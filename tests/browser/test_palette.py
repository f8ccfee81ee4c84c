"""F13 and the keys in a real browser: Ctrl+K goes anywhere, Esc one level back, and no key of the browser is taken."""

import pytest
from playwright.sync_api import expect

from tests.browser.counting import Counted
from tests.factories import make_mandate, make_paragraph, make_resolution


@pytest.fixture
def mandate(cast):
    provision = make_paragraph(make_resolution("A/RES/79/1"), "12", words="Requests a report.")
    return make_mandate(provision, lead_entity=cast.unodc)


def test_f13_a_symbol_and_paragraph_take_three_seconds_by_keys_alone(mandate, cast, sign_in_browser, live_server):
    page = sign_in_browser(cast.alice)
    page.goto(f"{live_server.url}/sessions/")
    hands = Counted(page)

    hands.press("Control+k")
    page.keyboard.type("79/1 op 12")
    hands.press("Enter")

    page.wait_for_url(f"**/mandates/{mandate.pk}/")
    assert hands.keys == 2
    assert hands.seconds <= 3


def test_the_palette_is_chosen_from_by_arrows_and_closed_by_escape(mandate, cast, sign_in_browser, live_server):
    page = sign_in_browser(cast.alice)
    page.goto(f"{live_server.url}/sessions/")

    page.get_by_role("link", name="Go to …").click()
    page.keyboard.type("resol")
    expect(page.locator(".goals .is-active")).to_contain_text("Resolutions")
    # The list of the words as they are now, not of those before the last letter.
    expect(page.locator(".goals .is-active")).to_have_attribute("data-words", "resol")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".goals .is-active")).to_contain_text("Search all texts")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/resolutions/")

    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).not_to_be_visible()
    assert page.url.endswith("/resolutions/")


def test_escape_leaves_the_field_and_then_the_page(mandate, cast, sign_in_browser, live_server):
    page = sign_in_browser(cast.alice)
    page.goto(f"{live_server.url}/mandates/{mandate.pk}/")
    page.get_by_label("Your comment").focus()

    page.keyboard.press("Escape")
    expect(page.get_by_label("Your comment")).not_to_be_focused()
    assert page.url.endswith(f"/mandates/{mandate.pk}/")
    page.keyboard.press("Escape")

    page.wait_for_url("**/resolutions/A/RES/79/1/")


def test_no_key_of_the_browser_or_a_screen_reader_is_taken(mandate, cast, sign_in_browser, live_server):
    page = sign_in_browser(cast.alice)
    page.goto(f"{live_server.url}/mandates/")
    page.evaluate("""() => {
      window.taken = [];
      document.addEventListener("keydown", (event) => event.defaultPrevented && window.taken.push(event.key));
    }""")
    keys = ["Tab", "Home", "End", "PageDown", "ArrowDown", " ", "F1", "F5", "F6", "Insert"]
    keys += [f"Control+{key}" for key in "cxvaftnwlprs"] + ["Alt+ArrowLeft", "Alt+d", "Control+Shift+t", "h", "b", "1"]

    for key in keys:
        page.evaluate(
            """(keys) => {
              const [key, ...held] = keys.split("+").reverse();
              const event = new KeyboardEvent("keydown", {
                key, bubbles: true, cancelable: true, ctrlKey: held.includes("Control"), altKey: held.includes("Alt"),
                shiftKey: held.includes("Shift"),
              });
              document.body.dispatchEvent(event);
            }""",
            key,
        )

    assert page.evaluate("window.taken") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_palette_is_accessible_and_fits_the_window(
    mandate, cast, sign_in_browser, live_server, assert_accessible, scheme, width
):
    page = sign_in_browser(cast.alice)
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/go/?q=79/1")
    assert_accessible(page)

    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.type("79/1")
    expect(page.locator(".goals .is-active").first).to_be_visible()

    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
