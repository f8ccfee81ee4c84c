"""The loop in a real browser: one key a suggestion, and the next comes at once."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.browser.counting import KEY, THINK, Counted
from tests.factories import make_mandate, make_organ, make_paragraph, make_resolution
from tests.followup.test_suggestions import ASKED, make_later
from tracker.accounts.changes import change
from tracker.followup import suggestions
from tracker.followup.models import Suggestion
from tracker.mandates.models import DueDate, Mandate
from tracker.reading import records
from tracker.resolutions import lineage

WIDTHS = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 800}}
SUBJECTS = ("crime prevention", "witness protection", "trafficking in firearms")


@pytest.fixture
def asked(cast) -> list[Mandate]:
    """Three reports of UNODC that were due in the autumn of 2004."""
    resolution = make_resolution("A/RES/58/140", title="Crime prevention", adopted_on=date(2003, 12, 22))
    return [
        make_mandate(
            make_paragraph(resolution, str(number), words=f"Requests the Secretary-General to report on {subject}."),
            action=f"to report on {subject}",
            due=(date(2004, 9, 14), date(2004, 12, 31)),
            lead_entity=cast.unodc,
        )
        for number, subject in enumerate(SUBJECTS, 3)
    ]


@pytest.fixture
def queue(asked) -> list[Suggestion]:
    """What a later text says of them: that each was submitted."""
    later = make_later(*(f"Takes note of the report of the Secretary-General on {subject};" for subject in SUBJECTS))
    with change("Look"):
        suggestions.look(later)
    return list(Suggestion.objects.all())


@pytest.fixture
def every_kind(queue, asked, cast) -> None:
    """Beside these, a mandate that is renewed, one that is read otherwise, and one without a time."""
    later = asked[0].provision.resolution.followed_by.get()
    renewed = make_paragraph(asked[0].resolution, "24", words=ASKED.format(which="fifty-ninth"))
    make_mandate(renewed, lead_entity=cast.unodc)
    make_mandate(make_paragraph(later, "24", words=ASKED.format(which="sixtieth")), lead_entity=cast.unodc)
    recent = make_resolution("E/CN.15/RES/35/1", organ=make_organ("CCPCJ"), adopted_on=date(2026, 5, 22))
    make_mandate(make_paragraph(recent, "7"), lead_entity=cast.unodc)
    with change("Pair the paragraphs"):
        lineage.renew(later)
    suggestions.look_through([later], date(2026, 11, 25))
    deadline = records.Deadline("by 31 March 2027", "date", on="2027-03-31")
    names = (records.Addressee("Member States", "Member States"),)
    with change("Read again"):
        other = records.Directive("invite", "invitation", names, "to study it", deadlines=(deadline,), confidence=0.8)
        suggestions.read_otherwise(asked[1], other)


def test_the_loop_takes_one_key_a_suggestion_and_the_next_comes_at_once(queue, cast, sign_in_browser, live_server):
    page = sign_in_browser(cast.alice)
    page.goto(f"{live_server.url}/suggestions/")
    counted = Counted(page)

    for row in queue:
        expect(page.locator("[data-row].is-current")).to_contain_text(row.mandate.action)
        counted.think()
        counted.press("a")
        expect(page.get_by_role("button", name=f"Accept: {row.mandate}")).to_have_count(0)

    expect(page.get_by_text("Nothing to decide")).to_be_visible()
    assert (counted.clicks, counted.keys) == (0, 3)
    assert counted.seconds / 3 == pytest.approx(THINK + KEY)
    assert set(DueDate.objects.values_list("outcome", flat=True)) == {"met"}


def test_the_loop_goes_on_where_the_person_was(queue, cast, sign_in_browser, live_server):
    page = sign_in_browser(cast.alice)
    page.goto(f"{live_server.url}/suggestions/")
    current = page.locator("[data-row].is-current")

    page.keyboard.press("j")
    page.keyboard.press("x")

    expect(page.locator("[data-row]")).to_have_count(2)
    expect(current).to_contain_text(queue[2].mandate.action)
    page.keyboard.press("x")
    expect(current).to_contain_text(queue[0].mandate.action)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_queue_of_every_kind_is_accessible_and_fits_the_window(
    every_kind, cast, sign_in_browser, live_server, assert_accessible, width, scheme
):
    page: Page = sign_in_browser(cast.mona)
    page.set_viewport_size(WIDTHS[width])
    page.emulate_media(color_scheme=scheme)

    page.goto(f"{live_server.url}/suggestions/")

    for words in ("its due date was met", "is renewed", "is read otherwise", "could have a time"):
        expect(page.get_by_text(words).first).to_be_visible()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
