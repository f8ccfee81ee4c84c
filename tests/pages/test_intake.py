"""Taking in a resolution by the pages: given, read by the worker, reviewed, confirmed once."""

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

import tracker.reading.archive
from tracker.intake import take_in as intake
from tracker.intake import tasks
from tracker.jobs.models import Job
from tracker.mandates.models import Mandate
from tracker.organs import calendar, directory
from tracker.reading.records import UnreadableError
from tracker.resolutions.models import Reading, Resolution

pytestmark = pytest.mark.django_db

SEED = Path(tracker.reading.__file__).parent / "samples" / "A_RES_58_140.txt"


@pytest.fixture
def ada(cast, sign_in):
    calendar.load_calendar()
    directory.load_directory()
    return sign_in(cast.ada)


def work() -> Job:
    """Do what waits for the worker, and return the last job."""
    for job in Job.objects.filter(state=Job.State.WAITING):
        with suppress(UnreadableError):
            tasks.read_file.call(job.pk)
    return Job.objects.latest("pk")


def read(client, text: str) -> Reading:
    client.post("/intake/", {"text": text})
    return Reading.objects.get(pk=work().result["reading"])


def verdicts(reading: Reading, verdict: str) -> dict[str, str]:
    """Return what the review form sends when every proposal gets the same verdict and no correction."""
    sent = {}
    for candidate in intake.candidates(tracker.reading.archive.unpack_reading(reading.record)):
        prefix = candidate.key.replace(".", "-")
        directive = candidate.directive
        sent |= {
            f"{prefix}-verdict": verdict,
            f"{prefix}-verb": directive.verb,
            f"{prefix}-addressees": "; ".join(addressee.name for addressee in directive.addressees),
            f"{prefix}-action": directive.action,
            f"{prefix}-deliverable": directive.deliverable,
            f"{prefix}-deadlines": "; ".join(deadline.words for deadline in directive.deadlines),
        }
        if directive.conditional:
            sent[f"{prefix}-conditional"] = "on"
    return sent


def test_a_pasted_text_is_read_reviewed_and_confirmed(ada):
    reading = read(ada, SEED.read_text("utf-8"))

    review = ada.get(f"/intake/readings/{reading.pk}/")
    confirmed = ada.post(f"/intake/readings/{reading.pk}/", verdicts(reading, "accept"))

    assert "mark-verb" in review.content.decode()
    assert confirmed["Location"] == "/resolutions/A/RES/58/140/"
    assert set(Mandate.objects.values_list("status", flat=True)) == {"not started"}
    assert Mandate.objects.get(provision__address="24").due_opens == date(2004, 9, 14)


def test_what_was_decided_is_shown_and_not_asked_again(ada):
    reading = read(ada, SEED.read_text("utf-8"))
    ada.post(f"/intake/readings/{reading.pk}/", verdicts(reading, "accept"))

    again = ada.get(f"/intake/readings/{reading.pk}/").content.decode()

    assert "Decided before" in again
    assert "data-proposal" not in again


SEVERAL = "\n".join(
    f"Resolution adopted by the General Assembly on {day} December 2003\n58/39{day}. Title {day}\n"
    f"The General Assembly,\nRecalling its resolution 57/1,\n1. Requests the Secretary-General to report.\n"
    f"7{day}th plenary meeting\n{day} December 2003"
    for day in (1, 2, 3)
)


def test_several_resolutions_of_one_file_are_offered_one_by_one(ada):
    reading = read(ada, SEVERAL)

    offered = ada.get(f"/intake/readings/{reading.pk}/").content.decode()
    ada.post(f"/intake/readings/{reading.pk}/", verdicts(reading, "accept") | {"take": ["0", "2"]})

    assert offered.count('name="take"') == 3
    assert set(Resolution.objects.values_list("symbol", flat=True)) == {"A/RES/58/391", "A/RES/58/393"}


def test_of_several_resolutions_at_least_one_is_to_be_taken_in(ada):
    reading = read(ada, SEVERAL)

    answer = ada.post(f"/intake/readings/{reading.pk}/", verdicts(reading, "accept"))

    assert answer.status_code == 422
    assert "Tick at least one resolution" in answer.content.decode()
    assert not Resolution.objects.exists()


