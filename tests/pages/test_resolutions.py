"""The list of resolutions, and a document as adopted with its mandates in the margin."""

import pytest

from tests import factories
from tracker.accounts import changes
from tracker.accounts.changes import change
from tracker.resolutions.models import Citation, Text, Wording

pytestmark = pytest.mark.django_db


@pytest.fixture
def resolution():
    return factories.make_resolution("A/RES/58/140", title="Crime prevention")


def test_a_document_shows_each_paragraph_at_a_stable_address_with_its_mandate(cast, sign_in, resolution):
    factories.make_mandate(
        factories.make_paragraph(resolution, "24", words="Requests the Secretary-General to report.")
    )

    page = sign_in(cast.rita).get("/resolutions/A/RES/58/140/").content.decode()

    assert 'id="op24"' in page
    assert "Requests the Secretary-General to report." in page
    assert "request: Secretary-General" in page


def test_rejected_proposals_do_not_stand_in_the_margin(cast, sign_in, resolution):
    factories.make_mandate(factories.make_paragraph(resolution, "1", words="Notes it."), status="rejected", verb="note")

    assert "note: " not in sign_in(cast.rita).get("/resolutions/A/RES/58/140/").content.decode()


@pytest.mark.parametrize("spelling", ["58/140", "a/res/58/140"])
def test_usual_spellings_of_a_symbol_lead_to_its_one_address(cast, sign_in, resolution, spelling):
    answer = sign_in(cast.rita).get(f"/resolutions/{spelling}/")

    assert answer["Location"] == "/resolutions/A/RES/58/140/"


def test_a_symbol_that_is_not_here_is_not_found(cast, sign_in):
    assert sign_in(cast.rita).get("/resolutions/A/RES/1/1/").status_code == 404


def test_citations_lead_to_our_page_or_to_the_document_system(cast, sign_in, resolution):
    factories.make_resolution("A/RES/57/173")
    paragraph = factories.make_paragraph(resolution, "1", words="Recalling resolution 57/173 and document A/58/222,")
    for symbol in ("A/RES/57/173", "A/58/222"):
        Citation.objects.create(paragraph=paragraph, symbol=symbol, words=symbol, start=0, end=1)

    page = sign_in(cast.rita).get("/resolutions/A/RES/58/140/").content.decode()

    assert 'href="/resolutions/A/RES/57/173/"' in page
    assert 'href="https://docs.un.org/A/58/222"' in page


def test_each_language_is_shown_in_its_own_direction(cast, sign_in, resolution):
    paragraph = factories.make_paragraph(resolution, "1", words="Decides.")
    with change("Take in"):
        text = changes.create(Text, resolution=resolution, language="ar", title="منع الجريمة")
        changes.create(Wording, text=text, paragraph=paragraph, position=1, words="تقرر")

    page = sign_in(cast.rita).get("/resolutions/A/RES/58/140/?language=ar").content.decode()

    assert 'lang="ar" dir="rtl"' in page
    assert "تقرر" in page


def test_words_that_could_not_be_placed_are_shown(cast, sign_in, resolution):
    factories.make_paragraph(resolution, "1", words="Decides.")
    with change("Take in"):
        changes.create(Wording, text=resolution.texts.get(), position=9, words="??? debris")

    page = sign_in(cast.rita).get("/resolutions/A/RES/58/140/").content.decode()

    assert "1 block not understood" in page
    assert "??? debris" in page


def test_two_languages_stand_beside_each_other_each_in_its_own_direction(cast, sign_in, resolution):
    paragraph = factories.make_paragraph(resolution, "1", words="Decides.")
    with change("Take in"):
        text = changes.create(Text, resolution=resolution, language="ar", title="منع الجريمة")
        changes.create(Wording, text=text, paragraph=paragraph, position=1, words="تقرر")

    page = sign_in(cast.rita).get("/resolutions/A/RES/58/140/?language=en&beside=ar").content.decode()

    assert 'class="document is-beside" lang="en" dir="ltr"' in page
    assert '<p class="beside" lang="ar" dir="rtl">تقرر</p>' in page
    assert "Decides." in page


def test_the_place_in_the_source_stands_beside_each_paragraph(cast, sign_in, resolution):
    paragraph = factories.make_paragraph(resolution, "1", words="Decides.")
    with change("Take in"):
        changes.save(paragraph.wordings.get(), place={"page": 2, "line": 14})

    assert "page 2, line 14" in sign_in(cast.rita).get("/resolutions/A/RES/58/140/").content.decode()


def test_words_link_to_what_they_cite_and_to_their_notes(cast, sign_in, resolution):
    factories.make_resolution("A/RES/57/173")
    paragraph = factories.make_paragraph(resolution, "1", words="Recalling resolution 57/173, and more,")
    Citation.objects.create(paragraph=paragraph, symbol="A/RES/57/173", words="57/173", start=21, end=27)
    with change("Take in"):
        changes.save(paragraph.wordings.get(), marks=[["1", 28], ["2", 38]])

    page = sign_in(cast.rita).get("/resolutions/A/RES/58/140/").content.decode()

    assert '<a href="/resolutions/A/RES/57/173/" title="A/RES/57/173">57/173</a>,<sup><a href="#note1"' in page
    assert 'and more,<sup><a href="#note2"' in page


