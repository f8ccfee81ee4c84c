"""Work whose worker died is taken up again, and work that is only long is left alone."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from tracker.jobs import running
from tracker.jobs.models import Job

pytestmark = pytest.mark.django_db
LATER = timedelta(hours=1)


@pytest.fixture
def job() -> Iterator[Job]:
    yield Job.objects.create(task="import_sheet", state=Job.State.RUNNING, heartbeat=timezone.now(), attempts=1)
    # It is a file, which no rollback takes back.
    caches["progress"].clear()


def swept(after: timedelta) -> list[Job]:
    again: list[Job] = []
    running.sweep(timezone.now() + after, again.append)
    return again


def test_a_job_that_has_long_said_nothing_is_put_back_in_the_queue(job):
    assert swept(timedelta(minutes=2)) == []
    assert swept(LATER) == [job]
    job.refresh_from_db()
    assert job.state == Job.State.WAITING


def test_what_a_job_says_from_inside_a_transaction_is_a_sign_of_life(job):
    Job.objects.update(heartbeat=timezone.now() - LATER)
    running.progress_within(job, 7, 20)
    assert swept(timedelta(minutes=2)) == []
    assert swept(LATER) == [job]


def test_a_job_that_was_started_too_often_is_given_up(job):
    Job.objects.update(attempts=running.MOST_ATTEMPTS)
    assert swept(LATER) == []
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "started 5 times" in job.error
