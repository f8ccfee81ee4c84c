"""What people have put right in the reading, as records in the shape of the annotated examples, to improve it by.

A record is one provision, as people say it reads: the mandates they accepted, without those they rejected. Given are
the provisions on which everything is decided and something differs from what was read, or was rejected. Reads only.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef

from tracker.mandates.models import Mandate
from tracker.reading import record, records
from tracker.resolutions.models import Wording

# What a person may put right; spans, confidence and doubts are the reader's own.
COMPARED = ("verb", "addressees", "action", "deliverable", "deadlines", "conditional")


def corrections() -> Iterator[dict[str, Any]]:
    """Give one record for each provision whose reading people have corrected, in the order of the texts."""
    open_beside = Mandate.objects.proposed().filter(provision=OuterRef("provision"))
    decided = Mandate.objects.exclude(status=Mandate.Status.PROPOSED).exclude(Exists(open_beside))
    rows = decided.select_related("resolution__organ", "resolution__session", "provision").prefetch_related(
        "addressings", "deadlines__organ"
    )
    in_order = rows.order_by("resolution__sort_key", "resolution", "provision__position", "provision", "position")
    for _provision, mandates in groupby(in_order.iterator(chunk_size=500), key=lambda mandate: mandate.provision_id):
        provision = list(mandates)
        if any(_differs(mandate) for mandate in provision):
            yield _record(provision)


def _differs(mandate: Mandate) -> bool:
    """Tell whether people say of a mandate something else than was read: another value, or that it is none."""
    if mandate.as_read is None or mandate.status == Mandate.Status.REJECTED:
        return True
    said = _directive(mandate)
    return any(said[name] != mandate.as_read.get(name) for name in COMPARED)


def _record(mandates: list[Mandate]) -> dict[str, Any]:
    first = mandates[0]
    resolution, provision = first.resolution, first.provision
    directives = [_directive(one) for one in mandates if one.status != Mandate.Status.REJECTED]
    by_language = dict(Wording.objects.filter(paragraph=provision).values_list("text__language", "words"))
    return {
        "id": f"{resolution.symbol}#{provision.address}",
        "text": by_language.get("en") or next(iter(by_language.values()), ""),
        "context": {
            "organ": resolution.organ.name,
            "session": resolution.session.number if resolution.session else None,
            "title": resolution.title,
            "adopted": resolution.adopted_on.isoformat() if resolution.adopted_on else None,
            "chapeau": next((one.as_read["chapeau"] for one in mandates if (one.as_read or {}).get("chapeau")), None),
        },
        "kind": (provision.provision_kind or "directive") if directives else "statement",
        "directives": directives,
    }


def _directive(mandate: Mandate) -> dict[str, Any]:
    """Return a mandate as a directive of the annotation guide. A time that is only usual is not in the text."""
    directive = records.Directive(
        verb=mandate.verb,
        strength=mandate.strength,
        addressees=tuple(records.Addressee(row.words, row.words) for row in mandate.addressings.all()),
        action=mandate.action,
        deliverable=mandate.deliverable,
        deadlines=tuple(row.as_record() for row in mandate.deadlines.all() if not row.is_inferred),
        conditional=mandate.conditional,
    )
    shaped = record.directive_json(directive)
    return {name: shaped[name] for name in ("verb", "strength", *COMPARED[1:])}
