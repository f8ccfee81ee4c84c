"""Tell people what concerns them: once each, in the page and, if they wish, by mail.

Lowest step of `followup`: the commands that assign, approve, send back or mention call here, within their change, so
that nobody is told of what did not happen. Nobody is told what they did themselves, what they switched off, or what
they may not see; and what they may not see any more is not shown either.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import ngettext

from tracker.accounts.access import MANAGER, may, roles_for, visible
from tracker.accounts.models import Change, User
from tracker.followup.models import Notice, ProgressUpdate, Request
from tracker.mandates.models import Mandate

Kind = Notice.Kind
AT_ONCE, DAILY, WEEKLY, NEVER = "at once", "daily", "weekly", "never"
DAYS_BEFORE = (60, 30, 14, 7, 1)
USUAL_DAYS_BEFORE = (30, 7, 1)
LONGEST = 300
# What is said among the entities of a mandate; the other kinds say what all staff may see.
INTERNAL = (Kind.WAITING, Kind.RETURNED, Kind.APPROVED, Kind.MENTIONED, Kind.COMMENTED)


@dataclass(frozen=True)
class Wishes:
    """What one person wants to be told: which kinds, how many days before something is due, and how often by mail.

    `watched` adds the reminders of mandates that the person only watches to those of their own.
    """

    kinds: tuple[str, ...]
    before: tuple[int, ...]
    mail: str
    watched: bool

    @classmethod
    def of(cls, user: User) -> "Wishes":
        given = user.preferences.get("notices", {})
        return cls(
            kinds=tuple(given.get("kinds", Kind.values)),
            before=tuple(sorted(given.get("before", USUAL_DAYS_BEFORE))),
            mail=given.get("mail", DAILY),
            watched=given.get("watched", True),
        )


def tell(
    users: Iterable[User], kind: str, mandate: Mandate, *, key: str, words: str = "", by: User | None = None
) -> None:
    """Tell each of the people, but for whoever did it, one thing about a mandate. The same key is told once."""
    needed = "mandate.view_internal" if kind in INTERNAL else "mandate.view"
    told = [
        Notice(user=user, kind=kind, mandate=mandate, key=key, words=words[:LONGEST])
        for user in users
        if user != by and kind in Wishes.of(user).kinds and may(user, needed, mandate)
    ]
    Notice.objects.bulk_create(told, ignore_conflicts=True)


def assigned(mandate: Mandate, *, by: User) -> None:
    """Tell the focal point that a mandate is theirs now. Assigning it again later tells them again."""
    if mandate.focal_point:
        tell([mandate.focal_point], Kind.ASSIGNED, mandate, key=f"assigned-{mandate.pk}-{mandate.version}", by=by)


def submitted(update: ProgressUpdate) -> None:
    """Tell the managers of the lead entity that progress waits for them."""
    people = people_of(update.mandate, MANAGER)
    tell(people, Kind.WAITING, update.mandate, key=f"waiting-{update.pk}", words=update.done, by=update.author)


def decided(update: ProgressUpdate, *, by: User) -> None:
    """Tell the author what became of progress that waited, with the reason it was sent back for."""
    kind = Kind.APPROVED if update.state == ProgressUpdate.State.APPROVED else Kind.RETURNED
    words = update.decision or update.done
    tell([update.author], kind, update.mandate, key=f"{kind}-{update.pk}", words=words, by=by)


def asked(request: Request) -> None:
    """Tell the managers of the lead entity that a request waits for them."""
    people, words = people_of(request.mandate, MANAGER), f"{request.get_outcome_display()}: {request.reason}"
    tell(people, Kind.WAITING, request.mandate, key=f"request-{request.pk}", words=words, by=request.made_by)


def answered(request: Request, *, by: User) -> None:
    """Tell who made a request what was decided, and why."""
    kind = Kind.APPROVED if request.granted else Kind.RETURNED
    words = f"{request.get_outcome_display()}: {request.decision or request.reason}"
    tell([request.made_by], kind, request.mandate, key=f"answered-{request.pk}", words=words, by=by)


def handed_over(mandate: Mandate, count: int, done: Change, *, by: User) -> None:
    """Tell the new focal point once, however many mandates came at a time; `mandate` is one of them."""
    if mandate.focal_point:
        words = ngettext("%(count)d mandate is yours now.", "%(count)d mandates are yours now.", count)
        key = f"handed-{done.pk}"
        tell([mandate.focal_point], Kind.ASSIGNED, mandate, key=key, words=words % {"count": count}, by=by)


def people_of(mandate: Mandate, role: str) -> QuerySet[User]:
    """Return those who have at least the role in the lead entity and may sign in."""
    return User.objects.filter(
        is_active=True, memberships__entity=mandate.lead_entity_id, memberships__role__in=roles_for(role)
    ).distinct()


def readable(user: User) -> QuerySet[Notice]:
    """Return the person's notices, but for those on what they may not see any more."""
    inside = visible(Mandate.objects.all(), user, "mandate.view_internal")
    seen = visible(Mandate.objects.all(), user, "mandate.view")
    shown = Q(kind__in=INTERNAL, mandate__in=inside.values("pk")) | (
        ~Q(kind__in=INTERNAL) & Q(mandate__in=seen.values("pk"))
    )
    return Notice.objects.filter(shown, user=user).select_related(
        "mandate__provision__resolution", "mandate__resolution"
    )


def mark_read(notices: QuerySet[Notice], at: datetime) -> int:
    return notices.filter(read_at=None).update(read_at=at)
