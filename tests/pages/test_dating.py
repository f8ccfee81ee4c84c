"""On a mandate's page people ask for more time and decide on it, close dates, add milestones, and settle its end."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import make_mandate, make_paragraph, make_progress, make_resolution
from tracker.followup import requests
from tracker.followup.models import Request
from tracker.followup.progress import record_progress
from tracker.mandates.models import Mandate

DUE = (date(2004, 9, 14), date(2004, 12, 31))
ON = date(2004, 8, 24)


@pytest.fixture
def mandate(cast) -> Mandate:
    return make_mandate(due=DUE, lead_entity=cast.unodc)


def send(client, name: str, key: int, **given) -> str:
    return client.post(reverse(f"mandates:{name}", args=[key]), given, follow=True).content.decode()


def test_more_time_is_asked_for_by_one_and_granted_by_another(cast, mandate, sign_in):
    due = mandate.due_dates.get()

    page = send(
        sign_in(cast.alice), "ask", mandate.pk, outcome="extend", due_date=due.pk, until="2005-03-01", reason="Late."
    )
    start = sign_in(cast.mona).get(reverse("start")).content.decode()
    send(sign_in(cast.mona), "decide", Request.objects.get().pk, granted="yes")

    assert "Another manager of the lead entity decides" in page
    assert "Requests for you to decide" in start
    due.refresh_from_db()
    assert due.extended_to == date(2005, 3, 1)
    assert "Extended once" in sign_in(cast.rita).get(mandate.get_absolute_url()).content.decode()


def test_what_is_refused_is_said(cast, mandate, sign_in):
    page = send(
        sign_in(cast.alice), "ask", mandate.pk, outcome="replace", reason="New text.", successor="A/RES/79/1 op3"
    )

    assert "No mandate is “A/RES/79/1 op3”" in page
    assert not Request.objects.exists()


@pytest.mark.parametrize("words", ["A/RES/59/1 op12", "a/res/59/1, para. 12", "A/RES/59/1 12"])
def test_the_successor_is_named_as_people_write_it(cast, mandate, sign_in, words):
    successor = make_mandate(make_paragraph(make_resolution("A/RES/59/1"), "12"), lead_entity=cast.unodc)
    send(sign_in(cast.alice), "ask", mandate.pk, outcome="replace", reason="New text.", successor=words)

    send(sign_in(cast.mona), "decide", Request.objects.get().pk, granted="yes")

    mandate.refresh_from_db()
    assert (mandate.status, mandate.superseded_by) == ("superseded", successor)


def test_the_evidence_that_met_a_date_stands_beside_it(cast, mandate, sign_in):
    due = mandate.due_dates.get()
    update = make_progress(mandate, cast.alice, symbol="A/59/205", due_date=due, state="submitted", on=ON)
    record_progress(mandate, author=cast.mona, done="Issued.", on=ON, due_date=due, earlier=update)

    page = sign_in(cast.rita).get(mandate.get_absolute_url()).content.decode()

    assert "Met by the entry of" in page


def test_a_date_is_missed_and_opened_again(cast, mandate, sign_in):
    due, client = mandate.due_dates.get(), sign_in(cast.mona)

    send(client, "settle", due.pk, outcome="missed")
    due.refresh_from_db()
    missed = due.outcome
    send(client, "settle", due.pk, outcome="open")

    due.refresh_from_db()
    assert (missed, due.outcome) == ("missed", "open")


def test_a_milestone_is_added_with_its_owner(cast, mandate, sign_in):
    page = send(sign_in(cast.mona), "milestone", mandate.pk, label="Draft out", on="2004-06-01", owner=cast.alice.pk)

    assert "Draft out" in page
    assert mandate.due_dates.get(label="Draft out").owner == cast.alice
    assert "Owner:" in page


def test_one_does_not_grant_what_one_asked_for(cast, mandate, sign_in):
    asked = requests.ask(mandate, "retire", by=cast.mona, on=ON, reason="Done elsewhere.")

    page = send(sign_in(cast.mona), "decide", asked.pk, granted="yes")

    assert "Somebody else has to decide" in page
    mandate.refresh_from_db()
    assert mandate.status == "not started"


def test_the_log_form_opens_with_the_date_that_is_to_be_met(cast, mandate, sign_in):
    due = mandate.due_dates.get()

    page = sign_in(cast.alice).get(reverse("progress:log", args=[mandate.pk]), {"due_date": due.pk}).content.decode()

    assert f'<option value="{due.pk}" selected>' in page
