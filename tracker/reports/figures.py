"""Count what the pictures show. Every count carries the address of the list that holds exactly the rows it counts.

Stands above `filters`: a MandateFilter says which mandates are counted, and narrows itself to give the addresses. What
is drawn of the counts, `charts` decides.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import wraps
from itertools import product
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.db.models import Case, CharField, Count, F, Max, Q, Sum, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.accounts.models import Entity, User
from tracker.followup.models import ProgressUpdate
from tracker.mandates import lateness
from tracker.mandates.models import DueDate, Mandate
from tracker.organs.models import Addressee, Session
from tracker.reports.filters import (
    NOBODY,
    STATE_SLUGS,
    MandateFilter,
    session_slug,
    shown,
    waiting,
    waiting_in,
)
from tracker.reports.models import DailyFigure

WEEK = timedelta(days=7)
# A figure kept this much earlier than a week ago still stands for last week: the program may have been off.
SLACK = timedelta(days=7)
MOST_BARS = 12
MOST_COLUMNS = 8
IMPLEMENTED, REPORT = Mandate.Status.IMPLEMENTED.value, Mandate.Deliverable.REPORT.value

# The parts of a bar: every state of lateness is in exactly one. A mandate is told by the first three; what is left is
# open.
PARTS: dict[str, list[str]] = {
    "overdue": ["overdue"],
    "soon": ["due-now", "due-soon"],
    "open": ["due-later", "session-not-dated", "undated", "expires", "expired", "no-deadline"],
    "settled": ["settled"],
}
PART_WORDS = {
    "overdue": gettext_lazy("overdue"),
    "soon": gettext_lazy("due now or soon"),
    "open": gettext_lazy("open, not due yet"),
    "settled": gettext_lazy("settled"),
}
DATED = ["overdue", "due-now", "due-soon", "due-later"]
DUE_WITHIN = ["due-now", "due-soon"]


@dataclass(frozen=True)
class Counted:
    """A count, and where the rows are that it counts; no address where there are none."""

    count: int
    address: str = ""


@dataclass(frozen=True)
class Number:
    """One number of the row on top; `change` is the difference to last week, None where that is not known."""

    name: str
    words: str
    counted: Counted
    change: int | None
    icon: str
    tone: str = ""

    @property
    def more(self) -> int:
        return max(self.change or 0, 0)

    @property
    def less(self) -> int:
        return max(-(self.change or 0), 0)


@dataclass(frozen=True)
class Group:
    """One bar: whose it is, and the count of each of its parts."""

    words: str
    parts: dict[str, Counted]
    is_own: bool = False

    @property
    def total(self) -> int:
        return sum(part.count for part in self.parts.values())


@dataclass(frozen=True)
class Load:
    """Reports by session and addressee: one row a session, one column an addressee."""

    sessions: list[Session]
    addressees: list[str]
    cells: dict[tuple[int, str], Counted] = field(default_factory=dict)


def once(count: Callable[[MandateFilter], Any]) -> Callable[[MandateFilter], Any]:
    """Count once for each filter: several numbers and pictures are drawn of the same counts."""

    @wraps(count)
    def counted(asked: MandateFilter) -> Any:
        if count not in asked.counted:
            asked.counted[count] = count(asked)
        return asked.counted[count]

    return counted


def numbers(asked: MandateFilter) -> list[Number]:
    """Return the row of numbers, each with its change since last week where that was kept."""
    row = _row(asked.today)
    # As the rule says, but what waits only as far as the person may see it, and what lacks evidence of the count that
    # the picture of the evidence needs too: it takes longest.
    counts = {
        "waiting": waiting_in(asked.qs, asked.user).count(),
        "bare": sum(count for (_entity, has), count in by_evidence(asked).items() if not has),
    }
    # Each by itself: an index leads to the few that are overdue or due soon, all at once would be counted row by row.
    for name, (_words, rule, *_more) in row.items():
        if name not in counts:
            counts[name] = asked.qs.filter(rule).count()
    before = _last_week(asked)
    return [
        Number(name, words, _counted(asked, counts[name], **more), _change(counts[name], before.get(name)), icon, tone)
        for name, (words, _rule, more, icon, tone) in row.items()
    ]


def by_addressee(asked: MandateFilter) -> tuple[list[Group], int]:
    """Return the addressees with most overdue, those of the person's entities first, and how many are left out.

    A mandate on several addressees counts for each. Where the filter names one already, there is only that.
    """
    cases = [When(_any(PARTS[name], asked.today), then=Value(name)) for name in ("settled", "overdue", "soon")]
    parted = asked.qs.order_by().annotate(part=Case(*cases, default=Value("open"), output_field=CharField()))
    if named := asked.active.get("addressee"):
        counts = dict(parted.values_list("part").annotate(Count("pk")))
        return [_group(asked, named, counts)] if counts else [], 0
    found: dict[int, dict[str, int]] = defaultdict(dict)
    rows = parted.filter(addressings__addressee__isnull=False).values_list("addressings__addressee", "part")
    for key, name, count in rows.annotate(Count("pk", distinct=True)):
        found[key][name] = count
    own = set(Addressee.objects.filter(entity__in=own_entities(asked.user)).values_list("pk", flat=True))
    order = sorted(found, key=lambda key: (key not in own, -found[key].get("overdue", 0), -sum(found[key].values())))
    names = Addressee.objects.in_bulk(order[:MOST_BARS])
    groups = [_group(asked, names[key].name, found[key], is_own=key in own) for key in order[:MOST_BARS]]
    return groups, max(len(order) - MOST_BARS, 0)


@once
def by_day(asked: MandateFilter) -> dict[date, int]:
    """Return how many dated open mandates are overdue after each day."""
    dated = asked.qs.order_by().filter(lateness.open_and(lateness.Timing.DATED), due_closes__isnull=False)
    return dict(dated.values_list("due_closes").annotate(Count("pk")))


def due_between(asked: MandateFilter, first: date, last: date, count: int) -> Counted:
    """Return a count of dated mandates that are overdue after some day from first to last, with its address."""
    return _counted(asked, count, state=DATED, closes_from=first, closes_to=last)


def logged_by_day(asked: MandateFilter, first: date, last: date) -> dict[date, Counted]:
    """Return how many mandates have an approved entry of each day."""
    entries = ProgressUpdate.objects.filter(state=ProgressUpdate.State.APPROVED, on__gte=first, on__lte=last)
    entries = entries.filter(mandate__in=asked.qs.order_by().values("pk")).order_by()
    rows = entries.values_list("on").annotate(Count("mandate", distinct=True))
    return {day: _counted(asked, count, reported=day) for day, count in rows}


def grown(asked: MandateFilter) -> tuple[dict[date, int], dict[date, int]]:
    """Return how many mandates were adopted on each day, and how many of them were settled on each."""
    rows = asked.qs.order_by()
    adopted = rows.filter(resolution__adopted_on__isnull=False)
    settled = rows.filter(status__in=Mandate.SETTLED, settled_on__isnull=False)
    return (
        dict(adopted.values_list("resolution__adopted_on").annotate(Count("pk"))),
        dict(settled.values_list("settled_on").annotate(Count("pk"))),
    )


def adopted_until(asked: MandateFilter, day: date, count: int) -> Counted:
    return _counted(asked, count, adopted_to=day)


def settled_until(asked: MandateFilter, day: date, count: int) -> Counted:
    return _counted(asked, count, settled_to=day)


@once
def by_evidence(asked: MandateFilter) -> dict[tuple[str, bool], int]:
    """Return how many mandates are implemented, by lead entity and by whether approved evidence shows it."""
    rows = asked.qs.order_by().filter(status=Mandate.Status.IMPLEMENTED).annotate(has=shown())
    counts = rows.values_list("lead_entity__short_name", "has").annotate(Count("pk"))
    return {(name or NOBODY, bool(has)): count for name, has, count in counts}


def evidenced(asked: MandateFilter) -> tuple[list[Group], int]:
    """Return how many of each lead entity's implemented mandates approved evidence shows, and how many are left out."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for (name, has), count in by_evidence(asked).items():
        found[name]["yes" if has else "no"] = count
    own = {entity.short_name for entity in own_entities(asked.user)}
    groups = []
    for name in sorted(found, key=lambda name: (name not in own, -sum(found[name].values()), name))[:MOST_BARS]:
        parts = {
            part: _counted(asked, found[name].get(part, 0), entity=[name], status=[IMPLEMENTED], evidence=part)
            for part in ("yes", "no")
        }
        groups.append(Group(_("nobody") if name == NOBODY else name, parts, name in own))
    return groups, max(len(found) - MOST_BARS, 0)


