"""One row before and after a change, field by field, in words that people read; for all pages that show history."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from tracker.accounts.models import Entity, User

# Columns that say nothing to a reader: keys, and what only moves with others.
SILENT = {"id", "version", "mandate", "resolution", "provision", "position", "deadline", "occurrence"}
# What only the entity of a row may read.
INTERNAL = {"internal_note"}


@dataclass(frozen=True)
class Difference:
    """One field before and after; `before` is None where there was no row before."""

    label: str
    before: str | None
    after: str


def differences(
    model: type[Model], before: Any, after: Any, names: "Names", *, with_internal: bool, silent: Iterable[str] = SILENT
) -> Iterator[Difference]:
    """Give the fields in which two history rows differ; with nothing before, those that were given a value."""
    for column in model.history.model.tracked_fields:
        old, new = before and getattr(before, column.attname), getattr(after, column.attname)
        if column.name in silent or old == new or (before is None and new in (None, "", [], {})):
            continue
        label = str(column.verbose_name).capitalize()
        if column.name in INTERNAL and not with_internal:
            yield Difference(label, None, _("changed"))
        else:
            yield Difference(label, before and names.words(column, old), names.words(column, new))


class Names:
    """Writes stored values as people know them, fetching the names of people and entities once."""

    def __init__(self) -> None:
        self._known: dict[type[Model], dict[int, str]] = {}

    def words(self, column: Any, value: Any) -> str:
        if value is None or value == "":
            return "–"
        if column.is_relation:
            return self._name(column.related_model, value)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        return str(dict(column.flatchoices).get(value, value))

    def _name(self, model: type[Model], key: int) -> str:
        if model not in (Entity, User):
            return str(model._default_manager.filter(pk=key).first() or key)
        if model not in self._known:
            self._known[model] = {row.pk: str(row) for row in model._default_manager.all()}
        return self._known[model].get(key, str(key))
