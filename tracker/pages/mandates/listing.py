"""What the register shows around and in its rows: chips, columns, pages, and what a person may do to each mandate."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.forms import Form, Select
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tracker.accounts.access import ANALYST, MANAGER, entities_of, may, visible
from tracker.accounts.models import User
from tracker.mandates import standing
from tracker.mandates.lateness import State
from tracker.mandates.models import Addressing, Deadline, Mandate, Tag
from tracker.organs.models import Addressee
from tracker.pages.mandates import columns
from tracker.reports.filters import NOBODY, MandateFilter
from tracker.reports.models import SavedView
from tracker.reports.wording import Chip, chips

# The filters that stand above the list; the others are folded away until one of them holds.
SHOWN_FIRST = {"q", "state", "status", "entity", "focal"}
MOST_NAMES = 300


@dataclass(frozen=True)
class Row:
    """One mandate of the list, with what the person may do to it."""

    mandate: Mandate
    state: State
    may_log: bool
    may_set: bool
    may_bulk: bool

    @cached_property
    def addressings(self) -> list[Addressing]:
        return list(self.mandate.addressings.all())

    @cached_property
    def deadlines(self) -> list[Deadline]:
        return list(self.mandate.deadlines.all())

    @cached_property
    def tags(self) -> list[Tag]:
        return [tagging.tag for tagging in self.mandate.taggings.all()]

    @property
    def percent(self) -> int:
        """Return how sure the reading was, in per cent."""
        return round(100 * (self.mandate.confidence or 0))

    @property
    def moves(self) -> SafeString:
        """Return the buttons for the statuses that need no reason, each with its number."""
        return _moves(self.mandate.status, False, get_language())

    @property
    def moves_with_reason(self) -> SafeString:
        return _moves(self.mandate.status, True, get_language())

    @property
    def reasons(self) -> SafeString:
        return _reasons(get_language())


@dataclass(frozen=True)
class Suggestion:
    """Which filter to drop when nothing is found, and how many mandates there would be then."""

    label: Any
    name: str
    count: int


class Listing:
    """One page of the register. `default_view` is the view that its bare address opens for the person, if any."""

    gap = Paginator.ELLIPSIS

    def __init__(self, asked: MandateFilter, page: Page, user: User, shown: list[str], default_view: SavedView | None):
        self.asked, self.page, self.user, self.columns, self.default_view = asked, page, user, shown, default_view

    @cached_property
    def form(self) -> Form:
        """Return the filter's form with what is known to be worth choosing."""
        form = self.asked.form
        form.fields["focal"].widget = Select(choices=self._focal_points(), attrs={"class": "form-select"})
        form.fields["addressee"].widget.attrs["list"] = "addressees"
        form.fields["verb"].widget.attrs["list"] = "verbs"
        return form

    @property
    def addressees(self) -> QuerySet:
        """Return names to choose from: those that mandates have, up to a number that a page can carry."""
        used = Addressing.objects.filter(addressee=OuterRef("pk"))
        return Addressee.objects.filter(Exists(used)).order_by("name").values_list("name", flat=True)[:MOST_NAMES]

    @property
    def verbs(self) -> QuerySet:
        return Mandate.objects.order_by("verb").values_list("verb", flat=True).distinct()[:MOST_NAMES]

    @property
    def all(self) -> str:
        """Return the address of the list without any filter: where the bare one opens a view, it has to say so."""
        return reverse("mandates:register") + ("?view=all" if self.default_view else "")

    @property
    def errors(self) -> list[tuple[Any, list[str]]]:
        return [(self.form.fields[name].label, errors) for name, errors in self.form.errors.items()]

    @property
    def has_more_filters(self) -> bool:
        return bool((set(self.asked.active) | set(self.form.errors)) - SHOWN_FIRST)

    @property
    def page_numbers(self) -> Iterable[int | str]:
        return self.page.paginator.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1)

    @property
    def proposed(self) -> int:
        return self.asked.queryset.proposed().count()

    @cached_property
    def may_bulk(self) -> bool:
        return may(self.user, "mandate.bulk")

    @property
    def may_take_in(self) -> bool:
        return may(self.user, "resolution.take_in")

    @cached_property
    def rows(self) -> list[Row]:
        return rows_for(self.page.object_list, self.user, self.asked.today)

    @property
    def chips(self) -> list[Chip]:
        return chips(self.asked)

    @property
    def headings(self) -> list[columns.Column]:
        return columns.headings(self.columns, self.asked.sorting)

    @property
    def column_choices(self) -> list[tuple[columns.Kind, bool]]:
        """Return all columns that may be shown, those that are in front in their order, with whether each is."""
        others = [key for key in columns.KINDS if key not in self.columns]
        return [(columns.KINDS[key], key in self.columns) for key in (*self.columns, *others)]

    @property
    def sort_choices(self) -> list[columns.Kind]:
        return [kind for kind in columns.KINDS.values() if kind.sort]

    @property
    def is_register_empty(self) -> bool:
        """Tell whether there is no mandate at all: the program has just been set up."""
        return not self.asked.queryset.confirmed().exists()

    @property
    def is_all_done(self) -> bool:
        """Tell whether only what is late was asked for: then finding nothing is good news."""
        active = self.asked.active
        states = set(active.get("state", ()))
        return bool(states) and states <= {"overdue", "due-now"} and set(active) <= {"state", "entity", "focal"}

    @cached_property
    def suggestion(self) -> Suggestion | None:
        """Return the filter whose dropping would find most, None where dropping one does not help."""
        offers = [
            Suggestion(self.form.fields[name].label, name, self.asked.without(name).count())
            for name in self.asked.active
        ]
        best = max(offers, key=lambda offer: offer.count, default=None)
        return best if best and best.count else None

    def _focal_points(self) -> list[tuple[str, Any]]:
        own = Mandate.objects.filter(focal_point=OuterRef("pk"))
        people = User.objects.filter(Exists(own)).values_list("pk", "name")[:MOST_NAMES]
        names = [(str(key), name) for key, name in people]
        return [("", _("Any focal point")), ("me", _("Me")), (NOBODY, _("Nobody")), *names]


