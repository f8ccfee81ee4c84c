"""The dashboard in a real browser: one click from a bar to its rows, tables without scripts, nothing too wide."""

from datetime import date

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.factories import make_mandate, make_paragraph, make_progress, make_resolution

LATE = (date(2004, 1, 1), date(2004, 2, 1))


@pytest.fixture
def dashboard(cast, sign_in_browser, live_server) -> Page:
    """The dashboard as Mona sees it: three overdue on the Secretary-General, one on Member States."""
    resolution = make_resolution("A/RES/58/140")
    for number in range(1, 5):
        make_mandate(
            make_paragraph(resolution, str(number)),
            addressee="Secretary-General" if number < 4 else "Member States",
            lead_entity=cast.unodc,
            due=LATE,
        )
    done = make_mandate(make_paragraph(resolution, "5"), status="implemented", lead_entity=cast.unodc)
    make_progress(done, cast.alice, symbol="A/59/205")
    page = sign_in_browser(cast.mona)
    page.goto(f"{live_server.url}/reports/")
    return page


def test_f6_the_overdue_of_an_addressee_are_one_click_on_its_bar(dashboard):
    segment = dashboard.get_by_role("link", name="Secretary-General: 3 overdue")
    clicks = 0

    segment.click()
    clicks += 1

    expect(dashboard.locator("#count")).to_contain_text("1–3 of 3 mandates")
    assert clicks <= 1
    assert "state=overdue" in dashboard.url


def test_the_dashboard_is_one_click_from_every_page_and_keeps_the_registers_filter(dashboard, live_server):
    dashboard.goto(f"{live_server.url}/mandates/?addressee=Member+States")

    dashboard.get_by_role("link", name="Pictures of this list").click()

    expect(dashboard.locator("main")).to_contain_text("1 mandate")
    assert dashboard.url.endswith("/reports/?addressee=Member+States")


def test_a_range_is_drawn_over_the_columns_or_chosen_with_a_click(dashboard, cast):
    today = timezone.localdate()
    for number, months in ((6, 1), (7, 2), (8, 30)):
        day = today + relativedelta(months=months)
        make_mandate(make_paragraph(address=str(number)), lead_entity=cast.unodc, due=(day, day))
    dashboard.goto(f"{dashboard.url}?closes_from={today}")
    near, far = (dashboard.locator("#timeline .drawing a").nth(place) for place in (0, 1))
    start, end = near.bounding_box(), far.bounding_box()

    dashboard.mouse.move(start["x"] - 4, start["y"] - 4)
    dashboard.mouse.down()
    dashboard.mouse.move(end["x"] + 2, end["y"] + 4, steps=5)
    expect(dashboard.locator("#timeline a.is-chosen")).to_have_count(2)
    dashboard.mouse.up()

    expect(dashboard.locator("#count")).to_contain_text("1–2 of 2 mandates")

    dashboard.go_back()
    dashboard.get_by_role("link", name="Next three months: 2").click()
    expect(dashboard.locator("#count")).to_contain_text("1–2 of 2 mandates")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_the_dashboard_is_accessible_and_fits_the_window(dashboard, assert_accessible, width, scheme):
    dashboard.set_viewport_size({"width": width, "height": 900})
    dashboard.emulate_media(color_scheme=scheme)

    for summary in dashboard.locator(".twin > summary").all():
        summary.click()

    dashboard.evaluate("scrollTo(0, 0)")
    assert_accessible(dashboard)
    assert dashboard.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_dashboard_breaks_no_rule_of_the_content_policy(dashboard):
    told: list[str] = []
    dashboard.on("console", lambda message: told.append(message.text))

    dashboard.reload()

    assert told == []
