"""A reading becomes texts, proposals and decisions, all or nothing, and a second time changes nothing."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import tracker.reading
from tests import factories
from tracker.accounts.models import Change
from tracker.files.storing import store
from tracker.intake import take_in as intake
from tracker.intake.take_in import Decision, candidates, take_in
from tracker.mandates.lateness import State
from tracker.mandates.models import Mandate
from tracker.mandates.proposals import Correction, understand
from tracker.organs import calendar, directory
from tracker.reading import archive, records
from tracker.reading.deadlines.context import DeadlineContext
from tracker.resolutions.models import Paragraph, Reading, Resolution, Wording

pytestmark = pytest.mark.django_db

SEED = Path(tracker.reading.__file__).parent / "samples" / "A_RES_58_140.txt"
TODAY = date(2004, 10, 1)


@pytest.fixture
def reading(db) -> Reading:
    calendar.load_calendar()
    directory.load_directory()
    content = SEED.read_bytes()
    return intake.read(store(content, SEED.name, None), content, SEED.name)


def key_of(reading, paragraph: str) -> str:
    found = archive.unpack_reading(reading.record)
    return next(one.key for one in candidates(found) if one.provision.address == paragraph)


def read_again(reading: Reading, **changed) -> Reading:
    """Return what another version of the reader would have found, with the first resolution changed."""
    found = archive.unpack_reading(reading.record)
    found = replace(found, resolutions=(replace(found.resolutions[0], **changed),))
    return Reading.objects.create(file=reading.file, name=reading.name, reader="another", record=archive.pack(found))


def test_the_seed_is_stored_with_its_paragraphs_and_proposals(reading):
    [taken] = take_in(reading, by=None, today=TODAY)

    resolution = Resolution.objects.get(symbol="A/RES/58/140")
    operative = resolution.paragraphs.filter(kind=Paragraph.Kind.OPERATIVE)
    assert (taken.outcome, operative.count()) == ("new", 24)
    assert Wording.objects.get(paragraph=operative.get(address="24")).words.endswith("at its fifty-ninth session.")
    assert resolution.paragraphs.get(address="24").anchor == "op24"
    assert set(resolution.mandates.values_list("status", flat=True)) == {"proposed"}
    assert operative.filter(mandates__isnull=False).distinct().count() == 14


def test_the_report_of_paragraph_24_is_due_at_the_fifty_ninth_session(reading):
    take_in(reading, by=None, today=TODAY, confirm="all")

    mandate = Mandate.objects.get(provision__address="24")
    assert (mandate.verb, mandate.deliverable) == ("request", "report")
    assert mandate.addressings.get().addressee.name == "Secretary-General"
    assert mandate.due_opens == date(2004, 9, 14)
    assert mandate.state(TODAY) == State.DUE_NOW


def test_paragraph_19_is_due_at_the_conference_in_vienna(reading):
    take_in(reading, by=None, today=TODAY, confirm="all")

    mandate = Mandate.objects.get(provision__address="19")
    assert (mandate.due_opens, mandate.due_closes) == (date(2004, 6, 28), date(2004, 7, 9))
    assert mandate.state(TODAY) == State.OVERDUE


def test_taken_in_again_nothing_changes(reading):
    take_in(reading, by=None, today=TODAY, confirm="all")
    before = (Mandate.objects.count(), Paragraph.history.count(), Mandate.history.count())

    [taken] = take_in(reading, by=None, today=TODAY)

    assert taken.outcome == "same"
    assert (Mandate.objects.count(), Paragraph.history.count(), Mandate.history.count()) == before


def test_decisions_are_applied_in_one_change(reading, cast):
    decisions = {
        key_of(reading, "24"): Decision("accept"),
        key_of(reading, "8"): Decision("reject"),
        key_of(reading, "9"): Decision("accept", Correction({"deliverable": "other"}, ["States", "Switzerland"])),
    }

    take_in(reading, by=cast.ada, today=TODAY, decisions=decisions)

    status = dict(Mandate.objects.values_list("provision__address", "status"))
    corrected = Mandate.objects.get(provision__address="9")
    assert (status["24"], status["8"], status["10"]) == ("not started", "rejected", "proposed")
    assert (corrected.deliverable, [str(row) for row in corrected.addressings.all()]) == (
        "other",
        ["States", "Switzerland"],
    )
    assert corrected.as_read["deliverable"] == "resources"
    assert Change.objects.filter(by=cast.ada).count() == 1


def test_a_corrected_deadline_is_read_from_words(reading, cast):
    words = understand("by 31 March 2005", DeadlineContext("General Assembly", "58", date(2003, 12, 22)))
    take_in(
        reading,
        by=cast.ada,
        today=TODAY,
        decisions={key_of(reading, "22"): Decision("accept", Correction(deadlines=words))},
    )

    assert Mandate.objects.get(provision__address="22").due_closes == date(2005, 3, 31)


def test_words_that_are_no_deadline_are_kept_without_a_date():
    [kept] = understand("by 31 February 2005", DeadlineContext("General Assembly", "58", date(2003, 12, 22)))

    assert (kept.words, kept.on) == ("by 31 February 2005", "")


def test_a_new_reading_never_touches_what_a_person_decided(reading, cast):
    key = key_of(reading, "24")
    take_in(reading, by=cast.ada, today=TODAY, decisions={key: Decision("accept", Correction({"verb": "urge"}))})
    found = archive.unpack_reading(reading.record).resolutions[0]
    operative = tuple(_with_verb(provision, "invite") for provision in found.operative)

    take_in(read_again(reading, operative=operative), by=None, today=TODAY)

    verbs = dict(Mandate.objects.values_list("provision__address", "verb"))
    assert (verbs["24"], verbs["22"]) == ("urge", "invite")
    assert Mandate.objects.filter(provision__address="24", status="not started").count() == 1


def test_a_paragraph_with_a_decided_mandate_is_never_deleted(reading, cast):
    take_in(reading, by=cast.ada, today=TODAY, decisions={key_of(reading, "24"): Decision("accept")})
    found = archive.unpack_reading(reading.record).resolutions[0]

    [taken] = take_in(read_again(reading, operative=found.operative[:-2]), by=None, today=TODAY)

    kept = set(taken.resolution.paragraphs.filter(kind="operative").values_list("address", flat=True))
    assert taken.outcome == "changed"
    assert "24" in kept
    assert "23" not in kept


def test_a_translation_adds_its_words_to_the_same_paragraphs_and_no_mandates(reading):
    [taken] = take_in(reading, by=None, today=TODAY)
    before = (taken.resolution.paragraphs.count(), Mandate.objects.count())

    take_in(read_again(reading, language="fr", organ="Assemblée générale"), by=None, today=TODAY)

    assert (taken.resolution.paragraphs.count(), Mandate.objects.count()) == before
    assert sorted(text.language for text in taken.resolution.texts.all()) == ["en", "fr"]
    assert Resolution.objects.get().organ.name == "General Assembly"


def test_a_settled_text_is_left_alone(reading):
    [taken] = take_in(reading, by=None, today=TODAY)
    text = taken.resolution.texts.get()
    with factories.changes.change("Settle"):
        factories.changes.save(text, settled=True)
    found = archive.unpack_reading(reading.record).resolutions[0]

    [again] = take_in(read_again(reading, operative=found.operative[:3]), by=None, today=TODAY)

    assert again.outcome == "same"
    assert taken.resolution.paragraphs.filter(kind="operative").count() == 24


def test_a_failure_leaves_nothing_half_stored(reading, cast):
    broken = {key_of(reading, "24"): Decision("accept", Correction({"status": None}))}

    with pytest.raises(Exception, match=r"(?i)null"):
        take_in(reading, by=cast.ada, today=TODAY, decisions=broken)

    assert not Resolution.objects.exists()
    assert not Mandate.objects.exists()


def _with_verb(provision: records.Provision, verb: str) -> records.Provision:
    directives = tuple(replace(directive, verb=verb) for directive in provision.judgement.directives)
    return replace(provision, judgement=replace(provision.judgement, directives=directives))
