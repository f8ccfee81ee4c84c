"""Which due dates a later text shows to be met, by which of its words, and how sure that is.

A text may speak of what was asked by the text that it follows, by those before that one, and by those that its words
cite or name. Stands above `said`, below `suggestions`, which keeps what is found here. The weights were set by what is
right and wrong in a sample judged by hand (`tests/bench/loop.py` measures it).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from rapidfuzz import fuzz

from tracker.followup.findings import Finding
from tracker.followup.said import Said, said_in
from tracker.mandates.models import DueDate, Mandate
from tracker.organs.models import Session
from tracker.reading import symbols
from tracker.resolutions.likeness import folded
from tracker.resolutions.models import Citation, Resolution, Wording

# Below it nothing is proposed.
LINE = 0.6
# How many texts back in a lineage a report may have been asked for.
GENERATIONS = 3
# How long before a due date opens, and after it closes, words may still speak of it.
BEFORE, AFTER = timedelta(days=45), timedelta(days=200)
# How long after its last day a meeting that was put off may still be held.
PUT_OFF = timedelta(days=30)
# Due dates of one text that score so little less than the best are met by the same report.
ALIKE, SURELY_ALIKE = 0.1, 0.02
# What it adds that the text follows the one that asked, directly or not, or cites or names it; and both together.
NEXT, FARTHER, NEAREST = 0.35, 0.15, 0.45
# What a subject is worth that stands in the title alone: every request of that text has it.
TITLE = 0.9
# What it takes away that the words are about something else.
UNLIKE = -0.25
SHORT = 3
EVERYWHERE = frozenset(
    ("report", "reports", "general", "assembly", "secretary", "session", "submit", "requests", "resolution", "present")
)


@dataclass(frozen=True, slots=True)
class Asked:
    """An open due date, how near the text that set it stands to the one that speaks, its title, and the words that ask.

    The title is folded; of the words those that tell one matter from another.
    """

    due: DueDate
    nearness: float
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Met:
    """A due date that words show to be met; `symbol` names the document that they speak of, else the text itself."""

    due: DueDate
    wording: Wording
    finding: Finding
    score: float
    symbol: str


def met_by(resolution: Resolution) -> list[Met]:
    """Return, for each due date that the text shows to be met, the words that show it best."""
    said = said_in(resolution)
    asked = _asked(resolution, said)
    best: dict[int, Met] = {}
    for one in said:
        for met in _meets(one, asked, resolution):
            if met.score >= LINE and (met.due.pk not in best or met.score > best[met.due.pk].score):
                best[met.due.pk] = met
    return list(best.values())


# What was asked


def _asked(resolution: Resolution, said: list[Said]) -> list[Asked]:
    """Return the open due dates of reports and meetings that the text may speak of."""
    if not said:
        return []
    near = _texts_before(resolution, said)
    rows = _open_due_dates(resolution.adopted_on).filter(mandate__resolution__in=near)
    rows = rows.select_related(
        "mandate__resolution", "mandate__provision__resolution", "session__organ"
    ).prefetch_related("mandate__addressings__addressee")
    words = dict(
        Wording.objects.filter(
            paragraph__in={due.mandate.provision_id for due in rows}, text__language="en"
        ).values_list("paragraph", "words")
    )
    return [
        Asked(
            due,
            near[due.mandate.resolution_id],
            folded(due.mandate.resolution.title),
            _telling(words.get(due.mandate.provision_id, due.mandate.action)),
        )
        for due in rows
    ]


def _texts_before(resolution: Resolution, said: list[Said]) -> dict[int, float]:
    """Return the earlier texts that may have asked, each with what its place in the lineage adds.

    Nothing is added for one that is only cited or named: that counts beside the words alone that do so.
    """
    cited = Citation.objects.filter(paragraph__resolution=resolution).values("symbol")
    near = dict.fromkeys(Resolution.objects.filter(symbol__in=cited).values_list("pk", flat=True), 0.0)
    near |= dict.fromkeys(_titles_named(resolution, said), 0.0)
    earlier, steps = resolution.follows, 1
    while earlier and steps <= GENERATIONS:
        near[earlier.pk] = NEXT if steps == 1 else FARTHER
        earlier, steps = earlier.follows, steps + 1
    near.pop(resolution.pk, None)
    return near


def _titles_named(resolution: Resolution, said: list[Said]) -> Iterator[int]:
    """Give the texts that set a due date at this very session and whose title stands in words about a report."""
    if resolution.session_id is None:
        return
    rows = _open_due_dates(resolution.adopted_on).filter(session=resolution.session_id)
    for key, title in rows.values_list("mandate__resolution", "mandate__resolution__title").distinct():
        if any(one.names(folded(title)) for one in said):
            yield key


def _open_due_dates(day: date) -> QuerySet[DueDate]:
    rows = DueDate.objects.filter(
        mandate__status__in=Mandate.OPEN,
        mandate__deliverable__in=(Mandate.Deliverable.REPORT, Mandate.Deliverable.MEETING),
        mandate__resolution__adopted_on__lt=day,
        outcome=DueDate.Outcome.OPEN,
        label="",
        opens__lte=day + BEFORE,
    )
    return rows.filter(Q(closes=None) | Q(closes__gte=day - AFTER))


# What meets what


def _meets(one: Said, asked: list[Asked], resolution: Resolution) -> list[Met]:
    """Return the due dates that one finding shows to be met: the best, and those asked for beside it that are alike.

    "to report thereon to the Assembly at its next session", asked in several paragraphs, is met by one report.
    """
    scored = [(score, row) for row in asked if (score := _score(one, row, resolution)) > 0]
    if not scored:
        return []
    best, first = max(scored, key=lambda pair: (pair[0], -pair[1].due.pk))
    alike = SURELY_ALIKE if one.finding.about else ALIKE
    return [
        Met(row.due, one.wording, one.finding, score, _evidence(one, row.due, resolution))
        for score, row in scored
        if best - score <= alike and _is_beside(one, row, first)
    ]


def _is_beside(one: Said, row: Asked, first: Asked) -> bool:
    """Tell whether two due dates fall together, set by one text or by texts that the words name together."""
    due, best = row.due, first.due
    falls_together = due.closes == best.closes or (due.session_id and due.session_id == best.session_id)
    is_same_text = due.mandate.resolution_id == best.mandate.resolution_id
    return falls_together and (is_same_text or (one.names(row.title) and one.names(first.title)))


def _score(one: Said, row: Asked, resolution: Resolution) -> float:
    """Return how sure it is that the words mean this due date, 0 where they cannot."""
    mandate = row.due.mandate
    if one.finding.kind != mandate.deliverable:
        return 0
    is_meant = mandate.resolution.symbol in one.cited or one.names(row.title) or _is_same_time(one, row.due)
    if not row.nearness and not is_meant:
        return 0
    score_of = _score_of_report if one.finding.kind == "report" else _score_of_meeting
    score = score_of(one, row, resolution)
    return min(row.nearness + (NEXT if is_meant else 0), NEAREST) + score if score else 0


def _score_of_report(one: Said, row: Asked, resolution: Resolution) -> float:
    in_time = _in_time(one, row.due, resolution)
    if in_time is None or not _is_by(one.finding.author, row.due.mandate):
        return 0
    about = _about(one.finding, row, 0.45) if one.finding.about else UNLIKE if one.is_one_of_many else 0.05
    return 0.15 + in_time + about


def _in_time(one: Said, due: DueDate, resolution: Resolution) -> float | None:
    """Return what the time adds, None where it tells against: a report to the seventy-sixth session is A/76/…."""
    if due.session and one.documents:
        fits = [_fits(symbol, due.session) for symbol in one.documents]
        if True in fits:
            return 0.3
        if False in fits:
            return None
    if one.finding.is_recalled:
        return None
    if due.session_id:
        return 0.2 if due.session_id == resolution.session_id else 0.0
    return 0.1 if due.opens and due.closes and due.opens <= resolution.adopted_on <= due.closes else 0.0


def _fits(symbol: str, session: Session) -> bool | None:
    """Tell whether a document is one of a session, None where its symbol does not say."""
    found = symbols.parse(symbol)
    organ = symbols.organ_of(symbol)
    if found is None or organ is None:
        return None
    if organ != session.organ.name:
        return False
    return found.session == session.number if found.session else None


def _score_of_meeting(one: Said, row: Asked, resolution: Resolution) -> float:
    """Return what a meeting adds: one on another day, or on one still to come, is another meeting."""
    days, due = one.finding.days, row.due
    about = _about(one.finding, row, 0.6)
    latest = days[1] if days else due.opens
    if about < 0 or (latest and latest > resolution.adopted_on):
        return 0
    if days and due.opens and due.closes and not (due.opens - PUT_OFF <= days[1] <= due.closes + PUT_OFF):
        return 0
    return 0.2 + (0.2 if days else 0) + about


def _is_same_time(one: Said, due: DueDate) -> bool:
    """Tell whether a meeting was held on the very days for which it was asked."""
    return one.finding.days is not None and one.finding.days == (due.opens, due.closes)


def _is_by(author: str, mandate: Mandate) -> bool:
    """Tell whether a report is by one of those who were asked for it; "nobody known" could be anybody."""
    names = [name for row in mandate.addressings.all() for name in (row.words, str(row)) if name]
    return any(fuzz.token_set_ratio(author.lower(), name.lower().removeprefix("the ")) >= 90 for name in names)


def _about(finding: Finding, row: Asked, needed: float) -> float:
    """Return what the subject adds: the words that it has in common with what was asked, or too few of them."""
    about = _telling(finding.about)
    in_title = TITLE * fuzz.token_set_ratio(about, _telling(row.title))
    alike = max(fuzz.token_set_ratio(about, row.words), in_title) / 100
    return 0.2 * (alike - needed) / (1 - needed) if alike >= needed else UNLIKE


def _telling(words: str) -> str:
    """Return the words that tell one matter from another: neither short nor in every request for a report."""
    return " ".join(word for word in folded(words).split() if len(word) > SHORT and word not in EVERYWHERE)


def _evidence(one: Said, due: DueDate, resolution: Resolution) -> str:
    """Return the symbol of the document that shows it: the report in the note behind the words, else this text."""
    of_session = [symbol for symbol in one.documents if due.session and _fits(symbol, due.session)]
    return next(iter([*of_session, *one.documents]), resolution.symbol)
