"""The commands read files and folders, say what went wrong with which, and go on."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

import tracker.reading
from tracker.mandates.models import Mandate
from tracker.organs import calendar, directory
from tracker.resolutions.models import Resolution

SEED = Path(tracker.reading.__file__).parent / "samples" / "A_RES_58_140.txt"


@pytest.fixture
def folder(tmp_path):
    """A folder with a resolution, one below it, a picture and a broken file."""
    (tmp_path / "below").mkdir()
    (tmp_path / "one.txt").write_bytes(SEED.read_bytes())
    (tmp_path / "below" / "two.txt").write_text(SEED.read_text("utf-8").replace("58/140", "58/141"), "utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "broken.xml").write_bytes(b"<akomaNtoso><statement>")
    return tmp_path


def run(*arguments, **options):
    out, err = StringIO(), StringIO()
    try:
        call_command(*arguments, stdout=out, stderr=err, **options)
        status = 0
    except CommandError as error:
        status = error.returncode
    return status, out.getvalue(), err.getvalue()


def test_read_writes_one_record_a_document_and_mirrors_folders(folder, tmp_path_factory):
    output = tmp_path_factory.mktemp("output")

    status, _out, err = run("read", str(folder), output=output)

    record = json.loads((output / "below" / "two.json").read_text("utf-8"))
    assert sorted(str(path.relative_to(output)) for path in output.rglob("*.json")) == ["below/two.json", "one.json"]
    assert record["symbol"] == "A/RES/58/141"
    assert record["operative"][23]["directives"][0]["addressees"] == ["Secretary-General"]
    assert status == 1
    assert "broken.xml: " in err
    assert "1 files of other types were passed over" in err


def test_read_leaves_directives_out_when_asked(folder):
    status, out, _err = run("read", str(folder / "one.txt"), structure_only=True)

    assert status == 0
    assert "directives" not in json.loads(out)["operative"][23]


def test_read_names_what_is_not_there():
    status, _out, err = run("read", "nowhere.txt")

    assert status == 1
    assert "nowhere.txt: there is no such file or folder" in err


@pytest.mark.django_db
def test_import_takes_in_and_a_second_run_changes_nothing(folder):
    calendar.load_calendar()
    directory.load_directory()

    first = run("import_resolutions", str(folder), confirm="above-line")
    mandates = Mandate.objects.count()
    second = run("import_resolutions", str(folder), confirm="above-line")

    assert "2 new, 0 same, 0 changed" in first[1]
    assert "0 new, 2 same, 0 changed" in second[1]
    assert (first[0], second[0]) == (1, 1)
    assert Mandate.objects.count() == mandates > 20
    assert Mandate.objects.confirmed().exists()


@pytest.mark.django_db
def test_what_was_taken_in_for_review_can_be_confirmed_by_a_later_run(folder):
    calendar.load_calendar()
    directory.load_directory()
    run("import_resolutions", str(folder))
    proposed = Mandate.objects.proposed().count()

    out = run("import_resolutions", str(folder), confirm="all")[1]

    assert "0 new, 2 same, 0 changed" in out
    assert (Mandate.objects.proposed().count(), Mandate.objects.confirmed().count()) == (0, proposed)


@pytest.mark.django_db
def test_a_dry_run_stores_nothing(folder):
    _status, out, _err = run("import_resolutions", str(folder), dry_run=True)

    assert out.startswith("Would be: 2 new")
    assert not Resolution.objects.exists()
