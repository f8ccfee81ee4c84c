"""What the start page shows: the person's own work, what waits for their decision, and how their entities stand.

Asked by the view. Every figure carries the address of exactly the list that it counts (names of reports/filters.py).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker.accounts.access import visible
from tracker.accounts.models import Entity, User
from tracker.followup.models import ProgressUpdate
from tracker.jobs.models import Job
from tracker.mandates import lateness
from tracker.mandates.lateness import State
from tracker.mandates.models import Addressing, Mandate, silent_since
from tracker.pages.layout import register_address
from tracker.resolutions.models import Resolution

ROWS = 6
PRESSING = {"overdue": State.OVERDUE, "due-now": State.DUE_NOW, "due-soon": State.DUE_SOON}

# The tiles of lateness: words, the states counted by their names in addresses, and the tone and icon they are shown in.
TILES: list[tuple[Promise, dict[str, State], str, str]] = [
    (_("Overdue"), {"overdue": State.OVERDUE}, "late", "late"),
    (_("Due now"), {"due-now": State.DUE_NOW}, "now", "now"),
    (_("Due in %(days)s days"), {"due-soon": State.DUE_SOON}, "soon", "soon"),
    (_("Due later"), {"due-later": State.DUE_LATER}, "", "calendar"),
    (
        _("Without a date"),
        {"session-not-dated": State.SESSION_NOT_DATED, "undated": State.UNDATED, "no-deadline": State.NO_DEADLINE},
        "",
        "calendar-unknown",
    ),
]


@dataclass(frozen=True)
class Figure:
    """One count, with the address of the list that it counts."""

    words: str | Promise
    count: int
    address: str
    icon: str
    tone: str = ""


@dataclass(frozen=True)
class Listed:
    """The first mandates of a list, how many there are in all, and where all of them are."""

    mandates: list[Mandate]
    count: int
    address: str


def figures(user: User, entities: Sequence[Entity], today: date) -> list[Figure]:
    """Return how the mandates led by these entities stand; those of everybody for an administrator."""
    mandates, where = _of(user, entities)
    tiles = _tiles(today)
    counts = mandates.aggregate(**{f"tile_{place}": Count("pk", filter=tile[1]) for place, tile in enumerate(tiles)})
    return [
        Figure(words, counts[f"tile_{place}"], register_address(**asked, **where), icon, tone)
        for place, (words, _rule, asked, icon, tone) in enumerate(tiles)
    ]


def mine(user: User, today: date) -> Listed:
    """Return the overdue, due and soon due mandates whose focal point is the person, the longest overdue first."""
    mandates = _mandates(user).filter(focal_point=user).filter(_in_any(PRESSING.values(), today))
    return _listed(mandates, register_address(state=list(PRESSING), focal="me"))


def overdue(user: User, entities: Sequence[Entity], today: date) -> Listed:
    """Return the overdue mandates of the entities, the longest overdue first."""
    mandates, where = _of(user, entities)
    return _listed(mandates.overdue(today), register_address(state="overdue", **where))


def drafts(user: User) -> QuerySet[ProgressUpdate]:
    """Return the person's own entries that are not sent yet."""
    return _with_places(user.updates.filter(state=ProgressUpdate.State.DRAFT))


def latest_progress(user: User) -> QuerySet[ProgressUpdate]:
    """Return what was reported last and approved, which everybody who sees the mandates may read."""
    approved = ProgressUpdate.objects.filter(state=ProgressUpdate.State.APPROVED)
    return _with_places(visible(approved, user, "mandate.view"))


def latest_resolutions() -> QuerySet[Resolution]:
    """Return the resolutions taken in last, with how many mandates each has."""
    accepted = Mandate.objects.confirmed().filter(resolution=OuterRef("pk")).order_by().values("resolution")
    counted = Subquery(accepted.annotate(count=Count("pk")).values("count"), output_field=IntegerField())
    return Resolution.objects.order_by("-pk").annotate(mandate_count=Coalesce(counted, 0))


def to_settle(user: User) -> list[Figure]:
    """Return what only an administrator sees to: open proposals, and mandates that nobody leads."""
    open_proposals = visible(Mandate.objects.proposed(), user, "mandate.view").count()
    unled = _mandates(user).filter(lead_entity=None).count()
    return [
        Figure(_("Open proposals"), open_proposals, register_address(status="proposed"), "proposed"),
        Figure(_("Led by nobody"), unled, register_address(entity="none"), "building"),
    ]


def to_review(user: User, entities: Sequence[Entity], today: date) -> Figure:
    """Count the open mandates of the entities that are to be reviewed, or lapse, before long."""
    until = today + timedelta(days=settings.DUE_SOON_DAYS)
    mandates, where = _of(user, entities)
    count = mandates.filter(Q(review_on__lte=until) | Q(sunset_on__lte=until), status__in=Mandate.OPEN).count()
    return Figure(_("To be reviewed"), count, register_address(review_to=until, **where), "question", "soon")


def failed_jobs() -> QuerySet[Job]:
    """Return the background work that failed, the last first."""
    return Job.objects.filter(state=Job.State.FAILED).select_related("started_by")


def unknown_addressees() -> list[tuple[str, str]]:
    """Return words that name an addressee the directory lacks, the most frequent first, and where they are found."""
    asked = Addressing.objects.filter(addressee=None).exclude(mandate__status=Mandate.Status.REJECTED)
    words = asked.values_list("words").annotate(count=Count("pk")).order_by("-count", "words")
    statuses = [status.value.replace(" ", "-") for status in Mandate.Status if status != Mandate.Status.REJECTED]
    return [(named, register_address(addressee=named, status=statuses)) for named, _count in words[:ROWS]]


def _mandates(user: User) -> QuerySet[Mandate]:
    return visible(Mandate.objects.confirmed(), user, "mandate.view")


def _of(user: User, entities: Sequence[Entity]) -> tuple[QuerySet[Mandate], dict]:
    """Return the mandates that count for the person, and the filter that names them in an address."""
    if user.is_superuser:
        return _mandates(user), {}
    return _mandates(user).led_by([entity.pk for entity in entities]), {"entity": [str(entity) for entity in entities]}


def _in_any(states: Iterable[State], today: date) -> Q:
    return lateness.any_of(states, today, settings.DUE_SOON_DAYS)


def _tiles(today: date) -> list[tuple[str | Promise, Q, dict, str, str]]:
    """Return the tiles: words, which mandates each counts, the filter that says the same, icon and tone."""
    days, months = settings.DUE_SOON_DAYS, settings.SILENT_AFTER_MONTHS
    silent, implemented = silent_since(today - relativedelta(months=months)), Q(status=Mandate.Status.IMPLEMENTED)
    return [
        *(
            (words % {"days": days}, _in_any(states.values(), today), {"state": list(states)}, icon, tone)
            for words, states, tone, icon in TILES
        ),
        (_("Silent for %(months)s months") % {"months": months}, silent, {"silent": months}, "silent", ""),
        (_("Implemented"), implemented, {"status": "implemented"}, "done", "done"),
    ]


def _listed(mandates: QuerySet[Mandate], address: str) -> Listed:
    first = mandates.order_by("due_closes", "due_opens", "pk")[:ROWS]
    return Listed(list(first.cut().with_texts()), mandates.count(), address)


def _with_places(updates: QuerySet[ProgressUpdate]) -> QuerySet[ProgressUpdate]:
    return updates.select_related("author", "mandate__provision__resolution", "mandate__resolution")
