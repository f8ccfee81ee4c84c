"""A5–A7: guessing passwords, second factors, and how long sessions live."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, Cast
from tracker.accounts.models import User

NEW_PASSWORD = "a sentence is easy to remember"


def sign_in_by_password(client: Client, name: str = "alice", password: str = PASSWORD, **where):
    return client.post("/account/login/", {"login": f"{name}@example.org", "password": password}, **where)


def prove(client: Client) -> None:
    """Give the password once more, as sensitive pages ask."""
    client.post("/account/reauthenticate/", {"password": PASSWORD})


def is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


# Guessing


def test_a5_ten_wrong_passwords_end_the_tries_of_a_machine_but_lock_nobody_out(cast: Cast):
    guesser, owner = Client(REMOTE_ADDR="10.0.0.66"), Client(REMOTE_ADDR="10.0.0.1")
    for _ in range(10):
        sign_in_by_password(guesser, password="wrong")

    answer = sign_in_by_password(guesser)

    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    assert "Too many tries" in answer.content.decode()
    assert not is_in(guesser)
    sign_in_by_password(owner)
    assert is_in(owner)


def test_a5_a_machine_that_tries_many_accounts_is_stopped_after_twenty_failures(cast: Cast):
    guesser = Client(REMOTE_ADDR="10.0.0.67")

    answers = [sign_in_by_password(guesser, f"person{number}", "wrong") for number in range(25)]

    assert "Too many failed" not in answers[19].content.decode()
    assert "Too many failed" in answers[20].content.decode()


def test_a5_being_locked_tells_nothing_about_who_has_an_account(cast: Cast):
    answers = []
    for name in ("alice", "nobody"):
        client = Client(REMOTE_ADDR=f"10.0.1.{len(answers)}")
        for _ in range(11):
            answer = sign_in_by_password(client, name, "wrong")
        answers.append((answer.status_code, "Too many tries" in answer.content.decode()))

    assert answers == [(429, True), (429, True)]


@pytest.mark.parametrize("password", ["1qaz2wsx3edc", "short", "qwerty123456"])
def test_a6_a_password_that_is_short_or_on_the_list_of_common_ones_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


def test_a6_a_password_may_be_a_hundred_characters_long(cast: Cast, client: Client):
    cast.alice.set_password("x1 " * 34)
    cast.alice.save()

    sign_in_by_password(client, password="x1 " * 34)

    assert is_in(client)


# Second factors


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_a6_a_code_of_the_authenticator_app_is_asked_for_and_is_good_once(cast: Cast):
    secret = generate_totp_secret()
    TOTP.activate(cast.alice, secret)
    first, second, code = Client(), Client(), code_of(secret)

    asked = sign_in_by_password(first)
    assert asked.url.startswith(reverse("mfa_authenticate"))
    assert not is_in(first)
    first.post(asked.url, {"code": code})
    assert is_in(first)

    sign_in_by_password(second)
    refused = second.post(reverse("mfa_authenticate"), {"code": code})
    assert refused.status_code == 200
    assert not is_in(second)


def test_a6_an_app_and_recovery_codes_are_set_up_on_ones_own_pages(cast: Cast, client: Client):
    sign_in_by_password(client)
    prove(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret

    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})

    kinds = set(Authenticator.objects.filter(user=cast.alice).values_list("type", flat=True))
    assert kinds == {"totp", "recovery_codes"}
    assert "data:image/svg" in page.content.decode()


def test_a6_managers_of_whom_it_is_asked_see_nothing_without_a_second_factor(cast: Cast, sign_in, settings):
    settings.SECOND_FACTOR_FOR = ["administrators", "managers"]

    assert sign_in(cast.mona).get("/").url == reverse("mfa_index")
    assert sign_in(cast.ada).get("/mandates/").url == reverse("mfa_index")
    assert is_in(sign_in(cast.alice))
    TOTP.activate(cast.mona, generate_totp_secret())
    assert is_in(sign_in(cast.mona))


@pytest.mark.parametrize("name", ["mfa_index", "mfa_list_webauthn", "usersessions_list", "mfa_add_webauthn"])
def test_every_page_of_proofs_is_in_the_programs_own_look(cast: Cast, client: Client, name):
    sign_in_by_password(client)
    prove(client)

    words = client.get(reverse(name), follow=True).content.decode()

    assert "tracker.css" in words
    assert " style=" not in words


# Sessions


def test_a7_signing_in_gives_a_new_session(cast: Cast, client: Client):
    client.get("/account/login/")
    client.session["planted"] = True
    client.session.save()
    before = client.session.session_key

    sign_in_by_password(client)

    assert client.session.session_key != before


@pytest.mark.parametrize(
    ("name", "age", "stays"),
    [
        ("session_seen", 11 * 3600, True),
        ("session_seen", 13 * 3600, False),
        ("session_began", 6 * 24 * 3600, True),
        ("session_began", 8 * 24 * 3600, False),
    ],
)
def test_a7_a_session_ends_after_twelve_idle_hours_and_after_seven_days(cast: Cast, client: Client, name, age, stays):
    sign_in_by_password(client)
    assert is_in(client)
    session = client.session
    session[name] = time.time() - age
    session.save()

    assert is_in(client) == stays


def test_a7_changing_the_password_ends_the_other_sessions(cast: Cast):
    here, elsewhere = Client(), Client()
    sign_in_by_password(here)
    sign_in_by_password(elsewhere)

    here.post(
        "/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    )

    assert (is_in(here), is_in(elsewhere)) == (True, False)


def test_a7_a_person_sees_their_sessions_and_ends_the_others(cast: Cast):
    here, elsewhere = Client(HTTP_USER_AGENT="Here/1"), Client(HTTP_USER_AGENT="Elsewhere/2")
    sign_in_by_password(elsewhere)
    sign_in_by_password(here)

    assert "Elsewhere/2" in here.get(reverse("usersessions_list")).content.decode()
    here.post(reverse("usersessions_list"))

    assert (is_in(here), is_in(elsewhere)) == (True, False)


def test_a7_closing_an_account_ends_its_sessions_for_good(cast: Cast):
    his, hers = Client(), Client()
    sign_in_by_password(his, "bob")
    sign_in_by_password(hers, "ada")
    prove(hers)
    address = reverse("admin:accounts_user_change", args=[cast.bob.pk])
    sent = {"email": cast.bob.email, "name": "Bob"}
    sent |= {f"memberships-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")}

    hers.post(address, sent)
    assert not User.objects.get(pk=cast.bob.pk).is_active
    assert not UserSession.objects.filter(user=cast.bob).exists()
    User.objects.filter(pk=cast.bob.pk).update(is_active=True)

    assert not is_in(his)


def test_a7_giving_rights_needs_a_fresh_proof_of_who_it_is_and_keeps_what_was_typed(cast: Cast, client: Client):
    sign_in_by_password(client, "ada")
    typed = {"user": cast.rita.pk, "entity": cast.unep.pk, "role": "manager"}

    asked = client.post(reverse("admin:accounts_membership_add"), typed)
    assert asked.url.startswith("/account/reauthenticate/")
    assert not cast.rita.memberships.filter(entity=cast.unep).exists()
    client.post(asked.url, {"password": PASSWORD}, follow=True)

    assert cast.rita.memberships.filter(entity=cast.unep, role="manager").exists()


def test_a7_cookies_are_out_of_reach_of_scripts_and_other_sites(cast: Cast, client: Client, settings):
    sign_in_by_password(client)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]

    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