def test_a_second_file_of_a_resolution_says_what_becomes_of_the_text_that_is_here(ada):
    first = read(ada, SEED.read_text("utf-8"))
    ada.post(f"/intake/readings/{first.pk}/", verdicts(first, "accept"))
    second = read(ada, SEED.read_text("utf-8") + "\n")

    page = ada.get(f"/intake/readings/{second.pk}/").content.decode()

    assert "It is here already, read from pasted text.txt: this reading takes its place." in page


def test_a_correction_replaces_the_reading_and_keeps_it(ada):
    reading = read(ada, SEED.read_text("utf-8"))
    sent = verdicts(reading, "accept")
    prefix = next(
        name.removesuffix("-deadlines")
        for name, value in sent.items()
        if name.endswith("-deadlines") and "fifty-ninth" in value
    )

    ada.post(f"/intake/readings/{reading.pk}/", sent | {f"{prefix}-deadlines": "by 31 March 2005"})

    mandate = Mandate.objects.get(provision__address="24")
    assert mandate.due_closes == date(2005, 3, 31)
    assert mandate.as_read["deadlines"][0]["text"] == "at its fifty-ninth session"


def test_a_correction_that_is_no_verb_is_refused_and_nothing_is_stored(ada):
    reading = read(ada, SEED.read_text("utf-8"))
    sent = verdicts(reading, "accept")
    verb = next(name for name in sent if name.endswith("-verb"))

    answer = ada.post(f"/intake/readings/{reading.pk}/", sent | {verb: ""})

    assert answer.status_code == 422
    assert not Resolution.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_worker_takes_what_is_in_the_queue(cast, sign_in):
    sign_in(cast.mona).post("/intake/", {"text": SEED.read_text("utf-8")})

    call_command("db_worker", batch=True, interval=0, startup_delay=False, reload=False, verbosity=0)

    assert Job.objects.get().state == Job.State.DONE
    assert Reading.objects.get().name == "pasted text.txt"


def test_several_files_are_read_one_by_one(ada):
    files = [SimpleUploadedFile(name, SEED.read_bytes() + name.encode()) for name in ("one.txt", "two.txt")]

    answer = ada.post("/intake/", {"files": files})
    work()

    assert answer["Location"] == "/intake/"
    assert [job.state for job in Job.objects.all()] == ["done", "done"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", ""),
        (b"<akomaNtoso><statement>", "XML"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', ""),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_stores_nothing(ada, content, words):
    ada.post("/intake/", {"files": [SimpleUploadedFile("sent.xml", content)]})
    job = work()

    page = ada.get(f"/intake/jobs/{job.pk}/").content.decode()

    assert job.state == "failed"
    assert words in job.error
    assert "Nothing was stored" in page
    assert not Reading.objects.exists()


def test_a_text_that_is_no_resolution_says_so(ada):
    reading = read(ada, "Dear colleagues,\n\nThe canteen is closed on Friday.\n")

    page = ada.get(f"/intake/readings/{reading.pk}/").content.decode()

    assert "No resolution was found" in page
    assert "The canteen is closed on Friday." in page


def test_nothing_given_is_asked_for_again(ada):
    answer = ada.post("/intake/", {"text": "  "})

    assert answer.status_code == 422
    assert "Paste the text of a resolution, or choose a file." in answer.content.decode()


def test_an_empty_file_is_refused_in_words(ada):
    answer = ada.post("/intake/", {"files": [SimpleUploadedFile("empty.txt", b"")]})

    assert answer.status_code == 422
    assert not Job.objects.exists()


def test_only_managers_and_administrators_take_in(cast, sign_in):
    assert sign_in(cast.alice).get("/intake/").status_code == 404
    assert sign_in(cast.mona).get("/intake/").status_code == 200


def test_the_job_of_another_is_not_there(ada, cast, sign_in):
    read(ada, SEED.read_text("utf-8"))

    assert sign_in(cast.mona).get(f"/intake/jobs/{Job.objects.get().pk}/").status_code == 404
