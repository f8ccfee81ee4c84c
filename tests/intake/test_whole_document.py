"""All that a document holds is kept: annexes with their text, tables, notes at their places, words not understood."""

from datetime import date

import pytest

from tracker.files.storing import store
from tracker.intake import take_in as intake
from tracker.organs import calendar, directory
from tracker.resolutions.models import Citation, Paragraph, Resolution, Wording

pytestmark = pytest.mark.django_db

TEXT = """78/390.\tHarbours
\tThe General Assembly,
\tRecalling its resolution 77/300,1 which set out in some detail how harbours are to be lit at night,
\t1.\tAdopts the plan in the annex;
Harbour\t2024\t2025
Aden\t3\t4
\t2.\tDecides to go on.
42nd plenary meeting
4 December 2023
* Some debris that nobody can place
Annex
Plan of the lamps
1.\tLamps are lit at dusk.
2.\tSee A/58/222.
__________
1\tSee also A/57/1."""


@pytest.fixture
def resolution(db) -> Resolution:
    calendar.load_calendar()
    directory.load_directory()
    content = TEXT.encode()
    reading = intake.read(store(content, "text", None), content, "text")
    return intake.take_in(reading, by=None, today=date(2024, 6, 1))[0].resolution


def kept(resolution, kind) -> list[tuple[str, str]]:
    rows = Wording.objects.filter(paragraph__resolution=resolution, paragraph__kind=kind).order_by("position")
    return [(row.paragraph.address, row.words) for row in rows]


def test_an_annex_is_kept_with_its_text(resolution):
    assert kept(resolution, Paragraph.Kind.ANNEX) == [
        ("1", "Annex Plan of the lamps"),
        ("1/1", "1. Lamps are lit at dusk."),
        ("1/2", "2. See A/58/222."),
    ]


def test_a_table_stands_where_it_stood(resolution):
    order = list(resolution.paragraphs.order_by("position").values_list("kind", "address"))

    assert kept(resolution, Paragraph.Kind.TABLE) == [("1", "Harbour 2024 2025"), ("2", "Aden 3 4")]
    assert order[1:5] == [("operative", "1"), ("table", "1"), ("table", "2"), ("operative", "2")]


def test_references_to_notes_keep_their_places(resolution):
    words = "Recalling its resolution 77/300,"
    wording = Wording.objects.get(words__startswith=words)

    assert wording.marks == [["1", len(words)]]
    assert kept(resolution, Paragraph.Kind.NOTE) == [("1", "See also A/57/1.")]


def test_what_could_not_be_placed_is_kept_for_a_person_to_settle(resolution):
    unplaced = Wording.objects.get(text__resolution=resolution, paragraph__isnull=True)

    assert (unplaced.words, unplaced.place["line"]) == ("* Some debris that nobody can place", 10)


def test_citations_of_an_annex_are_kept(resolution):
    assert set(Citation.objects.values_list("symbol", flat=True)) == {"A/RES/77/300", "A/58/222"}
