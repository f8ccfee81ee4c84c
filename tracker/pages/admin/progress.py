"""Correcting what was said of mandates: the log of progress, requests, comments; and what was made of suggestions."""

from django.contrib import admin
from django.db import models

from tracker.followup.models import Comment, Evidence, ProgressUpdate, Request, Suggestion
from tracker.pages.admin.tracked import TrackedAdmin, TrackedInline


class EvidenceInline(TrackedInline):
    model = Evidence
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    raw_id_fields = ["file"]


@admin.register(ProgressUpdate)
class ProgressUpdateAdmin(TrackedAdmin):
    list_display = ["mandate", "author", "on", "done", "status", "state"]
    list_filter = ["state", "status"]
    list_select_related = ["mandate__resolution", "mandate__provision__resolution", "author"]
    search_fields = ["mandate__resolution__symbol", "done", "author__name"]
    autocomplete_fields = ["mandate", "author", "decided_by"]
    raw_id_fields = ["due_date", "corrects"]
    date_hierarchy = "on"
    inlines = [EvidenceInline]


@admin.register(Request)
class RequestAdmin(TrackedAdmin):
    list_display = ["mandate", "outcome", "made_by", "decided_by", "granted"]
    list_filter = ["outcome", "granted"]
    list_select_related = ["mandate__resolution", "mandate__provision__resolution", "made_by", "decided_by"]
    search_fields = ["mandate__resolution__symbol", "reason", "made_by__name"]
    autocomplete_fields = ["mandate", "successor", "made_by", "decided_by"]
    raw_id_fields = ["due_date"]


@admin.register(Comment)
class CommentAdmin(TrackedAdmin):
    list_display = ["mandate", "author", "at", "words"]
    list_select_related = ["mandate__resolution", "mandate__provision__resolution", "author"]
    search_fields = ["mandate__resolution__symbol", "words", "author__name"]
    autocomplete_fields = ["mandate", "author"]


@admin.register(Suggestion)
class SuggestionAdmin(TrackedAdmin):
    list_display = ["mandate", "kind", "confidence", "accepted", "decided_by"]
    list_filter = ["kind", "accepted"]
    list_select_related = ["mandate__resolution", "mandate__provision__resolution", "decided_by"]
    search_fields = ["mandate__resolution__symbol"]
    autocomplete_fields = ["mandate", "provision", "decided_by"]
    raw_id_fields = ["due_date"]
