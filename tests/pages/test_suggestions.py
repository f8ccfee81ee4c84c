"""The queue of suggestions: seen by those who may decide, accepted or refused by one press."""

import pytest
from django.urls import reverse

from tests.followup.test_suggestions import asked, look, make_later  # noqa: F401 - the fixture is asked for by name


@pytest.fixture
def found(asked):  # noqa: F811
    return look(
        make_later(
            "Takes note of the <b>report of the Secretary-General;", "Welcomes the report of the Secretary-General;"
        )
    )[0]


def test_the_queue_shows_the_words_marked_and_escaped(found, cast, sign_in):
    html = sign_in(cast.alice).get(reverse("suggestions:queue")).content.decode()

    assert "its due date was met" in html
    assert html.count('data-row-key="a"') == 1
    assert "<b>report" not in html


@pytest.mark.parametrize(("verdict", "outcome"), [("accept", "met"), ("refuse", "open")])
def test_one_press_decides(found, cast, sign_in, verdict, outcome):
    alice = sign_in(cast.alice)

    answer = alice.post(reverse(f"suggestions:{verdict}", args=[found.pk]), follow=True)

    assert found.mandate.due_dates.get().outcome == outcome
    assert "Nothing to decide" in answer.content.decode()
    assert alice.post(reverse(f"suggestions:{verdict}", args=[found.pk])).status_code == 404


def test_others_are_told_that_there_is_nothing(found, cast, sign_in):
    assert sign_in(cast.bob).post(reverse("suggestions:accept", args=[found.pk])).status_code == 404
    assert sign_in(cast.rita).get(reverse("suggestions:queue")).status_code == 404
