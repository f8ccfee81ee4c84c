"""How tracked models are entered: each POST is one change, and a save sees whether somebody else was faster."""

from django import forms
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.forms.models import BaseInlineFormSet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin

from tracker.accounts import changes
from tracker.accounts.changes import StaleError, change


class TrackedForm(forms.ModelForm):
    """A form that knows which version of the row was opened."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["seen"].initial = self.instance.version if self.instance.pk else None

    def clean(self):
        """Refuse a stale save, showing both texts; saving once more then takes the new version as seen."""
        cleaned = super().clean()
        seen = cleaned.get("seen")
        if self.instance.pk and seen and not self.errors:
            try:
                changes.refuse_conflict(self.stored(), seen, self.changed_values())
            except StaleError as error:
                self._show_both(error)
        return cleaned

    def changed_values(self) -> dict:
        """Return the values that the person changed, by field of the row."""
        columns = {field.name for field in self.instance._meta.concrete_fields}
        return {
            name: self.cleaned_data[name] for name in self.changed_data if name in columns and name in self.cleaned_data
        }

    def save_changes(self) -> None:
        """Save the values that the person changed; what others have changed beside them stays."""
        changes.save(self.stored(), seen=self.cleaned_data["seen"], **self.changed_values())

    def stored(self):
        """Return the row as it is now in the database, without what the person typed."""
        return type(self.instance)._default_manager.get(pk=self.instance.pk)

    def _show_both(self, error: StaleError) -> None:
        for name, theirs in error.theirs.items():
            self.add_error(
                name,
                _("Somebody else has meanwhile saved “%(theirs)s”; you wrote “%(yours)s”. Save again to keep yours.")
                % {"theirs": theirs, "yours": error.yours[name]},
            )
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = error.row.version


class TrackedMixin(BaseModelAdmin):
    """Saves through `changes`, inline rows too."""

    form = TrackedForm


class NamedFormSet(BaseInlineFormSet):
    """Rows whose fields say their names themselves: Django's table writes them at the head of the column only."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():
            # A choice of rows stands in a wrapper, which draws links beside it and has no attributes of its own.
            widget = getattr(field.widget, "widget", field.widget)
            if not widget.is_hidden and field.label:
                widget.attrs.setdefault("aria-label", capfirst(field.label))


class TrackedInline(TrackedMixin, admin.TabularInline):
    extra = 0
    formset = NamedFormSet
    show_change_link = True


class TrackedAdmin(TrackedMixin, SimpleHistoryAdmin):
    """A model whose every save, with its inline rows, is one change by the person signed in."""

    list_per_page = 50
    show_full_result_count = False
    save_on_top = True

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        with change(self._title(_("Correct") if object_id else _("Enter")), by=request.user):
            return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_view(self, request, object_id, extra_context=None):
        if request.method != "POST":
            return super().delete_view(request, object_id, extra_context)
        with change(self._title(_("Delete")), by=request.user):
            return super().delete_view(request, object_id, extra_context)

    def changelist_view(self, request, extra_context=None):
        if request.method != "POST":
            return super().changelist_view(request, extra_context)
        with change(self._title(_("Correct several")), by=request.user):
            return super().changelist_view(request, extra_context)

    def save_model(self, request, obj, form, change):
        """Create a new row, or save what was changed against the version that was opened."""
        if change:
            form.save_changes()
            obj.refresh_from_db()
        else:
            obj.save()

    def save_formset(self, request, form, formset, change):
        for inline in formset.forms:
            if inline in formset.deleted_forms:
                if inline.instance.pk:
                    changes.delete(type(inline.instance)._default_manager.filter(pk=inline.instance.pk))
            elif inline.has_changed() and inline.instance.pk:
                inline.save_changes()
            elif inline.has_changed():
                inline.save()
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []

    def _title(self, verb: str) -> str:
        return f"{verb}: {self.opts.verbose_name}"


class ReadOnlyAdmin(admin.ModelAdmin):
    """A model that only the program writes: looked at, never entered."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
