"""F15 in real browsers: two people edit the same mandate; different fields merge, of the same field one is picked."""

import pytest
from django.conf import settings as program
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from tests.factories import make_mandate
from tracker.mandates.models import Mandate


@pytest.fixture
def mandate(cast) -> Mandate:
    return make_mandate(lead_entity=cast.unodc, action="to report")


@pytest.fixture
def editors(browser: Browser, cast, mandate, live_server) -> tuple[Page, Page]:
    """Mona and Ada, each with the edit form of the mandate open in a browser of their own."""
    pages = []
    for person in (cast.mona, cast.ada):
        client, context = Client(), browser.new_context()
        client.force_login(person)
        name = program.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        page = context.new_page()
        page.goto(f"{live_server.url}/mandates/{mandate.pk}/edit/")
        pages.append(page)
    return pages[0], pages[1]


def save(page: Page) -> None:
    page.locator("main form button.btn-primary").click()


def test_f15_different_fields_are_merged_and_shown(editors, mandate):
    mona, ada = editors
    ada.get_by_label("Action").fill("to report twice")
    save(ada)
    expect(ada.locator("#notices")).to_contain_text("is saved")

    mona.get_by_label("Internal note").fill("Ask Vienna.")
    save(mona)

    expect(mona.locator("#content")).to_contain_text("to report twice")
    expect(mona.locator("#content")).to_contain_text("Ask Vienna.")


def test_f15_of_the_same_field_both_texts_stand_side_by_side_and_one_is_picked(editors, mandate, assert_accessible):
    mona, ada = editors
    ada.get_by_label("Action").fill("to report twice")
    save(ada)
    expect(ada.locator("#notices")).to_contain_text("is saved")
    mona.get_by_label("Action").fill("to report thrice")
    mona.get_by_label("Resources").fill("Voluntary funds")
    save(mona)

    expect(mona.locator("main")).to_contain_text("to report twice")
    expect(mona.locator("main")).to_contain_text("to report thrice")
    assert_accessible(mona)
    mona.get_by_label("Yours").check()
    save(mona)

    expect(mona.locator("#notices")).to_contain_text("is saved")
    mandate.refresh_from_db()
    assert (mandate.action, mandate.resources) == ("to report thrice", "Voluntary funds")
