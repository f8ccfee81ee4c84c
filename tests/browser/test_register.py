"""The register in a real browser: few clicks, few keys, no reload, and the same without scripts."""

import re
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.counting import Counted
from tests.factories import make_mandate, make_paragraph, make_resolution
from tracker.followup.models import Evidence, ProgressUpdate
from tracker.mandates.models import Mandate

LATE = (date(2004, 1, 1), date(2004, 2, 1))


@pytest.fixture
def mandates(cast) -> list[Mandate]:
    resolution = make_resolution("A/RES/58/140")
    return [
        make_mandate(
            make_paragraph(resolution, str(number), words=f"Requests the Secretary-General to do {number}."),
            action=f"to do {number}",
            lead_entity=cast.unodc,
            due=LATE if number < 3 else None,
        )
        for number in range(1, 4)
    ]


@pytest.fixture
def register(mandates, cast, sign_in_browser, live_server) -> Page:
    """The register as Alice sees it. A mark in the window tells whether the page was loaded anew."""
    page = sign_in_browser(cast.alice)
    page.goto(f"{live_server.url}/mandates/")
    page.evaluate("window.mark = 'here'")
    return page


def is_same_page(page: Page) -> bool:
    return page.evaluate("window.mark === 'here'")


def test_f1_a_status_takes_two_clicks_and_no_reload(register, mandates):
    row, counted = register.locator(f"#mandate-{mandates[0].pk}"), Counted(register)

    counted.think()
    counted.click(row.locator(".status-menu > summary"))
    counted.click(row.get_by_role("button", name="Implemented"))

    expect(row.locator(".status-menu > summary")).to_contain_text("Implemented")
    expect(register.locator("#notices")).to_contain_text("is now “implemented”")
    assert is_same_page(register)
    assert counted.clicks == 2
    assert counted.seconds <= 4.0


def test_f2_progress_with_evidence_takes_two_clicks_a_paste_and_one_key(register, mandates):
    row, counted = register.locator(f"#mandate-{mandates[0].pk}"), Counted(register)

    counted.think()
    counted.click(row.get_by_role("button", name="Log progress"))
    counted.click(row.locator("label.choice", has_text="In progress"))
    counted.press("Tab")
    counted.paste("A/59/205")
    counted.press("Control+Enter")

    expect(row.locator(".status-menu > summary")).to_contain_text("In progress")
    expect(row.locator("form.log-form")).to_have_count(0)
    assert is_same_page(register)
    assert counted.clicks == 2
    assert counted.seconds <= 7.1
    assert Evidence.objects.get().symbol == "A/59/205"


def test_f2_progress_can_be_logged_by_keys_alone(register, mandates):
    counted = Counted(register)
    register.keyboard.press("j")

    counted.think()
    counted.press("u")
    expect(register.locator("form.log-form input:focus")).to_have_count(1)
    counted.press("2")
    counted.press("Tab")
    counted.paste("https://www.unodc.org/report")
    counted.press("Control+Enter")

    expect(register.locator("#notices")).to_contain_text("is logged")
    update = ProgressUpdate.objects.get()
    assert (update.status, update.evidence.get().link) == ("in progress", "https://www.unodc.org/report")
    assert counted.clicks == 0
    assert counted.seconds <= 5


def test_f1_a_status_can_be_changed_by_two_keys(register, mandates):
    counted = Counted(register)
    register.keyboard.press("j")

    counted.think()
    counted.press("s")
    counted.press("3")

    expect(register.locator("#notices")).to_contain_text("is now “implemented”")
    assert counted.keys == 2
    assert counted.seconds <= 1.95


def test_f1_a_digit_belongs_to_the_menu_or_form_that_was_opened_last(register, mandates):
    first, second = (register.locator(f"#mandate-{mandate.pk}") for mandate in mandates[:2])
    register.keyboard.press("j")
    register.keyboard.press("u")
    expect(first.locator("form.log-form input:focus")).to_have_count(1)
    second.locator("[data-row-key=u]").click()
    expect(second.locator("form.log-form input:focus")).to_have_count(1)

    register.keyboard.press("2")
    expect(second.locator("form.log-form").get_by_label("In progress")).to_be_checked()
    expect(first.locator("form.log-form").get_by_label("Not started")).to_be_checked()

    second.get_by_role("link", name="Cancel").click()
    register.keyboard.press("s")
    register.keyboard.press("3")
    expect(second.locator(".status-menu > summary")).to_contain_text("Implemented")
    expect(first.locator("form.log-form").get_by_label("Not started")).to_be_checked()


