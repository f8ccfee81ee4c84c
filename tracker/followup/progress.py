"""Log what was done about a mandate: one append-only entry with its evidence, and the status that follows from it.

Stands above `mandates`; called by the quick progress form, the import of sheets and the API. An entry is never
rewritten: a correction is a new entry. Where the lead entity signs off, an entry by anybody but its manager waits for
one (`signoff`), and moves nothing until then. A draft is no entry yet: the entry that it becomes takes its place.
"""

from collections.abc import Iterable
from datetime import date

from django.db import models

from tracker.accounts.access import MANAGER, entities_of, visible
from tracker.accounts.changes import change, create, delete
from tracker.accounts.models import User
from tracker.followup import notices
from tracker.followup.evidence import EvidenceGiven, values_of
from tracker.followup.models import Evidence, ProgressUpdate
from tracker.mandates import schedule, standing
from tracker.mandates.models import DueDate, Mandate

State = ProgressUpdate.State


def record_progress(
    mandate: Mandate,
    *,
    author: User,
    done: str,
    on: date,
    next_step: str = "",
    status: str = "",
    reason: str = "",
    share: int | None = None,
    public_statement: str = "",
    evidence: Iterable[EvidenceGiven] = (),
    due_date: DueDate | None = None,
    earlier: ProgressUpdate | None = None,
    draft: bool = False,
    seen: int | None = None,
) -> ProgressUpdate:
    """Append an entry to the log of a mandate with its evidence, and move the mandate, together or not at all.

    The status moves only where the entry counts at once (see `state_for`) and the author reports for the lead entity:
    a contributing entity reports its part. `due_date` is the one that the entry meets; `earlier` the entry that it
    corrects or the draft whose place it takes; `seen` the version of the mandate at which the status was chosen.
    Raises EvidenceRefusedError, standing.RefusedError or StaleError.
    """
    rows = [values_of(given) for given in evidence]
    state = State.DRAFT if draft else state_for(author, mandate)
    with change("Keep a draft of progress" if draft else "Log progress", by=author):
        update = create(
            ProgressUpdate,
            mandate=mandate,
            author=author,
            on=on,
            done=done,
            next_step=next_step,
            status=status,
            reason=reason,
            share=share,
            public_statement=public_statement,
            due_date=due_date,
            corrects=None if _is_draft(earlier) else earlier,
            state=state,
        )
        for values in rows:
            create(Evidence, update=update, **values)
        if _is_draft(earlier):
            delete(earlier.evidence.all())
            delete(ProgressUpdate.objects.filter(pk=earlier.pk))
        if state == State.APPROVED:
            let_count(update, seen)
        elif state == State.SUBMITTED:
            notices.submitted(update)
    return update


def state_for(author: User, mandate: Mandate) -> str:
    """Return the state in which an entry begins: it waits where the lead entity signs off, but for its managers."""
    lead = mandate.lead_entity
    if lead is None or not lead.signs_off or entities_of(author, MANAGER).filter(pk=lead.pk).exists():
        return State.APPROVED
    return State.SUBMITTED


def readable(user: User) -> models.QuerySet[ProgressUpdate]:
    """Return the entries that the person may see: the approved ones, and all of the person's own entities."""
    others = ProgressUpdate.objects.filter(state__in=[state for state in State if state != State.APPROVED])
    inside = visible(others, user, "progress.view_draft")
    return ProgressUpdate.objects.filter(models.Q(state=State.APPROVED) | models.Q(pk__in=inside.values("pk")))


def let_count(update: ProgressUpdate, seen: int | None) -> None:
    """Let an approved entry have its effects on the status, on the due date that it meets, and on the silence."""
    mandate = update.mandate
    if update.status and update.status != mandate.status and standing.answers_for(update.author, mandate):
        standing.set_status(mandate, update.status, by=update.author, reason=update.reason, seen=seen)
    if update.due_date and update.due_date.outcome == DueDate.Outcome.OPEN:
        schedule.settle(update.due_date, DueDate.Outcome.MET, update.on)
    if mandate.quiet_since is None or mandate.quiet_since < update.on:
        # Derived, so without version and history.
        models.QuerySet(Mandate).filter(pk=mandate.pk).update(quiet_since=update.on)
        mandate.quiet_since = update.on


def _is_draft(earlier: ProgressUpdate | None) -> bool:
    return earlier is not None and earlier.state == State.DRAFT
