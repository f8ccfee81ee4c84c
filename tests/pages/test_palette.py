"""The palette: a few letters lead to pages, saved views, documents and mandates that the person may see."""

from html import unescape

import pytest

from tests.factories import make_mandate, make_paragraph, make_resolution, make_view


@pytest.fixture
def mandate(cast):
    return make_mandate(make_paragraph(make_resolution("A/RES/79/1"), "12.a", words="Requests a report."))


def goals(client, words: str) -> list[tuple[str, str, str]]:
    answer = client.get("/go/", {"q": words}, headers={"HX-Request": "true"})
    return [(goal.kind, goal.words, goal.address) for goal in answer.context["goals"]]


@pytest.mark.parametrize("words", ["79/1 OP 12 (a)", "a/res/79/1 para 12.a", "resolution 79/1, paragraph 12 (a)"])
def test_f13_a_paragraph_in_any_spelling_leads_to_its_mandate_first(cast, mandate, sign_in, words):
    found = goals(sign_in(cast.alice), words)

    assert found[0] == ("Mandate", "A/RES/79/1, para. 12 (a)", f"/mandates/{mandate.pk}/")
    assert [kind for kind, _words, _address in found[:3]] == ["Mandate", "Text", "Document"]


def test_a_symbol_leads_to_its_document(cast, mandate, sign_in):
    assert goals(sign_in(cast.alice), "79/1")[0][:2] == ("Document", "A/RES/79/1")


def test_letters_lead_to_pages_and_views_that_the_person_may_see(cast, sign_in):
    make_view(cast.alice, "Late reports")
    make_view(cast.mona, "Late elsewhere")

    assert goals(sign_in(cast.alice), "late")[0][1] == "Late reports"
    assert "Late elsewhere" not in str(goals(sign_in(cast.alice), "late"))
    assert goals(sign_in(cast.ada), "imp sh")[0][1] == "Import a sheet"
    assert "Import a sheet" not in str(goals(sign_in(cast.mona), "imp sh"))


def test_other_words_lead_to_a_search(cast, sign_in):
    found = goals(sign_in(cast.alice), "transnational crime")

    assert [kind for kind, _words, _address in found] == ["Search", "Search"]
    assert found[0][2] == "/search/?q=transnational+crime"


def test_it_is_a_page_without_scripts_and_goes_to_the_first_goal(cast, mandate, sign_in):
    alice = sign_in(cast.alice)

    page = unescape(alice.get("/go/?q=79/1").content.decode())
    assert 'href="/resolutions/A/RES/79/1/"' in page
    assert alice.get("/go/?q=79/1 op 12.a&first=1").url == f"/mandates/{mandate.pk}/"
    assert alice.get("/go/?first=1").status_code == 200
