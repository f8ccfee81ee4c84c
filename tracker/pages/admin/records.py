"""What the program writes by itself: changes, readings, files, jobs. To be looked at."""

from django.contrib import admin

from tracker.accounts.models import Change
from tracker.files.models import File
from tracker.jobs.models import Job
from tracker.pages.admin.tracked import ReadOnlyAdmin
from tracker.resolutions.models import Reading


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    list_display = ["at", "by", "action", "reason", "number"]
    list_select_related = ["by"]
    search_fields = ["action", "reason", "by__name", "by__email"]
    date_hierarchy = "at"


@admin.register(Reading)
class ReadingAdmin(ReadOnlyAdmin):
    list_display = ["name", "reader", "made_at"]
    search_fields = ["name"]


@admin.register(File)
class FileAdmin(ReadOnlyAdmin):
    list_display = ["name", "media_type", "size", "received_at", "received_from"]
    list_select_related = ["received_from"]
    search_fields = ["name", "digest"]


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ["task", "state", "started_by", "made_at", "heartbeat", "error"]
    list_filter = ["state", "task"]
    list_select_related = ["started_by"]
