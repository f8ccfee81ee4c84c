"""What an administrator says when settling a text by hand."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.resolutions.models import Paragraph, Resolution, Wording

KINDS = [
    (kind.value, kind.label)
    for kind in (
        Paragraph.Kind.OPERATIVE,
        Paragraph.Kind.PREAMBULAR,
        Paragraph.Kind.HEADING,
        Paragraph.Kind.PART,
        Paragraph.Kind.NOTE,
        Paragraph.Kind.ANNEX,
        Paragraph.Kind.TABLE,
    )
]
ADDRESS = forms.RegexField(
    label=_("Number"),
    regex=r"^[\w/.()-]{0,60}$",
    required=False,
    help_text=_("“24”; “12.a” for 12 (a); “IV/12” for paragraph 12 of section IV. Empty for an unnumbered one."),
)


class ParagraphForm(forms.Form):
    """The words of a paragraph in one language, its number and its kind."""

    seen_wording = forms.IntegerField(widget=forms.HiddenInput)
    seen_paragraph = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    address = ADDRESS
    words = forms.CharField(label=_("Words"), widget=forms.Textarea(attrs={"rows": 8}))

    @classmethod
    def of(cls, wording: Wording, data=None):
        paragraph = wording.paragraph
        initial = {
            "seen_wording": wording.version,
            "seen_paragraph": paragraph.version,
            "kind": paragraph.kind,
            "address": paragraph.address,
            "words": wording.words,
        }
        return cls(data, initial=initial)


class SplitForm(forms.Form):
    """Where to cut a paragraph in two: before the first place at which these words stand."""

    seen_wording = forms.IntegerField(widget=forms.HiddenInput)
    cut = forms.CharField(label=_("Cut before the words"), help_text=_("Copy the first words of the second part."))
    address = ADDRESS

    def __init__(self, wording: Wording, data=None):
        super().__init__(data, initial={"seen_wording": wording.version})
        self.wording = wording

    def clean_cut(self) -> int:
        """Return the place of the words as an offset."""
        at = self.wording.words.find(self.cleaned_data["cut"])
        if at <= 0:
            raise forms.ValidationError(_("These words do not stand in the paragraph behind its beginning."))
        return at


class PlaceForm(forms.Form):
    """What words that were not understood are, and behind which paragraph they stand."""

    seen_wording = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    address = ADDRESS
    after = forms.ModelChoiceField(
        label=_("Behind"), queryset=Paragraph.objects.none(), required=False, empty_label=_("at the beginning")
    )

    def __init__(self, resolution: Resolution, wording: Wording, data=None):
        kinds = [kind for kind, _label in KINDS]
        paragraphs = resolution.paragraphs.filter(kind__in=kinds).select_related("resolution")
        super().__init__(data, initial={"seen_wording": wording.version, "after": _before(wording)})
        self.fields["after"].queryset = paragraphs


def _before(wording: Wording) -> int | None:
    """Return the paragraph behind which words stand in their source, None where the source does not say."""
    if not wording.place:
        return None
    placed = Wording.objects.filter(text=wording.text_id, paragraph__isnull=False, place__isnull=False)
    above = [row for row in placed.order_by("position") if _order(row) < _order(wording)]
    return above[-1].paragraph_id if above else None


def _order(wording: Wording) -> tuple[int, int]:
    return wording.place.get("page") or 0, wording.place["line"]
