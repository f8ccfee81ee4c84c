"""Saving a view from the register, finding it in the bar, and the links that programs fetch."""

import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import make_mandate, make_view
from tracker.reports.models import SavedView, Subscription


def words_of(answer) -> str:
    return unescape(" ".join(answer.content.decode().split()))


def test_the_list_on_screen_is_saved_under_a_name_and_stands_in_the_bar(cast, sign_in):
    alice = sign_in(cast.alice)
    [link] = re.findall(r'href="(/saved/new/[^"]+)"', alice.get("/mandates/?state=overdue&sort=-due").content.decode())

    form = alice.get(unescape(link))
    answer = alice.post(link, {"name": "Late", "pinned": "on", "query": form.context["form"]["query"].value()})

    assert answer.url == "/mandates/?state=overdue&sort=-due"
    link = '<a href="/mandates/?state=overdue&sort=-due" >Late</a>'
    assert link in words_of(alice.get("/"))
    assert link not in words_of(sign_in(cast.mona).get("/"))


def test_a_second_view_of_the_same_name_is_refused_with_what_was_typed(cast, sign_in):
    make_view(cast.alice, "Late")

    answer = sign_in(cast.alice).post("/saved/new/", {"name": "Late", "query": "state=overdue"})

    assert "You have a view of this name already." in words_of(answer)
    assert 'value="state=overdue"' in words_of(answer)


def test_a_view_is_not_there_for_others(cast, sign_in):
    view = make_view(cast.alice, "Private")
    bob = sign_in(cast.bob)

    for verb, address in (
        ("get", f"/saved/{view.pk}/"),
        ("get", f"/saved/{view.pk}/edit/"),
        ("post", f"/saved/{view.pk}/remove/"),
        ("post", f"/saved/{view.pk}/subscribe/"),
    ):
        assert getattr(bob, verb)(address, {"channel": "ics"}).status_code == 404, address
    assert "Private" not in words_of(bob.get("/saved/"))
    assert SavedView.objects.filter(pk=view.pk).exists()


def test_a_bare_register_opens_with_the_view_of_ones_role_and_all_is_one_click_away(cast, sign_in):
    make_view(cast.mona, "Ours", query="state=overdue", team=cast.unodc, default_for="analyst")
    alice = sign_in(cast.alice)

    assert alice.get("/mandates/").url == "/mandates/?state=overdue"
    assert 'href="/mandates/?view=all"' in words_of(alice.get("/mandates/?state=overdue"))
    assert alice.get("/mandates/?view=all").status_code == 200
    assert alice.get("/mandates/?view=all&status=implemented").url == "/mandates/?status=implemented"
    assert sign_in(cast.mona).get("/mandates/").status_code == 200


def test_a_form_cannot_give_a_view_to_another_owner_or_entity(cast, sign_in):
    sign_in(cast.bob).post("/saved/new/", {"name": "x", "owner": cast.alice.pk, "team": cast.unodc.pk, "query": ""})

    assert not SavedView.objects.filter(team=cast.unodc).exists()
    assert not SavedView.objects.filter(owner=cast.alice).exists()


@pytest.mark.parametrize(
    ("channel", "media_type", "found"),
    [
        ("ics", "text/calendar; charset=utf-8", "BEGIN:VEVENT"),
        ("atom", "application/atom+xml; charset=utf-8", "<entry"),
    ],
)
def test_a_secret_link_is_shown_once_opens_without_signing_in_and_is_revoked(cast, sign_in, channel, media_type, found):
    make_mandate(due=(timezone.localdate(), timezone.localdate()))
    view = make_view(cast.alice, "Mine")
    alice = sign_in(cast.alice)

    shown = alice.post(f"/saved/{view.pk}/subscribe/", {"channel": channel})
    [link] = re.findall(r'value="(http://testserver/saved/link/[^"]+)"', shown.content.decode())
    fetched = Client().get(link)

    assert fetched["Content-Type"] == media_type
    assert found in fetched.content.decode()
    assert "no-store" in fetched["Cache-Control"]
    assert link not in words_of(alice.get("/saved/"))

    alice.post(f"/saved/subscriptions/{Subscription.objects.get().pk}/revoke/")
    assert Client().get(link).status_code == 404


def test_nobody_ends_the_subscription_of_another(cast, sign_in):
    view = make_view(cast.alice)
    sign_in(cast.alice).post(f"/saved/{view.pk}/subscribe/", {"channel": "mail"})

    answer = sign_in(cast.bob).post(f"/saved/subscriptions/{Subscription.objects.get().pk}/revoke/")

    assert answer.status_code == 404
    assert Subscription.objects.exists()
