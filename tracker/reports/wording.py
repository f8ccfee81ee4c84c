"""Say in words what a filter asks for: the chips of a page, and the line that a printed list carries.

Stands beside `figures`, above `filters`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tracker.accounts.models import User
from tracker.reports.filters import NOBODY, MandateFilter


@dataclass(frozen=True)
class Chip:
    """One value of one filter that holds; taking it away leaves the rest."""

    name: str
    value: str
    label: Any
    words: Any


def chips(asked: MandateFilter) -> list[Chip]:
    """Return what holds, one chip a value, in the order of the filter's names."""
    found = []
    for name, given in asked.active.items():
        label = asked.form.fields[name].label
        found += [
            Chip(name, value, label, _words(asked, name, value, given)) for value in asked.form.data.getlist(name)
        ]
    return found


def sentence(asked: MandateFilter) -> str:
    """Return the filter as one line: "Deadline: Overdue, Due now; Lead entity: UNODC"; "All mandates" for none."""
    said: dict[str, list[str]] = {}
    for chip in chips(asked):
        said.setdefault(str(chip.label), []).append(str(chip.words))
    return "; ".join(f"{label}: {', '.join(words)}" for label, words in said.items()) or _("All mandates")


def _words(asked: MandateFilter, name: str, value: str, given: Any) -> Any:
    """Return how a chip names a value: the words of a choice, a date as people write it, else the value itself."""
    if name == "focal":
        return {"me": _("me"), NOBODY: _("nobody")}.get(value) or _focal_name(value)
    if isinstance(given, date):
        return date_format(given, "j M Y")
    if value == NOBODY:
        return _("nobody")
    choices = getattr(asked.form.fields[name], "choices", ())
    if isinstance(given, QuerySet) or not choices:
        return value
    return dict(choices).get(value.replace(" ", "-"), value)


def _focal_name(value: str) -> str:
    person = User.objects.filter(pk=value).first() if value.isascii() and value.isdigit() else None
    return str(person or value)
