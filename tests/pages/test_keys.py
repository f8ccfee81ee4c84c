"""A person's own keys (WCAG 2.1.4): kept for them alone, never two things on one key."""

import re
from pathlib import Path

import pytest

from tracker.accounts.models import User
from tracker.pages.account.keys import KEYS, KeysForm

ROOT = Path(__file__).resolve().parents[2]
KEY_IN_TEMPLATE = re.compile(r'data-(?:row-)?key="(\S)[ "]')


def fields(**own: str) -> dict[str, str]:
    """Return what the form sends: the usual keys, but for those given."""
    return {f"key-{ord(usual)}": own.get(usual, usual) for usual in KEYS}


def own_keys(person: User) -> dict[str, str]:
    return User.objects.get(pk=person.pk).preferences.get("keys", {})


def test_what_differs_is_kept_and_every_page_knows_it(cast, sign_in):
    client = sign_in(cast.alice)

    page = client.post("/account/keys/", fields(u="l", l="", r="R"), follow=True).content.decode()

    assert own_keys(cast.alice) == {"u": "l", "l": "", "r": "R"}
    assert "Your keys are saved." in page
    assert "data-own-keys=" in client.get("/mandates/").content.decode()
    assert "data-own-keys=" not in sign_in(cast.mona).get("/mandates/").content.decode()


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ({"u": "e"}, "“e” already does “Log progress”. Choose another"),
        ({"u": "?"}, "“?” already does “List the keys of a page”. Choose another"),
        ({"u": "3"}, "Digits choose from what is open."),
        ({"u": "uv"}, "at most 1 character"),
        ({"u": "\u0007"}, "Give a letter or a sign."),
    ],
)
def test_a_key_that_cannot_be_is_refused_with_the_reason_and_nothing_is_kept(cast, sign_in, own, words):
    answer = sign_in(cast.alice).post("/account/keys/", fields(**own))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert own_keys(cast.alice) == {}


def test_two_keys_may_change_places():
    form = KeysForm(fields(a="x", x="a"))

    assert form.is_valid()
    assert form.own == {"a": "x", "x": "a"}


def test_one_button_brings_the_usual_keys_back(cast, sign_in):
    cast.alice.preferences = {"keys": {"u": "l", "l": "u"}, "theme": "dark"}
    cast.alice.save()

    sign_in(cast.alice).post("/account/keys/", fields(u="!") | {"reset": "yes"})

    assert own_keys(cast.alice) == {}
    assert User.objects.get(pk=cast.alice.pk).preferences["theme"] == "dark"


def test_every_single_key_of_a_template_can_be_chosen_anew():
    found = {
        key
        for template in (ROOT / "templates").rglob("*.html")
        for key in KEY_IN_TEMPLATE.findall(template.read_text(encoding="utf-8"))
    }

    assert found
    assert found <= set(KEYS)
