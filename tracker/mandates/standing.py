"""Move a mandate: its status, who answers for it, and what people have said about it.

Stands above the schedule, because a status opens or closes due dates; called by the register, the mandate's page and
`followup.progress`. Proposals are decided elsewhere (`proposals`): a status here is one of a mandate that somebody has
accepted. Every command is one change, and takes the version that was `seen`, so that a stale save is refused with both
texts (StaleError) instead of overwriting.
"""

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from tracker.accounts.access import ANALYST, entities_of
from tracker.accounts.changes import change, save
from tracker.accounts.models import Entity, User
from tracker.mandates import schedule
from tracker.mandates.models import Mandate

Status = Mandate.Status

FOLLOWED = (*Mandate.OPEN, *Mandate.SETTLED)
# Closed without having been implemented: somebody will ask why.
UNFULFILLED = (Status.DISCONTINUED, Status.NOT_APPLICABLE)

# From which statuses a mandate goes to which, and whether a reason is needed.
TRANSITIONS: tuple[tuple[tuple[str, ...], tuple[str, ...], bool], ...] = (
    (FOLLOWED, (Status.NOT_STARTED, Status.IN_PROGRESS, Status.IMPLEMENTED, Status.CONTINUING), False),
    (FOLLOWED, (Status.SUPERSEDED,), False),
    (FOLLOWED, UNFULFILLED, True),
)

# What people may rewrite on a mandate's page. Status, assignment and due dates have commands of their own.
EDITABLE = frozenset(
    (
        "verb",
        "strength",
        "action",
        "deliverable",
        "conditional",
        "priority",
        "resources",
        "review_on",
        "sunset_on",
        "internal_note",
        "public_statement",
    )
)
NOT_GIVEN: Any = object()


class RefusedError(ValueError):
    """A move that the rules do not allow. The message says why, in words for the person who asked."""


def choices_from(status: str) -> list[str]:
    """Return the statuses that a mandate may move to, in the order in which they are offered."""
    return [to for starts, ends, _needs in TRANSITIONS if status in starts for to in ends]


def needs_reason(start: str, end: str) -> bool:
    """Tell whether a reason must be given for a move. Raises RefusedError where there is no such move."""
    for starts, ends, needs in TRANSITIONS:
        if start in starts and end in ends:
            return needs
    raise RefusedError(
        _("A mandate that is “%(start)s” cannot become “%(end)s”.") % {"start": _label(start), "end": _label(end)}
    )


def answers_for(user: User, mandate: Mandate) -> bool:
    """Tell whether the person reports for the lead entity, which alone answers for the status (design.md)."""
    if user.is_superuser:
        return True
    return mandate.lead_entity_id is not None and entities_of(user, ANALYST).filter(pk=mandate.lead_entity_id).exists()


def set_status(mandate: Mandate, status: str, *, by: User, reason: str = "", seen: int | None = None) -> Mandate:
    """Give a mandate another status, and open or close its due dates with it.

    `reason` is one of Mandate.Reason; it is kept with the status and forgotten by a status that gives none. Raises
    RefusedError where the move is not allowed or its reason is missing.
    """
    if needs_reason(mandate.status, status) and not reason:
        raise RefusedError(_("Say why the mandate is “%(status)s”.") % {"status": _label(status)})
    if reason and reason not in Mandate.Reason.values:
        raise RefusedError(_("“%(reason)s” is not one of the reasons.") % {"reason": reason})
    values = {"status": status, "reason": reason}
    if mandate.superseded_by_id and status != Status.SUPERSEDED:
        values["superseded_by"] = None
    with change(f"Set the status to “{status}”", by=by):
        save(mandate, seen=seen, **values)
        schedule.refresh([mandate])
    return mandate


def supersede(mandate: Mandate, successor: Mandate, *, by: User) -> Mandate:
    """Let another mandate take the place of this one. Raises RefusedError where that would go round in a circle."""
    after, seen = successor, {mandate.pk}
    while after is not None:
        if after.pk in seen:
            raise RefusedError(_("A mandate cannot be superseded by itself, or by one that it has superseded."))
        seen.add(after.pk)
        after = after.superseded_by
    with change("Supersede the mandate", by=by):
        save(mandate, status=Status.SUPERSEDED, reason="", superseded_by=successor)
        schedule.refresh([mandate])
    return mandate


def answer(mandate: Mandate, acceptance: str, *, by: User, reason: str = "", seen: int | None = None) -> Mandate:
    """Say how the request is answered: noted, accepted or declined, whatever is done about it.

    "" takes the answer back. Raises RefusedError where a refusal gives no reason.
    """
    if acceptance and acceptance not in Mandate.Acceptance.values:
        raise RefusedError(_("“%(acceptance)s” is not one of the answers.") % {"acceptance": acceptance})
    if acceptance == Mandate.Acceptance.DECLINED and not reason.strip():
        raise RefusedError(_("Say why the request is declined."))
    with change(f"Answer the request: {acceptance or 'open'}", by=by):
        return save(mandate, seen=seen, acceptance=acceptance, acceptance_reason=reason.strip() if acceptance else "")


def assign(
    mandate: Mandate,
    *,
    by: User,
    lead_entity: Entity | None = NOT_GIVEN,
    focal_point: User | None = NOT_GIVEN,
    seen: int | None = None,
) -> Mandate:
    """Say which entity leads and who is the focal point. What is not given or not touched stays; None removes."""
    given = {"lead_entity": lead_entity, "focal_point": focal_point}
    values = {name: value for name, value in given.items() if value is not NOT_GIVEN}
    with change("Assign the mandate", by=by):
        return save(mandate, seen=seen, **touched(mandate, seen, values))


def edit(mandate: Mandate, *, by: User, seen: int, **values: Any) -> Mandate:
    """Rewrite what the mandate says. Only names in EDITABLE are taken; what is as it was at `seen` writes nothing."""
    unknown = values.keys() - EDITABLE
    if unknown:
        raise RefusedError(_("These cannot be edited here: %(names)s.") % {"names": ", ".join(sorted(unknown))})
    with change("Edit the mandate", by=by):
        return save(mandate, seen=seen, **touched(mandate, seen, values))


def touched(mandate: Mandate, seen: int | None, values: dict[str, Any]) -> dict[str, Any]:
    """Return the values that differ from those at the version seen.

    A form sends all its fields; those that its person left alone must not undo, or clash with, what others have done.
    """
    before = mandate
    if mandate.version != seen:
        before = Mandate.history.filter(id=mandate.pk, version=seen).first() if seen else None
    if before is None:
        return values
    return {name: value for name, value in values.items() if getattr(before, _column(name)) != _key(value)}


def _column(name: str) -> str:
    return Mandate._meta.get_field(name).attname


def _key(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value


def _label(status: str) -> str:
    return str(Status(status).label) if status in Status.values else status
