"""What a person gives to be taken in, and says of each proposal."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tracker.accounts.models import Entity
from tracker.intake.take_in import Candidate, Decision
from tracker.mandates import proposals
from tracker.mandates.models import Mandate
from tracker.mandates.proposals import Correction
from tracker.reading import records
from tracker.reading.deadlines.context import DeadlineContext


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files at once; cleans to a list of uploaded files."""

    widget = ManyFilesInput

    def clean(self, data, initial=None):
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(ManyFilesField, self).clean(one, initial) for one in given]


class NewForm(forms.Form):
    """The text of a resolution, or its files."""

    text = forms.CharField(
        label=_("Text of the resolution"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text=_("All of it, as it stands: with its title, the words before paragraph 1, and the notes."),
    )
    files = ManyFilesField(
        label=_("or files"),
        required=False,
        help_text=_("Word, PDF, XML (Akoma Ntoso), HTML or plain text; several at once."),
    )

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("text", "").strip() and not cleaned.get("files"):
            raise forms.ValidationError(_("Paste the text of a resolution, or choose a file."))
        return cleaned

    def clean_files(self):
        files = self.cleaned_data["files"]
        largest = settings.UPLOAD_LIMIT // 2**20
        for file in files:
            if file.size > settings.UPLOAD_LIMIT:
                raise forms.ValidationError(
                    _("%(name)s must be smaller than %(size)s MB."), params={"name": file.name, "size": largest}
                )
        return files


class CandidateForm(forms.Form):
    """What a person says of one proposal. Fields left as they were read make no correction.

    `may_merge`: another proposal stands before it in the same paragraph. `usual` is the time to propose where the text
    names none. What is written under `second_action` becomes a mandate of its own.
    """

    VERDICTS = [
        ("accept", _("Accept")),
        ("merge", _("Part of the one before")),
        ("reject", _("Not a mandate")),
        ("later", _("Decide later")),
    ]
    SECOND = ("second_action", "second_addressees", "second_deliverable", "second_deadlines")

    verdict = forms.ChoiceField(label=_("Decision"), choices=VERDICTS, required=False, widget=forms.RadioSelect)
    usual_time = forms.BooleanField(required=False)
    verb = forms.CharField(label=_("Operative verb"), max_length=60)
    addressees = forms.CharField(
        label=_("Addressees"), required=False, help_text=_("Separate several by semicolons."), max_length=1500
    )
    spreads = forms.BooleanField(
        label=_("Correct it wherever this document was read in the same way"),
        required=False,
    )
    action = forms.CharField(label=_("Action"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    deliverable = forms.ChoiceField(label=_("Deliverable"), choices=Mandate.Deliverable.choices)
    deadlines = forms.CharField(
        label=_("Deadlines"),
        required=False,
        max_length=1000,
        help_text=_(
            "In words, as in the text: “at its eightieth session”, “by 31 March 2027”. Separate by semicolons."
        ),
    )
    conditional = forms.BooleanField(label=_("Conditional"), required=False)
    lead_entity = forms.ModelChoiceField(
        label=_("Lead entity"), queryset=Entity.objects.all(), required=False, empty_label=_("by addressee")
    )
    second_action = forms.CharField(
        label=_("What the second mandate asks"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Leave it empty to keep one mandate. Shorten the action of the first one under “Edit”."),
    )
    second_addressees = forms.CharField(label=_("Addressees of the second"), required=False, max_length=1500)
    second_deliverable = forms.ChoiceField(label=_("Deliverable of the second"), choices=Mandate.Deliverable.choices)
    second_deadlines = forms.CharField(label=_("Deadlines of the second"), required=False, max_length=1000)

    def __init__(
        self,
        candidate: Candidate,
        *args,
        may_merge: bool = False,
        usual: records.Deadline | None = None,
        **options,
    ):
        prefix = candidate.key.replace(".", "-")
        super().__init__(*args, prefix=prefix, initial=_as_read(candidate.directive), **options)
        self.candidate, self.usual = candidate, usual
        if not may_merge:
            self.fields["verdict"].choices = [choice for choice in self.VERDICTS if choice[0] != "merge"]
        for field in self.fields.values():
            is_list = isinstance(field, forms.ChoiceField)
            field.widget.attrs.setdefault("class", "form-select" if is_list else "form-control")
            if isinstance(field, forms.BooleanField):
                field.widget.attrs["class"] = "form-check-input"
        del self.fields["verdict"].widget.attrs["class"]
        self.fields["second_deliverable"].required = False

    @property
    def first(self):
        """Return the fields that correct the proposal, in order."""
        return [self[name] for name in self.fields if name not in ("verdict", "usual_time", *self.SECOND)]

    @property
    def second(self):
        """Return the fields of a mandate that is split off."""
        return [self[name] for name in self.SECOND]

    def decision(self) -> Decision:
        """Return what the person said; the form must be valid."""
        verdict = self.cleaned_data["verdict"] or "later"
        if verdict != "accept":
            return Decision(verdict)
        return Decision(verdict, self._correction(), self._second(), self.cleaned_data["spreads"])

    def _correction(self) -> Correction | None:
        changed = set(self.changed_data) - {"verdict", "spreads", *self.SECOND}
        if not changed:
            return None
        plain = ("verb", "action", "deliverable", "conditional", "lead_entity")
        return Correction(
            {name: self.cleaned_data[name] for name in plain if name in changed},
            _names(self.cleaned_data["addressees"]) if "addressees" in changed else None,
            self._understood("deadlines") if "deadlines" in changed else None,
            self.usual if self.cleaned_data["usual_time"] else None,
        )

    def _second(self) -> Correction | None:
        """Return the mandate that is split off, None where the person says nothing of one."""
        action = self.cleaned_data["second_action"].strip()
        if not action:
            return None
        values = {"action": action}
        if self.cleaned_data["second_deliverable"]:
            values["deliverable"] = self.cleaned_data["second_deliverable"]
        addressees = _names(self.cleaned_data["second_addressees"])
        return Correction(values, addressees, self._understood("second_deadlines"))

    def _understood(self, name: str) -> list[records.Deadline]:
        return proposals.understand(self.cleaned_data[name], _context(self.candidate.resolution))


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(";") if name.strip()]


def _as_read(directive: records.Directive) -> dict:
    return {
        "verb": directive.verb,
        "addressees": "; ".join(addressee.name for addressee in directive.addressees),
        "action": directive.action,
        "deliverable": directive.deliverable,
        "deadlines": "; ".join(deadline.words for deadline in directive.deadlines),
        "conditional": directive.conditional,
        "second_addressees": "; ".join(addressee.name for addressee in directive.addressees),
        "second_deliverable": directive.deliverable,
    }


def _context(resolution: records.Resolution) -> DeadlineContext:
    return DeadlineContext(
        organ=resolution.organ or "",
        session=resolution.session or "",
        adopted=resolution.adoption_date,
        title=resolution.title or "",
    )
