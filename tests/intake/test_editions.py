"""Corrigenda, reissues and second files of one symbol: versions of one document, the mandates following the latest."""

from datetime import date
from pathlib import Path

import pytest

from tracker.files.storing import store
from tracker.intake import take_in as intake
from tracker.mandates.models import Mandate
from tracker.organs import calendar, directory
from tracker.reading.records import UnreadableError
from tracker.resolutions.models import Resolution, Text, Wording

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "editions"
TODAY = date(2024, 6, 1)


@pytest.fixture(autouse=True)
def names(db):
    calendar.load_calendar()
    directory.load_directory()


def take(name: str):
    content = (SAMPLES / f"{name}.txt").read_bytes()
    reading = intake.read(store(content, name, None), content, name)
    return intake.take_in(reading, by=None, today=TODAY)


def words_of(address: str) -> str:
    return Wording.objects.get(paragraph__kind="operative", paragraph__address=address).words


def test_a_corrigendum_corrects_the_text_and_its_proposals_follow():
    take("first")

    [taken] = take("corrigendum")

    mandate = Mandate.objects.get(provision__address="2")
    assert (taken.outcome, Resolution.objects.count()) == ("changed", 1)
    assert words_of("2").endswith("at its eightieth session.")
    assert (mandate.status, mandate.deadlines.get().words) == ("proposed", "at its eightieth session")
    assert Text.objects.get().edition == "Corr.1"


def test_a_correction_that_does_not_fit_stays_as_words_for_a_person_to_settle():
    take("first")
    take("corrigendum")

    assert [row.words for row in Wording.objects.filter(paragraph__isnull=True)] == ["For “larboard” read “port”"]


def test_a_corrigendum_to_a_text_that_is_not_here_says_what_to_do():
    with pytest.raises(UnreadableError, match=r"corrigendum .Corr.1. to A/RES/78/390, which is not here. Take in"):
        take("corrigendum")


def test_a_reissued_text_takes_the_place_of_the_first():
    take("first")

    take("reissued")

    assert words_of("1") == "Calls upon all States to keep to port;"
    assert Text.objects.get().edition == "reissued 2024-01-05"


def test_a_first_issue_that_comes_late_changes_nothing():
    take("reissued")

    [taken] = take("first")

    assert (taken.outcome, taken.mandates) == ("same", [])
    assert words_of("1") == "Calls upon all States to keep to port;"