def test_the_editions_of_a_text_are_listed_the_one_in_force_last(cast, sign_in, resolution):
    factories.make_paragraph(resolution, "1", words="Decides.")
    for name, edition in (("first.txt", ""), ("second.txt", "Corr.1")):
        reading = factories.make_reading(name)
        with change("Take in"):
            changes.save(resolution.texts.get(), reading=reading, edition=edition)

    page = sign_in(cast.rita).get("/resolutions/A/RES/58/140/").content.decode()

    assert page.index("first.txt") < page.index("second.txt <strong>Corr.1</strong>") < page.index("the text in force")


def test_a_document_needs_the_same_number_of_queries_however_long(
    cast, sign_in, resolution, django_assert_max_num_queries
):
    client = sign_in(cast.rita)
    for number in range(1, 16):
        factories.make_mandate(factories.make_paragraph(resolution, str(number), words="Requests it."))

    # One each for what the page joins from elsewhere: citations, notes, editions, languages, lineage, suggestions.
    with django_assert_max_num_queries(21):
        client.get("/resolutions/A/RES/58/140/")


def test_the_list_counts_mandates_and_open_proposals(cast, sign_in, resolution):
    factories.make_mandate(factories.make_paragraph(resolution, "1"))
    factories.make_mandate(factories.make_paragraph(resolution, "2"), status="proposed")

    page = sign_in(cast.rita).get("/resolutions/?q=58/140").content.decode()

    assert ">1</a>" in page
    assert "status=proposed" in page


def test_the_list_says_when_nothing_matches(cast, sign_in, resolution):
    assert "No resolution matches." in sign_in(cast.rita).get("/resolutions/?q=nothing").content.decode()


def test_an_administrator_rewords_and_renumbers_a_paragraph(cast, sign_in, resolution):
    paragraph = factories.make_paragraph(resolution, "1", words="Decdes.")
    sent = {"seen_wording": 1, "seen_paragraph": 1, "kind": "operative", "address": "2", "words": "Decides."}

    answer = sign_in(cast.ada).post(f"/resolutions/paragraphs/{paragraph.pk}/", sent)

    paragraph.refresh_from_db()
    assert answer["Location"] == "/resolutions/A/RES/58/140/#op2"
    assert paragraph.wordings.get().words == "Decides."


def test_a_paragraph_somebody_else_reworded_meanwhile_shows_both(cast, sign_in, resolution):
    paragraph = factories.make_paragraph(resolution, "1", words="Decdes.")
    with change("Meanwhile"):
        changes.save(paragraph.wordings.get(), words="Resolves.")
    sent = {"seen_wording": 1, "seen_paragraph": 1, "kind": "operative", "address": "1", "words": "Decides."}

    answer = sign_in(cast.ada).post(f"/resolutions/paragraphs/{paragraph.pk}/", sent)

    assert answer.status_code == 422
    assert "meanwhile saved: “Resolves.”" in answer.content.decode()
    assert "Decides." in answer.content.decode()


def test_a_paragraph_is_split_and_merged_again(cast, sign_in, resolution):
    paragraph = factories.make_paragraph(resolution, "1", words="Decides; asks.")
    ada = sign_in(cast.ada)

    ada.post(f"/resolutions/paragraphs/{paragraph.pk}/split/", {"seen_wording": 1, "cut": "asks", "address": "2"})
    second = resolution.paragraphs.get(address="2")
    ada.post(f"/resolutions/paragraphs/{second.pk}/merge/")

    assert resolution.paragraphs.get().wordings.get().words == "Decides; asks."


def test_words_not_understood_are_placed_behind_the_paragraph_that_their_source_has_above_them(
    cast, sign_in, resolution
):
    for line in (1, 5):
        paragraph = factories.make_paragraph(resolution, str(line), words="Decides.")
        with change("Take in"):
            changes.save(paragraph.wordings.get(), place={"page": None, "line": line})
    with change("Take in"):
        place = {"page": None, "line": 3}
        unread = changes.create(Wording, text=resolution.texts.get(), position=9, words="???", place=place)

    page = sign_in(cast.ada).get(f"/resolutions/words/{unread.pk}/").content.decode()

    first = resolution.paragraphs.get(address="1")
    assert f'<option value="{first.pk}" selected>' in page


def test_words_that_are_no_part_of_the_text_are_dismissed(cast, sign_in, resolution):
    factories.make_paragraph(resolution, "1", words="Decides.")
    with change("Take in"):
        unread = changes.create(Wording, text=resolution.texts.get(), position=9, words="??? debris")

    answer = sign_in(cast.ada).post(f"/resolutions/words/{unread.pk}/dismiss/")

    assert answer["Location"] == "/resolutions/A/RES/58/140/"
    assert not Wording.objects.filter(paragraph__isnull=True).exists()
    assert resolution.texts.get().settled


def test_nobody_else_settles(cast, sign_in, resolution):
    paragraph = factories.make_paragraph(resolution, "1", words="Decides.")

    assert sign_in(cast.mona).get(f"/resolutions/paragraphs/{paragraph.pk}/").status_code == 404
