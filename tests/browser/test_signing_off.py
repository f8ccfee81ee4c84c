"""Sign-off in a real browser: one key an entry, and two clicks to put right what was sent back."""

from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.browser.counting import KEY, THINK, Counted
from tests.factories import make_mandate, make_paragraph, make_progress, make_resolution
from tracker.accounts import changes
from tracker.followup.models import Evidence, ProgressUpdate

WIDTHS = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 320, "height": 700}}


@pytest.fixture
def entries(cast) -> list[ProgressUpdate]:
    """Three entries of Alice's that wait for Mona."""
    with changes.change("Arrange a test"):
        changes.save(cast.unodc, signs_off=True)
    resolution = make_resolution("A/RES/58/140")
    return [
        make_progress(
            make_mandate(make_paragraph(resolution, str(number)), lead_entity=cast.unodc),
            cast.alice,
            symbol="A/59/205",
            state="submitted",
            status="implemented",
            done=f"Report {number} was issued.",
        )
        for number in range(1, 4)
    ]


def test_f7_each_entry_is_decided_by_one_key_and_the_next_comes_at_once(entries, cast, sign_in_browser, live_server):
    page = sign_in_browser(cast.mona)
    page.goto(f"{live_server.url}/progress/review/")
    counted = Counted(page)

    for update, following in pairwise(entries):
        expect(page.locator("#review")).to_contain_text(update.done)
        counted.think()
        counted.press("a")
        expect(page.locator("#review")).to_contain_text(following.done)

    assert (counted.clicks, counted.keys) == (0, 2)
    assert counted.seconds / 2 == pytest.approx(THINK + KEY)
    assert counted.seconds / 2 <= 1.7
    assert ProgressUpdate.objects.filter(state="approved", decided_by=cast.mona).count() == 2


def test_f7_sending_back_takes_one_key_and_the_reason(entries, cast, sign_in_browser, live_server):
    page = sign_in_browser(cast.mona)
    page.goto(f"{live_server.url}/progress/review/")
    counted = Counted(page)

    counted.press("r")
    expect(page.get_by_label("What is missing or wrong")).to_be_focused()
    page.keyboard.insert_text("Which report?")
    counted.press("Control+Enter")

    expect(page.locator("#review")).to_contain_text(entries[1].done)
    entries[0].refresh_from_db()
    assert (entries[0].state, entries[0].decision) == ("returned", "Which report?")
    assert (counted.clicks, counted.keys) == (0, 2)


def test_f4_what_was_sent_back_is_fixed_and_sent_again_in_two_clicks(entries, cast, sign_in_browser, live_server):
    with changes.change("Arrange a test"):
        changes.save(entries[0], state="returned", decided_by=cast.mona, decision="Which report?")
    page = sign_in_browser(cast.alice)
    page.goto(f"{live_server.url}/")
    counted = Counted(page)
    row = page.locator(f"#entry-{entries[0].pk}")
    expect(row).to_contain_text("Which report?")

    counted.click(row.get_by_role("button", name="Fix and send again"))
    expect(row.locator("form.log-form input:focus")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("A/59/206")
    counted.click(row.locator("form button.btn-primary"))

    expect(page.locator("#notices")).to_contain_text("a manager has to approve it")
    expect(row).to_have_count(0)
    assert counted.clicks == 2
    again = ProgressUpdate.objects.get(corrects=entries[0])
    assert sorted(Evidence.objects.filter(update=again).values_list("symbol", flat=True)) == ["A/59/205", "A/59/206"]


def test_f3_mine_is_the_landing_page(entries, cast, sign_in_browser, live_server):
    with changes.change("Arrange a test"):
        changes.save(entries[0], state="returned", decided_by=cast.mona, decision="Which report?")
    page = sign_in_browser(cast.alice)

    page.goto(f"{live_server.url}/")

    expect(page.get_by_role("region", name="Sent back to you")).to_contain_text("Which report?")
    expect(page.get_by_role("region", name="Yours: overdue or due soon")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_queue_is_accessible_and_fits_the_window(
    entries, cast, sign_in_browser, live_server, assert_accessible, width, scheme
):
    page: Page = sign_in_browser(cast.mona)
    page.set_viewport_size(WIDTHS[width])
    page.emulate_media(color_scheme=scheme)

    page.goto(f"{live_server.url}/progress/review/")
    page.keyboard.press("r")

    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
