"""The one write from a reading: texts, proposals and what people decided about them, in one transaction.

The web page, the command and the set-up all come through here. A reading taken in again changes nothing; what people
decided is never overwritten.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from django.conf import settings

from tracker import reading as reader
from tracker.accounts.changes import change
from tracker.accounts.models import User
from tracker.files.models import File
from tracker.followup import suggestions
from tracker.mandates import proposals as deciding
from tracker.mandates import reshaping
from tracker.mandates.models import Mandate
from tracker.mandates.proposals import Correction, Names, Proposal
from tracker.organs import calendar, directory
from tracker.organs.rules import Calendar
from tracker.reading import archive, record, records
from tracker.reading.corrigenda import corrected as correct
from tracker.reading.directives import is_mandate
from tracker.reading.reader import understand
from tracker.reading.sandbox import read_safely
from tracker.resolutions import lineage, texts
from tracker.resolutions.models import Reading, Resolution, Text

Confirm = Literal["none", "above-line", "all"]
Verdict = Literal["accept", "merge", "reject", "later"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person says of one proposal; with "accept" the correction is what they put in place of the reading.

    "merge": it is part of the proposal before it. `second` is a mandate that was read as part of this one. `spreads`:
    where the same addressee was read elsewhere in the document, the correction of addressees holds too.
    """

    verdict: Verdict
    correction: Correction | None = None
    second: Correction | None = None
    spreads: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A directive that would become a mandate; `key` names it within its reading: resolution, provision, directive."""

    key: str
    resolution: records.Resolution
    provision: records.Provision
    directive: records.Directive
    as_read: dict


@dataclass
class TakenIn:
    """What came of one resolution of a reading."""

    resolution: Resolution
    outcome: texts.Outcome
    mandates: list[Mandate] = field(default_factory=list)


@dataclass
class Context:
    """What a run of intakes looks up again and again, fetched once."""

    today: date
    names: Names = field(default_factory=Names)
    known: Calendar = field(default_factory=calendar.current_calendar)


def read(file: File, content: bytes, name: str) -> Reading:
    """Return the reading of a file by this version of the reader: the one kept, or a new one.

    Raises records.UnreadableError with the cause in words.
    """
    kept = Reading.objects.filter(file=file, reader=reader_version()).first()
    if kept:
        return kept
    found = read_safely(content, name, vocabulary=directory.vocabulary())
    return keep(file, name, found)


def keep(file: File, name: str, found: records.Reading) -> Reading:
    """Keep what was read from a file, whole; a list of corrections as the text that it makes of the one here."""
    if found.corrigendum:
        found = _corrected(found, found.corrigendum)
    kept, _created = Reading.objects.get_or_create(
        file=file, reader=reader_version(), defaults={"name": name[:255], "record": archive.pack(found)}
    )
    return kept


def _corrected(found: records.Reading, corrigendum: records.Corrigendum) -> records.Reading:
    """Return a corrigendum as a reading of the corrected text; what does not fit stays over, for a person to settle.

    Raises records.UnreadableError where the text is not here, or was settled by hand.
    """
    named = f"This is a corrigendum ({corrigendum.edition}) to {corrigendum.symbol}"
    text = Text.objects.filter(resolution__symbol=corrigendum.symbol, language=found.language or "en").first()
    if text is None or text.reading is None:
        raise records.UnreadableError(f"{named}, which is not here. Take in {corrigendum.symbol} first.")
    if text.settled:
        raise records.UnreadableError(f"{named}, whose text was settled by hand. Correct its paragraphs on its page.")
    before = archive.unpack_reading(text.reading.record)
    original = next(one for one in before.resolutions if one.symbol == corrigendum.symbol)
    resolution, left = correct(original, corrigendum)
    over = tuple(records.Block(one.words, records.Place(1)) for one in left)
    resolution = understand(replace(resolution, remains=(*resolution.remains, *over)), directory.vocabulary())
    return replace(found, resolutions=(resolution,), language=resolution.language)


def candidates(found: records.Reading) -> Iterator[Candidate]:
    """Give the directives of a reading that would become mandates, in the order of the text."""
    for number, resolution in enumerate(found.resolutions):
        if resolution.is_draft:
            continue
        for place, provision in enumerate(resolution.operative):
            directives = provision.judgement.directives if provision.judgement else ()
            for position, directive in enumerate(directives):
                if is_mandate(provision, directive):
                    as_read = record.directive_json(directive) | {"chapeau": provision.chapeau}
                    yield Candidate(f"{number}.{place}.{position}", resolution, provision, directive, as_read)


def take_in(
    reading: Reading,
    *,
    by: User | None,
    today: date,
    decisions: Mapping[str, Decision] | None = None,
    confirm: Confirm = "none",
    context: Context | None = None,
    leave: Collection[int] = (),
) -> list[TakenIn]:
    """Store the resolutions of a reading and decide on its proposals, all or nothing; but `leave` out some by number.

    `decisions` maps keys of candidates to what a person said; proposals without one stay open, unless `confirm` accepts
    those above the confidence line, or all. Mandates that somebody has decided on before stay as they are.
    """
    found = archive.unpack_reading(reading.record)
    offered = list(candidates(found))
    decisions = spread(decisions or {}, offered)
    taken = []
    with change(_title(found, reading), by=by):
        context = context or Context(today)
        for number, resolution in enumerate(found.resolutions):
            if number in leave:
                continue
            stored = texts.store(resolution, reading)
            mine = [candidate for candidate in offered if candidate.resolution is resolution]
            gives_none = _is_translation(resolution, stored) or not stored.in_force
            mandates = {} if gives_none else _propose(resolution, stored, mine, context.names)
            if stored.outcome == "changed":
                texts.drop_bare(stored.resolution)
            linked = lineage.trace(stored.resolution) if stored.outcome != "same" else []
            _decide(mandates, decisions, confirm, context)
            for one in {stored.resolution, *linked, *stored.resolution.followed_by.all()}:
                suggestions.look(one)
            taken.append(TakenIn(stored.resolution, stored.outcome, list(mandates.values())))
    return taken


def _is_translation(found: records.Resolution, stored: texts.Stored) -> bool:
    """Tell whether the mandates come from the English text that is here already: paragraphs are the same in all."""
    return found.language != "en" and stored.resolution.texts.filter(language="en").exists()


def _propose(
    found: records.Resolution, stored: texts.Stored, offered: list[Candidate], names: Names
) -> dict[str, Mandate]:
    """Return the mandate of each candidate by its key. A candidate whose paragraph people removed is left out."""
    places = {id(provision): row for provision, row in zip(found.operative, stored.provisions, strict=True)}
    proposals = {
        candidate.key: Proposal(
            places[id(candidate.provision)],
            int(candidate.key.rpartition(".")[2]) + 1,
            candidate.directive,
            candidate.as_read,
        )
        for candidate in offered
        if places[id(candidate.provision)]
    }
    mandates = deciding.propose(stored.resolution, proposals.values(), names)
    for mandate, proposal in zip(mandates, proposals.values(), strict=True):
        suggestions.read_otherwise(mandate, proposal.directive)
    return dict(zip(proposals, mandates, strict=True))


def _decide(
    mandates: Mapping[str, Mandate], decisions: Mapping[str, Decision], confirm: Confirm, context: Context
) -> None:
    """Apply what people said to the proposals that are still open, in the order of the text."""
    accepted, rejected = [], []
    before: Mandate | None = None
    for key, mandate in mandates.items():
        decision = decisions.get(key)
        if mandate.status != Mandate.Status.PROPOSED:
            continue
        if decision and decision.verdict == "merge" and before:
            reshaping.merge(mandate, before)
            continue
        before = mandate
        if decision and decision.verdict == "reject":
            rejected.append(mandate)
            before = None
        elif (decision and decision.verdict == "accept") or (not decision and _is_sure(mandate, confirm)):
            if decision and decision.correction:
                deciding.correct(mandate, decision.correction, context.names)
            accepted.append(mandate)
            if decision and decision.second:
                accepted.append(reshaping.split(mandate, decision.second, context.names))
    deciding.reject(rejected)
    deciding.confirm(accepted, context.today, context.known)


def spread(decisions: Mapping[str, Decision], offered: list[Candidate]) -> dict[str, Decision]:
    """Return the decisions with each corrected addressee put right elsewhere too, where the person asked for that.

    Only accepted proposals whose addressees nobody corrected are concerned.
    """
    read = {candidate.key: [one.name for one in candidate.directive.addressees] for candidate in offered}
    instead: dict[str, list[str]] = {}
    for key, decision in decisions.items():
        given = decision.correction.addressees if decision.correction else None
        if decision.spreads and given is not None:
            gone = [name for name in read[key] if name not in given]
            fresh = [name for name in given if name not in read[key]]
            instead |= {gone[0]: fresh} if len(gone) == 1 and fresh else {}
    spread_out = dict(decisions)
    for key, decision in decisions.items():
        correction = decision.correction or Correction()
        if decision.verdict == "accept" and correction.addressees is None and instead.keys() & set(read[key]):
            names = [put for name in read[key] for put in instead.get(name, [name])]
            spread_out[key] = replace(decision, correction=replace(correction, addressees=list(dict.fromkeys(names))))
    return spread_out


def _is_sure(mandate: Mandate, confirm: Confirm) -> bool:
    return confirm == "all" or (confirm == "above-line" and (mandate.confidence or 0) >= settings.CONFIDENCE_LINE)


def _title(found: records.Reading, reading: Reading) -> str:
    symbols = ", ".join(resolution.symbol for resolution in found.resolutions)
    return f"Take in {symbols or reading.name}"


def reader_version() -> str:
    """Return a short digest of the reader's code, word lists and names: another version may read a file differently."""
    return f"{_code_digest()}-{directory.digest()}"


@cache
def _code_digest() -> str:
    folder = Path(reader.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".py", ".csv"):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
