"""Signing in, choosing a new password by mail, and a person's own preferences."""

import re

import pytest
from django.core import mail
from django.test import Client

from tests.factories import PASSWORD, Cast, make_user
from tracker.accounts.models import User

NEW_PASSWORD = "a sentence is easy to remember"


def words_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_a_person_signs_in_by_address_and_comes_where_they_wanted(cast: Cast, client: Client):
    answer = client.post(
        "/account/login/?next=/account/preferences/", {"login": "ALICE@example.org", "password": PASSWORD}
    )

    assert answer.url == "/account/preferences/"
    assert client.get("/").status_code == 200


def test_a_wrong_password_is_told_without_saying_which_part_was_wrong(cast: Cast, client: Client):
    wrong_password = client.post("/account/login/", {"login": "alice@example.org", "password": "wrong"})
    wrong_address = client.post("/account/login/", {"login": "nobody@example.org", "password": "wrong"})

    errors = [list(answer.context["form"].non_field_errors()) for answer in (wrong_password, wrong_address)]
    assert errors[0] == errors[1]
    assert errors[0]


def test_somebody_who_has_left_cannot_sign_in(cast: Cast, client: Client):
    User.objects.filter(pk=cast.alice.pk).update(is_active=False)

    client.post("/account/login/", {"login": "alice@example.org", "password": PASSWORD})

    assert client.get("/").status_code == 302


def test_a_forgotten_password_is_replaced_with_the_link_in_a_mail(cast: Cast, client: Client):
    client.post("/account/password/reset/", {"email": "alice@example.org"})
    [message] = mail.outbox
    [link] = re.findall(r"https?://\S+", message.body)
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    client.post("/account/login/", {"login": "alice@example.org", "password": NEW_PASSWORD})

    assert message.subject == "Mandate tracker: choose a new password"
    assert client.get("/").status_code == 200
    assert "This link no longer works" in words_of(Client().get(link, follow=True))


def test_asking_for_a_password_does_not_tell_who_has_an_account(cast: Cast, client: Client):
    known = client.post("/account/password/reset/", {"email": "alice@example.org"}, follow=True)
    unknown = client.post("/account/password/reset/", {"email": "nobody@example.org"}, follow=True)

    def without_token(answer):
        return re.sub(r"[A-Za-z0-9]{64}", "", words_of(answer))

    assert without_token(known) == without_token(unknown)


def test_nobody_registers_by_themselves(client: Client, db):
    answer = client.post("/account/signup/", {"email": "eve@example.org", "password1": NEW_PASSWORD})

    assert "Nobody registers here" in words_of(answer)
    assert not User.objects.exists()


def test_a_person_changes_their_password(cast: Cast, sign_in):
    client = sign_in(cast.alice)

    client.post(
        "/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    )

    assert User.objects.get(pk=cast.alice.pk).check_password(NEW_PASSWORD)
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("address", ["logout", "password/change", "preferences", "reauthenticate", "inactive"])
def test_every_page_of_ones_account_is_in_the_programs_own_look(cast: Cast, sign_in, address):
    answer = sign_in(cast.alice).get(f"/account/{address}/")

    assert answer.status_code == 200
    assert "tracker.css" in words_of(answer)


def test_preferences_are_kept_and_every_page_follows_them(cast: Cast, sign_in):
    client = sign_in(cast.alice)

    answer = client.post("/account/preferences/", {"theme": "dark"}, follow=True)

    assert User.objects.get(pk=cast.alice.pk).preferences == {"theme": "dark", "single_keys": False}
    assert 'data-theme="dark"' in words_of(answer)
    assert 'data-keys="off"' in words_of(answer)


@pytest.mark.parametrize(
    ("given", "kept", "back"),
    [
        ({"theme": "dark", "next": "/mandates/?q=a"}, "dark", "/mandates/?q=a"),
        ({"theme": "light", "next": "https://elsewhere.example/"}, "light", "/account/preferences/"),
        ({"theme": "pink", "next": "/"}, None, "/"),
    ],
)
def test_colours_are_chosen_from_the_bar(cast: Cast, sign_in, given, kept, back):
    answer = sign_in(cast.alice).post("/account/theme/", given)

    assert answer.url == back
    assert User.objects.get(pk=cast.alice.pk).preferences.get("theme") == kept


def test_an_address_is_changed_by_administrators_only(cast: Cast, sign_in):
    answer = sign_in(make_user("Zoe")).post("/account/email/", {"email": "other@example.org", "action_add": ""})

    assert answer.url == "/account/preferences/"
