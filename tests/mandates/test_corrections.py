"""What people correct in the reading leaves the program as examples in the shape of the annotation guide."""

import json
from datetime import date

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests import factories
from tests.intake.forest import FOREST
from tracker.files.storing import store
from tracker.intake import take_in as intake
from tracker.intake.take_in import Decision, candidates, take_in
from tracker.mandates.corrections import corrections
from tracker.mandates.proposals import Correction, understand
from tracker.organs import calendar, directory
from tracker.reading import archive, records
from tracker.reading.deadlines.context import DeadlineContext
from tracker.resolutions.models import Reading

pytestmark = pytest.mark.django_db

TODAY = date(2004, 1, 15)


@pytest.fixture
def reading(db) -> Reading:
    calendar.load_calendar()
    directory.load_directory()
    content = FOREST.encode()
    return intake.read(store(content, "forest.txt", None), content, "forest.txt")


def decide(reading: Reading, **said: Decision) -> None:
    """Take in a reading: everything is accepted as read, but for what is said of a paragraph (`p9=…`)."""
    keys = {one.key: f"p{one.provision.address}" for one in candidates(archive.unpack_reading(reading.record))}
    decisions = {key: said.get(name, Decision("accept")) for key, name in keys.items()}
    take_in(reading, by=None, today=TODAY, decisions=decisions)


def test_what_was_accepted_as_read_is_no_correction(reading):
    decide(reading)

    assert list(corrections()) == []


def test_a_corrected_mandate_is_given_as_people_say_it_reads(reading):
    by_march = understand("by 31 March 2005", DeadlineContext(organ="General Assembly", adopted=date(2003, 12, 22)))
    decide(reading, p9=Decision("accept", Correction({"deliverable": "report"}, ["States"], by_march)))

    [found] = corrections()

    assert found["id"] == "A/RES/58/200#9"
    assert found["text"].startswith("Requests the Panel of Foresters")
    assert found["context"] == {
        "organ": "General Assembly",
        "session": "58",
        "title": "Planting of trees",
        "adopted": "2003-12-22",
        "chapeau": None,
    }
    [directive] = found["directives"]
    assert (found["kind"], directive["verb"], directive["addressees"]) == ("directive", "request", ["States"])
    assert directive["deliverable"] == "report"
    assert [(each["text"], each["type"], each["date"]) for each in directive["deadlines"]] == [
        ("by 31 March 2005", "date", "2005-03-31")
    ]


def test_what_is_no_mandate_becomes_a_statement(reading):
    decide(reading, p4=Decision("reject"))

    [found] = corrections()

    assert (found["id"], found["kind"], found["directives"]) == ("A/RES/58/200#4", "statement", [])


def test_a_provision_on_which_something_is_open_waits(reading):
    decide(reading, p8=Decision("later"))

    assert list(corrections()) == []


def test_a_time_that_is_only_usual_is_not_in_the_example(reading):
    usual = records.Deadline(words="next session", type="session", relation="at", organ="GA", number="59")
    decide(reading, p3=Decision("accept", Correction(inferred=usual)))

    assert list(corrections()) == []


def test_a_mandate_made_by_hand_is_an_example():
    factories.make_mandate(factories.make_paragraph(address="7", words="Requests the Secretary-General to act."))

    assert [one["id"].partition("#")[2] for one in corrections()] == ["7"]


def test_the_command_writes_one_record_a_line(reading, tmp_path, capsys):
    decide(reading, p4=Decision("reject"), p11=Decision("reject"))
    file = tmp_path / "corrections.jsonl"

    call_command("export_corrections", output=file)

    lines = file.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["A/RES/58/200#4", "A/RES/58/200#11"]
    assert "2 provisions corrected" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_corrections", output=tmp_path / "no" / "such" / "folder.jsonl")
