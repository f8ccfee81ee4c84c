"""The JSON shape of a resolution, and back: the record that leaves the program and that other programs may send.

The shape is that of the corpus of official structures ("The record"); an operative entry that has been judged also
carries kind, directives and confidence in the shape of the annotation guide.
"""

from datetime import date
from typing import Any

from tracker.reading.records import (
    Deadline,
    Directive,
    Found,
    Judgement,
    Note,
    Paragraph,
    Part,
    Provision,
    Resolution,
)


def to_json(resolution: Resolution, structure_only: bool = False) -> dict[str, Any]:
    """Return the record of a resolution; `structure_only` leaves the judgements out."""
    return {
        "symbol": resolution.symbol,
        "organ": resolution.organ,
        "session": resolution.session,
        "title": resolution.title,
        "adoption_date": _iso(resolution.adoption_date),
        "publication_date": _iso(resolution.publication_date),
        "agenda_items": list(resolution.agenda_items),
        "agenda_titles": list(resolution.agenda_titles),
        "proponent": resolution.proponent,
        "committee": resolution.committee,
        "originating_document": resolution.originating_document,
        "meeting": resolution.meeting,
        "enacting_body": resolution.enacting_body,
        "parts": [
            {"part": part.part, "title": part.title, "meeting": part.meeting, "adoption_date": _iso(part.adoption_date)}
            for part in resolution.parts
        ],
        "preambular": [paragraph.text for paragraph in resolution.preambular],
        "operative": [_provision(provision, structure_only) for provision in resolution.operative],
        "footnotes": [{"marker": note.marker, "text": note.text} for note in resolution.footnotes],
        "annexes": list(resolution.annexes),
    }


def from_json(record: dict[str, Any]) -> Resolution:
    """Return the resolution of a record, without judgements: what it asks is read from its words anew."""
    return Resolution(
        symbol=record["symbol"],
        organ=record.get("organ"),
        session=record.get("session"),
        title=record.get("title"),
        proponent=record.get("proponent"),
        committee=record.get("committee"),
        originating_document=record.get("originating_document"),
        meeting=record.get("meeting"),
        enacting_body=record.get("enacting_body"),
        adoption_date=_day(record.get("adoption_date")),
        publication_date=_day(record.get("publication_date")),
        agenda_items=tuple(record.get("agenda_items") or ()),
        agenda_titles=tuple(record.get("agenda_titles") or ()),
        parts=tuple(
            Part(part["part"], part.get("title"), part.get("meeting"), _day(part.get("adoption_date")))
            for part in record.get("parts") or ()
        ),
        preambular=tuple(Paragraph(text) for text in record.get("preambular") or ()),
        operative=tuple(_provision_of(entry) for entry in record.get("operative") or ()),
        footnotes=tuple(Note(note["marker"], note["text"]) for note in record.get("footnotes") or ()),
        annexes=tuple(record.get("annexes") or ()),
    )


def _provision_of(entry: dict[str, Any]) -> Provision:
    return Provision(
        path=tuple(entry["path"]),
        text=entry["text"],
        part=entry.get("part"),
        section=entry.get("section"),
        heading=entry.get("heading"),
        verb=entry.get("verb"),
    )


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def directive_json(directive: Directive) -> dict[str, Any]:
    """Return a directive in the shape of the annotation guide, with the spans of the words behind each of its parts."""
    spans = {
        "verb": _span(directive.verb_found),
        "addressees": [_span(addressee.found) for addressee in directive.addressees],
        "action": _span(directive.action_found),
        "deliverable": _span(directive.deliverable_found),
        "deadlines": [_span(deadline.found) for deadline in directive.deadlines],
        "conditional": _span(directive.conditional_found),
    }
    return {
        "verb": directive.verb,
        "strength": directive.strength,
        "addressees": [addressee.name for addressee in directive.addressees],
        "action": directive.action,
        "deliverable": directive.deliverable,
        "deadlines": [_deadline(deadline) for deadline in directive.deadlines],
        "conditional": directive.conditional,
        "confidence": round(directive.confidence, 3),
        "doubts": list(directive.doubts),
        "spans": {name: span for name, span in spans.items() if span},
    }


def _deadline(deadline: Deadline) -> dict[str, Any]:
    shaped: dict[str, Any] = {"text": deadline.words, "type": deadline.type, "relation": deadline.relation}
    if deadline.type == "session":
        number = int(deadline.number) if deadline.number.isdecimal() else deadline.number
        shaped["session"] = {"organ": deadline.organ} | ({"number": number} if number else {"year": deadline.year})
    if deadline.type in ("recurrence", "duration"):
        span = {"count": deadline.count, "unit": deadline.unit or None}
        shaped["every" if deadline.type == "recurrence" else "within"] = span
    named = {"date": deadline.on, "start": deadline.start, "end": deadline.end, "counted_from": deadline.counted_from}
    shaped |= {name: value for name, value in named.items() if value}
    return shaped if deadline.part == "whole" else shaped | {"part": deadline.part}


def _span(found: Found | None) -> list[int] | dict[str, list[int]] | None:
    if found is None:
        return None
    return {"chapeau": [found.start, found.end]} if found.in_chapeau else [found.start, found.end]


def _judgement(judgement: Judgement) -> dict[str, Any]:
    return {
        "kind": judgement.kind,
        "confidence": round(judgement.confidence, 3),
        "directives": [directive_json(directive) for directive in judgement.directives],
    }


def _provision(provision: Provision, structure_only: bool) -> dict[str, Any]:
    judgement = None if structure_only else provision.judgement
    return (_judgement(judgement) if judgement else {}) | {
        "part": provision.part,
        "section": provision.section,
        "heading": provision.heading,
        "number": provision.number,
        "path": list(provision.path),
        "text": provision.text,
        "verb": provision.verb,
    }
