"""Tell a load balancer or a monitor whether the program lives (/livez) and whether it can work (/readyz)."""

import shutil
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

from tracker.operations.doctor import LEAST_FREE

QUEUE_MAY_WAIT = timedelta(minutes=5)


@login_not_required
@never_cache
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """Answer: this process takes requests."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 if the database can be written, the disk has room and background work is taken up; else 503."""
    found = {"database": _database_is_written(), "disk": _disk_has_room(), "worker": _queue_moves()}
    return JsonResponse(found, status=200 if all(found.values()) else 503)


def _database_is_written() -> bool:
    now = timezone.now().isoformat()
    try:
        cache.set("readyz", now, 60)
        return cache.get("readyz") == now
    except DatabaseError:
        return False


def _disk_has_room() -> bool:
    usage = shutil.disk_usage(settings.DATA_DIR)
    return usage.free >= usage.total * LEAST_FREE


def _queue_moves() -> bool:
    try:
        return not DBTaskResult.objects.ready().filter(enqueued_at__lt=timezone.now() - QUEUE_MAY_WAIT).exists()
    except DatabaseError:
        return False
