"""What a person has in hand is one page and changes hands in one step; sharing and watching stand with the mandate."""

from django.urls import reverse

from tests.factories import make_mandate, make_progress
from tracker.accounts.models import User
from tracker.followup.models import Watch
from tracker.mandates.models import Mandate


def pack(person: User) -> str:
    return reverse("mandates:hand_over", args=[person.pk])


def test_the_pack_shows_what_was_reported_last(cast, sign_in):
    mandate = make_mandate(lead_entity=cast.unodc, focal_point=cast.alice, action="to report on crime")
    make_progress(mandate, cast.alice, done="Questionnaire sent.", next_step="Collect the answers.")

    page = sign_in(cast.alice).get(pack(cast.alice)).content.decode()

    assert "to report on crime" in page
    assert "Questionnaire sent." in page
    assert "Collect the answers." in page
    assert "Hand all of them over" not in page


def test_a_manager_hands_all_over_with_an_undo(cast, sign_in):
    make_mandate(lead_entity=cast.unodc, focal_point=cast.alice)

    page = sign_in(cast.mona).post(pack(cast.alice), {"to": cast.rita.pk}, follow=True)

    assert Mandate.objects.get().focal_point == cast.rita
    assert b"1 mandate handed over to Rita" in page.content
    assert b"/undo/" in page.content


def test_an_analyst_hands_nothing_over(cast, sign_in):
    make_mandate(lead_entity=cast.unodc, focal_point=cast.alice)

    assert sign_in(cast.alice).post(pack(cast.alice), {"to": cast.rita.pk}).status_code == 404
    assert Mandate.objects.get().focal_point == cast.alice


def test_somebody_without_an_account_becomes_the_focal_point(cast, sign_in):
    mandate = make_mandate(lead_entity=cast.unodc)

    page = sign_in(cast.mona).post(
        reverse("mandates:person", args=[mandate.pk]), {"name": "Zoë Field", "email": "zoe@field.example"}, follow=True
    )

    assert Mandate.objects.get().focal_point.name == "Zoë Field"
    assert "no account" in page.content.decode()


def test_contributing_entities_are_ticked_on_the_page(cast, sign_in):
    mandate = make_mandate(lead_entity=cast.unodc)

    sign_in(cast.mona).post(reverse("mandates:share", args=[mandate.pk]), {"entities": [cast.unep.pk]})

    assert [row.entity for row in mandate.contributions.all()] == [cast.unep]


def test_anybody_watches_a_mandate_and_finds_it_again(cast, sign_in):
    mandate, client = make_mandate(lead_entity=cast.unodc), sign_in(cast.bob)
    make_mandate(lead_entity=cast.unodc)

    client.post(reverse("mandates:watch", args=[mandate.pk]), {"on": "yes"})

    assert Watch.objects.get().user == cast.bob
    page = client.get(reverse("mandates:register"), {"watched": "me"})
    assert [row.mandate for row in page.context["listing"].rows] == [mandate]
