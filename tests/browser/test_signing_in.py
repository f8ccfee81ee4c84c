"""Signing in, as people do it."""

import re
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import CDPSession, Page, expect

from tests.factories import PASSWORD, Cast
from tracker.accounts.models import User


def test_a_person_signs_in_and_comes_to_the_start_page(page: Page, live_server, cast: Cast, assert_accessible):
    page.goto(live_server.url)
    assert_accessible(page)

    sign_in_by_password(page, live_server.url, cast.alice)

    expect(page).to_have_url(f"{live_server.url}/")
    assert_accessible(page)


def test_a_wrong_password_is_refused_without_saying_whether_the_account_exists(page: Page, live_server, cast: Cast):
    said = []
    for address in (cast.alice.email, "nobody@example.org"):
        page.goto(f"{live_server.url}/account/login/")
        page.get_by_label("Email").fill(address)
        page.get_by_label("Password", exact=False).first.fill("not the password")
        page.get_by_role("button", name="Sign in").click()
        said.append(page.locator(".alert").first.inner_text())

    assert said[0] == said[1]


@pytest.fixture
def security_key(page: Page) -> Iterator[CDPSession]:
    """Put a key into the browser that answers by itself, as a key does that is touched; it keeps what it is given."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
    made = devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**options, "hasResidentKey": True, "automaticPresenceSimulation": True}},
    )
    yield devices
    devices.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": made["authenticatorId"]})


def sign_in_by_password(page: Page, address: str, person: User) -> None:
    page.goto(f"{address}/account/login/")
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password", exact=False).first.fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a6_a_security_key_is_registered_and_asked_for_from_then_on(
    page: Page, live_server, cast: Cast, security_key, assert_accessible
):
    sign_in_by_password(page, live_server.url, cast.alice)
    page.wait_for_url(f"{live_server.url}/")
    page.goto(f"{live_server.url}/account/second-factor/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Name").fill("The key on my ring")
    assert_accessible(page)
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("Security key added")).to_be_visible()
    assert Authenticator.objects.filter(user=cast.alice, type=Authenticator.Type.WEBAUTHN).count() == 1

    page.context.clear_cookies()
    sign_in_by_password(page, live_server.url, cast.alice)
    page.wait_for_url("**/second-factor/authenticate/**")
    assert_accessible(page)
    page.goto(f"{live_server.url}/mandates/")
    expect(page).to_have_url(re.compile("/account/second-factor/authenticate/"))

    page.get_by_role("button", name="Use a security key").click()
    page.wait_for_url(f"{live_server.url}/")
    page.goto(f"{live_server.url}/mandates/")
    expect(page).to_have_url(f"{live_server.url}/mandates/")
