"""Decide on progress that waits: a manager of the lead entity approves it, or sends it back with a reason.

Stands above `progress`, whose entries wait where the lead entity signs off. An approved entry takes effect as if it had
just been logged; one that is sent back is corrected by a new entry. Nobody decides on their own.
"""

import logging

from django.db import models
from django.utils.translation import gettext as _

from tracker.accounts.access import may, visible
from tracker.accounts.changes import StaleError, change, save
from tracker.accounts.models import User
from tracker.followup import notices
from tracker.followup.models import ProgressUpdate
from tracker.followup.progress import let_count

State = ProgressUpdate.State
log = logging.getLogger(__name__)


class RefusedError(ValueError):
    """A decision that the rules do not allow. The message says why, in words for the person who asked."""


def waiting(user: User) -> models.QuerySet[ProgressUpdate]:
    """Return the entries that wait for this person's decision, the oldest first."""
    submitted = ProgressUpdate.objects.filter(state=State.SUBMITTED).exclude(author=user)
    rows = visible(submitted, user, "progress.approve").select_related(
        "author", "mandate__provision__resolution", "mandate__resolution"
    )
    return rows.order_by("on", "pk")


def after(queue: models.QuerySet[ProgressUpdate], update: ProgressUpdate) -> ProgressUpdate | None:
    """Return the entry of a queue that comes after one that is decided; after the last, the first."""
    later = models.Q(on__gt=update.on) | models.Q(on=update.on, pk__gt=update.pk)
    others = queue.exclude(pk=update.pk)
    return others.filter(later).first() or others.first()


def sent_back(user: User) -> models.QuerySet[ProgressUpdate]:
    """Return the person's own entries that were sent back, and that no later entry corrects."""
    returned = user.updates.filter(state=State.RETURNED, corrections__isnull=True)
    return returned.select_related("mandate__provision__resolution", "mandate__resolution", "decided_by")


def approve(update: ProgressUpdate, *, by: User, seen: int | None = None) -> ProgressUpdate:
    """Let an entry count: it moves the status and meets its due date as its author wrote.

    `seen` is the version of the mandate that the person looked at: a status that somebody has set since is not
    overwritten. Raises RefusedError, StaleError, or standing.RefusedError where the mandate can no longer move so.
    """
    with change("Approve progress", by=by):
        _decide(update, State.APPROVED, by, "")
        let_count(update, seen)
        notices.decided(update, by=by)
    return update


def send_back(update: ProgressUpdate, *, by: User, reason: str) -> ProgressUpdate:
    """Send an entry back to its author with what is to be done about it."""
    if not reason.strip():
        raise RefusedError(_("Say what is missing or wrong, so that it can be put right."))
    with change("Send progress back", by=by, reason=reason.strip()):
        _decide(update, State.RETURNED, by, reason.strip())
        notices.decided(update, by=by)
    return update


def _decide(update: ProgressUpdate, state: str, by: User, decision: str) -> ProgressUpdate:
    if update.author_id == by.pk:
        log.warning("Person %s tried to decide on their own progress %s", by.pk, update.pk)
        raise RefusedError(_("Somebody else has to approve what you wrote."))
    if not may(by, "progress.approve", update):
        log.warning("Person %s tried to decide on progress %s without the right", by.pk, update.pk)
        raise RefusedError(_("Only a manager of the lead entity decides on this."))
    if update.state != State.SUBMITTED:
        raise RefusedError(_("This is decided already: %(state)s.") % {"state": update.get_state_display()})
    try:
        return save(update, state=state, decided_by=by, decision=decision)
    except StaleError as stale:
        raise RefusedError(
            _("%(person)s has decided on this in the meantime.") % {"person": stale.row.decided_by or _("Somebody")}
        ) from stale
