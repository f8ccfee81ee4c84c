"""Reading a document again, by another version of the reader, leaves what people decided as it is (reliability R9)."""

from datetime import date

import pytest

from tests import factories
from tests.intake.forest import FOREST
from tracker.accounts.changes import change
from tracker.files.storing import store
from tracker.intake import take_in as intake
from tracker.intake.take_in import Decision, candidates, take_in
from tracker.mandates import proposals, schedule, standing
from tracker.mandates.models import Deadline, DueDate, Mandate
from tracker.mandates.proposals import Correction, Names, understand
from tracker.organs import calendar, directory
from tracker.reading import archive
from tracker.reading.deadlines.context import DeadlineContext
from tracker.resolutions.models import Reading

pytestmark = pytest.mark.django_db

TODAY = date(2004, 1, 15)
CONTENT = FOREST.encode()


def read() -> Reading:
    return intake.read(store(CONTENT, "forest.txt", None), CONTENT, "forest.txt")


@pytest.fixture
def reading(db) -> Reading:
    calendar.load_calendar()
    directory.load_directory()
    return read()


@pytest.fixture
def decided(reading, cast) -> Reading:
    """A document of which people have accepted, corrected, split, merged, rejected and left open."""
    keys: dict[str, str] = {}
    for candidate in candidates(archive.unpack_reading(reading.record)):
        keys[f"{candidate.provision.address}.{candidate.key[-1]}"] = candidate.key
    context = DeadlineContext(organ="General Assembly", adopted=date(2003, 12, 22))
    corrected = Correction({"deliverable": "report"}, ["States"], understand("by 31 March 2005", context))
    said = {
        "1.0": Decision("accept"),
        "4.0": Decision("reject"),
        "8.0": Decision("accept"),
        "8.1": Decision("merge"),
        "9.0": Decision("accept", corrected),
        "12.0": Decision("accept", None, Correction({"action": "to plant a tree"}, ["Member States"])),
    }
    take_in(reading, by=cast.ada, today=TODAY, decisions={keys[name]: one for name, one in said.items()})
    return reading


def decided_rows() -> set[str]:
    """Return all that people could have touched: the mandates decided on, with their deadlines and due dates."""
    mandates = Mandate.objects.exclude(status=Mandate.Status.PROPOSED).order_by("pk")
    own = [field.attname for field in Mandate._meta.concrete_fields]
    rows = [
        *mandates.values_list(*own),
        *Deadline.objects.filter(mandate__in=mandates).values_list(),
        *DueDate.objects.filter(mandate__in=mandates).values_list(),
        *mandates.values_list("addressings__pk", "addressings__words"),
    ]
    return {str(row) for row in rows}


def read_with_other_names() -> Reading:
    """Return a reading by a reader that knows another addressee: another version, which reads paragraph 2 otherwise."""
    factories.make_addressee("Panel of Foresters", aliases=["Foresters"])
    return read()


def test_r9_a_new_reading_touches_nothing_that_people_decided(decided):
    before = decided_rows()

    again = read_with_other_names()
    take_in(again, by=None, today=date(2004, 6, 1), confirm="all")

    assert again.pk != decided.pk
    assert before <= decided_rows()


def test_r9_proposals_follow_a_new_reading_and_keep_their_keys(decided):
    open_ones = list(Mandate.objects.proposed().order_by("pk").values_list("pk", "provision__address"))

    take_in(read_with_other_names(), by=None, today=TODAY)

    assert list(Mandate.objects.proposed().order_by("pk").values_list("pk", "provision__address")) == open_ones


def test_r9_what_was_rejected_merged_or_split_is_not_proposed_again(decided):
    count = Mandate.objects.count()

    take_in(read_with_other_names(), by=None, today=TODAY)

    assert Mandate.objects.count() == count


def test_r9_progress_and_edits_after_the_decision_stay(decided, cast):
    mandate = Mandate.objects.get(provision__address="1")
    standing.set_status(mandate, "in progress", by=cast.ada)
    standing.edit(mandate, by=cast.ada, seen=mandate.version, action="to write about trees")
    factories.make_progress(mandate, cast.alice, symbol="A/59/205")
    before = decided_rows()

    take_in(read_with_other_names(), by=None, today=TODAY)

    mandate.refresh_from_db()
    assert before <= decided_rows()
    assert (mandate.action, mandate.updates.count()) == ("to write about trees", 1)


def test_a_correction_of_a_proposal_that_waits_is_kept_once_it_is_accepted(decided):
    waiting = Mandate.objects.proposed().get(provision__address="10")
    with change("Correct and accept"):
        proposals.correct(waiting, Correction({}, ["States"]), Names())
        proposals.confirm([waiting], TODAY)

    take_in(read_with_other_names(), by=None, today=TODAY)

    assert [str(row) for row in waiting.addressings.all()] == ["States"]


def test_nothing_drifts_when_a_document_is_read_again(decided):
    take_in(read_with_other_names(), by=None, today=TODAY, confirm="all")

    assert not schedule.drifted().exists()
