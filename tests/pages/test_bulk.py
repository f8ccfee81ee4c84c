"""Several mandates are changed at once after a preview with their number, and the change is taken back whole."""

import pytest
from django.urls import reverse

from tests.factories import make_mandate, make_user
from tracker.mandates import standing
from tracker.mandates.models import Mandate

SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def mandates(cast) -> list[Mandate]:
    return [make_mandate(lead_entity=cast.unodc, action=f"to do {number}") for number in range(3)]


def send(client, *, headers=None, follow=False, **given):
    return client.post(reverse("mandates:bulk"), {"scope": "all", **given}, headers=headers or {}, follow=follow)


def priorities():
    return list(Mandate.objects.order_by("pk").values_list("priority", flat=True))


def test_the_preview_says_how_many_and_changes_nothing(cast, mandates, sign_in):
    make_mandate(lead_entity=cast.unep)

    part = send(sign_in(cast.mona), headers=SCRIPT, priority="high").content.decode()

    assert "Change 3 mandates" in part
    assert "1 is left alone" in part
    assert "<html" not in part
    assert priorities() == ["normal"] * 4


def test_confirmed_with_the_number_all_are_changed_with_an_undo(cast, mandates, sign_in):
    client = sign_in(cast.mona)

    page = send(client, priority="high", confirm="3", query="status=not-started", follow=True)

    done = mandates[0].history.first().change
    assert priorities() == ["high"] * 3
    assert page.redirect_chain == [(f"{reverse('mandates:register')}?status=not-started", 302)]
    assert f'action="{reverse("mandates:undo", args=[done.pk])}' in page.content.decode()


def test_only_what_matches_the_filter_is_changed(cast, mandates, sign_in):
    standing.set_status(mandates[0], "continuing", by=cast.mona)

    send(sign_in(cast.mona), priority="high", confirm="2", query="status=not-started")

    assert priorities() == ["normal", "high", "high"]


def test_only_what_is_ticked_is_changed(cast, mandates, sign_in):
    send(sign_in(cast.mona), scope="picked", pick=[mandates[1].pk], priority="high", confirm="1")

    assert priorities() == ["normal", "high", "normal"]


def test_a_list_that_grew_since_the_preview_is_asked_about_again(cast, mandates, sign_in):
    answer = send(sign_in(cast.mona), priority="high", confirm="2")

    assert b"The list has changed since you looked" in answer.content
    assert priorities() == ["normal"] * 3


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"status": "discontinued", "confirm": "3"}, "Say why"),
        ({"review_on": "20250-01-01"}, "valid date"),
        ({"review_on": "0250-01-01"}, "between 1945 and 2200"),
        ({"status": "sleeping"}, "valid choice"),
        ({"priority": "high", "query": "state=nonsense"}, "Tick at least one"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changed(cast, mandates, sign_in, given, words):
    answer = send(sign_in(cast.mona), **given)

    assert words in answer.content.decode()
    assert set(Mandate.objects.values_list("version", flat=True)) == {1}


def test_ticking_what_another_entity_leads_changes_nothing_there(cast, sign_in):
    foreign = make_mandate(lead_entity=cast.unep)

    answer = send(sign_in(cast.mona), scope="picked", pick=[foreign.pk], priority="high", confirm="1")

    assert b"None of them is led by your entity" in answer.content
    assert priorities() == ["normal"]


def test_without_scripts_the_form_is_a_page_with_rows_to_tick(cast, mandates, sign_in):
    standing.set_status(mandates[1], "continuing", by=cast.mona)

    page = sign_in(cast.mona).get(reverse("mandates:bulk"), {"status": "continuing"}).content.decode()

    assert "<html" in page
    assert page.count('name="pick"') == 1


@pytest.mark.parametrize("name", ["alice", "rita", "bob"])
def test_who_is_no_manager_finds_no_such_form(cast, mandates, sign_in, name):
    client = sign_in(getattr(cast, name))

    assert client.get(reverse("mandates:bulk")).status_code == 404
    assert send(client, priority="high", confirm="3").status_code == 404
    assert b"data-bulk-open" not in client.get(reverse("mandates:register")).content


def test_a_change_shows_what_it_did_and_is_undone_from_there(cast, mandates, sign_in):
    client = sign_in(cast.mona)
    send(client, priority="high", confirm="3")
    done = mandates[0].history.first().change

    page = client.get(reverse("mandates:change", args=[done.pk])).content.decode()
    client.post(reverse("mandates:undo", args=[done.pk]))

    assert "3 mandates" in page
    assert "Undo all of it" in page
    assert priorities() == ["normal"] * 3
    assert "Undone by Mona" in client.get(reverse("mandates:change", args=[done.pk])).content.decode()
    assert client.post(reverse("mandates:undo", args=[done.pk])).status_code == 404


def test_others_see_a_change_but_do_not_undo_it(cast, mandates, sign_in):
    send(sign_in(cast.mona), priority="high", confirm="3")
    done = mandates[0].history.first().change
    amir = make_user("Amir", analyst=cast.unodc)

    assert b"Undo all of it" not in sign_in(amir).get(reverse("mandates:change", args=[done.pk])).content
    assert sign_in(amir).post(reverse("mandates:undo", args=[done.pk])).status_code == 404


def test_an_undo_leads_nowhere_outside(cast, mandates, sign_in):
    client = sign_in(cast.mona)
    send(client, priority="high", confirm="3")
    address = reverse("mandates:undo", args=[mandates[0].history.first().change_id])

    assert client.post(f"{address}?next=//evil.example").url == address.removesuffix("undo/")


def test_the_register_finds_mandates_by_tag(cast, mandates, sign_in):
    client = sign_in(cast.mona)
    send(client, scope="picked", pick=[mandates[1].pk], add_tags="crime, 2027", confirm="1")

    page = client.get(reverse("mandates:register"), {"tag": "crime"})

    assert [row.mandate for row in page.context["listing"].rows] == [mandates[1]]