def load(asked: MandateFilter) -> Load:
    """Return how many reports the coming sessions are to have from the addressees that owe most."""
    reports = asked.qs.order_by().filter(deliverable=Mandate.Deliverable.REPORT, status__in=Mandate.OPEN)
    coming = Q(session__closes__gte=asked.today) | Q(session__closes=None, session__opens__gte=asked.today)
    due = DueDate.objects.filter(coming, outcome=DueDate.Outcome.OPEN, mandate__in=reports.values("pk")).order_by()
    if named := asked.active.get("addressee"):
        due = due.annotate(who=Value(named, output_field=CharField()))
    else:
        due = due.filter(mandate__addressings__addressee__isnull=False)
        due = due.annotate(who=F("mandate__addressings__addressee__name"))
    counts: dict[tuple[int, str], int] = {}
    totals: dict[str, int] = defaultdict(int)
    for key, who, count in due.values_list("session", "who").annotate(Count("mandate", distinct=True)):
        counts[key, who] = count
        totals[who] += count
    keys = {key for key, _who in counts}
    sessions = Session.objects.filter(pk__in=keys).select_related("organ").order_by("opens", "closes", "pk")
    addressees = sorted(totals, key=lambda who: (-totals[who], who))[:MOST_COLUMNS]
    load = Load(list(sessions[:MOST_BARS]), addressees)
    for session, who in product(load.sessions, addressees):
        if count := counts.get((session.pk, who)):
            more = {"deliverable": [REPORT], "due_at": session_slug(session), "addressee": who}
            load.cells[session.pk, who] = _counted(asked, count, **more)
    return load


