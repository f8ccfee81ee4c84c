"""Change many mandates at once, in one transaction that can be undone as a whole.

Stands above `mandates`; called by the register and by the hand-over of a person's mandates. What may be changed is
what the person's entity leads; the rest of a selection is left alone, and said so beforehand.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from tracker.accounts import changes
from tracker.accounts.access import visible
from tracker.accounts.changes import Change, change, in_turn
from tracker.accounts.models import Entity, User
from tracker.followup import notices
from tracker.mandates import proposals, schedule, standing
from tracker.mandates.models import Mandate, Tag, Tagging
from tracker.mandates.proposals import Correction, Names

NOT_GIVEN: Any = standing.NOT_GIVEN


@dataclass(frozen=True)
class Edit:
    """What many mandates are to become. What is empty or not given stays as it is."""

    focal_point: User | None = NOT_GIVEN
    lead_entity: Entity | None = NOT_GIVEN
    status: str = ""
    reason: str = ""
    priority: str = ""
    review_on: date | None = None
    due_on: date | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()

    @property
    def values(self) -> dict[str, Any]:
        """Return the columns of the mandate that it sets."""
        values = {"focal_point": self.focal_point, "lead_entity": self.lead_entity}
        found = {name: value for name, value in values.items() if value is not NOT_GIVEN}
        if self.status:
            found |= {"status": self.status, "reason": self.reason}
        if self.status and self.status != Mandate.Status.SUPERSEDED:
            found["superseded_by"] = None
        return found | {name: given for name in ("priority", "review_on") if (given := getattr(self, name))}

    @property
    def words(self) -> list[str]:
        """Return what it does, for people: "focal point → Ana Petrova"."""
        values = {name: value for name, value in self.values.items() if value != "" and name != "superseded_by"}
        found = [f"{_label(name)} → {_shown(name, value)}" for name, value in values.items()]
        if self.due_on:
            found.append(_("also due on %(day)s") % {"day": self.due_on.isoformat()})
        found += [_("tag “%(tag)s” added") % {"tag": tag} for tag in self.add_tags]
        return found + [_("tag “%(tag)s” removed") % {"tag": tag} for tag in self.remove_tags]


def changeable(rows: models.QuerySet[Mandate], by: User) -> models.QuerySet[Mandate]:
    """Return those of the mandates that the person may change so: followed up, and led by the person's entity."""
    return visible(rows.filter(status__in=standing.FOLLOWED), by, "mandate.bulk")


def apply(rows: models.QuerySet[Mandate], edit: Edit, *, by: User) -> tuple[Change, int]:
    """Change all of the mandates that the person may change, or none. Returns the change and how many they are.

    Raises standing.RefusedError where the status needs a reason that is missing, or nothing is to be changed.
    """
    if not edit.words:
        raise standing.RefusedError(_("Choose what is to change."))
    if edit.status and standing.needs_reason(Mandate.Status.IN_PROGRESS, edit.status) and not edit.reason:
        raise standing.RefusedError(
            _("Say why the mandates are “%(status)s”.") % {"status": Mandate.Status(edit.status).label}
        )
    with transaction.atomic():
        tags = _tags(edit.add_tags, by)
        keys = sorted(changeable(rows, by).order_by().values_list("pk", flat=True))
        with change(f"Change {len(keys)} mandates: {'; '.join(edit.words)}", by=by) as done:
            _set(keys, edit.values)
            _tag(keys, tags, edit.remove_tags)
            if edit.due_on:
                schedule.set_date(keys, edit.due_on)
            elif edit.status:
                schedule.refresh_rows(keys)
            if keys and isinstance(edit.focal_point, User):
                notices.handed_over(Mandate.objects.get(pk=keys[0]), len(keys), done, by=by)
    return done, len(keys)


def address_to(mandate: Mandate, names: list[str], *, by: User) -> Change:
    """Say to whom a mandate is addressed, by name; a name that the directory does not know is kept as words."""
    words = _("Address %(mandate)s to %(names)s") % {"mandate": mandate, "names": "; ".join(names)}
    with change(words, by=by) as done:
        proposals.correct(mandate, Correction(addressees=names), Names())
    return done


def _set(keys: list[int], values: dict[str, Any]) -> None:
    for some in in_turn(keys):
        if values:
            changes.update(Mandate.objects.filter(pk__in=some).exclude(**values), **values)


def _tags(names: tuple[str, ...], by: User) -> list[Tag]:
    """Return the tags of these names; new ones are a change of their own, so that an undo leaves them for others."""
    known = {tag.name: tag for tag in Tag.objects.filter(name__in=names)}
    missing = [Tag(name=name) for name in names if name not in known]
    if missing:
        with change("Make tags", by=by):
            changes.create_all(missing)
    return [*known.values(), *missing]


def _tag(keys: list[int], added: list[Tag], removed: tuple[str, ...]) -> None:
    for tag in added:
        there = set(tag.taggings.values_list("mandate_id", flat=True))
        changes.create_all(Tagging(mandate_id=key, tag=tag) for key in keys if key not in there)
    for some in in_turn(keys if removed else []):
        changes.delete(Tagging.objects.filter(mandate__in=some, tag__name__in=removed))


def _label(name: str) -> str:
    return str(Mandate._meta.get_field(name).verbose_name)


def _shown(name: str, value: Any) -> str:
    choices = dict(Mandate._meta.get_field(name).flatchoices)
    return str(choices.get(value, value)) if value is not None else _("nobody")
