"""The form in which a view is named and shared."""

from typing import Any

from django import forms

from tracker.accounts.access import entities_where
from tracker.accounts.models import User
from tracker.reports.models import SavedView


class ViewForm(forms.ModelForm):
    """A view of the register. `query` is what the register showed when the person chose to save it."""

    class Meta:
        model = SavedView
        fields = ["name", "pinned", "team", "default_for", "query"]
        widgets = {"query": forms.HiddenInput}

    def __init__(self, *args: Any, user: User, **options: Any):
        super().__init__(*args, **options)
        self.instance.owner_id = self.instance.owner_id or user.pk
        self.fields["team"].queryset = entities_where(user, "view.share")
        self.fields["team"].empty_label = "–"
        if not self.fields["team"].queryset.exists():
            del self.fields["team"]
        if "team" not in self.fields or not entities_where(user, "view.set_default").exists():
            del self.fields["default_for"]

    def _get_validation_exclusions(self) -> set[str]:
        # The owner is no field of the form, and still no two views of one owner have the same name.
        return super()._get_validation_exclusions() - {"owner"}