def test_f1_the_list_of_keys_says_that_a_digit_follows(register):
    register.keyboard.press("?")

    expect(register.locator("#keys dd", has_text="Set the status: the digit beside it follows")).to_be_visible()
    expect(register.locator("#keys dd", has_text="Log progress: a digit chooses the status")).to_be_visible()


def test_a_second_press_of_log_keeps_what_was_typed(register, mandates):
    row = register.locator(f"#mandate-{mandates[0].pk}")
    row.get_by_role("button", name="Log progress").click()
    row.get_by_label("What was done").fill("Typed with care.")

    row.locator("[data-row-key=u]").click()

    expect(row.get_by_label("What was done")).to_have_value("Typed with care.")
    row.get_by_role("link", name="Cancel").click()
    expect(row.locator("form.log-form")).to_have_count(0)


def test_f2_a_file_dropped_on_a_row_opens_its_form_with_the_file(register, mandates, drop):
    row = register.locator(f"#mandate-{mandates[1].pk}")

    drop(row.locator("tr[data-row]"))
    expect(row.locator("form.log-form")).to_be_visible()
    register.wait_for_function("document.querySelector('form.log-form input[type=file]').files.length === 1")
    row.get_by_role("button", name="Log progress").last.click()

    expect(register.locator("#notices")).to_contain_text("is logged")
    assert Evidence.objects.get().name == "note.txt"


def test_filters_change_the_list_the_count_and_the_address_without_a_reload(register):
    register.locator("summary", has_text="Deadline").click()
    register.get_by_label("Overdue", exact=True).check()

    expect(register.locator("#count")).to_contain_text("1–2 of 2 mandates")
    expect(register).to_have_url(re.compile(r"/mandates/\?state=overdue$"))
    assert is_same_page(register)

    register.get_by_role("link", name="remove this filter").click()
    expect(register.locator("#count")).to_contain_text("1–3 of 3 mandates")


def test_what_is_late_is_one_click_from_every_page(register, live_server):
    register.goto(f"{live_server.url}/")

    register.locator(".bar-late").click()

    expect(register.locator("#count")).to_contain_text("1–2 of 2 mandates")


def test_progress_on_the_page_of_a_mandate_shows_in_its_log(register, mandates):
    register.goto(register.url + f"{mandates[0].pk}/")
    register.evaluate("window.mark = 'here'")

    register.get_by_role("button", name="Log progress").click()
    register.get_by_label("What was done").fill("The report was issued.")
    register.keyboard.press("Control+Enter")

    expect(register.locator("#log .log")).to_contain_text("The report was issued.")
    assert is_same_page(register)


def test_progress_can_be_logged_without_scripts(browser: Browser, mandates, cast, client, live_server, settings):
    client.force_login(cast.alice)
    context = browser.new_context(java_script_enabled=False)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page = context.new_page()

    page.goto(f"{live_server.url}/mandates/?state=overdue")
    page.get_by_role("button", name="Log progress").first.click()
    page.locator("label.choice", has_text="In progress").click()
    page.get_by_label("Evidence").fill("A/59/205")
    page.get_by_role("button", name="Log progress").click()

    expect(page).to_have_url(f"{live_server.url}/mandates/?state=overdue")
    expect(page.locator("#notices")).to_contain_text("is logged")
    context.close()


def test_the_pages_are_accessible_and_fit_the_window(register, mandates, find_faults):
    start = register.url

    wrong = [
        fault
        for address in ("", "?q=unheard", f"{mandates[0].pk}/")
        for fault in find_faults(register, start + address)
    ]
    register.goto(start)
    register.get_by_role("button", name="Log progress").first.click()
    register.locator("form.log-form").wait_for()

    assert wrong + find_faults(register) == []
