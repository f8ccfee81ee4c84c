"""What the page of a checked draft shows: what is missing, line by line, and each paragraph that asks something."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.intake.draft import Ask, Checked, Draft
from tracker.resolutions.models import Paragraph


class Wanted(NamedTuple):
    """What a draft should have: the field of Gaps that tells it, its name, and the words before paragraphs or for none.

    `is_good`: the paragraphs are those that have it, not those that lack it.
    """

    field: str
    name: Any
    there: Any
    nowhere: Any
    is_good: bool


WANTED = (
    Wanted(
        "no_addressee",
        gettext_lazy("Addressee"),
        gettext_lazy("Asks that name nobody: para."),
        gettext_lazy("Every ask names whom it is addressed to."),
        is_good=False,
    ),
    Wanted(
        "no_deadline",
        gettext_lazy("Deadline"),
        gettext_lazy("Asks without a deadline: para."),
        gettext_lazy("Every ask has a deadline."),
        is_good=False,
    ),
    Wanted(
        "reviews",
        gettext_lazy("Review clause"),
        gettext_lazy("It brings the matter back: para."),
        gettext_lazy("It does not bring the matter back: no report at some time, no review, no item of an agenda."),
        is_good=True,
    ),
    Wanted(
        "resources",
        gettext_lazy("Resources"),
        gettext_lazy("It speaks of them: para."),
        gettext_lazy("It does not say what is paid from what, such as “within existing resources”."),
        is_good=True,
    ),
)


@dataclass(frozen=True)
class Place:
    """A paragraph of the draft by its number; `anchor` is where the page shows it, "" where it asks nothing."""

    label: str
    anchor: str


@dataclass(frozen=True)
class Line:
    """One thing that a draft should have, whether it is missing, and in which paragraphs it is missing, or stands."""

    wanted: Wanted
    places: list[Place]

    @property
    def is_missing(self) -> bool:
        return bool(self.places) != self.wanted.is_good


@dataclass(frozen=True)
class Section:
    """One paragraph that asks something, with the anchor it has on the page."""

    anchor: str
    checked: Checked

    @property
    def asks(self) -> list[Ask]:
        return self.checked.asks

    @property
    def lacks(self) -> list[str]:
        """Return what its asks leave open, in words."""
        found = [
            (_("no addressee"), any(not ask.addressees for ask in self.asks)),
            (_("no deadline"), any(not ask.deadlines for ask in self.asks)),
        ]
        return [words for words, is_open in found if is_open]


class Shown:
    """One draft on the page; `number` tells the drafts of one file apart."""

    def __init__(self, draft: Draft, number: int):
        self.draft, self.number = draft, number

    @cached_property
    def sections(self) -> list[Section]:
        return [
            Section(f"draft-{self.number}-{at}", checked) for at, checked in enumerate(self.draft.paragraphs, start=1)
        ]

    @property
    def lines(self) -> list[Line]:
        # Where two paragraphs bear one number, the first is meant.
        anchors = {section.checked.address: section.anchor for section in reversed(self.sections)}
        return [
            Line(
                wanted,
                [
                    Place(Paragraph(address=at).label, anchors.get(at, ""))
                    for at in getattr(self.draft.gaps, wanted.field)
                ],
            )
            for wanted in WANTED
        ]
