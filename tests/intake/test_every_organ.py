"""Texts of every organ and kind are taken in: under their own organ and session, drafts without mandates."""

from datetime import date
from pathlib import Path

import pytest

from tracker.files.storing import store
from tracker.intake import take_in as intake
from tracker.organs import calendar, directory
from tracker.resolutions.models import Resolution

pytestmark = pytest.mark.django_db

SAMPLES = sorted((Path(__file__).resolve().parent.parent / "samples" / "organs").glob("*.txt"))


@pytest.fixture
def taken(db) -> dict[str, intake.TakenIn]:
    calendar.load_calendar()
    directory.load_directory()
    found = {}
    for path in SAMPLES:
        content = path.read_bytes()
        reading = intake.read(store(content, path.name, None), content, path.name)
        [found[path.stem]] = intake.take_in(reading, by=None, today=date(2024, 6, 1))
    return found


def test_each_text_stands_under_its_own_organ_kind_and_vote(taken):
    def row(name: str) -> Resolution:
        return taken[name].resolution

    assert Resolution.objects.count() == len(SAMPLES)
    assert row("ccpcj_resolution").organ.code == "CCPCJ"
    assert row("climate_decision").organ.code == "COP-UNFCCC"
    assert row("corruption_conference").organ.code == "COSP-UNCAC"
    assert row("environment_assembly").organ.code == "UNEA"
    assert row("emergency_special").session.number == "ES-11"
    assert {row(name).kind for name in ("statement", "hrc_statement")} == {"statement"}
    assert row("hrc_resolution_vote").front["vote"].endswith("Brazil, India, Mexico and Nepal]")
    assert taken["csw_resolution"].mandates
    assert {len(taken[name].mandates) for name in taken if name.endswith("_draft")} == {0}
