"""What asks the same of the same addressee is found across organs, ranked, with the words in common."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_addressee, make_mandate, make_organ, make_paragraph, make_resolution
from tracker.accounts import changes
from tracker.mandates import overlap
from tracker.mandates.models import Addressing, Mandate
from tracker.mandates.overlap import Asked
from tracker.resolutions.models import Renewal, Text, Wording

pytestmark = pytest.mark.django_db

TRAFFICKING = "Requests the Secretary-General to submit a report on trafficking in women and girls in conflict zones"
ASKED = f"{TRAFFICKING}, at its eightieth session."


def mandate_in(symbol: str, words: str, addressee: str = "Secretary-General", **values) -> Mandate:
    return make_mandate(make_paragraph(make_resolution(symbol), words=words), addressee=addressee, **values)


def found(asked: Asked | None = None, most: int = overlap.MOST) -> list[str]:
    """Return the symbols of what asks the same, in order; by default as the words above do."""
    asked = asked or overlap.asked_in(ASKED)
    return [one.mandate.resolution.symbol for one in overlap.find(asked, Mandate.objects.all(), most)]


def test_the_same_addressee_comes_first_then_the_likest_across_organs():
    council = make_resolution("E/RES/2020/1", organ=make_organ("ECOSOC", name="Economic and Social Council"))
    changed = "Requests the Secretary-General to prepare a report on the trafficking of women and girls in conflict."
    make_mandate(make_paragraph(council, words=changed))
    mandate_in("A/RES/70/1", f"{TRAFFICKING}.")
    mandate_in("A/RES/70/2", f"{TRAFFICKING}.", addressee="Executive Director")
    mandate_in("A/RES/70/3", "Invites States to pay their contributions to the regular budget in full and on time.")

    assert found() == ["A/RES/70/1", "E/RES/2020/1", "A/RES/70/2"]


def test_the_words_in_common_are_marked_in_both_texts():
    mandate_in("A/RES/70/1", "Urges the Secretary-General to report on girls and on trafficking in women in zones.")

    one = overlap.find(overlap.asked_in(ASKED), Mandate.objects.all())[0]

    assert [ASKED[start:end] for start, end in one.here] == [
        "Secretary-General",
        "report on trafficking in women and girls",
        "zones",
    ]
    assert [one.wording.words[start:end] for start, end in one.there] == [
        "Secretary-General to report on girls and on trafficking in women in zones"
    ]
    assert one.is_same_addressee
    assert 65 <= one.percent < 100


def test_a_stored_provision_finds_others_and_never_itself():
    mine = mandate_in("A/RES/70/1", f"{TRAFFICKING}, unheard-of.")
    mandate_in("A/RES/71/1", f"{TRAFFICKING}.")

    asked = overlap.asked_by(mine.provision, Mandate.objects.all())

    assert asked.words.endswith("unheard-of.")
    assert asked.addressees == {make_addressee("Secretary-General").pk}
    assert found(asked) == ["A/RES/71/1"]


def test_only_the_mandates_that_are_given_are_found():
    rejected = mandate_in("A/RES/70/1", f"{TRAFFICKING}.", status="rejected")
    make_paragraph(make_resolution("A/RES/70/2"), words=f"{TRAFFICKING}.")

    assert found() == [rejected.resolution.symbol]
    assert overlap.find(overlap.asked_in(ASKED), Mandate.objects.exclude(status="rejected")) == []


def test_of_one_provision_the_mandate_of_the_same_addressee_is_given():
    provision = make_paragraph(words=f"{TRAFFICKING}, and invites States to help.")
    make_mandate(provision, addressee="States", position=1)
    second = make_mandate(provision, position=2)

    assert [one.mandate for one in overlap.find(overlap.asked_in(ASKED), Mandate.objects.all())] == [second]


def test_of_paragraphs_that_renew_each_other_the_latest_is_given():
    years = [mandate_in(f"A/RES/7{number}/1", f"{TRAFFICKING}, in year {number}.") for number in range(3)]
    with changes.change("Arrange a test"):
        for earlier, later in ((0, 1), (1, 2)):
            changes.create(Renewal, earlier=years[earlier].provision, later=years[later].provision, likeness=0.9)

    one, *others = overlap.find(overlap.asked_in(ASKED), Mandate.objects.all())

    assert (one.mandate, one.earlier, others) == (years[2], 2, [])


def test_renewals_that_go_round_in_a_circle_hide_nothing():
    first, second = mandate_in("A/RES/70/1", f"{TRAFFICKING}."), mandate_in("A/RES/71/1", f"{TRAFFICKING}.")
    with changes.change("Arrange a test"):
        changes.create(Renewal, earlier=first.provision, later=second.provision, likeness=0.9)
        changes.create(Renewal, earlier=second.provision, later=first.provision, likeness=0.9)

    assert sorted(found()) == ["A/RES/70/1", "A/RES/71/1"]


def test_an_addressee_that_the_directory_does_not_know_is_nobody_s_same():
    mandate = mandate_in("A/RES/70/1", f"{TRAFFICKING}.", addressee="")
    with changes.change("Arrange a test"):
        changes.create(Addressing, mandate=mandate, addressee=None, words="whoever is meant")

    assert [one.is_same_addressee for one in overlap.find(Asked(ASKED), Mandate.objects.all())] == [False]


def test_words_in_another_language_find_the_texts_in_it():
    french = (
        "Prie le Secrétaire général de présenter un rapport sur la traite des femmes et des filles en temps de conflit"
    )
    mandate = mandate_in("A/RES/70/1", f"{TRAFFICKING}.")
    with changes.change("Arrange a test"):
        text = changes.create(Text, resolution=mandate.resolution, language="fr")
        wording = changes.create(Wording, text=text, paragraph=mandate.provision, position=1, words=f"{french}.")

    one = overlap.find(overlap.asked_in(f"3. {french} ;"), Mandate.objects.all())[0]

    assert (one.mandate, one.wording) == (mandate, wording)


@pytest.mark.parametrize("words", ["", " ", "…", "the of", "\x00", '" OR *', "x" * 5000, "1 " * 2500])
def test_words_that_say_nothing_find_nothing(words):
    mandate_in("A/RES/70/1", f"{TRAFFICKING}.")

    assert found(overlap.asked_in(words)) == []


def test_five_are_given_in_the_same_number_of_queries_however_many_there_are():
    for number in range(3):
        mandate_in(f"A/RES/70/{number}", f"{TRAFFICKING}, {number}.")
    asked = overlap.asked_in(ASKED)
    with CaptureQueriesContext(connection) as few:
        assert len(overlap.find(asked, Mandate.objects.all())) == 3
    for number in range(3, 12):
        mandate_in(f"A/RES/70/{number}", f"{TRAFFICKING}, {number}.")

    with CaptureQueriesContext(connection) as many:
        assert len(overlap.find(asked, Mandate.objects.all())) == 5

    assert len(many) == len(few)


def test_what_a_paragraph_asks_is_found_by_the_readers_grammar():
    director = make_addressee("Executive Director of the United Nations Office on Drugs and Crime")

    asked = overlap.asked_in(
        "(b) Requests the Executive Director of the United Nations Office on Drugs and Crime to report;"
    )

    assert asked.addressees == {director.pk}
    assert asked.words.startswith("Requests")


def test_the_deadline_and_the_status_come_with_the_mandate(django_assert_num_queries):
    mandate_in("A/RES/70/1", f"{TRAFFICKING}.", due=(date(2025, 9, 9), date(2025, 12, 31)))

    one = overlap.find(overlap.asked_in(ASKED), Mandate.objects.all())[0]

    with django_assert_num_queries(0):
        shown = [str(row) for row in one.mandate.deadlines.all()], one.mandate.resolution.organ.name, one.mandate.status
    assert shown == (["2025-09-09 to 2025-12-31"], "General Assembly", "not started")
