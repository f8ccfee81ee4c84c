"""Start background work, say how far it has come, and take up again what a dead worker left lying.

A task function takes the key of its Job and works inside `with running(key) as job:`. Tasks are idempotent: one that
was cut off runs again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

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
    try:
        yield job
    except Exception as error:
        job.state, job.error = Job.State.FAILED, str(error) or _("It failed without saying why.")
        job.save()
        raise
    job.state = Job.State.DONE
    job.done = job.total = job.total or 1
    job.save()


def progress(job: Job, done: int, total: int, step: str = "") -> None:
    """Say how far a job has come; this is also its sign of life."""
    job.done, job.total, job.step, job.heartbeat = done, total, step, timezone.now()
    job.save(update_fields=["done", "total", "step", "heartbeat"])


def sweep(now: datetime, enqueue) -> int:
    """Put jobs whose worker has died back in the queue with `enqueue(job)`; give up on those that failed too often."""
    stale = Job.objects.filter(state=Job.State.RUNNING, heartbeat__lt=now - STALE_AFTER)
    lost = stale.filter(attempts__gte=MOST_ATTEMPTS)
    lost.update(state=Job.State.FAILED, error=_("It was started %d times and never finished.") % MOST_ATTEMPTS)
    waiting = list(stale)
    for job in waiting:
        job.state = Job.State.WAITING
        job.save(update_fields=["state"])
        enqueue(job)
    return len(waiting)
