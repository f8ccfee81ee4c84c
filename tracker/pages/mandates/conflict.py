"""Two people have changed the same fields: what is stored now, what this person typed, and a form that keeps both."""

from dataclasses import dataclass
from typing import Any

from django.forms import BoundField

from tracker.accounts.changes import StaleError
from tracker.mandates import standing
from tracker.mandates.models import Mandate
from tracker.pages.mandates.forms import MandateForm


@dataclass(frozen=True)
class Choice:
    """One field that both have changed. `theirs_raw` and `yours_raw` are the values as the form sends them."""

    name: str
    label: str
    theirs: Any
    yours: Any
    theirs_raw: Any
    yours_raw: Any


class Conflict:
    """What the page of a conflict shows. Fields that only this person touched are carried along."""

    def __init__(self, form: MandateForm, stale: StaleError, current: Mandate):
        self.stale, self.current = stale, current
        self._sent, self._fresh = form.data, MandateForm(instance=current)
        self._touched = standing.touched(current, form.cleaned_data["seen"], form.given)

    @property
    def seen(self) -> int:
        """Return the version on which the choice is made: the one now stored."""
        return self.current.version

    @property
    def choices(self) -> list[Choice]:
        return [self._choice(name) for name in self.stale.theirs]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Return the fields not in question, as hidden inputs: what this person typed where touched, else as stored."""
        others = [name for name in self._fresh.fields if name != "seen" and name not in self.stale.theirs]
        return [
            (name, self._typed(name) if name in self._touched else _raw(self._fresh[name].value())) for name in others
        ]

    def _choice(self, name: str) -> Choice:
        fresh: BoundField = self._fresh[name]
        return Choice(
            name,
            fresh.label,
            theirs=_words(self.current, name, self.stale.theirs[name]),
            yours=_words(self.current, name, self.stale.yours[name]),
            theirs_raw=_raw(fresh.value()),
            yours_raw=self._typed(name),
        )

    def _typed(self, name: str) -> str:
        return self._sent.get(name, "")


def _raw(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else ""
    return "" if value is None else str(value)


def _words(row: Mandate, name: str, value: Any) -> Any:
    column = Mandate._meta.get_field(name)
    return dict(column.flatchoices).get(value, value) if column.flatchoices else value
