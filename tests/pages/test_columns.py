"""The register's columns: each person's own choice and order, a second key to sort by, and rows that stand close."""

import re

import pytest

from tests.factories import make_mandate
from tracker.pages.mandates.columns import headings, known, order_in


def heads(answer) -> list[str]:
    head = re.search(r"<thead>(.*?)</thead>", answer.content.decode(), re.DOTALL)[1]
    return re.findall(r"<a [^>]*>\s*([^<\n]+)", head)


@pytest.fixture
def alice(cast, sign_in):
    make_mandate(lead_entity=cast.unodc, priority="high")
    return sign_in(cast.alice)


def test_a_choice_of_columns_is_kept_with_the_person_and_shown_in_its_order(alice, cast):
    answer = alice.post("/mandates/layout/", {"column": ["status", "priority"], "next": "/mandates/?state=no-deadline"})

    assert answer.url == "/mandates/?state=no-deadline"
    page = alice.get("/mandates/")
    assert heads(page) == ["Paragraph", "Status", "Priority"]
    assert re.search(r'<td data-label="Priority"><span data-cell>high\s', page.content.decode())
    assert "Focal point" not in re.search(r"<tbody.*</tbody>", page.content.decode(), re.DOTALL)[0]


def test_a_column_is_moved_forward_by_one_place(alice, cast):
    alice.post("/mandates/layout/", {"column": ["asked", "due", "status"], "earlier": "status"})

    cast.alice.refresh_from_db()
    assert cast.alice.preferences["columns"] == ["symbol", "asked", "status", "due"]


def test_a_link_that_names_columns_shows_them_to_everybody_and_keeps_nothing(alice, cast):
    page = alice.get("/mandates/?columns=due,heard,password")

    assert heads(page) == ["Paragraph", "Deadline", "Last heard of"]
    cast.alice.refresh_from_db()
    assert "columns" not in cast.alice.preferences


def test_the_menu_sorts_by_two_keys_and_draws_rows_closer(alice):
    answer = alice.post(
        "/mandates/layout/", {"sort": "status", "then": "-due", "dense": "on", "next": "/mandates/?q=x"}
    )

    assert answer.url == "/mandates/?q=x&sort=status%2C-due"
    assert "is-dense" in alice.get("/mandates/").content.decode()


def test_a_column_that_is_not_known_is_passed_over():
    assert known(["due", "version", "due"]) == ["symbol", "due"]
    assert order_in({"sort": "password", "then": "due"}) == "due"


@pytest.mark.parametrize(
    ("sorting", "column", "clicked", "with_shift"),
    [
        (["due"], "due", "-due", "-due"),
        (["due"], "status", "status", "due,status"),
        (["due", "status"], "status", "status", "due,-status"),
        (["due", "-status"], "status", "status", "due,status"),
        (["due", "status"], "due", "-due", "-due,status"),
    ],
)
def test_a_click_sorts_and_a_click_with_shift_sorts_in_second_place(sorting, column, clicked, with_shift):
    [_first, heading] = headings(["symbol", column], sorting)

    assert (heading.sort, heading.second) == (clicked, with_shift)
