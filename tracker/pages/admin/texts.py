"""Entering resolutions and their paragraphs."""

from django.contrib import admin

from tracker.accounts import changes
from tracker.pages.admin.tracked import TrackedAdmin, TrackedInline
from tracker.reading import symbols
from tracker.resolutions.models import Paragraph, Renewal, Resolution, Text, Wording


class TextInline(TrackedInline):
    model = Text
    fields = ["seen", "language", "title", "settled"]


@admin.register(Resolution)
class ResolutionAdmin(TrackedAdmin):
    list_display = ["symbol", "title", "organ", "session", "adopted_on"]
    list_filter = ["kind", ("organ", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["organ", "session__organ"]
    search_fields = ["symbol", "title"]
    autocomplete_fields = ["organ", "session"]
    date_hierarchy = "adopted_on"
    inlines = [TextInline]

    def save_model(self, request, obj, form, change):
        """Keep the key by which symbols sort in step with the symbol."""
        obj.sort_key = symbols.sort_key(obj.symbol)
        super().save_model(request, obj, form, change)
        if change and "symbol" in form.changed_data:
            changes.save(obj, sort_key=symbols.sort_key(obj.symbol))


class WordingInline(TrackedInline):
    model = Wording
    fields = ["seen", "text", "position", "words"]
    autocomplete_fields = ["text"]


@admin.register(Paragraph)
class ParagraphAdmin(TrackedAdmin):
    list_display = ["resolution", "kind", "address", "provision_kind"]
    list_filter = ["kind", "provision_kind"]
    list_select_related = ["resolution"]
    search_fields = ["resolution__symbol", "address", "wordings__words"]
    autocomplete_fields = ["resolution"]
    inlines = [WordingInline]


@admin.register(Text)
class TextAdmin(TrackedAdmin):
    list_display = ["resolution", "language", "title", "settled"]
    list_filter = ["language", "settled"]
    list_select_related = ["resolution"]
    search_fields = ["resolution__symbol", "title"]
    autocomplete_fields = ["resolution"]
    raw_id_fields = ["reading"]


@admin.register(Wording)
class WordingAdmin(TrackedAdmin):
    list_display = ["text", "paragraph", "words"]
    list_select_related = ["text__resolution", "paragraph__resolution"]
    search_fields = ["words", "text__resolution__symbol"]
    autocomplete_fields = ["text", "paragraph"]


@admin.register(Renewal)
class RenewalAdmin(TrackedAdmin):
    list_display = ["earlier", "later", "likeness"]
    list_select_related = ["earlier__resolution", "later__resolution"]
    search_fields = ["earlier__resolution__symbol", "later__resolution__symbol"]
    autocomplete_fields = ["earlier", "later"]
