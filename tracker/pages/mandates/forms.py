"""The forms of the register and of a mandate's page. They check what is typed; the rules stand with the mandates."""

from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from tracker.accounts.models import Entity, User
from tracker.followup.assignment import possible_focal_points
from tracker.mandates import standing
from tracker.mandates.models import Mandate


class StatusForm(forms.Form):
    """Another status for one mandate, chosen at the version `seen`."""

    status = forms.ChoiceField(choices=Mandate.Status.choices)
    reason = forms.ChoiceField(choices=Mandate.Reason.choices, required=False)
    seen = forms.IntegerField(required=False, min_value=1)
    next = forms.CharField(required=False)

    def __init__(self, *args: Any, mandate: Mandate, user: User, **options: Any):
        super().__init__(*args, **options)
        self.mandate, self.user = mandate, user

    def clean(self) -> None:
        if not standing.answers_for(self.user, self.mandate):
            raise forms.ValidationError(
                _("Only the lead entity sets the status. Log what your entity has done instead.")
            )

    def next_address(self, request: HttpRequest) -> str:
        """Return where to go afterwards, if it lies within this site."""
        asked = self.data.get("next", "")
        return asked if url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure()) else ""


class AnswerForm(forms.Form):
    """How a request is answered, whatever is done about it."""

    acceptance = forms.ChoiceField(choices=[("", _("not yet")), *Mandate.Acceptance.choices], required=False)
    reason = forms.CharField(required=False, max_length=2000)
    seen = forms.IntegerField(required=False, min_value=1)


class MandateForm(forms.ModelForm):
    """What people may correct on a mandate. `seen` is the version that was on screen when they began."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    class Meta:
        model = Mandate
        fields = [
            "lead_entity",
            "focal_point",
            "action",
            "verb",
            "strength",
            "deliverable",
            "conditional",
            "priority",
            "resources",
            "review_on",
            "sunset_on",
            "internal_note",
            "public_statement",
        ]
        widgets = {
            "action": forms.Textarea(attrs={"rows": 3}),
            "internal_note": forms.Textarea(attrs={"rows": 3}),
            "public_statement": forms.Textarea(attrs={"rows": 3}),
            "review_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "sunset_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.initial.setdefault("seen", self.instance.version)
        self.fields["lead_entity"].queryset = Entity.objects.all()
        known = Q(pk__in=possible_focal_points().values("pk")) | Q(pk=self.instance.focal_point_id)
        self.fields["focal_point"].queryset = User.objects.filter(known)

    @property
    def given(self) -> dict[str, Any]:
        """Return the values that were given, by name, but for the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}
