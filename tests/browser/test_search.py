"""Search in a browser: by keys alone to a paragraph, and hits while typing."""

from playwright.sync_api import expect

from tests.factories import make_paragraph, make_resolution


def arrange() -> None:
    resolution = make_resolution("A/RES/79/1", title="The Pact")
    for number in range(1, 30):
        make_paragraph(
            resolution, str(number), words=f"Requests the Secretary-General to report, for the {number}th time."
        )


def test_f13_a_symbol_in_any_spelling_is_two_keys_and_its_letters_away(sign_in_browser, live_server, cast):
    arrange()
    page = sign_in_browser(cast.alice)

    for spelling in ("A/RES/79/1 op 12", "79/1 OP 12"):
        page.goto(live_server.url)
        page.keyboard.press("/")
        page.keyboard.type(spelling)
        page.keyboard.press("Enter")

        page.wait_for_url("**/resolutions/A/RES/79/1/#op12")
        expect(page.locator("#op12")).to_be_in_viewport()


def test_hits_come_while_typing_and_the_page_is_accessible(sign_in_browser, live_server, cast, assert_accessible):
    arrange()
    page = sign_in_browser(cast.alice)
    page.goto(f"{live_server.url}/search/")
    page.keyboard.press("Escape")

    page.locator("#search-q").fill("12th")
    expect(page.locator(".search-list > li")).to_have_count(1)

    expect(page.locator("mark")).to_have_text("12th")
    assert page.url.endswith("/search/?q=12th")
    assert_accessible(page)


def test_the_slash_leads_into_the_field_of_the_search_page(sign_in_browser, live_server, cast):
    arrange()
    page = sign_in_browser(cast.alice)
    page.goto(f"{live_server.url}/search/?q=report")

    page.keyboard.press("/")

    expect(page.locator("#search-q")).to_be_focused()
