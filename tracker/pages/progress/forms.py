"""The quick form that logs progress: a status, a piece of evidence, a word on it, and the rest for who needs it."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from tracker.accounts.models import User
from tracker.files import storing
from tracker.followup.evidence import EvidenceGiven, EvidenceRefusedError, given_in, values_of
from tracker.followup.models import Evidence, ProgressUpdate
from tracker.followup.progress import state_for
from tracker.mandates import standing
from tracker.mandates.models import DueDate, Mandate

MOST_FILES = 10


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; each is checked like one."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if len(given) > MOST_FILES:
            raise forms.ValidationError(_("Add at most %(count)d files at once.") % {"count": MOST_FILES})
        single = super().clean
        return [single(one, initial) for one in given]


class ProgressForm(forms.Form):
    """One entry of a mandate's log. `seen` is the version of the mandate that was on screen.

    `earlier` is the entry that this one corrects, or the draft that it completes: the form begins with what it says.
    """

    status = forms.ChoiceField(label=_("Status"), required=False, widget=forms.RadioSelect)
    evidence = forms.CharField(
        label=_("Evidence"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 1, "placeholder": "https://…  ·  A/59/205"}),
        help_text=_("Paste a link or a document symbol; one a line. Or drop a file here."),
    )
    kept = forms.ModelMultipleChoiceField(
        label=_("Evidence given before"),
        required=False,
        queryset=Evidence.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    files = FilesField(label=_("Files"), required=False)
    done = forms.CharField(
        label=_("What was done"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 2})
    )
    reason = forms.ChoiceField(
        label=_("Reason"),
        required=False,
        choices=[("", "–"), *Mandate.Reason.choices],
        help_text=_("Needed where the mandate is discontinued or does not apply."),
    )
    due_date = forms.ModelChoiceField(
        label=_("Meets the due date"),
        required=False,
        queryset=DueDate.objects.none(),
        empty_label=_("none in particular"),
    )
    on = forms.DateField(label=_("On"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    next_step = forms.CharField(label=_("Next step"), required=False, max_length=500)
    share = forms.IntegerField(label=_("Share done, in per cent"), required=False, min_value=0, max_value=100)
    public_statement = forms.CharField(
        label=_("Public statement"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 2})
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    next = forms.CharField(widget=forms.HiddenInput, required=False)
    earlier = forms.ModelChoiceField(widget=forms.HiddenInput, required=False, queryset=ProgressUpdate.objects.none())

    def __init__(
        self,
        *args: Any,
        mandate: Mandate,
        user: User,
        today: date,
        earlier: ProgressUpdate | None = None,
        **options: Any,
    ):
        initial = {"on": today, "seen": mandate.version} | _begun(earlier) | options.pop("initial", {})
        super().__init__(*args, initial=initial, **options)
        self.mandate, self.user, self.today, self.earlier_entry = mandate, user, today, earlier
        if earlier:
            self.fields["earlier"].queryset = ProgressUpdate.objects.filter(pk=earlier.pk)
            self.fields["kept"].queryset = earlier.evidence.select_related("file")
        ends = standing.choices_from(mandate.status)
        self.fields["status"].choices = [(end, Mandate.Status(end).label.capitalize()) for end in ends]
        self.initial["status"] = self.initial.get("status") or mandate.status
        self.fields["due_date"].queryset = mandate.due_dates.filter(outcome=DueDate.Outcome.OPEN)
        self.fields["on"].widget.attrs["max"] = today.isoformat()
        self.answers = standing.answers_for(user, mandate)

    def clean_on(self) -> date:
        if self.cleaned_data["on"] > self.today:
            raise forms.ValidationError(_("Log what has been done: the day cannot lie ahead."))
        return self.cleaned_data["on"]

    def clean_evidence(self) -> list[EvidenceGiven]:
        given = given_in(self.cleaned_data["evidence"])
        for one in given:
            try:
                values_of(one)
            except EvidenceRefusedError as refused:
                raise forms.ValidationError(str(refused)) from refused
        return given

    def clean(self) -> None:
        given = self.cleaned_data
        status = given.get("status") or self.mandate.status
        given["status"] = status if status != self.mandate.status else ""
        said = [
            given.get(name)
            for name in ("evidence", "files", "kept", "done", "next_step", "public_statement", "due_date")
        ]
        if not self.errors and not any(said) and not given["status"] and given.get("share") is None:
            raise forms.ValidationError(_("Say what was done, give evidence, or choose another status."))
        if given["status"] and standing.needs_reason(self.mandate.status, status) and not given.get("reason"):
            self.add_error(
                "reason", _("Say why the mandate is “%(status)s”.") % {"status": Mandate.Status(status).label}
            )

    @property
    def more_is_needed(self) -> bool:
        """Tell whether something that is folded away needs a look."""
        return bool({"on", "due_date", "reason", "share", "next_step", "public_statement"} & set(self.errors))

    @property
    def corrects(self) -> bool:
        """Tell whether the form corrects an entry; one that goes on from a draft does not."""
        return self.earlier_entry is not None and self.earlier_entry.state != ProgressUpdate.State.DRAFT

    @property
    def waits(self) -> bool:
        return state_for(self.user, self.mandate) == ProgressUpdate.State.SUBMITTED

    def kept_evidence(self) -> list[EvidenceGiven]:
        """Return all evidence, with the files stored. Raises storing.FileRefusedError."""
        stored = [
            EvidenceGiven(file=storing.store(one, one.name, self.user), name=storing.clean_name(one.name))
            for one in self.cleaned_data["files"]
        ]
        kept = [
            EvidenceGiven(words=piece.link or piece.symbol, file=piece.file, name=piece.name)
            for piece in self.cleaned_data["kept"]
        ]
        return [*kept, *self.cleaned_data["evidence"], *stored]

    def next_address(self, request: HttpRequest) -> str:
        """Return where to go afterwards, if it lies within this site."""
        asked = self.data.get("next", "") if self.is_bound else self.initial.get("next", "")
        return asked if url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure()) else ""


class DecisionForm(forms.Form):
    """Approve an entry that waits, or send it back; `seen` is the version of the mandate that was on screen."""

    decision = forms.ChoiceField(choices=[("approve", _("Approve")), ("return", _("Send back"))])
    reason = forms.CharField(required=False, max_length=5000)
    seen = forms.IntegerField(required=False, min_value=1)


def _begun(earlier: ProgressUpdate | None) -> dict[str, Any]:
    """Return what an earlier entry says, for a form that goes on from it."""
    if earlier is None:
        return {}
    said = ("on", "done", "next_step", "status", "reason", "share", "public_statement", "due_date")
    return {"earlier": earlier.pk, "kept": list(earlier.evidence.values_list("pk", flat=True))} | {
        name: getattr(earlier, name) for name in said
    }
