"""What the review page shows of a reading: the words with their marks, and a form for each proposal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial

from django.conf import settings
from django.utils.translation import gettext as _

from tracker.intake.take_in import Candidate, Decision, candidates
from tracker.mandates.models import Mandate
from tracker.mandates.occurrences import due_windows
from tracker.mandates.reshaping import next_session
from tracker.mandates.windows import Window
from tracker.organs import calendar
from tracker.organs.models import Organ
from tracker.organs.rules import Calendar
from tracker.pages.intake.forms import CandidateForm
from tracker.reading import archive, records
from tracker.reading.corrigenda import rank
from tracker.resolutions.models import Reading, Resolution, Text
from tracker.resolutions.texts import Entry, entries_of, numbered


@dataclass(frozen=True, slots=True)
class Understood:
    """A deadline with the first window that it comes to."""

    deadline: records.Deadline
    window: Window


@dataclass
class Item:
    """One proposal on the page: its form, the dates its deadlines come to, and what was decided on it before.

    `usual` is a time that the text does not name; it is proposed, never taken by itself.
    """

    candidate: Candidate
    form: CandidateForm
    understood: list[Understood]
    usual: Understood | None = None
    decided: Mandate | None = None
    before: "Item | None" = None

    @property
    def is_sure(self) -> bool:
        return self.candidate.directive.confidence >= settings.CONFIDENCE_LINE

    @property
    def percent(self) -> int:
        return round(100 * self.candidate.directive.confidence)


@dataclass
class Shown:
    """One paragraph of the text on the page, with the proposals that stand on it."""

    entry: Entry
    items: list[Item] = field(default_factory=list)

    @property
    def number(self) -> str:
        """Return the number in front of the paragraph: "24." at the top, "(a)" below it."""
        if self.entry.kind != "operative":
            return self.entry.address if self.entry.kind == "note" else ""
        label = self.entry.address.rpartition("/")[2].split(".")[-1]
        if not label:
            return ""
        return f"({label})" if self.entry.depth else f"{label}."

    @property
    def marks(self) -> list[tuple[str, int, int]]:
        """Return the spans found in the words: kind, start, end."""
        return [mark for item in self.items for mark in _marks(item.candidate.directive)]


@dataclass(frozen=True, slots=True)
class Head:
    """One resolution of the file as offered: its number in it, whether it is to be taken in, and what is here of it."""

    number: int
    resolution: records.Resolution
    is_taken: bool
    here: str = ""


class Review:
    """A reading under review. `data` is what the person sent, None while they look."""

    def __init__(self, reading: Reading, today: date, data=None):
        self.reading, self.today = reading, today
        self.found = archive.unpack_reading(reading.record)
        self._data = data

    @cached_property
    def items(self) -> list[Item]:
        known, decided = calendar.current_calendar(), self._decided()
        organs = dict(Organ.objects.values_list("name", "code"))
        items: list[Item] = []
        for candidate in candidates(self.found):
            organ = organs.get(candidate.resolution.organ or "", "")
            key = (candidate.resolution.symbol, candidate.provision.address, _signature(candidate.as_read))
            before = items[-1] if items else None
            may_merge = bool(before and not before.decided and _is_beside(before.candidate, candidate))
            usual = next_session(candidate.directive, organ, candidate.resolution.adoption_date, known)
            understood = partial(_windows, candidate, known=known, organ=organ, today=self.today)
            items.append(
                Item(
                    candidate,
                    CandidateForm(candidate, self._data, may_merge=may_merge, usual=usual),
                    understood(candidate.directive.deadlines),
                    next(iter(understood([usual] if usual else [])), None),
                    decided.get(key),
                    before,
                )
            )
        return items

    @property
    def to_check(self) -> list[Item]:
        return [item for item in self.items if not item.is_sure and not item.decided]

    @property
    def sure(self) -> list[Item]:
        return [item for item in self.items if item.is_sure and not item.decided]

    @property
    def decided(self) -> list[Item]:
        return [item for item in self.items if item.decided]

    @cached_property
    def texts(self) -> list[tuple[records.Resolution, list[Shown]]]:
        """Return each resolution with its paragraphs in order, proposals beside them."""
        standing: dict[tuple[int, str, str], list[Item]] = {}
        for item in self.items:
            key = (id(item.candidate.resolution), item.candidate.provision.address, item.candidate.provision.text)
            standing.setdefault(key, []).append(item)
        return [
            (
                resolution,
                [
                    Shown(entry, standing.get((id(resolution), entry.address, entry.words), []))
                    for entry in numbered(entries_of(resolution))
                ],
            )
            for resolution in self.found.resolutions
        ]

    @cached_property
    def heads(self) -> list[Head]:
        """Return what each resolution of the file is; of several in one file each can be left out."""
        symbols = [one.symbol for one in self.found.resolutions]
        rows = Text.objects.filter(resolution__symbol__in=symbols).select_related("resolution", "reading")
        here = {(row.resolution.symbol, row.language): row for row in rows}
        return [
            Head(
                number, one, number not in self.left_out, _here(one, here.get((one.symbol, one.language)), self.reading)
            )
            for number, one in enumerate(self.found.resolutions)
        ]

    @property
    def left_out(self) -> set[int]:
        """Return the numbers of the resolutions that the person does not want; none before they have said so."""
        if self._data is None or len(self.found.resolutions) < 2:
            return set()
        wanted = self._data.getlist("take")
        return {number for number in range(len(self.found.resolutions)) if str(number) not in wanted}

    @property
    def nothing_taken(self) -> bool:
        """Tell whether the person left out everything there is."""
        return bool(self.found.resolutions) and len(self.left_out) == len(self.found.resolutions)

    @property
    def remains(self) -> list[records.Block]:
        """Return the blocks that no resolution could take in, and those that one could not place."""
        return [*self.found.remains, *(block for one in self.found.resolutions for block in one.remains)]

    def is_valid(self) -> bool:
        # Every form is asked, so that all errors are shown at once.
        answers = [item.form.is_valid() for item in self.items if not item.decided]
        if not self.found.resolutions or self.nothing_taken or not all(answers):
            return False
        merged = [_merges_into_something(item) for item in self.items if not item.decided]
        return all(merged)

    def decisions(self) -> dict[str, Decision]:
        """Return what the person said of each proposal still open."""
        return {item.candidate.key: item.form.decision() for item in self.items if not item.decided}

    def _decided(self) -> dict[tuple, Mandate]:
        """Return the mandates on these resolutions that somebody has decided on, by what they were read as."""
        resolutions = Resolution.objects.filter(symbol__in=[one.symbol for one in self.found.resolutions])
        rows = Mandate.objects.filter(resolution__in=resolutions, as_read__isnull=False)
        rows = rows.exclude(status=Mandate.Status.PROPOSED).select_related("provision", "resolution")
        return {(row.resolution.symbol, row.provision.address, _signature(row.as_read)): row for row in rows}


def _is_beside(before: Candidate, candidate: Candidate) -> bool:
    """Return whether two proposals stand in the same paragraph, its sub-paragraphs included."""
    same = before.resolution is candidate.resolution
    return same and _paragraph_of(before) == _paragraph_of(candidate)


def _paragraph_of(candidate: Candidate) -> str:
    return candidate.provision.address.partition(".")[0]


def _merges_into_something(item: Item) -> bool:
    """Return whether a proposal that is part of the one before it finds a mandate there; say so on its form if not."""
    if item.form.cleaned_data["verdict"] != "merge" or item.before is None:
        return True
    into = item.before.form.cleaned_data["verdict"]
    if into == "reject":
        item.form.add_error("verdict", _("The one before is no mandate, so that this cannot be part of it."))
    return into != "reject"


def _here(found: records.Resolution, text: Text | None, reading: Reading) -> str:
    """Return in words what becomes of the text that is here already; "" where none is, or this file gave it."""
    if text is None or text.reading_id == reading.pk:
        return ""
    if text.settled:
        return _("Its text was settled by hand and stays as it is.")
    if rank(found.edition) < rank(text.edition):
        return _("A later edition (%(edition)s) is here and stays in force.") % {"edition": text.edition}
    name = text.reading.name if text.reading else text
    return _("It is here already, read from %(name)s: this reading takes its place.") % {"name": name}


def _signature(as_read: dict) -> tuple:
    return as_read.get("verb"), frozenset(as_read.get("addressees") or ())


def _marks(directive: records.Directive) -> Iterator[tuple[str, int, int]]:
    found = [
        ("verb", directive.verb_found),
        ("deliverable", directive.deliverable_found),
        ("conditional", directive.conditional_found),
        *(("addressee", addressee.found) for addressee in directive.addressees),
        *(("deadline", deadline.found) for deadline in directive.deadlines),
    ]
    return ((kind, span.start, span.end) for kind, span in found if span and not span.in_chapeau)


def _windows(
    candidate: Candidate, deadlines: Sequence[records.Deadline], *, known: Calendar, organ: str, today: date
) -> list[Understood]:
    """Return each deadline with the first window it comes to; one that only says where another starts has none."""
    adopted = candidate.resolution.adoption_date
    windows = due_windows(deadlines, adopted, organ, known, today) if deadlines else ()
    return [
        Understood(deadline, coming[0] if coming else Window("undated", _("says from when the other counts")))
        for deadline, coming in zip(deadlines, windows, strict=True)
    ]
