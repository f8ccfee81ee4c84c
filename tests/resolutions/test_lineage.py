"""Successive resolutions are found by what they recall and by their titles, and their paragraphs are paired."""

from datetime import date

import pytest
from django.db import IntegrityError

from tests.factories import make_organ, make_paragraph, make_resolution
from tracker.accounts import changes
from tracker.accounts.changes import change
from tracker.resolutions import lineage
from tracker.resolutions.models import Citation, Renewal, Resolution

pytestmark = pytest.mark.django_db

ASKED = "Requests the Secretary-General to submit a report on the matter to the Assembly at its session in {year}."
TITLE = "Strengthening the crime prevention programme"


def make_text(symbol: str, year: int, *, title: str = TITLE, recalls: str = "", **values) -> Resolution:
    resolution = make_resolution(symbol, title=title, adopted_on=date(year, 12, 1), **values)
    recalling = make_paragraph(resolution, "1", kind="preambular", words=f"Recalling its resolution {recalls or 'x'},")
    if recalls:
        Citation.objects.create(paragraph=recalling, symbol=recalls, words=recalls, start=0, end=1)
    make_paragraph(resolution, "1", words=ASKED.format(year=year))
    make_paragraph(resolution, "2", words=f"Welcomes what was done under {symbol} by everybody concerned.")
    return resolution


def trace(resolution: Resolution) -> Resolution:
    with change("Trace"):
        lineage.trace(resolution)
    resolution.refresh_from_db()
    return resolution


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ({}, {"recalls": "A/RES/57/173"}),
        ({}, {"recalls": "A/RES/57/173", "title": "Strengthening the United Nations crime prevention programme"}),
        ({}, {}),
    ],
)
def test_a_text_that_recalls_another_of_its_title_or_has_its_title_follows_it(earlier, later):
    before = make_text("A/RES/57/173", 2002, **earlier)

    assert trace(make_text("A/RES/58/140", 2003, **later)).follows == before


@pytest.mark.parametrize(
    "later",
    [
        {"recalls": "A/RES/57/173", "title": "Sustainable fisheries"},
        {"title": "Sustainable fisheries"},
        {"organ": "SC", "recalls": "A/RES/57/173"},
    ],
)
def test_a_text_on_another_matter_or_of_another_organ_follows_nothing(later):
    make_text("A/RES/57/173", 2002)
    organ = make_organ(later.pop("organ", "GA"))

    assert trace(make_text("X/RES/1", 2003, organ=organ, **later)).follows is None


def test_the_latest_of_those_recalled_is_followed():
    make_text("A/RES/56/1", 2001)
    nearer = make_text("A/RES/57/173", 2002)
    later = make_text("A/RES/58/140", 2003, recalls="A/RES/56/1")
    Citation.objects.create(
        paragraph=later.paragraphs.get(kind="preambular"), symbol=nearer.symbol, words="57/173", start=2, end=3
    )

    assert trace(later).follows == nearer


def test_without_titles_most_paragraphs_must_be_kept():
    council = make_organ("SC")
    before = make_text("S/RES/2612 (2021)", 2021, title="Resolution 2612 (2021)", organ=council)
    after = make_text("S/RES/2666 (2022)", 2022, title="Resolution 2666 (2022)", organ=council, recalls=before.symbol)
    other = make_resolution(
        "S/RES/2667 (2022)", title="Resolution 2667 (2022)", organ=council, adopted_on=date(2022, 12, 2)
    )
    paragraph = make_paragraph(other, "1", kind="preambular", words="Recalling resolution 2612 (2021),")
    Citation.objects.create(paragraph=paragraph, symbol=before.symbol, words="2612", start=0, end=1)
    make_paragraph(other, "1", words="Decides upon something else altogether.")

    assert trace(after).follows == before
    assert trace(other).follows is None


def test_what_came_first_is_found_when_it_is_taken_in_last():
    later = make_text("A/RES/58/140", 2003, recalls="A/RES/57/173")
    trace(later)

    before = make_text("A/RES/57/173", 2002)
    trace(before)

    later.refresh_from_db()
    assert later.follows == before
    assert Renewal.objects.count() == 2


def test_paragraphs_are_renewed_and_follow_changed_words():
    before = make_text("A/RES/57/173", 2002)
    later = trace(make_text("A/RES/58/140", 2003))
    renewed = Renewal.objects.filter(later__resolution=later).count()

    with change("Reword"):
        wording = later.paragraphs.get(kind="operative", address="1").wordings.get()
        changes.save(wording, words="Abolishes itself.")
    trace(later)

    assert later.follows == before
    assert renewed == 2
    assert [row.later.address for row in Renewal.objects.all()] == ["2"]


def test_tracing_again_writes_nothing():
    make_text("A/RES/57/173", 2002)
    later = trace(make_text("A/RES/58/140", 2003))
    history = Renewal.history.count(), Resolution.history.count()

    trace(later)

    assert (Renewal.history.count(), Resolution.history.count()) == history


def test_a_chain_is_counted_from_step_to_step():
    for symbol, year in (("A/RES/56/1", 2001), ("A/RES/57/173", 2002), ("A/RES/58/140", 2003)):
        last = trace(make_text(symbol, year))

    steps = lineage.chain(Resolution.objects.get(symbol="A/RES/57/173"))

    assert [step.resolution.symbol for step in steps] == ["A/RES/56/1", "A/RES/57/173", "A/RES/58/140"]
    assert [(step.kept, step.new, step.dropped) for step in steps] == [(0, 2, 0), (2, 0, 0), (2, 0, 0)]
    paragraph = last.paragraphs.get(kind="operative", address="1")
    assert lineage.ages([paragraph]) == {paragraph.pk: (2, 2001)}


def test_a_circle_in_the_table_does_not_hang_the_chain():
    first, second = make_text("A/RES/56/1", 2001), make_text("A/RES/57/173", 2002)
    with change("Arrange a test"):
        changes.save(first, follows=second)
        changes.save(second, follows=first)

    assert len(lineage.chain(first)) == 2


def test_a_renewal_that_points_to_itself_is_refused():
    paragraph = make_paragraph()

    with change("Link"), pytest.raises(lineage.RefusedError, match="cannot renew itself"):
        lineage.link(paragraph, paragraph)


def test_the_database_refuses_a_renewal_of_itself_too(db):
    paragraph = make_paragraph()

    with pytest.raises(IntegrityError), change("Link"):
        changes.create(Renewal, earlier=paragraph, later=paragraph, likeness=1)


def test_a_renewal_by_an_older_text_or_within_one_text_is_refused():
    older, newer = make_text("A/RES/56/1", 2001), make_text("A/RES/57/173", 2002)
    first, second = older.paragraphs.filter(kind="operative")

    with change("Link"), pytest.raises(lineage.RefusedError, match="adopted after"):
        lineage.link(newer.paragraphs.last(), first)
    with change("Link"), pytest.raises(lineage.RefusedError, match="Both paragraphs stand in"):
        lineage.link(first, second)
