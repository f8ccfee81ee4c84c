"""What has happened to a mandate, as sentences: who changed what, from what to what, and when."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tracker.accounts.changes import Change
from tracker.mandates.models import Addressing, Contribution, Deadline, DueDate, Mandate, Tagging
from tracker.pages.differences import Difference, Names, differences

MOST_CHANGES = 100
PARTS: tuple[type[Model], ...] = (Addressing, Contribution, Deadline, DueDate, Tagging)


@dataclass
class Event:
    """One change as far as it concerns the mandate."""

    change: Change
    differences: list[Difference] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)


def events_of(mandate: Mandate, *, with_internal: bool) -> list[Event]:
    """Return what happened to a mandate and the rows that hang on it, newest first; notes only for who may see them."""
    events: dict[int, Event] = {}
    names = Names()
    records = Mandate.history.filter(id=mandate.pk).select_related("change__by").order_by("history_id")
    before = None
    for record in records:
        event = events.setdefault(record.change_id, Event(record.change))
        if before is not None:
            event.differences += differences(Mandate, before, record, names, with_internal=with_internal)
        before = record
    for model in PARTS:
        for record in model.history.filter(mandate_id=mandate.pk).select_related("change__by").order_by("history_id"):
            event = events.setdefault(record.change_id, Event(record.change))
            event.sentences.append(_sentence(model, record))
    return sorted(events.values(), key=lambda event: event.change.pk, reverse=True)[:MOST_CHANGES]


def _sentence(model: type[Model], record: Any) -> str:
    what = str(model._meta.verbose_name).capitalize()
    words = _due_words(record) if model is DueDate else str(getattr(record, "words", "") or record.instance)
    template = {
        "+": _("%(what)s added: %(words)s"),
        "~": _("%(what)s changed: %(words)s"),
        "-": _("%(what)s removed: %(words)s"),
    }
    return template[record.history_type] % {"what": what, "words": words}


def _due_words(record: Any) -> str:
    days = [date_format(day, "j M Y") for day in dict.fromkeys((record.opens, record.closes)) if day]
    words = " – ".join(days) or record.get_timing_display()
    return words if record.outcome == DueDate.Outcome.OPEN else f"{words} ({record.get_outcome_display()})"
