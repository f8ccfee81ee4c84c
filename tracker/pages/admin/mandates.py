"""Entering and correcting mandates, with addressees and deadlines. Due dates follow by themselves."""

from django.contrib import admin
from django.utils import timezone

from tracker.mandates import schedule
from tracker.mandates.models import Addressing, Contribution, Deadline, DueDate, Mandate, Tag, Tagging
from tracker.pages.admin.tracked import TrackedAdmin, TrackedInline


class AddressingInline(TrackedInline):
    model = Addressing
    fields = ["seen", "addressee", "words"]
    autocomplete_fields = ["addressee"]


class ContributionInline(TrackedInline):
    model = Contribution
    fields = ["seen", "entity"]
    autocomplete_fields = ["entity"]


class TaggingInline(TrackedInline):
    model = Tagging
    fields = ["seen", "tag"]
    autocomplete_fields = ["tag"]


class DeadlineInline(TrackedInline):
    model = Deadline
    autocomplete_fields = ["organ"]


class DueDateInline(admin.TabularInline):
    """Shown, not entered: due dates follow deadlines."""

    model = DueDate
    extra = 0
    can_delete = False
    fields = readonly_fields = ["deadline", "occurrence", "session", "opens", "closes", "rule", "outcome"]

    def has_add_permission(self, request, obj):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Mandate)
class MandateAdmin(TrackedAdmin):
    list_display = ["__str__", "verb", "action", "status", "lead_entity", "due_closes"]
    list_filter = [
        "status",
        "deliverable",
        "strength",
        "conditional",
        ("lead_entity", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["provision__resolution", "resolution", "lead_entity"]
    search_fields = ["resolution__symbol", "action", "addressings__words"]
    autocomplete_fields = ["provision", "resolution", "lead_entity", "focal_point", "superseded_by"]
    inlines = [AddressingInline, DeadlineInline, ContributionInline, TaggingInline, DueDateInline]
    readonly_fields = ["confidence"]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        rows = Mandate.objects.filter(pk=form.instance.pk).select_related("resolution__organ")
        schedule.reschedule(rows.prefetch_related("deadlines__organ", "due_dates"), timezone.localdate())


@admin.register(Deadline)
class DeadlineAdmin(TrackedAdmin):
    list_display = ["words", "type", "organ", "number", "on", "mandate"]
    list_filter = ["type", "relation"]
    list_select_related = ["organ", "mandate__resolution", "mandate__provision__resolution"]
    search_fields = ["words", "mandate__resolution__symbol"]
    autocomplete_fields = ["mandate", "organ"]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        rows = Mandate.objects.filter(pk=form.instance.mandate_id).select_related("resolution__organ")
        schedule.reschedule(rows.prefetch_related("deadlines__organ", "due_dates"), timezone.localdate())


@admin.register(Tag)
class TagAdmin(TrackedAdmin):
    list_display = search_fields = ["name"]
