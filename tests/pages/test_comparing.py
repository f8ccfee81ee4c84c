"""A resolution is compared with the one before it, and its lineage drawn, from what stands in the database."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import make_mandate, make_paragraph, make_resolution
from tracker.accounts.changes import change
from tracker.resolutions import lineage

ASKED = "Requests the Secretary-General to report to the Assembly at its {which} session on <b>crime</b>."


@pytest.fixture
def later(cast):
    """A/RES/58/140, which follows A/RES/57/173: one paragraph changed, one new, one dropped."""
    before = make_resolution("A/RES/57/173", title="Crime", adopted_on=date(2002, 12, 18))
    make_mandate(make_paragraph(before, "22", words=ASKED.format(which="fifty-eighth")), status="in progress")
    make_paragraph(before, "23", words="Abolishes nothing in particular today.")
    later = make_resolution("A/RES/58/140", title="Crime")
    make_mandate(make_paragraph(later, "24", words=ASKED.format(which="fifty-ninth")))
    make_paragraph(later, "25", words="Decides upon something quite different.")
    with change("Trace"):
        lineage.trace(later)
    later.refresh_from_db()
    return later


@pytest.fixture
def get(cast, sign_in):
    alice = sign_in(cast.alice)
    return lambda address, **query: alice.get(address, query)


def test_the_page_of_a_resolution_offers_the_comparison_and_says_its_age(get, later):
    html = get(later.get_absolute_url()).content.decode()

    assert "Compare with A/RES/57/173" in html
    assert "renewed once, since 2002" in html
    assert "A/RES/58/140" in get(later.follows.get_absolute_url()).content.decode()


def test_paragraphs_stand_side_by_side_with_their_differences(get, later):
    html = get(reverse("resolutions:compare", args=[later.symbol])).content.decode()

    assert "<del>eighth</del><ins>ninth</ins>" in html
    assert "<ins>Decides upon something quite different.</ins>" in html
    assert "<del>Abolishes nothing in particular today.</del>" in html
    assert "&lt;b&gt;crime" in html
    assert "same title" in html
    assert "In progress" in html


def test_any_two_resolutions_can_be_compared(get, later):
    other = make_resolution("A/RES/1/1", title="Other")
    make_paragraph(other, "1", words="Other words.")
    address = reverse("resolutions:compare", args=[later.symbol])

    assert "<del>Other words.</del>" in get(address, **{"with": "a/res/1/1"}).content.decode()


@pytest.mark.parametrize(
    ("other", "status"), [("", 302), ("A/RES/57/173", 302), ("A/RES/99/9", 404), ("nonsense", 404), ("x" * 3000, 404)]
)
def test_what_cannot_be_compared_leads_to_the_text_or_is_not_there(get, later, other, status):
    address = reverse("resolutions:compare", args=["A/RES/57/173"])

    assert get(address, **{"with": other}).status_code == status


def test_the_lineage_is_a_picture_and_the_same_as_a_list(get, later):
    html = get(reverse("resolutions:lineage", args=["A/RES/57/173"])).content.decode()

    assert "2 resolutions in the line of A/RES/57/173" in html
    assert html.count('class="lineage-box') == 2
    assert html.count('class="lineage-line"') == 1
    assert html.count("data-row-link") == 2
    assert "style=" not in html[html.index("<svg") : html.index("</svg>")]
