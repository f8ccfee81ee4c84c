"""What a monitor is told."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

pytestmark = pytest.mark.django_db


def test_a_process_that_answers_is_alive(client):
    assert client.get("/livez").content == b"ok"


def test_a_program_that_can_write_and_work_is_ready(client):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"database": True, "disk": True, "worker": True}


def test_a_program_whose_worker_is_gone_is_not_ready(client):
    DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        priority=0,
        task_path="tracker.intake.tasks.read_file",
        backend_name="default",
        run_after=timezone.now(),
    )
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=6))

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["worker"] is False
