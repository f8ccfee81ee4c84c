"""Many mandates are reassigned in four clicks, with the number on the button, and taken back by one."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.counting import Counted
from tests.factories import make_mandate, make_paragraph, make_resolution
from tracker.accounts import changes
from tracker.mandates.models import Mandate

ROWS = 312


@pytest.fixture
def register(cast, sign_in_browser, live_server) -> Page:
    """The register as Mona sees it, filtered to 312 mandates of her entity; three more do not match."""
    with changes.change("Arrange a test"):
        provision = make_paragraph(make_resolution("A/RES/58/140"))
        changes.create_all(
            Mandate(
                provision=provision,
                resolution=provision.resolution,
                verb="request",
                action=f"to do {number}",
                status="not started",
                lead_entity=cast.unodc,
            )
            for number in range(ROWS)
        )
    for _ in range(3):
        make_mandate(lead_entity=cast.unodc, status="continuing")
    page = sign_in_browser(cast.mona)
    page.goto(f"{live_server.url}/mandates/?status=not-started")
    return page


def owned(person) -> int:
    return Mandate.objects.filter(focal_point=person).count()


def test_f8_312_mandates_get_another_owner_in_four_clicks_and_undo_in_one(register, cast):
    counted = Counted(register)

    counted.click(register.get_by_role("link", name=f"Select all {ROWS} that match"))
    owner = register.locator("#bulk-focal_point")
    counted.click(owner)
    counted.choose(owner, "Alice")
    counted.click(register.get_by_role("button", name=f"Change {ROWS} mandates"))

    expect(register.locator("#notices")).to_contain_text(f"{ROWS} mandates changed: focal point → Alice")
    assert (counted.clicks, owned(cast.alice)) == (4, ROWS)
    assert len({row.change_id for row in Mandate.history.filter(version=2)}) == 1

    counted.click(register.locator("#notices").get_by_role("button", name="Undo"))
    expect(register.locator("#notices")).to_contain_text("Undone")
    assert owned(cast.alice) == 0


def test_rows_are_ticked_by_key_and_changed_together(register, cast):
    for keys in ("j", "x", "j", "x"):
        register.keyboard.press(keys)
    expect(register.locator("#bulk [data-picked]")).to_have_text("2")

    register.locator("#bulk-priority").select_option("High")
    register.get_by_role("button", name="Change 2 mandates").click()

    expect(register.locator("#notices")).to_contain_text("2 mandates changed")
    assert Mandate.objects.filter(priority="high").count() == 2


def test_all_rows_of_the_page_are_ticked_at_once(register):
    register.get_by_label("Tick all on this page").check()

    expect(register.locator("#bulk [data-picked]")).to_have_text("50")


def test_the_form_is_accessible_and_fits_the_window(register, find_faults):
    register.get_by_role("link", name=f"Select all {ROWS} that match").click()
    register.locator("#bulk-priority").select_option("High")
    expect(register.get_by_role("button", name=f"Change {ROWS} mandates")).to_be_visible()

    assert find_faults(register) == []
