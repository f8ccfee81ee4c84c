"""Merge and split proposals, where the reader saw two asks in one or one in two; offer a time where the text has none.

Stands above `proposals`, below taking in. Called inside a change. A mandate split off is one made by hand: no reading
stands behind it, and none touches it.
"""

from datetime import date
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from tracker.accounts import changes
from tracker.mandates import proposals
from tracker.mandates.models import Addressing, Deadline, Mandate
from tracker.mandates.proposals import Correction, Names
from tracker.organs.rules import Calendar
from tracker.reading import records

COPIED = ("provision", "resolution", "verb", "strength", "deliverable", "conditional", "lead_entity", "status")


def merge(mandate: Mandate, into: Mandate) -> Mandate:
    """Make one mandate of two: `into` also asks what the other asked, of its addressees, by its deadlines.

    The other is rejected, so that no later reading proposes it again. Returns `into`.
    """
    action = "; ".join(filter(None, (into.action, mandate.action)))
    changes.save(into, action=action, conditional=into.conditional or mandate.conditional)
    known = {(row.addressee_id, row.words) for row in into.addressings.all()}
    changes.create_all(
        Addressing(mandate=into, addressee=row.addressee, words=row.words)
        for row in mandate.addressings.all()
        if (row.addressee_id, row.words) not in known
    )
    said = {row.words for row in into.deadlines.all()}
    _add_deadlines(into, [row for row in mandate.deadlines.all() if row.words not in said])
    proposals.reject([mandate])
    return into


def split(mandate: Mandate, second: Correction, names: Names) -> Mandate:
    """Return a second mandate on the same provision: like the first, but for what the person says of it."""
    last = mandate.provision.mandates.aggregate(last=Max("position"))["last"] or 0
    copied: dict[str, Any] = {name: getattr(mandate, name) for name in COPIED}
    fresh = changes.create(Mandate, position=last + 1, **(copied | second.values))
    if second.addressees is None:
        changes.create_all(
            Addressing(mandate=fresh, addressee=row.addressee, words=row.words) for row in mandate.addressings.all()
        )
    if second.deadlines is None:
        _add_deadlines(fresh, list(mandate.deadlines.all()))
    proposals.correct(fresh, Correction({}, second.addressees, second.deadlines), names)
    return fresh


def next_session(
    directive: records.Directive, organ: str, adopted: date | None, known: Calendar
) -> records.Deadline | None:
    """Return the usual time of a report for which the text names none: the next session of the organ that asks.

    Half of all requests for a report name no time. This one is a proposal, marked as not in the text: it counts only
    when a person accepts it. None where the text names a time, or the organ has no next session (Security Council).
    """
    dated = [deadline for deadline in directive.deadlines if deadline.type != "soft"]
    if directive.deliverable != "report" or dated or adopted is None:
        return None
    session = known.next_session(organ, adopted)
    return usual_deadline(organ, session.number) if session else None


def usual_deadline(organ: str, number: str) -> records.Deadline:
    """Return the deadline that a session of an organ, by its number or year, gives a mandate whose text names none."""
    is_year = len(number) == 4 and number.isdecimal()
    return records.Deadline(
        words=_("next session"),
        type="session",
        relation="at",
        organ=organ,
        number="" if is_year else number,
        year=number if is_year else "",
    )


def _add_deadlines(mandate: Mandate, rows: list[Deadline]) -> None:
    """Give a mandate deadlines like those of another, behind its own."""
    last = mandate.deadlines.count()
    names = [field.name for field in Deadline._meta.concrete_fields if field.name not in ("id", "version")]
    changes.create_all(
        Deadline(**{name: getattr(row, name) for name in names} | {"mandate": mandate, "position": position})
        for position, row in enumerate(rows, last + 1)
    )
