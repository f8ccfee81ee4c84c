"""Gather what a report to a governing body says of each mandate: what was asked, and what has come of it.

Stands above `figures`; `word` and `pdf` write it down, and the print-ready page shows it. Only what the person who asks
may read is in it, and of progress only what was approved.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.accounts.access import visible
from tracker.accounts.models import User
from tracker.followup.models import Evidence, ProgressUpdate
from tracker.mandates import lateness
from tracker.mandates.models import Addressing, Deadline, Mandate
from tracker.reports import wording
from tracker.reports.figures import session_began
from tracker.reports.filters import MandateFilter
from tracker.resolutions.models import Wording

MOST_ROWS = 5000
APPROVED = ProgressUpdate.State.APPROVED
# What a row says of a mandate itself.
READ = (
    *("verb", "action", "status", "reason", "timing", "due_opens", "due_closes", "resources", "public_statement"),
    *("resolution__symbol", "resolution__title", "provision__address"),
)


@dataclass(frozen=True)
class Row:
    """What the follow-up table says of one mandate, in words."""

    resolution: str
    title: str
    paragraph: str
    words: str
    action: str
    addressee: str
    deadline: str
    status: str
    progress: str
    next_step: str
    evidence: str
    resources: str

    @property
    def cells(self) -> list[str]:
        return [
            self.resolution,
            self.paragraph,
            self.action,
            self.addressee,
            self.deadline,
            self.status,
            self.progress,
            self.next_step,
            self.evidence,
            self.resources,
        ]


@dataclass(frozen=True)
class Around:
    """What belongs to mandates, in lists by their keys, and the words of provisions by theirs.

    Words and no rows: some hundred mandates have thousands, which would take longer to make than all else.
    """

    addressees: dict[int, list[str]]
    deadlines: dict[int, list[str]]
    evidence: dict[int, list[str]]
    provisions: dict[int, list[str]]
    # Of the last approved entry: its public statement, what was done, and the next step.
    progress: dict[int, tuple[str, str, str]]


@dataclass(frozen=True)
class Chapter:
    """One provision of a resolution with the mandates that stand on it."""

    paragraph: str
    words: str
    rows: list[Row]


@dataclass
class Report:
    """All that a report says: of what and when it is, what has changed since the session began, and row by row."""

    title: str
    filter: str
    as_at: date
    count: int
    changes: list[str]
    rows: list[Row] = field(default_factory=list)

    @property
    def origin(self) -> str:
        words = ngettext("%(count)d mandate, as at %(day)s.", "%(count)d mandates, as at %(day)s.", self.count)
        return words % {"count": self.count, "day": date_format(self.as_at, "j F Y")} + f" {self.filter}."

    @property
    def left_out(self) -> int:
        return self.count - len(self.rows)

    def resolutions(self) -> Iterator[tuple[str, list[Chapter]]]:
        """Give each resolution with its chapters, in the order of the texts."""
        for (symbol, title), rows in groupby(self.rows, key=lambda row: (row.resolution, row.title)):
            chapters = [
                Chapter(paragraph, words, list(found))
                for (paragraph, words), found in groupby(rows, key=lambda row: (row.paragraph, row.words))
            ]
            yield f"{symbol}, {title}" if title else symbol, chapters


def heads() -> list[str]:
    """Return the heads of the follow-up table, in the order of `Row.cells`."""
    return [
        _("Resolution"),
        _("Paragraph"),
        _("Action required"),
        _("Addressee"),
        _("Deadline"),
        _("Status"),
        _("Progress"),
        _("Next step"),
        _("Evidence"),
        _("Resources"),
    ]


def gather(asked: MandateFilter, *, by_text: bool = False, most: int = MOST_ROWS) -> Report:
    """Return the report over the mandates of a filter, in its order or in that of the texts."""
    found = visible(asked.qs, asked.user, "register.export")
    count, changes = _counted(found, asked.today)
    if by_text:
        found = found.order_by("resolution__sort_key", "provision__position", "position", "pk")
    rows = found[:most].cut().select_related("resolution", "provision").only(*READ)
    around = _around(rows)
    return Report(
        title=_("Follow-up to resolutions"),
        filter=wording.sentence(asked),
        as_at=asked.today,
        count=count,
        changes=changes,
        rows=[_row(mandate, around, asked.today) for mandate in rows],
    )


def reader_of(user: User, query, today: date) -> MandateFilter:
    """Return the filter over what the person may see at this moment."""
    return MandateFilter(query, visible(Mandate.objects.all(), user, "mandate.view"), user=user, today=today)


def _around(mandates: Iterable[Mandate]) -> Around:
    keys = [mandate.pk for mandate in mandates]
    provisions = [mandate.provision_id for mandate in mandates]
    deadlines = Deadline.objects.filter(mandate__in=keys).order_by("position")
    evidence = Evidence.objects.filter(update__state=APPROVED, update__mandate__in=keys)
    wordings = Wording.objects.filter(paragraph__in=provisions, text__language="en").order_by("text_id", "position")
    progress: dict[int, tuple[str, str, str]] = {}
    entries = ProgressUpdate.objects.filter(state=APPROVED, mandate__in=keys).order_by("-on", "-pk")
    for key, *said in entries.values_list("mandate", "public_statement", "done", "next_step"):
        progress.setdefault(key, tuple(said))
    return Around(
        _said(Addressing.objects.filter(mandate__in=keys), "mandate", "addressee__name", "words"),
        _said(deadlines, "mandate", "words"),
        _said(evidence.order_by("-update__on", "-update_id", "pk"), "update__mandate", "symbol", "name", "link"),
        _said(wordings, "paragraph", "words"),
        progress,
    )


def _said(rows: QuerySet, key: str, *names: str) -> dict[int, list[str]]:
    """Return what rows say, by the key of what they belong to: the first of the fields in which something stands."""
    found: dict[int, list[str]] = defaultdict(list)
    for owner, *values in rows.values_list(key, *names):
        found[owner].append(next(filter(None, values), ""))
    return found


def _row(mandate: Mandate, around: Around, today: date) -> Row:
    statement, done, next_step = around.progress.get(mandate.pk, ("", "", ""))
    deadline = "; ".join(around.deadlines[mandate.pk])
    if mandate.due_closes:
        deadline = f"{deadline} ({date_format(mandate.due_closes, 'j M Y')})".strip()
    status = str(Mandate.Status(mandate.status).label)
    if mandate.reason:
        status = f"{status}: {mandate.get_reason_display()}"
    if mandate.is_open:
        status = f"{status} ({mandate.state(today).label.lower()})"
    return Row(
        resolution=mandate.resolution.symbol,
        title=mandate.resolution.title,
        paragraph=mandate.provision.label,
        words="".join(around.provisions[mandate.provision_id][:1]),
        action=f"{mandate.verb} {mandate.action}".strip(),
        addressee="; ".join(around.addressees[mandate.pk]),
        deadline=deadline,
        status=status,
        progress=mandate.public_statement or statement or done,
        next_step=next_step,
        evidence="; ".join(dict.fromkeys(around.evidence[mandate.pk])),
        resources=mandate.resources,
    )


def _counted(mandates: QuerySet[Mandate], today: date) -> tuple[int, list[str]]:
    """Return how many mandates there are, and in sentences what has changed since the Assembly's session opened."""
    since = session_began(today)
    reported = ProgressUpdate.objects.filter(state=APPROVED, mandate=OuterRef("pk"), on__gte=since)
    became_late = lateness.condition(lateness.State.OVERDUE, today) & Q(due_closes__gte=since)
    rules = (
        (_("Mandates adopted: %(count)d"), Q(resolution__adopted_on__gte=since)),
        (_("Mandates settled: %(count)d"), Q(status__in=Mandate.SETTLED, settled_on__gte=since)),
        (_("Mandates on which progress was reported: %(count)d"), Q(Exists(reported))),
        (_("Mandates that became overdue: %(count)d"), became_late),
    )
    counts = mandates.order_by().aggregate(
        all=Count("pk"), **{str(place): Count("pk", filter=rule) for place, (_words, rule) in enumerate(rules)}
    )
    opened = _("Since the session opened on %(day)s:") % {"day": date_format(since, "j F Y")}
    sentences = [words % {"count": counts[str(place)]} for place, (words, _rule) in enumerate(rules)]
    return counts["all"], [opened, *sentences]
