"""The search page finds paragraphs with their mandates, narrows them down, and leads to the document a symbol names."""

import pytest
from django.urls import reverse

from tests.factories import make_mandate, make_organ, make_paragraph, make_resolution

ADDRESS = reverse("search:search")


@pytest.fixture
def page(cast, sign_in):
    """Return a function that gives the page for a query string, as Alice sees it."""
    crime = make_resolution("A/RES/58/140", title="Crime prevention")
    council = make_resolution("S/RES/2666 (2022)", organ=make_organ("SC", name="Security Council"))
    report = make_paragraph(crime, "24", words="Requests the Secretary-General to report on drugs & <b>crime</b>.")
    make_mandate(report, internal_note="A secret word.", status="in progress", lead_entity=cast.unodc)
    make_paragraph(council, "1", words="Decides to report, recalling resolution 58/140.")
    alice = sign_in(cast.alice)
    return lambda query="": alice.get(f"{ADDRESS}?{query}").content.decode()


def test_hits_are_marked_and_their_mandates_shown(page):
    html = page("q=reports")

    assert html.count('<mark class="mark-hit"') == 2
    assert "request: Secretary-General" in html
    assert "2 paragraphs" in html


def test_words_of_the_text_are_never_markup(page):
    assert "&lt;b&gt;" in page("q=drugs")
    assert "<script>" not in page("q=<script>alert(1)</script>")


def test_notes_are_never_found(page):
    assert "No text has these words" in page("q=secret")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("organ=SC", 1),
        ("organ=SC&organ=GA", 2),
        ("kind=note", 0),
        ("language=en", 2),
        ("status=in-progress", 1),
        ("status=implemented", 0),
        ("entity=UNODC&addressee=Secretary-General", 1),
    ],
)
def test_filters_narrow_what_is_found(page, query, count):
    assert page(f"q=report&{query}").count("data-row-link") == count


def test_a_symbol_shows_its_place_and_who_cites_it(page):
    html = page("q=58/140+op+24")

    assert 'href="/resolutions/A/RES/58/140/#op24"' in html
    assert "1 paragraph cites A/RES/58/140" in html


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("58/140", "/resolutions/A/RES/58/140/"),
        ("res. 58/140 para 24", "/resolutions/A/RES/58/140/#op24"),
        ("2666 (2022)", "/resolutions/S/RES/2666%20(2022)/"),
    ],
)
def test_from_the_bar_a_symbol_leads_straight_to_its_document(page, cast, sign_in, words, address):
    answer = sign_in(cast.alice).get(ADDRESS, {"q": words, "go": "1"})

    assert (answer.status_code, answer["Location"]) == (302, address)


def test_from_the_bar_other_words_are_searched_for(page, cast, sign_in):
    assert sign_in(cast.alice).get(ADDRESS, {"q": "report", "go": "1"}).status_code == 200


@pytest.mark.parametrize(
    ("words", "answer"),
    [("AND OR", "no word to look for"), ("x" * 10_000, "longer than 500"), ("NOT crime", "Say also what to find")],
)
def test_what_is_no_search_is_answered_in_words(page, words, answer):
    assert answer in page(f"q={words}")


def test_nothing_is_asked_yet(page):
    assert "Type words to look for" in page()


def test_strangers_are_asked_to_sign_in(client, db):
    assert client.get(ADDRESS, {"q": "report"}).status_code == 302


def test_a_page_of_hits_takes_the_same_number_of_queries_whatever_it_shows(
    page, cast, sign_in, django_assert_max_num_queries
):
    resolution = make_resolution()
    for number in range(1, 30):
        make_mandate(make_paragraph(resolution, str(number), words="Requests a report."))
    alice = sign_in(cast.alice)

    with django_assert_max_num_queries(60):
        html = alice.get(ADDRESS, {"q": "report"}).content.decode()

    assert html.count("data-row-link") == 25
