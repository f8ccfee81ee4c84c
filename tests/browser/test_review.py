"""Review in a real browser: a pasted resolution becomes reviewed mandates by a key each, in under a minute."""

from datetime import date

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from tests.browser.counting import Counted
from tests.intake.forest import FOREST
from tracker.files.storing import store
from tracker.intake import take_in as intake
from tracker.mandates.models import Mandate
from tracker.organs import calendar, directory
from tracker.resolutions.models import Reading

GLANCE = 2.0  # seconds of looking at one proposal (ux.md, F10)
GOAL = 60.0
WIDTHS = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 320, "height": 700}}


@pytest.fixture
def known(transactional_db) -> None:
    calendar.load_calendar()
    directory.load_directory()


@pytest.fixture
def reading(known) -> Reading:
    content = FOREST.encode()
    return intake.read(store(content, "forest.txt", None), content, "forest.txt")


@pytest.fixture
def review(reading, cast, sign_in_browser, live_server) -> Page:
    page = sign_in_browser(cast.ada)
    page.goto(f"{live_server.url}/intake/readings/{reading.pk}/")
    return page


def proposal(page: Page, paragraph: str):
    """Return the first proposal on a paragraph."""
    return page.locator("[data-proposal]").filter(has=page.get_by_text(f"Paragraph {paragraph}", exact=True)).first


def test_f10_a_pasted_resolution_is_reviewed_in_under_a_minute(known, cast, sign_in_browser, live_server):
    page = sign_in_browser(cast.mona)
    page.goto(f"{live_server.url}/intake/")
    counted = Counted(page)

    page.keyboard.insert_text(FOREST)  # pasted
    counted.press("Control+Enter")
    expect(page.get_by_text("Waiting for the background worker")).to_be_visible()
    call_command("db_worker", batch=True, interval=0, startup_delay=False, reload=False, verbosity=0)
    expect(page.get_by_role("heading", name="A/RES/58/200")).to_be_visible()

    proposals = page.locator("[data-proposal]")
    reviewed = proposals.count()
    for number in range(reviewed):
        counted.think()
        counted.press("a")
        expect(proposals.nth(number).locator("input[value=accept]")).to_be_checked()
    counted.press("Enter")

    expect(page.get_by_role("heading", name="Planting of trees")).to_be_visible()
    seconds = counted.seconds + GLANCE * reviewed
    print(f"F10: {reviewed} proposals, {counted.keys} keys, {seconds:.0f} s")
    assert reviewed >= 12
    assert Mandate.objects.filter(status=Mandate.Status.NOT_STARTED).count() == reviewed
    assert seconds < GOAL
    assert counted.clicks == 0


def test_all_above_the_line_are_listed_and_then_accepted_by_two_keys(review):
    proposals = review.locator("[data-proposal]")
    first = proposals.first.get_attribute("id")
    review.keyboard.press("x")
    sure = review.locator("[data-sure]:not(:has(input:checked))")
    listed = sure.count()

    review.keyboard.press("Shift+A")
    expect(review.locator("#sure li:visible")).to_have_count(listed)
    expect(proposals.locator("input[value=accept]:checked")).to_have_count(0)
    review.keyboard.press("Enter")

    expect(proposals.locator("input[value=accept]:checked")).to_have_count(listed)
    expect(review.locator(f"#{first} input[value=reject]")).to_be_checked()
    expect(review.get_by_role("button", name="Confirm")).to_be_focused()


def test_each_verdict_is_one_key_and_the_next_proposal_is_current(review):
    current = review.locator("[data-proposal].is-current")
    for key, verdict in (("a", "accept"), ("x", "reject"), ("l", "later")):
        here = current.get_attribute("id")
        review.keyboard.press(key)
        expect(review.locator(f"#{here} input[value={verdict}]")).to_be_checked()
        expect(current).not_to_have_id(here)


def test_merge_and_split_are_one_key(review, live_server):
    merged = review.locator("[data-proposal]:has(input[value=merge])").first
    merged.locator("[data-row-link]").focus()
    review.keyboard.press("m")
    expect(merged.locator("input[value=merge]")).to_be_checked()

    split = proposal(review, "12")
    split.locator("[data-row-link]").focus()
    review.keyboard.press("s")
    expect(split.get_by_label("What the second mandate asks")).to_be_focused()


def test_a_corrected_addressee_offers_the_same_for_its_likes(review):
    corrected = proposal(review, "9")
    corrected.locator("[data-row-link]").focus()
    review.keyboard.press("e")
    offer = corrected.get_by_label("Correct it wherever")
    expect(offer).to_be_hidden()

    corrected.get_by_label("Addressees", exact=True).fill("United Nations Environment Programme")

    expect(offer).to_be_visible()
    expect(corrected.locator("[data-spreads]")).to_contain_text("Paragraph 10")


def test_the_usual_time_is_proposed_and_taken_by_one_key(review):
    report = proposal(review, "3")
    report.locator("[data-row-link]").focus()
    expect(report.get_by_text("Not in the text, but usual")).to_be_visible()
    review.keyboard.press("n")
    review.keyboard.press("a")
    review.get_by_role("button", name="Confirm").click()

    expect(review.get_by_role("heading", name="Planting of trees")).to_be_visible()
    mandate = Mandate.objects.get(provision__address="3")
    assert (mandate.deadlines.get().is_inferred, mandate.due_opens) == (True, date(2004, 9, 14))


@pytest.mark.parametrize("width", WIDTHS)
def test_review_is_accessible(review, assert_accessible, width):
    review.set_viewport_size(WIDTHS[width])
    for details in review.locator("details.proposal-edit").all()[:2]:
        details.locator("summary").click()

    assert_accessible(review)
    assert review.evaluate("document.documentElement.scrollWidth <= innerWidth")
