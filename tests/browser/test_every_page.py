"""Every page, light and dark, on a phone and on a desk: axe finds nothing, and nothing scrolls sideways.

Driven by the list of URLs, so that a new page is looked at as soon as it has its line in the table of who meets what.
"""

import pytest
from playwright.sync_api import Page

from tests.factories import PASSWORD
from tests.routes import World, address, every_route, make_world, row_for, table

# Not pages: files, answers to programs, and what only a script takes in as part of a page. Data entry has its own test.
NO_PAGES = ("/livez", "/readyz", "/api/", "/admin/", "/account/logout")
PARTS = sorted({route.split("/")[1] for route in every_route() if not route.startswith(NO_PAGES)})


@pytest.fixture
def world(cast) -> World:
    return make_world(cast)


def pages_of(part: str, world: World) -> list[str]:
    """Return the addresses of one part of the program that answer an administrator."""
    rows, found = table(), []
    for route in every_route():
        row = row_for(rows, route, "GET")
        if row and row.answers["administrator"] == "yes" and route.split("/")[1] == part:
            if not route.startswith(NO_PAGES):
                found.append(address(route, row.of, world))
    return found


def is_page(answer) -> bool:
    words = answer.content if not answer.streaming else b""
    return answer.status_code == 200 and answer["Content-Type"].startswith("text/html") and b"<html" in words


@pytest.mark.parametrize("part", PARTS)
def test_axe_finds_nothing_on_any_page(part, world, live_server, client, sign_in_browser, find_faults):
    page: Page = sign_in_browser(world.people["administrator"])
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    wrong = []

    for where in pages_of(part, world):
        answer = client.get(where)
        if answer.streaming:
            b"".join(answer.streaming_content)
        if not is_page(answer):
            continue
        wrong += find_faults(page, live_server.url + where)

    assert wrong == [], "\n".join(wrong)
