"""From directives to mandates: what the reader proposes, and what people decide about it.

A proposed mandate follows a new reading; one that somebody has decided on is never touched. Directives meet their
mandates by provision, verb and addressees, so that a second reading finds them again. Called inside a change.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models

from tracker.accounts import changes
from tracker.mandates import schedule
from tracker.mandates.models import Addressing, Deadline, Mandate
from tracker.organs.directory import AddresseeRows
from tracker.organs.models import Organ
from tracker.organs.rules import Calendar
from tracker.reading import records
from tracker.reading.deadlines import find_deadlines
from tracker.reading.deadlines.context import DeadlineContext
from tracker.resolutions.models import Paragraph, Resolution

Status = Mandate.Status
# What confirming writes, beside the due dates.
CONFIRMED = ("status", "version", "quiet_since", "due_opens", "due_closes", "timing")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One directive that the reader proposes as a mandate: where it stands, what it asks, and its record with spans."""

    provision: Paragraph
    position: int
    directive: records.Directive
    as_read: dict


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person puts in place of the reading when confirming a proposal; None leaves a thing as read.

    `inferred` is a deadline that the text does not name and the person accepts: the usual time.
    """

    values: dict[str, Any] = field(default_factory=dict)
    addressees: Sequence[str] | None = None
    deadlines: Sequence[records.Deadline] | None = None
    inferred: records.Deadline | None = None


class Names:
    """The rows that names mean, fetched once for a whole intake."""

    def __init__(self) -> None:
        self.addressees = AddresseeRows()
        self.organs = {organ.code: organ for organ in Organ.objects.all()}


def propose(resolution: Resolution, proposals: Iterable[Proposal], names: Names) -> list[Mandate]:
    """Return the mandate of each proposal, in order: the one that is there already, or a new one that is proposed.

    Proposals of an earlier reading that the new one does not repeat are removed; decided mandates stay as they are.
    """
    proposals = list(proposals)
    stored = _stored(resolution)
    mandates, fresh = [], []
    for proposal in proposals:
        mandate = _match(proposal, stored)
        if mandate is None:
            mandate = _unsaved(proposal, names)
            fresh.append((mandate, proposal))
        elif mandate.status == Status.PROPOSED:
            _follow(mandate, proposal, names)
        mandates.append(mandate)
    open_still = [mandate.pk for rows in stored.values() for mandate in rows if mandate.status == Status.PROPOSED]
    if open_still:
        changes.delete(Mandate.objects.filter(pk__in=open_still))
    changes.create_all(mandate for mandate, _proposal in fresh)
    changes.create_all(row for mandate, proposal in fresh for row in _addressings(mandate, proposal.directive, names))
    changes.create_all(row for mandate, proposal in fresh for row in _deadlines(mandate, proposal.directive, names))
    return mandates


def confirm(mandates: Iterable[Mandate], today: date, known: Calendar | None = None) -> None:
    """Accept proposals: from now on the mandates are followed up, and their due dates count."""
    mandates = [mandate for mandate in mandates if mandate.status in (Status.PROPOSED, Status.REJECTED)]
    if not mandates:
        return
    keys = [mandate.pk for mandate in mandates]
    changes.update(Mandate.objects.filter(pk__in=keys), status=Status.NOT_STARTED)
    models.QuerySet(Mandate).filter(pk__in=keys).update(quiet_since=today)
    rows = Mandate.objects.filter(pk__in=keys).select_related("resolution__organ")
    schedule.reschedule(rows.prefetch_related("deadlines__organ", "due_dates"), today, known)
    by_key = Mandate.objects.in_bulk(keys)
    for mandate in mandates:
        mandate.__dict__.update({name: by_key[mandate.pk].__dict__[name] for name in CONFIRMED})


def reject(mandates: Iterable[Mandate]) -> None:
    """Decide that proposals are no mandates: they stay provisions, and no later reading proposes them again."""
    for mandate in mandates:
        changes.save(mandate, status=Status.REJECTED)


def correct(mandate: Mandate, correction: Correction, names: Names) -> None:
    """Put what a person says in place of what was read. `as_read` keeps the reading."""
    changes.save(mandate, **correction.values)
    if correction.addressees is not None:
        _replace_addressees(mandate, correction.addressees, names)
    if correction.deadlines is not None:
        changes.delete(mandate.deadlines.all())
        changes.create_all(deadline_rows(mandate, correction.deadlines, names))
    if correction.inferred:
        [usual] = deadline_rows(mandate, [correction.inferred], names)
        usual.position, usual.is_inferred = mandate.deadlines.count() + 1, True
        changes.create_all([usual])


def understand(words: str, context: DeadlineContext) -> list[records.Deadline]:
    """Return the deadlines that words typed by a person come to, separated by semicolons.

    Words that are not understood are kept as they are, without a date: nothing is guessed.
    """
    found: list[records.Deadline] = []
    for phrase in filter(None, (part.strip() for part in words.split(";"))):
        found += find_deadlines(phrase, context) or [records.Deadline(words=phrase, type="soft")]
    return found


def deadline_rows(mandate: Mandate, deadlines: Sequence[records.Deadline], names: Names) -> list[Deadline]:
    """Return the rows, not yet stored, of the deadlines of a mandate, in the order given."""
    return [
        Deadline(
            mandate=mandate,
            position=position,
            words=found.words[:500],
            type=found.type,
            relation=found.relation,
            organ=names.organs.get(found.organ),
            organ_words="" if found.organ in names.organs else found.organ[:200],
            number=(found.number or found.year)[:20],
            part=found.part,
            on=found.on,
            start=found.start,
            end=found.end,
            count=found.count,
            unit=found.unit,
            counted_from=found.counted_from[:200],
        )
        for position, found in enumerate(deadlines, 1)
    ]


def _replace_addressees(mandate: Mandate, given: Sequence[str], names: Names) -> None:
    stored = {str(row): row for row in mandate.addressings.select_related("addressee")}
    gone = [row.pk for name, row in stored.items() if name not in given]
    if gone:
        changes.delete(Addressing.objects.filter(pk__in=gone))
    changes.create_all(
        Addressing(mandate=mandate, addressee=names.addressees.named(name), words=name[:300])
        for name in given
        if name not in stored
    )


def _stored(resolution: Resolution) -> dict[int, list[Mandate]]:
    """Return the mandates that a reading gave to the provisions of a resolution, by provision."""
    stored: dict[int, list[Mandate]] = {}
    for mandate in resolution.mandates.exclude(as_read__isnull=True):
        stored.setdefault(mandate.provision_id, []).append(mandate)
    return stored


def _match(proposal: Proposal, stored: dict[int, list[Mandate]]) -> Mandate | None:
    """Take the mandate that a proposal means out of those stored: same verb and addressees, else the same place."""
    rows = stored.get(proposal.provision.pk, [])
    same = [row for row in rows if _signature(row.as_read) == _signature(proposal.as_read)]
    here = [row for row in rows if row.position == proposal.position]
    found = next(iter(same or here), None)
    if found:
        rows.remove(found)
    return found


def _signature(as_read: dict) -> tuple:
    return as_read.get("verb"), frozenset(as_read.get("addressees") or ())


def _follow(mandate: Mandate, proposal: Proposal, names: Names) -> None:
    """Let an open proposal follow a new reading."""
    if mandate.as_read == proposal.as_read and mandate.position == proposal.position:
        return
    changes.save(mandate, position=proposal.position, **_read_values(proposal.directive))
    models.QuerySet(Mandate).filter(pk=mandate.pk).update(
        as_read=proposal.as_read, confidence=proposal.directive.confidence
    )
    changes.delete(mandate.addressings.all())
    changes.delete(mandate.deadlines.all())
    changes.create_all(_addressings(mandate, proposal.directive, names))
    changes.create_all(_deadlines(mandate, proposal.directive, names))


def _unsaved(proposal: Proposal, names: Names) -> Mandate:
    addressees = (names.addressees.named(addressee.name) for addressee in proposal.directive.addressees)
    leads = (addressee.entity for addressee in addressees if addressee and addressee.entity)
    return Mandate(
        provision=proposal.provision,
        resolution=proposal.provision.resolution,
        position=proposal.position,
        as_read=proposal.as_read,
        confidence=proposal.directive.confidence,
        lead_entity=next(leads, None),
        **_read_values(proposal.directive),
    )


def _read_values(directive: records.Directive) -> dict[str, Any]:
    return {
        "verb": directive.verb[:60],
        "strength": directive.strength,
        "action": directive.action,
        "deliverable": directive.deliverable,
        "conditional": directive.conditional,
    }


def _addressings(mandate: Mandate, directive: records.Directive, names: Names) -> list[Addressing]:
    return [
        Addressing(
            mandate=mandate, addressee=names.addressees.named(found.name), words=(found.name or found.words)[:300]
        )
        for found in directive.addressees
    ]


def _deadlines(mandate: Mandate, directive: records.Directive, names: Names) -> list[Deadline]:
    return deadline_rows(mandate, directive.deadlines, names)
