"""The small forms on a mandate's page: who may decide, what is kept, and what is said when it cannot be."""

from django.urls import reverse

from tests.factories import make_mandate
from tracker.accounts import changes
from tracker.mandates.models import Contribution


def answer(client, mandate, **given):
    return client.post(reverse("mandates:answer", args=[mandate.pk]), given, follow=True)


def test_the_answer_to_a_request_is_shown_on_its_page(cast, sign_in):
    mandate = make_mandate(lead_entity=cast.unodc)

    page = answer(sign_in(cast.mona), mandate, acceptance="declined", reason="No money.", seen=1)

    assert b"No money." in page.content
    mandate.refresh_from_db()
    assert mandate.acceptance == "declined"


def test_a_refusal_without_a_reason_says_so(cast, sign_in):
    page = answer(sign_in(cast.mona), make_mandate(lead_entity=cast.unodc), acceptance="declined")

    assert b"Say why the request is declined." in page.content


def test_an_answer_to_what_somebody_has_answered_meanwhile_is_refused(cast, sign_in):
    mandate = make_mandate(lead_entity=cast.unodc)
    answer(sign_in(cast.ada), mandate, acceptance="accepted", seen=1)

    page = answer(sign_in(cast.mona), mandate, acceptance="noted", seen=1)

    assert b"Somebody else has changed the same" in page.content
    mandate.refresh_from_db()
    assert mandate.acceptance == "accepted"


def test_only_managers_of_the_lead_entity_answer(cast, sign_in):
    mandate = make_mandate(lead_entity=cast.unodc)
    with changes.change("Arrange a test"):
        changes.create(Contribution, mandate=mandate, entity=cast.unep)

    assert answer(sign_in(cast.alice), mandate, acceptance="noted").status_code == 404
    assert answer(sign_in(cast.bob), mandate, acceptance="noted").status_code == 404