def at_sessions(asked: MandateFilter, sessions: Iterable[Session]) -> dict[int, Counted]:
    """Return, by the key of each session, how many open mandates have an open due date that rests on it."""
    rows = asked.qs.order_by().filter(status__in=Mandate.OPEN)
    due = DueDate.objects.filter(session__in=sessions, outcome=DueDate.Outcome.OPEN, mandate__in=rows.values("pk"))
    counts = dict(due.order_by().values_list("session").annotate(Count("mandate", distinct=True)))
    return {
        session.pk: _counted(asked, counts[session.pk], due_at=session_slug(session))
        for session in sessions
        if session.pk in counts
    }


def session_began(today: date) -> date:
    """Return the day on which the Assembly's present session opened; where none is known, the year's first day."""
    sessions = Session.objects.filter(organ__code="GA", kind=Session.Kind.REGULAR, opens__lte=today)
    return sessions.aggregate(latest=Max("opens"))["latest"] or today.replace(month=1, day=1)


def keep(today: date) -> int:
    """Keep the row of numbers of the day, for all mandates and for each lead entity. Returns how many were written.

    Written once a day; a second run on the same day writes what has changed since.
    """
    rules = {name: rule for name, (_words, rule, *_rest) in _row(today).items()}
    rows = Mandate.objects.confirmed().order_by().values("lead_entity")
    counts = rows.annotate(**{name: Count("pk", filter=rule) for name, rule in rules.items()})
    totals: dict[str, int] = dict.fromkeys(rules, 0)
    figures = []
    for row in counts:
        for name in rules:
            totals[name] += row[name]
            if row["lead_entity"]:
                figures.append(DailyFigure(day=today, entity_id=row["lead_entity"], name=name, count=row[name]))
    figures += [DailyFigure(day=today, name=name, count=count) for name, count in totals.items()]
    with transaction.atomic():
        DailyFigure.objects.filter(day=today).delete()
        DailyFigure.objects.bulk_create(figures, batch_size=500)
    return len(figures)


def own_entities(user: User) -> list[Entity]:
    """Return the entities whose bars stand first: those the person works for."""
    return list(Entity.objects.filter(memberships__user=user)) if user.is_authenticated else []


def _row(today: date) -> dict[str, tuple]:
    """Return the row of numbers: words, the rule of each, the filters that say the same, icon and tone."""
    since = session_began(today)
    implemented = Q(status=Mandate.Status.IMPLEMENTED)
    within = _("Due in %(days)s days") % {"days": settings.DUE_SOON_DAYS}
    return {
        "overdue": (_("Overdue"), _any(["overdue"], today), {"state": ["overdue"]}, "late", "late"),
        "soon": (within, _any(DUE_WITHIN, today), {"state": DUE_WITHIN}, "soon", "soon"),
        "waiting": (
            _("Waiting for review"),
            waiting(),
            {"waiting": "yes"},
            "inbox",
            "",
        ),
        "bare": (
            _("Implemented without evidence"),
            implemented & ~shown(),
            {"status": [IMPLEMENTED], "evidence": "no"},
            "question",
            "",
        ),
        "done": (
            _("Implemented this session"),
            implemented & Q(settled_on__gte=since),
            {"status": [IMPLEMENTED], "settled_from": since},
            "done",
            "done",
        ),
    }


def _last_week(asked: MandateFilter) -> dict[str, int]:
    """Return the numbers of a week ago, by name; none where the filter asks for more than lead entities."""
    entities = asked.active.get("entity")
    if set(asked.active) - {"entity"} or (entities and NOBODY in entities):
        return {}
    kept = DailyFigure.objects.filter(entity__in=entities) if entities else DailyFigure.objects.filter(entity=None)
    kept = kept.filter(day__lte=asked.today - WEEK, day__gte=asked.today - WEEK - SLACK)
    latest = kept.aggregate(day=Max("day"))["day"]
    numbers = dict(kept.filter(day=latest).order_by().values_list("name").annotate(Sum("count")))
    if not asked.user.is_superuser and not (entities and set(entities) <= set(own_entities(asked.user))):
        numbers.pop("waiting", None)
    if latest and session_began(asked.today) > latest:
        numbers.pop("done", None)
    return numbers


def _group(asked: MandateFilter, name: str, counts: dict[str, int], *, is_own: bool = False) -> Group:
    parts = {part: _counted(asked, counts.get(part, 0), addressee=name, state=PARTS[part]) for part in PARTS}
    return Group(name, parts, is_own)


def _any(states: Iterable[str], today: date) -> Q:
    return lateness.any_of((STATE_SLUGS[state] for state in states), today, settings.DUE_SOON_DAYS)


def _change(now: int, before: int | None) -> int | None:
    return None if before is None else now - before


def _counted(asked: MandateFilter, count: int, **more) -> Counted:
    query = asked.narrowed(**more) if count else None
    # As QueryDict.urlencode does, in a third of the time: a dashboard holds some 900 addresses.
    return Counted(count, f"{asked.address}?{urlencode(list(query.lists()), doseq=True)}" if query is not None else "")
