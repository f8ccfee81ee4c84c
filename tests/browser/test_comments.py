"""Comments and notices in a real browser; what was typed survives a session that ended."""

import pytest
from playwright.sync_api import expect

from tests.factories import PASSWORD, make_mandate
from tracker.followup import comments
from tracker.followup.models import Comment


@pytest.fixture
def mandate(cast):
    return make_mandate(lead_entity=cast.unodc, focal_point=cast.alice)


def test_somebody_is_called_from_the_menu_and_told(mandate, cast, sign_in_browser, live_server):
    page = sign_in_browser(cast.alice)
    page.goto(f"{live_server.url}/mandates/{mandate.pk}/")

    page.get_by_text("Call somebody").click()
    page.get_by_role("button", name="Mona", exact=True).click()
    page.keyboard.type("who has it?")
    page.keyboard.press("Control+Enter")

    expect(page.locator("#notices")).to_contain_text("Mona is told.")
    assert Comment.objects.get().words == "@Mona who has it?"
    page.goto(f"{live_server.url}/mandates/{mandate.pk}/")
    expect(page.get_by_label("Your comment")).to_have_value("")


def sign_in_again(page):
    page.wait_for_url("**/account/login/**")
    page.get_by_label("Email").fill("alice@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")


def test_a_comment_typed_before_the_session_ended_is_there_after_signing_in_again(
    mandate, cast, sign_in_browser, live_server, settings
):
    page = sign_in_browser(cast.alice)
    page.goto(f"{live_server.url}/mandates/{mandate.pk}/")
    page.get_by_label("Your comment").fill("Typed with care.")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.keyboard.press("Control+Enter")

    sign_in_again(page)

    expect(page.get_by_label("Your comment")).to_have_value("Typed with care.")
    expect(page.locator("#comments")).to_contain_text("What you had typed here before is back.")


def test_progress_typed_before_the_session_ended_is_there_after_signing_in_again(
    mandate, cast, sign_in_browser, live_server, settings
):
    page = sign_in_browser(cast.alice)
    page.goto(f"{live_server.url}/mandates/")
    page.get_by_role("button", name="Log progress").click()
    page.get_by_label("What was done").fill("Typed with care.")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.keyboard.press("Control+Enter")

    sign_in_again(page)
    page.wait_for_url("**/mandates/")
    page.get_by_role("button", name="Log progress").click()

    expect(page.get_by_label("What was done")).to_have_value("Typed with care.")


def test_files_that_were_given_after_the_session_had_ended_are_named(
    mandate, cast, sign_in_browser, live_server, settings, drop
):
    page = sign_in_browser(cast.alice)
    page.goto(f"{live_server.url}/mandates/")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    drop(page.locator("tr[data-row]"))

    page.wait_for_url("**/account/login/**")
    expect(page.get_by_text("note.txt")).to_have_count(0)
    sign_in_again(page)
    page.wait_for_url("**/mandates/")

    expect(page.locator("#notices")).to_contain_text("were not taken in. Drop them again: note.txt")
    page.reload()
    expect(page.locator("#notices")).not_to_contain_text("note.txt")


def test_a_form_that_comes_back_says_which_files_to_give_again(
    mandate, cast, sign_in_browser, live_server, settings, drop
):
    page = sign_in_browser(cast.alice)
    page.goto(f"{live_server.url}/mandates/")
    drop(page.locator("tr[data-row]"))
    page.get_by_label("What was done").fill("Typed with care.")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.keyboard.press("Control+Enter")

    sign_in_again(page)
    page.wait_for_url("**/mandates/")
    page.get_by_role("button", name="Log progress").click()

    expect(page.locator("form.log-form")).to_contain_text("Give these files again: note.txt")


def test_progress_that_was_sent_is_not_offered_again(mandate, cast, sign_in_browser, live_server):
    page = sign_in_browser(cast.alice)
    page.goto(f"{live_server.url}/mandates/")
    page.get_by_role("button", name="Log progress").click()
    page.get_by_label("What was done").fill("Typed with care.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#notices")).to_contain_text("is logged")
    page.wait_for_load_state("networkidle")

    page.get_by_role("button", name="Log progress").click()

    expect(page.get_by_label("What was done")).to_have_value("")


def test_what_one_person_typed_is_not_shown_to_another(mandate, cast, sign_in_browser, live_server):
    page = sign_in_browser(cast.alice)
    page.goto(f"{live_server.url}/mandates/{mandate.pk}/")
    page.get_by_label("Your comment").fill("Mine alone.")

    sign_in_browser(cast.mona)
    page.goto(f"{live_server.url}/mandates/{mandate.pk}/")

    expect(page.get_by_label("Your comment")).to_have_value("")


def test_the_pages_are_accessible_and_fit_the_window(mandate, cast, sign_in_browser, live_server, find_faults):
    comments.comment(mandate, by=cast.mona, words="@Alice, have you seen this?")
    page = sign_in_browser(cast.alice)

    addresses = (f"/mandates/{mandate.pk}/", "/notices/", "/notices/?unread=1", "/account/notices/")

    assert [fault for address in addresses for fault in find_faults(page, live_server.url + address)] == []
