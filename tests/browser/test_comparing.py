"""Comparing with the text before, in place."""

from datetime import date

from playwright.sync_api import expect

from tests.factories import make_paragraph, make_resolution
from tracker.accounts.changes import change
from tracker.resolutions import lineage


def test_f14_the_text_before_is_one_click_away_in_place(sign_in_browser, live_server, cast, assert_accessible):
    before = make_resolution("A/RES/57/173", title="Crime", adopted_on=date(2002, 12, 18))
    make_paragraph(before, "1", words="Requests a report on crime at its fifty-eighth session.")
    later = make_resolution("A/RES/58/140", title="Crime")
    make_paragraph(later, "1", words="Requests a report on crime at its fifty-ninth session.")
    with change("Trace"):
        lineage.trace(later)
    page = sign_in_browser(cast.alice)
    page.goto(live_server.url + later.get_absolute_url())
    page.evaluate("window.sameDocument = true")

    page.get_by_text("Compare with A/RES/57/173").click()

    expect(page.locator("ins")).to_have_text("ninth")
    assert page.url.endswith("/resolutions/compare/A/RES/58/140/")
    assert page.evaluate("window.sameDocument")
    assert_accessible(page)
    page.goto(f"{live_server.url}/resolutions/lineage/A/RES/58/140/")
    assert_accessible(page)
