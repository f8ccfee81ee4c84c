"""Who may ask: tokens of a person, of a scope, until a day; every refusal is a problem in words."""

import logging
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import make_mandate
from tracker.accounts import tokens
from tracker.accounts.models import Token


def test_a8_a_token_opens_what_its_person_may_see(cast, program):
    mandate = make_mandate()

    answer = program(cast.rita).get(f"mandates/{mandate.pk}/")

    assert (answer.status_code, answer.json()["id"]) == (200, mandate.pk)


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer mtr_guessed"}, {"Authorization": "Basic YTpi"}])
def test_a8_without_a_good_token_nothing_is_shown(cast, header):
    answer = Client(headers=header).get("/api/v1/mandates/")

    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a8_a_token_in_the_address_is_no_token(cast, token_of):
    words = token_of(cast.alice)

    assert Client().get(f"/api/v1/mandates/?token={words}").status_code == 401


def test_a8_a_revoked_token_ends_at_the_next_request(cast, program):
    asking = program(cast.alice)
    assert asking.get("mandates/").status_code == 200

    tokens.revoke(Token.objects.get(), by=cast.alice, now=timezone.now())

    assert asking.get("mandates/").status_code == 401


def test_a8_a_token_ends_with_its_last_day(cast, program):
    yesterday = timezone.localdate() - timedelta(days=1)

    assert program(cast.alice, expires_on=yesterday).get("mandates/").status_code == 401
    assert program(cast.alice, expires_on=timezone.localdate()).get("mandates/").status_code == 200


def test_a8_a_token_ends_with_the_account(cast, program):
    asking = program(cast.alice)
    cast.alice.is_active = False
    cast.alice.save()

    assert asking.get("mandates/").status_code == 401


def test_a8_only_a_digest_of_a_token_is_kept(cast, token_of):
    words = token_of(cast.alice)

    kept = Token.objects.values().get()

    assert words not in str(kept)
    assert len(kept["digest"]) == 64


def test_a8_no_log_holds_a_token(cast, program, caplog):
    caplog.set_level(logging.DEBUG)
    asking = program(cast.alice)
    asking.get("mandates/")
    asking.get("mandates/999999/")

    assert "mtr_" not in caplog.text


def test_a8_a_reading_token_writes_nothing(cast, program):
    mandate = make_mandate(lead_entity=cast.unodc)

    answer = program(cast.alice, scope="read").post(f"mandates/{mandate.pk}/progress/", {"done": "Something."})

    assert answer.status_code == 403
    assert not mandate.updates.exists()


def test_w8_too_many_requests_are_told_when_to_come_again(cast, program, settings):
    settings.API_REQUESTS_PER_MINUTE = 3
    asking = program(cast.alice)

    answers = [asking.get("entities/") for _turn in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0


def test_a8_the_words_of_a_token_are_shown_once(cast, sign_in):
    client = sign_in(cast.alice)
    given = {"name": "A sheet", "scope": "read", "expires_on": timezone.localdate().isoformat()}

    made = client.post("/account/tokens/", given)
    later = client.get("/account/tokens/")

    assert "mtr_" in made.content.decode()
    assert "no-store" in made["Cache-Control"]
    assert "mtr_" not in later.content.decode()
    assert "A sheet" in later.content.decode()


def test_a8_a_token_lasts_at_most_a_year(cast, sign_in):
    given = {"name": "For ever", "scope": "read", "expires_on": date(2999, 1, 1).isoformat()}

    answer = sign_in(cast.alice).post("/account/tokens/", given)

    assert answer.status_code == 422
    assert not Token.objects.exists()


def test_a8_nobody_revokes_the_token_of_another(cast, sign_in, token_of):
    token_of(cast.alice)
    key = Token.objects.get().pk

    assert sign_in(cast.bob).post(f"/account/tokens/{key}/revoke/").status_code == 404
    assert sign_in(cast.alice).post(f"/account/tokens/{key}/revoke/").status_code == 302
    assert Token.objects.get().revoked_at is not None
