"""Start background work, say how far it has come, and take up again what a dead worker left lying.

A task function takes the key of its Job and works inside `with running(key) as job:`. Tasks are idempotent: one that
was cut off runs again.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

from django.core.cache import caches
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks.base import Task

from tracker.jobs.models import Job

STALE_AFTER = timedelta(minutes=3)
MOST_ATTEMPTS = 5


def start(task: Task, *, by, **arguments) -> Job:
    """Put a task in the queue for somebody, and return the job that shows how it goes."""
    job = Job.objects.create(task=task.name, arguments=arguments, started_by=by)
    task.enqueue(job.pk)
    return job


@contextmanager
def running(key: int) -> Iterator[Job]:
    """Run one attempt at a job: done if the block ends, failed with the words of the error if it raises."""
    job = Job.objects.get(pk=key)
    job.state, job.heartbeat, job.error = Job.State.RUNNING, timezone.now(), ""
    job.attempts = F("attempts") + 1
    job.save()
    job.refresh_from_db()
    _forget(job)
    try:
        yield job
    except Exception as error:
        job.state, job.error = Job.State.FAILED, str(error) or _("It failed without saying why.")
        job.save()
        raise
    finally:
        _forget(job)
    job.state = Job.State.DONE
    job.done = job.total = job.total or 1
    job.save()


def progress(job: Job, done: int, total: int, step: str = "") -> None:
    """Say how far a job has come; this is also its sign of life."""
    job.done, job.total, job.step, job.heartbeat = done, total, step, timezone.now()
    job.save(update_fields=["done", "total", "step", "heartbeat"])


def progress_within(job: Job, done: int, total: int, step: str = "") -> None:
    """Say from inside a transaction how far a job has come, where everybody sees it at once.

    A row of the database would show it only when the transaction ends, and a second connection would wait for that end
    on SQLite; so it stands in a file beside the database. It is a sign of life too; where it cannot be written the
    work goes on unseen.
    """
    with suppress(OSError):
        said = (timezone.now(), done, total, step)
        caches["progress"].set(_name(job), said, timeout=STALE_AFTER.total_seconds())


def seen(job: Job) -> Job:
    """Return the job with how far it says, from inside a transaction, to have come; nothing of that is stored."""
    if not job.is_over and (within := _said_within(job)):
        job.heartbeat, job.done, job.total, job.step = within
    return job


def _said_within(job: Job) -> tuple[datetime, int, int, str] | None:
    with suppress(OSError):
        return caches["progress"].get(_name(job))
    return None


def _forget(job: Job) -> None:
    with suppress(OSError):
        caches["progress"].delete(_name(job))


def _name(job: Job) -> str:
    return f"job-{job.pk}"


def sweep(now: datetime, enqueue) -> int:
    """Put jobs whose worker has died back in the queue with `enqueue(job)`; give up on those that failed too often."""
    died_before = now - STALE_AFTER
    stale = Job.objects.filter(state=Job.State.RUNNING, heartbeat__lt=died_before)
    dead = [job for job in stale if seen(job).heartbeat < died_before]
    again = [job for job in dead if job.attempts < MOST_ATTEMPTS]
    lost = Job.objects.filter(pk__in=[job.pk for job in dead if job.attempts >= MOST_ATTEMPTS])
    lost.update(state=Job.State.FAILED, error=_("It was started %d times and never finished.") % MOST_ATTEMPTS)
    for job in again:
        job.state = Job.State.WAITING
        job.save(update_fields=["state"])
        enqueue(job)
    return len(again)
