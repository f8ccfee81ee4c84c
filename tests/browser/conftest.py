"""Fixtures of the tests in a real browser: the system's Chromium, a live server, people signed in, and axe.

These need `chromium` on the path. Without one they are skipped, with the reason; under CI they fail.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as program
from playwright.sync_api import Locator, Page

from tests import factories
from tracker.accounts.models import User
from tracker.mandates import schedule

HERE = Path(__file__).resolve().parent
# Playwright keeps an event loop in the thread of the tests; without this Django refuses every query there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
KINDS = [(scheme, width) for scheme in ("light", "dark") for width in (320, 1280)]
# Resolves when the new colours have been drawn.
SETTLED = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
COLOURS = ["color-contrast", "link-in-text-block"]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the system's Chromium, which needs no download."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        say = pytest.fail if os.environ.get("CI") else pytest.skip
        say("needs Chromium on the path (apt-get install chromium)")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    return {**browser_type_launch_args, "executable_path": chromium, "args": quiet}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Open pages that move nothing: a colour on its way from one scheme to the other has no contrast of its own."""
    return {**browser_context_args, "reduced_motion": "reduce"}


@pytest.fixture(autouse=True)
def patience(request: pytest.FixtureRequest) -> None:
    """Wait longer than the usual 30 s for nothing, and shorter for what should be there at once."""
    if "page" in request.fixturenames:
        request.getfixturevalue("page").set_default_timeout(10_000)


@pytest.fixture(autouse=True)
def nothing_drifts(request: pytest.FixtureRequest):
    """Fail a journey after which the register's columns say something else than the due dates."""
    if "page" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    assert not schedule.drifted().exists()


@pytest.fixture
def cast(transactional_db) -> factories.Cast:
    """The people of every test, in the database that the live server sees."""
    return factories.make_cast()


@pytest.fixture
def drop(page: Page) -> Callable[[Locator], None]:
    """Return a function that drops a file, note.txt, somewhere on the page."""

    def dropped(place: Locator) -> None:
        data = page.evaluate_handle(
            "() => { const data = new DataTransfer(); data.items.add(new File(['seen'], 'note.txt')); return data; }"
        )
        place.dispatch_event("drop", {"dataTransfer": data})

    return dropped


@pytest.fixture
def sign_in_browser(page: Page, live_server, client) -> Callable[[User], Page]:
    """Return a function that gives the browser the session of a person, without the sign-in page."""

    def signed_in(person: User) -> Page:
        client.force_login(person)
        name = program.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        return page

    return signed_in


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """Return a function that fails with axe's words when the page in the browser breaks a rule of WCAG 2.2 AA."""

    def check(page: Page) -> None:
        results = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
        assert results.violations_count == 0, results.generate_report()

    return check


@pytest.fixture
def find_violations() -> Callable[..., list[str]]:
    """Return a function that tells which rules of WCAG 2.2 AA the page in the browser breaks, and where."""

    def find(page: Page, *, colours_only: bool = False) -> list[str]:
        rules = {"type": "rule", "values": COLOURS} if colours_only else {"type": "tag", "values": WCAG}
        results = Axe().run(page, options={"runOnly": rules})
        return [
            f"{found['id']} at {', '.join(str(node['target']) for node in found['nodes'][:3])}: "
            f"{found['nodes'][0]['failureSummary']}"
            for found in results.response["violations"]
        ]

    return find


@pytest.fixture
def find_faults(find_violations) -> Callable[..., list[str]]:
    """Return a function that tells what axe finds on a page, and whether it scrolls sideways, in some windows.

    The page is that of an address, or without one what the browser shows.
    """

    def look(
        page: Page, address: str = "", kinds: list[tuple[str, int]] = KINDS, excepted: tuple[str, ...] = ()
    ) -> list[str]:
        if address:
            page.goto(address)
        wrong, seen = [], set()
        for scheme, width in kinds:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.set_viewport_size({"width": width, "height": 800})
            page.evaluate(SETTLED)
            # Of two schemes in one window, everything but the colours is the same.
            found = find_violations(page, colours_only=width in seen)
            seen.add(width)
            if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
                found.append("scrolls sideways")
            wrong += [f"{page.url} {scheme} {width}: {words}" for words in found if not words.startswith(excepted)]
        return wrong

    return look
