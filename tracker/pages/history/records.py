"""What one change wrote, row by row, as far as the person may read it; and which changes a person may read of.

Administrators read everything. Others read of the mandates of their entities and what hangs on them, and of texts,
organs and sessions, which everybody sees; who has which role is not theirs to read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from tracker.accounts.access import visible
from tracker.accounts.changes import Change, tracked_models
from tracker.accounts.models import User
from tracker.followup.models import Evidence
from tracker.mandates.models import Mandate
from tracker.pages.differences import Difference, Names, differences

SEEN_BY_ALL = {"organs", "resolutions"}
MOST_ROWS = 100
# On a page of all models the keys of other rows do say something.
SILENT = {"id", "version", "position", "occurrence"}


@dataclass(frozen=True)
class Record:
    """One row that a change wrote. `sign` is "+" for new, "~" for changed, "-" for removed."""

    kind: str
    words: str
    sign: str
    differences: list[Difference]
    address: str


def changes_for(user: User) -> QuerySet[Change]:
    """Return the changes of which the person may read anything."""
    changes = Change.objects.select_related("by", "undone_by")
    if user.is_superuser:
        return changes
    readable = Q()
    for model in tracked_models():
        records = _readable(model, user)
        if records is not None:
            readable |= Q(Exists(records.filter(change=OuterRef("pk")).order_by()))
    return changes.filter(readable)


def records_of(change: Change, user: User) -> tuple[list[Record], bool]:
    """Return what the change wrote, as far as the person may read it, and whether there is more than is returned."""
    found: list[Record] = []
    names = Names()
    for model in tracked_models():
        records = _readable(model, user)
        if records is None:
            continue
        mine = records.filter(change=change).order_by("history_id")
        found += _records(model, mine[: MOST_ROWS + 1 - len(found)], names)
        if len(found) > MOST_ROWS:
            return found[:MOST_ROWS], True
    return found, False


def _records(model: type[Model], rows: QuerySet, names: Names) -> Iterator[Record]:
    rows = list(rows)
    earlier = model.history.filter(id__in=[row.id for row in rows]).order_by("history_id")
    before: dict[int, Any] = {}
    for row in earlier:
        before[row.history_id] = before.get(("last", row.id))
        before["last", row.id] = row
    for row in rows:
        past = before[row.history_id] if row.history_type == "~" else None
        found = (
            [] if row.history_type == "-" else differences(model, past, row, names, with_internal=True, silent=SILENT)
        )
        instance = row.instance
        is_there = row.history_type != "-" and hasattr(instance, "get_absolute_url")
        yield Record(
            kind=str(model._meta.verbose_name).capitalize(),
            words=_words(instance),
            sign=row.history_type,
            differences=list(found),
            address=instance.get_absolute_url() if is_there else "",
        )


def _words(instance: Model) -> str:
    """Return the row in words, by its key where what it belongs to is gone."""
    try:
        return str(instance)
    except ObjectDoesNotExist:
        return f"{instance.pk}"


def _readable(model: type[Model], user: User) -> QuerySet | None:
    """Return the history rows of a model that the person may read; None for none at all."""
    records = model.history.all()
    if user.is_superuser or model._meta.app_label in SEEN_BY_ALL:
        return records
    mine = visible(Mandate.objects.all(), user, "mandate.view_internal").values("pk")
    if model is Mandate:
        return records.filter(id__in=mine)
    if model is Evidence:
        return records.filter(update__mandate__in=mine)
    if any(column.name == "mandate" for column in records.model.tracked_fields):
        return records.filter(mandate_id__in=mine)
    return None
