"""The start page of each role, and that each of its figures counts exactly the list that it leads to."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import Cast, make_mandate, make_progress
from tracker.accounts.changes import change, create
from tracker.accounts.models import User
from tracker.followup import signoff
from tracker.jobs.models import Job
from tracker.mandates.models import Addressing, Mandate
from tracker.pages.start import work
from tracker.reports.filters import MandateFilter

TODAY = timezone.localdate()


def due(days: int) -> tuple[date, date]:
    return TODAY + timedelta(days=days), TODAY + timedelta(days=days)


@pytest.fixture
def mandates(cast: Cast) -> dict[str, Mandate]:
    """One mandate of each standing that the figures tell apart, and some that count nowhere."""
    unodc = {"lead_entity": cast.unodc}
    return {
        "late": make_mandate(due=due(-40), action="to report late", focal_point=cast.alice, **unodc),
        "later": make_mandate(due=due(400), action="to report much later", **unodc),
        "now": make_mandate(due=(TODAY - timedelta(days=1), TODAY + timedelta(days=1)), **unodc),
        "soon": make_mandate(due=due(9), action="to report soon", focal_point=cast.alice, **unodc),
        "none": make_mandate(quiet_since=TODAY - timedelta(days=300), **unodc),
        "done": make_mandate(status="implemented", **unodc),
        "proposed": make_mandate(status="proposed", **unodc),
        "unled": make_mandate(due=due(-2), lead_entity=None, action="to be led by somebody"),
        "foreign": make_mandate(due=due(-2), lead_entity=cast.unep, action="to act elsewhere"),
    }


def listed(address: str, user: User) -> int:
    """Return how many mandates the register finds by an address."""
    found = MandateFilter(QueryDict(address.partition("?")[2]), Mandate.objects.all(), user=user, today=TODAY)
    assert found.form.is_valid(), found.form.errors
    return found.qs.count()


@pytest.mark.parametrize("name", ["alice", "ada"])
def test_every_figure_counts_the_list_it_leads_to(cast: Cast, mandates, name):
    user = getattr(cast, name)
    figures = work.figures(user, [cast.unodc], TODAY) + work.to_settle(user)

    assert [figure.count for figure in figures] == [listed(figure.address, user) for figure in figures]
    assert sum(figure.count for figure in figures) > 0


def test_the_lists_say_how_many_the_register_finds(cast: Cast, mandates):
    mine, overdue = work.mine(cast.alice, TODAY), work.overdue(cast.mona, [cast.unodc], TODAY)

    assert mine.mandates == [mandates["late"], mandates["soon"]]
    assert (mine.count, overdue.count) == (2, 1)
    assert listed(mine.address, cast.alice) == 2
    assert listed(overdue.address, cast.mona) == 1


def test_an_analyst_sees_their_own_work_first(cast: Cast, mandates, sign_in):
    page = sign_in(cast.alice).get("/").content.decode()

    assert page.index("to report late") < page.index("to report soon")
    assert "to act elsewhere" not in page
    assert "For you to settle" not in page


def test_an_analyst_sees_what_was_sent_back_and_why(cast: Cast, mandates, sign_in):
    returned = {"state": "returned", "decided_by": cast.mona, "decision": "Add the symbol."}
    sent_back = make_progress(mandates["late"], cast.alice, done="We met.", **returned)
    make_progress(mandates["soon"], cast.alice, done="Corrected since.", **returned)
    make_progress(mandates["soon"], cast.alice, corrects=signoff.sent_back(cast.alice).exclude(pk=sent_back.pk).get())

    page = sign_in(cast.alice).get("/").content.decode()

    assert list(signoff.sent_back(cast.alice)) == [sent_back]
    assert "Add the symbol." in page


def test_a_manager_sees_what_waits_for_approval_but_not_their_own(cast: Cast, mandates):
    waits = make_progress(mandates["late"], cast.alice, state="submitted")
    make_progress(mandates["late"], cast.mona, state="submitted")
    make_progress(mandates["foreign"], cast.bob, state="submitted")

    assert list(signoff.waiting(cast.mona)) == [waits]
    assert list(signoff.waiting(cast.alice)) == []


def test_an_administrator_sees_what_failed_and_who_is_unknown(cast: Cast, sign_in):
    Job.objects.create(task="read", state=Job.State.FAILED, error="The file is empty.")
    with change("Arrange a test"):
        create(Addressing, mandate=make_mandate(status="proposed"), words="interested regional organizations")

    page = sign_in(cast.ada).get("/").content.decode()

    assert "The file is empty." in page
    assert "Open proposals" in page
    assert "interested regional organizations" in page


def test_progress_that_is_not_approved_is_not_among_the_latest(cast: Cast, mandates):
    seen = make_progress(mandates["foreign"], cast.bob)
    make_progress(mandates["foreign"], cast.bob, state="draft")

    assert list(work.latest_progress(cast.alice)) == [seen]


def test_somebody_without_entity_is_told_what_to_do(cast: Cast, sign_in):
    newcomer = User.objects.create_user("new@example.org", "correct-horse-battery", name="Nora")

    page = sign_in(newcomer).get("/").content.decode()

    assert "You belong to no entity yet" in page


def test_an_empty_program_has_a_start_page_for_everybody(cast: Cast, sign_in):
    for person in (cast.alice, cast.mona, cast.rita, cast.ada):
        assert sign_in(person).get("/").status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_rows(cast: Cast, sign_in):
    def add_row() -> None:
        mandate = make_mandate(due=due(-9), lead_entity=cast.unodc, focal_point=cast.mona)
        make_progress(mandate, cast.alice, state="submitted")
        make_progress(mandate, cast.alice)

    client = sign_in(cast.mona)
    add_row()
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for _ in range(work.ROWS):
        add_row()

    with CaptureQueriesContext(connection) as many:
        client.get("/")

    assert len(many) <= len(few)


def test_nobody_sees_it_without_signing_in(client):
    assert client.get("/").url == "/account/login/?next=/"


def test_what_is_to_be_reviewed_or_lapses_is_told_to_managers_with_its_list(cast: Cast, sign_in):
    unodc = {"lead_entity": cast.unodc}
    make_mandate(review_on=TODAY + timedelta(days=3), **unodc)
    make_mandate(sunset_on=TODAY, **unodc)
    make_mandate(review_on=TODAY, status="implemented", **unodc)
    make_mandate(review_on=TODAY + timedelta(days=300), **unodc)

    figure = work.to_review(cast.mona, [cast.unodc], TODAY)

    assert figure.count == listed(figure.address, cast.mona) == 2
    assert b"2 mandates are to be reviewed" in sign_in(cast.mona).get("/").content
    assert b"to be reviewed or lapse" not in sign_in(cast.alice).get("/").content
