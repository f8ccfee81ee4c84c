"""How far the import of a sheet has come, as its page tells it while nothing of it is stored yet."""

import threading
from datetime import date

import pytest
from django.core.cache import caches
from django.db import connections

from tests.factories import make_cast, make_organ
from tracker.accounts.models import User
from tracker.files.storing import store
from tracker.intake import sheets, tasks
from tracker.jobs import running
from tracker.jobs.models import Job
from tracker.mandates.models import Mandate

TODAY = date(2026, 11, 25)
PATIENCE = 30


def sheet(count: int) -> bytes:
    rows = "".join(f"A/RES/79/{n // 400 + 1},{n % 400 + 1},request,to report,by 1 May 2027\n" for n in range(count))
    return f"Document,Paragraph,Operative verb,Action,Deadline\n{rows}".encode()


def job_for(person: User, content: bytes) -> Job:
    arguments = {"kind": "mandates", "columns": {}, "shown": {}, "name": "rows.csv"}
    file = store(content, "rows.csv", person)
    return running.start(tasks.import_sheet, by=person, file=file.pk, **arguments)


def elsewhere(question) -> list:
    """Return the answer that another connection gets meanwhile."""
    answers = []

    def ask():
        try:
            answers.append(question())
        finally:
            connections.close_all()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join(PATIENCE)
    return answers


def test_rows_written_are_told_while_the_transaction_is_open(transactional_db):
    ada = make_cast().ada
    make_organ()
    content = sheet(1200)
    table, job, told = sheets.read(content, "rows.csv"), job_for(ada, content), []

    def look(done, total):
        running.progress_within(job, done, total, tasks.WRITING)
        seen = elsewhere(lambda: (running.seen(Job.objects.get(pk=job.pk)), Mandate.objects.count()))
        told.extend((one.done, one.total, stored) for one, stored in seen)

    sheets.take_in(table, sheets.columns_of(table), by=ada, today=TODAY, name="rows.csv", written=look)

    assert told == [(0, 1200, 0), (500, 1200, 0), (1000, 1200, 0), (1200, 1200, 0)]
    assert Mandate.objects.count() == 1200


@pytest.mark.django_db
def test_the_page_of_an_import_says_how_many_rows_are_written(cast, sign_in):
    job, ada = job_for(cast.ada, b"Name\nStates\n"), sign_in(cast.ada)
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, done=5000, total=5000)
    before = ada.get(f"/intake/sheets/{job.pk}/").content.decode()
    running.progress_within(job, 1200, 5000, tasks.WRITING)

    page = ada.get(f"/intake/sheets/{job.pk}/", headers={"HX-Request": "true"}).content.decode()

    assert "Writing, all or nothing …" in before
    assert "Writing, all or nothing: 1,200 of 5,000 rows" in page
    assert 'value="1200" max="5000"' in page


@pytest.mark.django_db
def test_nothing_is_left_of_the_progress_of_a_job_that_is_over(cast):
    make_organ()
    job = job_for(cast.ada, sheet(20))
    running.progress_within(job, 7, 20, tasks.WRITING)

    tasks.import_sheet.call(job.pk)

    assert Job.objects.get(pk=job.pk).result["counts"]["new"] == 20
    assert caches["progress"].get(f"job-{job.pk}") is None


@pytest.mark.django_db
def test_where_progress_cannot_be_kept_the_import_goes_on(cast, settings, tmp_path):
    (tmp_path / "file").write_text("no folder")
    settings.CACHES = {**settings.CACHES, "progress": {**settings.CACHES["progress"], "LOCATION": tmp_path / "file"}}
    make_organ()
    job = job_for(cast.ada, sheet(20))

    tasks.import_sheet.call(job.pk)

    assert running.seen(Job.objects.get(pk=job.pk)).state == Job.State.DONE
    assert Mandate.objects.count() == 20


@pytest.mark.django_db
def test_an_import_that_was_killed_after_it_had_written_still_leads_to_what_it_did(cast):
    make_organ()
    job = job_for(cast.ada, sheet(20))
    tasks.import_sheet.call(job.pk)
    first = Job.objects.get(pk=job.pk).result
    Job.objects.update(state=Job.State.RUNNING)

    tasks.import_sheet.call(job.pk)

    again = Job.objects.get(pk=job.pk)
    assert again.state == Job.State.DONE
    assert again.result == first
    assert first["change"]
    assert first["counts"]["new"] == 20
