"""Find what people must be reminded of on a day: before it is due, on the day, when it is late, when it falls silent.

Stands beside `progress`; called by `reports.mail`. Each reminder has a key that names its due date (with the day, so
that an extension reminds anew) or its silence: however often a day is asked for, nobody is reminded twice. A day on
which nothing ran is made good by the next one. Whether the person may see the mandate is asked when a notice is shown
or mailed (`notices.readable`), not here.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tracker.accounts.access import MANAGER
from tracker.accounts.models import Membership, User
from tracker.followup.models import Notice, Watch
from tracker.followup.notices import DAYS_BEFORE, Wishes
from tracker.mandates.models import DueDate, Mandate

Kind = Notice.Kind
REMINDERS = (Kind.BEFORE, Kind.DUE, Kind.LATE, Kind.SILENT, Kind.ESCALATED)
AT_ONCE = 500


def remind(today: date) -> int:
    """Make the notices that the day brings. Returns how many were new."""
    people = _People()
    told = set(
        Notice.objects.filter(kind__in=REMINDERS, mandate__status__in=Mandate.OPEN).values_list("user_id", "key")
    )
    fresh = [
        notice
        for notice in (*_on_due_dates(today, people), *_on_silence(today, people))
        if (notice.user_id, notice.key) not in told
    ]
    for start in range(0, len(fresh), AT_ONCE):
        Notice.objects.bulk_create(fresh[start : start + AT_ONCE], ignore_conflicts=True)
    return len(fresh)


def _on_due_dates(today: date, people: "_People") -> Iterator[Notice]:
    for due in _due_dates(today).iterator(chunk_size=AT_ONCE):
        ready, last = due.extended_to or due.opens or due.closes, due.extended_to or due.closes
        for user in people.to_remind(due.mandate):
            if found := _reminder(ready, last, today, people.wishes(user)):
                yield _notice(user, *found, due)
        if last and (today - last).days > settings.ESCALATE_AFTER_DAYS:
            for user in people.managers(due.mandate):
                if Kind.ESCALATED in people.wishes(user).kinds and user.pk != due.mandate.focal_point_id:
                    yield _notice(user, Kind.ESCALATED, f"escalated-{due.pk}-{last}", _("since %s") % _day(last), due)


def _reminder(ready: date, last: date | None, today: date, wishes: Wishes) -> tuple[str, str, str] | None:
    """Return kind, key and words of what a due date says today: the nearest day wished for, "due", or "late"."""
    if last and last < today:
        kind, key, words = Kind.LATE, f"late-{last}", _("since %s") % _day(last)
    elif ready <= today:
        kind, key, words = Kind.DUE, f"due-{ready}", _("until %s") % _day(last) if last else ""
    else:
        crossed = [days for days in wishes.before if ready - timedelta(days=days) <= today]
        if not crossed:
            return None
        kind, key, words = Kind.BEFORE, f"before-{crossed[0]}-{ready}", _("on %s") % _day(ready)
    return (kind, key, words) if kind in wishes.kinds else None


def _on_silence(today: date, people: "_People") -> Iterator[Notice]:
    months = settings.SILENT_AFTER_MONTHS
    silent = Mandate.objects.silent_since(today - relativedelta(months=months)).select_related("focal_point")
    for mandate in silent.iterator(chunk_size=AT_ONCE):
        words = _("last heard of on %s") % _day(mandate.quiet_since)
        for user in people.to_remind(mandate):
            if Kind.SILENT in people.wishes(user).kinds:
                key = f"silent-{mandate.pk}-{mandate.quiet_since}"
                yield Notice(user=user, kind=Kind.SILENT, mandate=mandate, key=key, words=words)


def _due_dates(today: date) -> QuerySet[DueDate]:
    """Return the open due dates that may say something: those within the longest notice, and all that are late."""
    horizon = today + timedelta(days=max(DAYS_BEFORE))
    near = Q(extended_to=None) & (Q(opens__lte=horizon) | Q(opens=None, closes__lte=horizon))
    return (
        DueDate.objects.filter(
            near | Q(extended_to__lte=horizon),
            mandate__status__in=Mandate.OPEN,
            outcome=DueDate.Outcome.OPEN,
            timing=DueDate.Timing.DATED,
        )
        .select_related("mandate__focal_point")
        .order_by("pk")
    )


def _notice(user: User, kind: str, key: str, words: str, due: DueDate) -> Notice:
    return Notice(user=user, kind=kind, mandate=due.mandate, key=f"{key}-{due.pk}", words=words)


def _day(value: date) -> str:
    return date_format(value, "j M Y")


class _People:
    """Who answers for a mandate or watches it, and what they wish to be told, asked of the database once."""

    def __init__(self) -> None:
        self._managers: dict[int, list[User]] = {}
        self._watchers: dict[int, list[User]] = {}
        self._wishes: dict[int, Wishes] = {}
        roles = Membership.objects.filter(role=MANAGER, user__is_active=True).select_related("user")
        for membership in roles.order_by("pk"):
            self._managers.setdefault(membership.entity_id, []).append(membership.user)
        watches = Watch.objects.filter(mandate__status__in=Mandate.OPEN, user__is_active=True).select_related("user")
        for watch in watches.order_by("pk"):
            if self.wishes(watch.user).watched:
                self._watchers.setdefault(watch.mandate_id, []).append(watch.user)

    def to_remind(self, mandate: Mandate) -> list[User]:
        """Return who answers for the mandate, and who watches it and wishes to be reminded; nobody twice."""
        return list(dict.fromkeys([*self.responsible(mandate), *self._watchers.get(mandate.pk, [])]))

    def responsible(self, mandate: Mandate) -> list[User]:
        """Return the focal point, or the managers of the lead entity where nobody is named who can be reached."""
        person = mandate.focal_point
        if person and person.is_active:
            return [person]
        return self.managers(mandate)

    def managers(self, mandate: Mandate) -> list[User]:
        return self._managers.get(mandate.lead_entity_id, []) if mandate.lead_entity_id else []

    def wishes(self, user: User) -> Wishes:
        if user.pk not in self._wishes:
            self._wishes[user.pk] = Wishes.of(user)
        return self._wishes[user.pk]
