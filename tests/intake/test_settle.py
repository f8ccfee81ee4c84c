"""What people settle by hand stays, and the mandates follow their words."""

import pytest

from tests import factories
from tracker.accounts.models import Change
from tracker.intake import settle
from tracker.intake.settle import CannotSettleError
from tracker.resolutions.models import Paragraph, Wording

pytestmark = pytest.mark.django_db


@pytest.fixture
def resolution():
    resolution = factories.make_resolution("A/RES/58/140")
    factories.make_paragraph(resolution, "1", words="Requests A to do B; urges C to do D;")
    factories.make_paragraph(resolution, "2", words="and so on.")
    return resolution


def paragraph(resolution, address) -> Paragraph:
    return resolution.paragraphs.get(address=address)


def words(resolution) -> list[tuple[str, str]]:
    rows = Wording.objects.filter(text__resolution=resolution).order_by("position")
    return [(row.paragraph.address, row.words) for row in rows]


def test_a_merged_paragraph_gives_its_words_and_mandates_to_the_one_before(resolution, cast):
    mandate = factories.make_mandate(paragraph(resolution, "2"))

    settle.merge(paragraph(resolution, "2"), by=cast.ada)

    mandate.refresh_from_db()
    assert words(resolution) == [("1", "Requests A to do B; urges C to do D; and so on.")]
    assert mandate.provision == paragraph(resolution, "1")
    assert resolution.texts.get().settled
    assert Change.objects.filter(by=cast.ada).count() == 1


def test_a_split_paragraph_sends_the_mandates_behind_the_cut_with_their_words(resolution, cast):
    first = factories.make_mandate(paragraph(resolution, "1"), as_read={"spans": {"verb": [0, 8]}})
    second = factories.make_mandate(paragraph(resolution, "1"), as_read={"spans": {"verb": [20, 25]}})
    wording = paragraph(resolution, "1").wordings.get()

    fresh = settle.split(wording, 20, address="1.a", by=cast.ada, seen=wording.version)

    first.refresh_from_db()
    second.refresh_from_db()
    assert words(resolution) == [("1", "Requests A to do B;"), ("1.a", "urges C to do D;"), ("2", "and so on.")]
    assert (first.provision.address, second.provision) == ("1", fresh)
    assert fresh.depth == 1


def test_a_renumbered_paragraph_keeps_its_mandates_and_tells_twins_apart(resolution, cast):
    row = paragraph(resolution, "2")

    settle.renumber(row, "1", by=cast.ada, seen=row.version)

    assert [(one.address, one.piece) for one in resolution.paragraphs.all()] == [("1", 1), ("1", 2)]


def test_a_paragraph_with_a_decided_mandate_stays_operative(resolution, cast):
    row = factories.make_mandate(paragraph(resolution, "1")).provision

    with pytest.raises(CannotSettleError, match="stays operative"):
        settle.retype(row, "heading", by=cast.ada, seen=row.version)


def test_a_paragraph_with_open_proposals_alone_may_become_a_heading(resolution, cast):
    row = factories.make_mandate(paragraph(resolution, "1"), status="proposed").provision

    settle.retype(row, "heading", by=cast.ada, seen=row.version)

    row.refresh_from_db()
    assert row.kind == "heading"
    assert not row.mandates.exists()


def test_words_not_understood_find_their_place(resolution, cast):
    with factories.changes.change("Read"):
        wording = factories.changes.create(Wording, text=resolution.texts.get(), position=9, words="Between.")

    settle.place(wording, "operative", "1.a", after=paragraph(resolution, "1"), by=cast.ada, seen=wording.version)

    assert [address for address, _words in words(resolution)] == ["1", "1.a", "2"]


def test_a_split_that_leaves_nothing_is_refused(resolution, cast):
    wording = paragraph(resolution, "2").wordings.get()

    with pytest.raises(CannotSettleError, match="need words"):
        settle.split(wording, 0, address="3", by=cast.ada, seen=wording.version)
