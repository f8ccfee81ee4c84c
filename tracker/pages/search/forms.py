"""What a person gives to be held against the mandates that are here: the words of a provision, or a whole draft."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

# The longest of 20,099 provisions of resolutions has 3,871 characters.
LONGEST = 5000


class WordsForm(forms.Form):
    """The words of one provision."""

    words = forms.CharField(
        label=_("Words of a provision"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        error_messages={
            "required": _("Paste the words of one paragraph of a resolution or a draft."),
            "max_length": _(
                "These are %(show_value)d characters, more than one provision has (%(limit_value)d). Paste one"
                " paragraph, or check the whole as a draft."
            ),
        },
    )


class DraftForm(forms.Form):
    """The text of a draft, or its file."""

    text = forms.CharField(
        label=_("Text of the draft"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text=_("All of it, as it stands: with the words that open it and its numbered paragraphs."),
    )
    file = forms.FileField(
        label=_("or a file"),
        required=False,
        help_text=_("Word, PDF, XML (Akoma Ntoso), HTML or plain text. You can drop it anywhere on this page."),
    )

    def clean(self):
        cleaned = super().clean()
        given = [bool(cleaned.get("text", "").strip()), bool(cleaned.get("file"))]
        if not self.errors and sum(given) != 1:
            raise forms.ValidationError(
                _("Give the text or a file, not both.")
                if all(given)
                else _("Paste the text of a draft, or choose a file.")
            )
        return cleaned

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > settings.UPLOAD_LIMIT:
            raise forms.ValidationError(
                _("%(name)s must be smaller than %(size)s MB."),
                params={"name": file.name, "size": settings.UPLOAD_LIMIT // 2**20},
            )
        return file
