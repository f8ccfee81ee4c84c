"""Who follows a mandate up: focal points, with or without an account, contributing entities, watchers; handing over.

Stands above `bulk`, through which a person's mandates change hands in one transaction that can be undone.
"""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext as _

from tracker.accounts import changes
from tracker.accounts.changes import Change, change
from tracker.accounts.models import Entity, User
from tracker.followup import bulk
from tracker.followup.models import Watch
from tracker.mandates.models import Contribution, DueDate, Mandate
from tracker.mandates.standing import RefusedError


def possible_focal_points() -> models.QuerySet[User]:
    """Return who may be named: who works for an entity, and who was entered as a focal point without an account."""
    working = models.Q(memberships__isnull=False, is_active=True)
    without_account = models.Q(is_active=False, last_login=None, memberships__isnull=True)
    return User.objects.filter(working | without_account).distinct()


def enter_person(name: str, email: str, *, by: User) -> User:
    """Return the person with the address; one whom nobody knows is entered, and cannot sign in."""
    known = User.objects.filter(email__iexact=email).first()
    if known is not None and not possible_focal_points().filter(pk=known.pk).exists():
        raise RefusedError(_("%(person)s has an account but works for no entity here.") % {"person": known})
    if known is not None:
        return known
    with change(f"Enter {name} as a focal point without an account", by=by):
        return User.objects.create_user(email, None, name=name, is_active=False)


def share(mandate: Mandate, entities: Iterable[Entity], *, by: User) -> None:
    """Say which entities contribute to a mandate; those left out no longer do. The lead entity is none of them."""
    wanted = {entity.pk for entity in entities} - {mandate.lead_entity_id}
    stored = set(mandate.contributions.values_list("entity_id", flat=True))
    if wanted == stored:
        return
    with change("Share the mandate", by=by):
        changes.create_all(Contribution(mandate=mandate, entity_id=key) for key in sorted(wanted - stored))
        if gone := stored - wanted:
            changes.delete(mandate.contributions.filter(entity__in=gone))


def watch(mandate: Mandate, user: User, on: bool) -> None:
    """Let a person follow what happens to a mandate, or no longer."""
    if on:
        Watch.objects.get_or_create(mandate=mandate, user=user)
    else:
        Watch.objects.filter(mandate=mandate, user=user).delete()


def open_mandates_of(person: User) -> models.QuerySet[Mandate]:
    """Return what a person hands over: the open mandates whose focal point they are."""
    return Mandate.objects.filter(focal_point=person, status__in=Mandate.OPEN)


def hand_over(person: User, to: User, *, by: User) -> tuple[Change, int]:
    """Give all open mandates of a person, with their open milestones, to another, as far as `by` may change them.

    Returns the change, for the undo, and how many mandates it gave.
    """
    if person == to:
        raise RefusedError(_("Choose somebody else."))
    with change(f"Hand over from {person} to {to}", by=by) as done:
        keys = list(bulk.changeable(open_mandates_of(person), by).values_list("pk", flat=True))
        _done, count = bulk.apply(Mandate.objects.filter(pk__in=keys), bulk.Edit(focal_point=to), by=by)
        steps = DueDate.objects.filter(owner=person, mandate__in=keys, outcome=DueDate.Outcome.OPEN)
        changes.update(steps, owner=to)
    return done, count
