"""What the worker does for mandates as days go by."""

from django.utils import timezone
from django_tasks import task

from tracker.mandates import schedule


@task()
def extend_due_dates() -> None:
    """Carry recurring due dates on to the horizon. Done again on the same day it changes nothing."""
    schedule.extend(timezone.localdate())
