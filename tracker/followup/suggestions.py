"""What the program proposes about mandates, and what people say to it: once, by one key, and remembered.

A later document that has a report before it, or notes that a meeting was held, shows that a due date was met; a renewal
hands status, owner and evidence on; another reading corrects; a mandate without a time gets the usual one. Highest
module of `followup` but for its tasks: accepting calls `progress` and the commands of the mandates. `look` is called by
the intake inside a change, `look_through` each day and by the command `suggest`.
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tracker.accounts import changes
from tracker.accounts.access import may, visible
from tracker.accounts.changes import change
from tracker.accounts.models import User
from tracker.followup.evidence import EvidenceGiven
from tracker.followup.met import met_by
from tracker.followup.models import Suggestion
from tracker.followup.progress import readable, record_progress
from tracker.followup.usual import times
from tracker.mandates import proposals, schedule, standing
from tracker.mandates.models import DueDate, Mandate
from tracker.mandates.proposals import Correction, Names
from tracker.mandates.reshaping import usual_deadline
from tracker.organs.models import Organ
from tracker.reading import records
from tracker.resolutions.models import Renewal, Resolution

Kind, Status = Suggestion.Kind, Mandate.Status

# Fields of a mandate that a reading gives, and that a later one may give otherwise.
READ = ("verb", "strength", "action", "deliverable", "conditional")

ACTIONS = {Kind.MET: "suggestion.decide", Kind.RENEWED: "suggestion.decide_mandate"}


class DecidedError(ValueError):
    """Somebody has decided on a suggestion before. The message says so."""


def open_for(user: User) -> QuerySet[Suggestion]:
    """Return what the person may decide on, the surest first; not what has come about in another way since."""
    is_followed = Q(kind=Kind.READ_OTHERWISE) | Q(mandate__status__in=Mandate.OPEN)
    is_due = Q(due_date=None) | Q(due_date__outcome=DueDate.Outcome.OPEN)
    has_no_time = ~Q(kind=Kind.NEXT_SESSION) | ~Q(mandate__timing=Mandate.Timing.DATED)
    everything = Suggestion.objects.filter(is_followed, is_due, has_no_time, accepted=None)
    met = visible(everything.filter(kind=Kind.MET), user, "suggestion.decide")
    others = visible(everything.exclude(kind=Kind.MET), user, "suggestion.decide_mandate")
    return everything.filter(Q(pk__in=met.values("pk")) | Q(pk__in=others.values("pk")))


def look(resolution: Resolution) -> list[Suggestion]:
    """Propose what a resolution gives rise to: due dates that it shows to be met, and mandates that it renews."""
    return changes.create_all(_fresh(resolution))


def look_through(resolutions: Iterable[Resolution], today: date) -> int:
    """Look at many resolutions, each a change of its own if it gives rise to anything, and at the mandates without a
    time. Returns how many suggestions are new."""
    count = 0
    for resolution in resolutions:
        if _fresh(resolution):
            with change(f"Look for suggestions in {resolution}"):
                count += len(look(resolution))
    coming = _times(today)
    if coming:
        with change("Propose times for mandates that have none"):
            count += len(changes.create_all(coming))
    return count


def _fresh(resolution: Resolution) -> list[Suggestion]:
    """Return, not yet stored, what was not proposed before."""
    return [*_met(resolution), *_renewed(resolution)]


def read_otherwise(mandate: Mandate, directive: records.Directive) -> Suggestion | None:
    """Propose what a later reading says of a mandate that somebody has decided on; it is itself never touched.

    A refusal holds until yet another reading says something else.
    """
    if mandate.status in (Status.PROPOSED, Status.REJECTED):
        return None
    proposal = _as_proposed(directive)
    stored = Suggestion.objects.filter(kind=Kind.READ_OTHERWISE, mandate=mandate, provision=mandate.provision).first()
    if stored and stored.proposal == proposal:
        return stored
    before = mandate.as_read or {}
    said = {name: before.get(name) for name in READ} | {"addressees": before.get("addressees") or []}
    if all(proposal[name] == value for name, value in said.items()):
        return None
    values = {"proposal": proposal, "confidence": directive.confidence, "accepted": None, "decided_by": None}
    if stored:
        return changes.save(stored, **values)
    return changes.create(Suggestion, kind=Kind.READ_OTHERWISE, mandate=mandate, provision=mandate.provision, **values)


def accept(suggestion: Suggestion, *, by: User, today: date) -> None:
    """Do what was proposed, all or nothing. Raises DecidedError, standing.RefusedError or StaleError."""
    with change(f"Accept: {suggestion}", by=by):
        _decide(suggestion, True, by)
        match suggestion.kind:
            case Kind.MET:
                _accept_met(suggestion, by)
            case Kind.RENEWED:
                _accept_renewed(suggestion, by, today)
            case Kind.READ_OTHERWISE:
                _accept_reading(suggestion, today)
            case Kind.NEXT_SESSION:
                _accept_time(suggestion, today)


def refuse(suggestion: Suggestion, *, by: User) -> None:
    """Say that the program is wrong: it does not propose the same again."""
    with change(f"Refuse: {suggestion}", by=by):
        _decide(suggestion, False, by)


def may_decide(user: User, suggestion: Suggestion) -> bool:
    return may(user, ACTIONS.get(suggestion.kind, "suggestion.decide_mandate"), suggestion)


def _decide(suggestion: Suggestion, accepted: bool, by: User) -> None:
    suggestion.refresh_from_db()
    if suggestion.accepted is not None:
        raise DecidedError(_("This has been decided already."))
    changes.save(suggestion, accepted=accepted, decided_by=by)


# Due dates that later words show to be met


def _met(resolution: Resolution) -> list[Suggestion]:
    """Propose, for each due date, the words of the resolution that show it best to be met."""
    found = met_by(resolution)
    known = set(
        Suggestion.objects.filter(
            kind=Kind.MET, due_date__in=[one.due.pk for one in found], provision__resolution=resolution
        ).values_list("due_date", flat=True)
    )
    return [
        Suggestion(
            kind=Kind.MET,
            mandate=one.due.mandate,
            provision=one.wording.paragraph,
            due_date=one.due,
            confidence=round(min(one.score, 0.99), 2),
            proposal={
                "words": one.wording.words,
                "span": [one.finding.start, one.finding.end],
                "symbol": one.symbol,
                "on": resolution.adopted_on.isoformat(),
            },
        )
        for one in found
        if one.due.pk not in known
    ]


def _accept_met(suggestion: Suggestion, by: User) -> None:
    proposal, mandate, due = suggestion.proposal, suggestion.mandate, suggestion.due_date
    start, end = proposal["span"]
    others = mandate.due_dates.filter(outcome=DueDate.Outcome.OPEN, label="").exclude(pk=due.pk)
    is_last = not others.exists() and standing.answers_for(by, mandate)
    record_progress(
        mandate,
        author=by,
        on=date.fromisoformat(proposal["on"]),
        done=f"{suggestion.provision}: “{proposal['words'][start:end]}”",
        status=Status.IMPLEMENTED if is_last else "",
        evidence=[EvidenceGiven(proposal["symbol"], name=str(suggestion.provision))],
        due_date=due,
    )


# Renewals


def _renewed(resolution: Resolution) -> list[Suggestion]:
    """Propose that the mandates of a resolution take over from those that it renews."""
    links = Renewal.objects.filter(later__resolution=resolution).values_list("earlier", "later", "likeness")
    earlier = _confirmed([old for old, _new, _likeness in links], Mandate.OPEN)
    later = _confirmed([new for _old, new, _likeness in links], [*Mandate.OPEN, *Mandate.SETTLED])
    known = set(
        Suggestion.objects.filter(kind=Kind.RENEWED, provision__resolution=resolution).values_list(
            "mandate", "provision"
        )
    )
    fresh = []
    for old, new, likeness in links:
        for mandate in earlier.get(old, ()):
            successor = _successor(mandate, later.get(new, ()))
            if successor and (mandate.pk, new) not in known:
                known.add((mandate.pk, new))
                fresh.append(
                    Suggestion(
                        kind=Kind.RENEWED,
                        mandate=mandate,
                        provision_id=new,
                        confidence=round(0.5 + likeness * 0.49, 2),
                        proposal={"mandate": successor.pk},
                    )
                )
    return fresh


def _confirmed(paragraphs: Iterable[int], statuses: Iterable[str]) -> dict[int, list[Mandate]]:
    found: dict[int, list[Mandate]] = {}
    rows = Mandate.objects.filter(provision__in=set(paragraphs), status__in=statuses, superseded_by=None)
    for mandate in rows.select_related("provision__resolution", "resolution").prefetch_related("addressings"):
        found.setdefault(mandate.provision_id, []).append(mandate)
    return found


def _successor(mandate: Mandate, among: Iterable[Mandate]) -> Mandate | None:
    """Return the one that asks the same of the same: same verb and addressees, else the only one."""
    among = list(among)
    asked = {row.words.casefold() for row in mandate.addressings.all()}
    same = [
        other
        for other in among
        if other.verb == mandate.verb and {row.words.casefold() for row in other.addressings.all()} == asked
    ]
    return next(iter(same), None) or (among[0] if len(among) == 1 else None)


def _accept_renewed(suggestion: Suggestion, by: User, today: date) -> None:
    """Hand owner, status and evidence on to the new mandate, and let it supersede the old one."""
    old = suggestion.mandate
    new = Mandate.objects.get(pk=suggestion.proposal["mandate"])
    standing.assign(
        new,
        by=by,
        lead_entity=old.lead_entity or new.lead_entity,
        focal_point=old.focal_point or new.focal_point,
    )
    entries = list(readable(by).filter(mandate=old, state="approved").prefetch_related("evidence__file")[:5])
    evidence = [
        EvidenceGiven(row.link or row.symbol, row.file, row.name) for entry in entries for row in entry.evidence.all()
    ]
    goes_on = old.status in (Status.IN_PROGRESS, Status.CONTINUING)
    if entries or goes_on:
        said = f" {entries[0].done}" if entries else ""
        record_progress(
            new,
            author=by,
            on=today,
            done=_("Carried forward from %(old)s (%(status)s).") % {"old": old, "status": old.get_status_display()}
            + said,
            status=old.status if goes_on and new.status == Status.NOT_STARTED and standing.answers_for(by, new) else "",
            evidence=evidence,
        )
    changes.save(old, superseded_by=new)
    standing.set_status(old, Status.SUPERSEDED, by=by)


# Readings


def _as_proposed(directive: records.Directive) -> dict[str, Any]:
    return {name: getattr(directive, name) for name in READ} | {
        "addressees": [one.name for one in directive.addressees],
        "deadlines": [asdict(one) | {"found": None} for one in directive.deadlines],
    }


def _accept_reading(suggestion: Suggestion, today: date) -> None:
    """Correct the mandate. Deadlines stay where their words do: due dates that were met hang on them."""
    proposal, mandate = suggestion.proposal, suggestion.mandate
    deadlines = [records.Deadline(**values) for values in proposal["deadlines"]]
    is_same = [one.words for one in deadlines] == [row.words for row in mandate.deadlines.all()]
    values = {name: proposal[name] for name in READ}
    correction = Correction(values, proposal["addressees"], None if is_same else deadlines)
    proposals.correct(mandate, correction, Names())
    _reschedule(mandate, today)


# Times


def _times(today: date) -> list[Suggestion]:
    fresh: dict[int, Suggestion] = {}
    for time in times(today):
        session = time.session
        proposal = {
            "organ": session.organ,
            "number": session.number,
            "body": time.body,
            "opens": session.opens.isoformat() if session.opens else "",
            "closes": (session.main_part_closes or session.closes or session.opens).isoformat(),
        }
        row = Suggestion(
            kind=Kind.NEXT_SESSION,
            mandate=time.mandate,
            provision_id=time.mandate.provision_id,
            confidence=time.confidence,
            proposal=proposal,
        )
        fresh.setdefault(time.mandate.pk, row)
    return list(fresh.values())


def _accept_time(suggestion: Suggestion, today: date) -> None:
    """Give the mandate the time, marked as not in the text; or say whose the session is that the text names."""
    proposal, mandate = suggestion.proposal, suggestion.mandate
    if proposal["body"]:
        organ = Organ.objects.get(code=proposal["organ"])
        changes.update(mandate.deadlines.filter(organ=None, organ_words=proposal["body"]), organ=organ, organ_words="")
    else:
        inferred = usual_deadline(proposal["organ"], proposal["number"])
        proposals.correct(mandate, Correction(inferred=inferred), Names())
    _reschedule(mandate, today)


def _reschedule(mandate: Mandate, today: date) -> None:
    rows = Mandate.objects.filter(pk=mandate.pk).select_related("resolution__organ")
    schedule.reschedule(rows.prefetch_related("deadlines__organ", "due_dates"), today)
