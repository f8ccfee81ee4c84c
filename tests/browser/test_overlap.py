"""What asks the same, in a browser: one click from a mandate; a draft pasted, checked by the worker, and shown."""

from playwright.sync_api import Page, expect

from tests.browser.counting import Counted
from tests.factories import make_mandate, make_organ, make_paragraph, make_resolution
from tracker.intake import tasks
from tracker.jobs.models import Job
from tracker.mandates.models import Mandate
from tracker.organs import directory

REPORT = "Requests the Secretary-General to submit a report on trafficking in women and girls"
DRAFT = f"The General Assembly,\n\n1. {REPORT}, within existing resources;\n\n2. Calls for action against crime.\n"


def arrange() -> Mandate:
    directory.load_directory()
    council = make_organ("ECOSOC", name="Economic and Social Council")
    for year in range(2018, 2024):
        resolution = make_resolution(f"E/RES/{year}/1", organ=council, title="Trafficking in women and girls")
        make_mandate(make_paragraph(resolution, "7", words=f"{REPORT} in armed conflict, in {year}."))
    return make_mandate(make_paragraph(make_resolution("A/RES/80/1"), "3", words=f"{REPORT}."))


def look(page: Page, assert_accessible) -> None:
    """Look at the page in both schemes, on a phone and on a desk."""
    for scheme in ("dark", "light"):
        for width in (320, 1280):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.set_viewport_size({"width": width, "height": 800})
            assert_accessible(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_asks_the_same_as_a_mandate_is_one_click_away(sign_in_browser, live_server, cast, assert_accessible):
    mandate = arrange()
    page = sign_in_browser(cast.alice)
    page.goto(f"{live_server.url}/mandates/{mandate.pk}/")
    hands = Counted(page)

    hands.click(page.get_by_role("link", name="What asks the same?"))

    expect(page.locator(".search-list > li")).to_have_count(5)
    expect(page.locator(".search-list mark").first).to_have_text(REPORT)
    assert hands.clicks == 1
    page.locator(".search-list summary").first.click()
    look(page, assert_accessible)


def test_pasted_words_are_answered_and_wrong_ones_keep_what_was_typed(
    sign_in_browser, live_server, cast, assert_accessible
):
    arrange()
    page = sign_in_browser(cast.alice)
    page.goto(f"{live_server.url}/search/overlap/")

    page.get_by_label("Words of a provision").fill("x " * 4000)
    page.get_by_role("button", name="Find what asks the same").click()
    expect(page.get_by_role("alert")).to_contain_text("check the whole as a draft")
    expect(page.get_by_label("Words of a provision")).to_have_value("x " * 4000)
    look(page, assert_accessible)

    page.get_by_label("Words of a provision").fill(f"2. {REPORT};")
    page.get_by_role("button", name="Find what asks the same").click()
    expect(page.locator(".search-list > li")).to_have_count(5)


def test_a_draft_is_pasted_and_shown_when_the_worker_has_checked_it(
    sign_in_browser, live_server, cast, assert_accessible
):
    arrange()
    page = sign_in_browser(cast.alice)
    page.goto(f"{live_server.url}/search/drafts/")

    page.get_by_label("Text of the draft").fill(DRAFT)
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_text("Waiting for the background worker")).to_be_visible()
    tasks.check_draft.call(Job.objects.get().pk)

    expect(page.get_by_role("heading", name="What is missing")).to_be_visible()
    page.get_by_text("The 5 nearest mandates").click()
    expect(page.locator(".search-list > li")).to_have_count(5)
    look(page, assert_accessible)
    page.locator(".facts").get_by_role("link", name="2").first.click()
    expect(page.get_by_role("heading", name="Paragraph 2")).to_be_in_viewport()
