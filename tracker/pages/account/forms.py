"""What a person may set for themselves."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tracker.accounts.models import Token, User
from tracker.accounts.tokens import LONGEST_DAYS

THEMES = [("", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))]


def offered_languages() -> list[tuple[str, str]]:
    """Return English and the languages for which there is a catalogue of this program's own words."""
    translated = {
        folder.name.lower().replace("_", "-")
        for place in settings.LOCALE_PATHS
        if place.is_dir()
        for folder in place.iterdir()
    }
    return [(code, name) for code, name in settings.LANGUAGES if code == "en" or code in translated]


class PreferencesForm(forms.Form):
    """How the program looks to one person, and which keys it listens to."""

    theme = forms.ChoiceField(label=_("Colours"), choices=THEMES, required=False, widget=forms.RadioSelect)
    single_keys = forms.BooleanField(
        label=_("Single keys"),
        required=False,
        help_text=_(
            "“j” and “k” walk rows, “/” searches, “?” lists the rest. Switch them off if you dictate your input."
        ),
    )
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = offered_languages()
        if len(offered_languages()) == 1:
            del self.fields["language"]

    def save(self, user: User) -> None:
        """Keep the preferences with the person."""
        user.preferences = {**user.preferences, **self.cleaned_data}
        user.save(update_fields=["preferences"])


class TokenForm(forms.Form):
    """A new token: what uses it, what it may do, and until when."""

    name = forms.CharField(label=_("What uses it"), max_length=100, help_text=_("“Spreadsheet of the monthly report”."))
    scope = forms.ChoiceField(label=_("It may"), choices=Token.Scope.choices, widget=forms.RadioSelect)
    expires_on = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("At most a year from now."),
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial = {"scope": Token.Scope.READ, "expires_on": today + timedelta(days=90), **self.initial}

    def clean_expires_on(self):
        day = self.cleaned_data["expires_on"]
        if not self.today <= day <= self.today + timedelta(days=LONGEST_DAYS):
            raise forms.ValidationError(_("Choose a day from today on, at most a year ahead."))
        return day
