"""Take a change of mandates back as a whole, or say why that cannot be.

Stands above `mandates`; called by the pages that show one change. What a change made is only removed while nobody has
worked on it: the log of progress is corrected, never undone.
"""

from collections.abc import Iterator

from django.contrib.admin.utils import NestedObjects
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from tracker.accounts import changes
from tracker.accounts.access import ANALYST, MANAGER, entities_of, visible
from tracker.accounts.changes import Change, Step, Tracked, in_turn, no_step
from tracker.accounts.models import User
from tracker.mandates import schedule
from tracker.mandates.models import Addressing, Contribution, Deadline, DueDate, Mandate, Tagging
from tracker.resolutions.models import Paragraph, Resolution

# What hangs on a mandate and says something of it alone.
PARTS: tuple[type[Tracked], ...] = (DueDate, Contribution, Tagging, Addressing)
# What a change may have touched and still be undone as a whole.
UNDOABLE: tuple[type[Tracked], ...] = (Mandate, *PARTS)
# What stands by itself, and what others may hang work on.
MADE: tuple[type[Tracked], ...] = (Mandate, Paragraph, Resolution)
# What an import may have touched besides. Only administrators import, so only they undo that.
IMPORTED: tuple[type[Tracked], ...] = (*PARTS, Deadline, *MADE)
MOST_NAMED = 5
MOST_AT_ONCE = 200


class WorkedOnError(Exception):
    """A change cannot be undone, because somebody has worked on what it made. The message names what, and who."""


def may_undo(user: User, done: Change) -> bool:
    """Tell whether the person may undo a change: a manager of all it touched, or who made it and still works there."""
    allowed = IMPORTED if user.is_superuser else UNDOABLE
    if not user.is_active or hasattr(done, "undone_by") or touched_others(done, allowed):
        return False
    keys = touched(done)
    if user.is_superuser or not keys:
        return user.is_superuser
    mine = entities_of(user, ANALYST if done.by_id == user.pk else MANAGER).values("pk")
    action = "change.undo_own" if done.by_id == user.pk else "change.undo"
    left = set(keys)
    for some in in_turn(keys):
        left -= set(visible(Mandate.objects.filter(pk__in=some), user, action).values_list("pk", flat=True))
    # What the change itself gave to another entity is still for the one that gave it to take back.
    for some in in_turn(sorted(left)) if done.by_id == user.pk else ():
        left -= set(Mandate.history.filter(id__in=some, lead_entity__in=mine).values_list("id", flat=True))
    return not left


def takes_long(done: Change) -> bool:
    """Tell whether a change made so many rows that nobody should wait for their removal in a request."""
    return sum(model.history.filter(change=done, history_type="+").count() for model in MADE) > MOST_AT_ONCE


def undo(done: Change, *, by: User, step: Step = no_step) -> list[str]:
    """Take a change back, all or nothing. Returns, in words, the rows left as they are because others wrote since.

    `step` is told how many of its rows are taken back.

    Raises WorkedOnError, with nothing undone, where somebody has since worked on a row that the change made.
    """
    with transaction.atomic():
        if worked := _worked_on(done):
            raise WorkedOnError(
                _("Nothing was undone, because somebody has worked on what this change made: %(rows)s.")
                % {"rows": "; ".join(worked[:MOST_NAMED]) + (" …" if len(worked) > MOST_NAMED else "")}
            )
        left = changes.restore(done, by=by, step=step)
        schedule.refresh_rows(touched(done))
    return left


def touched(done: Change) -> list[int]:
    """Return the keys of the mandates that a change touched, themselves or by what hangs on them."""
    keys = set(Mandate.history.filter(change=done).values_list("id", flat=True))
    for model in PARTS:
        keys |= set(model.history.filter(change=done).values_list("mandate_id", flat=True))
    return sorted(keys)


def touched_others(done: Change, allowed: tuple[type[Tracked], ...]) -> bool:
    """Tell whether a change wrote to rows of other models than these, such as the log of progress."""
    others = [model for model in changes.tracked_models() if model not in allowed]
    return any(model.history.filter(change=done).exists() for model in others)


def _worked_on(done: Change) -> list[str]:
    """Return, in words, what keeps the rows that a change made: what people wrote into them or hung on them later."""
    found: dict[tuple[type[models.Model], int], str] = {}
    for model in (*MADE, Deadline, DueDate):
        made = model.history.filter(change=done, history_type="+").order_by("id").values_list("id", flat=True)
        for some in in_turn(list(made)):
            for other, theirs, is_protected in _hanging(model, some):
                # A date that somebody has moved since is left as it is, and said so; what is whole goes or stays whole.
                if other is not model or model in MADE:
                    found |= _later(other, theirs, done, even_by_program=is_protected)
    return list(found.values())


def _hanging(model: type[Tracked], keys: list[int]) -> Iterator[tuple[type[Tracked], list[int], bool]]:
    """Give these rows and those that hang on them, by model; True with those that would not let them be deleted."""
    collector = NestedObjects(using=connection.alias, origin=None)
    collector.collect(list(model._default_manager.filter(pk__in=keys)))
    for other, rows in collector.data.items():
        if issubclass(other, Tracked):
            yield other, [row.pk for row in rows], False
    for queryset in collector.fast_deletes:
        if issubclass(queryset.model, Tracked):
            yield queryset.model, list(queryset.values_list("pk", flat=True)), False
    # By model: an import has thousands of them.
    for other in sorted({type(row) for row in collector.protected}, key=lambda model: model._meta.label):
        if issubclass(other, Tracked):
            yield other, sorted(row.pk for row in collector.protected if type(row) is other), True


def _later(
    model: type[Tracked], keys: list[int], done: Change, *, even_by_program: bool
) -> dict[tuple[type[models.Model], int], str]:
    """Return the rows that were written after a change, in words; the program's own upkeep counts only where asked."""
    later = model.history.filter(id__in=keys, change__gt=done.pk).select_related("change__by").order_by("history_id")
    if not even_by_program:
        later = later.filter(change__by__isnull=False)
    return {
        (model, row.id): _("%(what)s “%(row)s” (%(who)s)")
        % {"what": model._meta.verbose_name, "row": row.instance, "who": row.change.by or _("the program")}
        for row in later
    }