def rows_for(mandates: Iterable[Mandate], user: User, today: date) -> list[Row]:
    """Return the rows of a list of mandates, in three queries whatever their number."""
    mandates = list(mandates)
    here = Mandate.objects.filter(pk__in=[mandate.pk for mandate in mandates]).order_by()
    may_log = set(visible(here, user, "mandate.log_progress").values_list("pk", flat=True))
    mine = set(entities_of(user, ANALYST).values_list("pk", flat=True))
    managed = set(entities_of(user, MANAGER).values_list("pk", flat=True))
    return [
        Row(
            mandate,
            mandate.state(today),
            may_log=mandate.pk in may_log and mandate.status in standing.FOLLOWED,
            may_set=(mandate.lead_entity_id in mine or user.is_superuser) and mandate.status in standing.FOLLOWED,
            may_bulk=(mandate.lead_entity_id in managed or user.is_superuser) and mandate.status in standing.FOLLOWED,
        )
        for mandate in mandates
    ]


@cache
def _moves(start: str, with_reason: bool, _language: str | None) -> SafeString:
    """Draw the buttons for the statuses that a mandate may move to from one; once, for they are the same in all rows.

    So are their numbers, in order that keys stay.
    """
    moves = [
        (number, Mandate.Status(end))
        for number, end in enumerate(standing.choices_from(start), start=1)
        if end != start and standing.needs_reason(start, end) == with_reason
    ]
    return render_to_string("mandates/_moves.html", {"moves": moves, "has_keys": not with_reason})


@cache
def _reasons(_language: str | None) -> SafeString:
    choices = ((value, capfirst(words)) for value, words in Mandate.Reason.choices)
    return format_html_join("", '<option value="{}">{}</option>', choices)
