"""The one filter of mandates: the query string says which mandates, in which order, and everything asks here.

The register, its exports, and later the API and the feeds take the same names, so that an exported list is the list
on screen. First step of `reports`; what a state or a silence means stands with the mandates, this only combines.

Within one name several values mean any of them; between names all must hold. Without a `status` the mandates are those
that somebody has accepted; proposals and what was rejected must be asked for. A value that cannot be understood is an
error of the form and filters nothing: whoever cannot show the error answers with it instead of a list.
"""

from datetime import date
from functools import cached_property
from typing import Any

import django_filters
from dateutil.relativedelta import relativedelta
from django import forms  # noqa: TID251 (a filter is asked through a form)
from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import QueryDict  # noqa: TID251 (what a filter reads is a query string)
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tracker.accounts.access import visible
from tracker.accounts.models import Entity, User
from tracker.followup.models import Evidence, ProgressUpdate, Watch
from tracker.mandates import lateness
from tracker.mandates.models import Addressing, DueDate, Mandate, Tag, Tagging
from tracker.organs.models import Addressee, Organ, Session
from tracker.reading import symbols
from tracker.resolutions import search
from tracker.resolutions.models import Wording

NOBODY = "none"
LONGEST_SEARCH = 200

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

Choices = list[tuple[str, Any]]

YES_NO: Choices = [("yes", _("yes")), ("no", _("no"))]


def slug(value: str) -> str:
    """Return the form in which statuses and states stand in addresses: "in progress" as "in-progress"."""
    return value.replace(" ", "-")


STATE_SLUGS = {slug(state).removesuffix("-stated"): state for state in lateness.State}
STATUS_SLUGS = {slug(status.value): status for status in Mandate.Status}
STATES: Choices = [(short, state.label) for short, state in STATE_SLUGS.items()]
STATUSES: Choices = [(short, status.label) for short, status in STATUS_SLUGS.items()]

# By what a list can be sorted; each ends in the key, so that the order never depends on chance.
SORTS: dict[str, tuple[str, ...]] = {
    "due": ("due_closes", "due_opens"),
    "symbol": ("resolution__sort_key", "provision__position", "position"),
    "adopted": ("resolution__adopted_on",),
    "verb": ("verb",),
    "entity": ("lead_entity__short_name",),
    "focal": ("focal_point__name",),
    "status": ("status",),
    "priority": ("priority",),
    "heard": ("quiet_since",),
}
DEFAULT_SORT = "due"


class Slugs(forms.MultipleChoiceField):
    """Several of a fixed list, as in an address; the stored spelling ("in progress") is understood too."""

    widget = forms.CheckboxSelectMultiple

    def to_python(self, value):
        return [slug(given) for given in super().to_python(value)]


class Words(forms.CharField):
    """Words to search for; the last one may still be being typed. What is no search is an error with its cure."""

    def validate(self, value):
        super().validate(value)
        try:
            if value:
                search.understand(value, is_typing=True)
        except search.QueryError as error:
            raise forms.ValidationError(str(error)) from error


class WordsFilter(django_filters.CharFilter):
    field_class = Words


class SlugsFilter(django_filters.MultipleChoiceFilter):
    field_class = Slugs


class IntegerFilter(django_filters.Filter):
    field_class = forms.IntegerField


class MandateFilter(django_filters.FilterSet):
    """Which mandates, in which order. `user` is who asks (for "me"), `today` the day by which lateness is told."""

    q = WordsFilter(label=_("Words"), method="with_words", max_length=LONGEST_SEARCH)
    document = django_filters.CharFilter(label=_("Document"), method="of_document", max_length=LONGEST_SEARCH)
    organ = django_filters.ModelMultipleChoiceFilter(
        label=_("Adopting organ"),
        field_name="resolution__organ__code",
        to_field_name="code",
        queryset=Organ.objects.filter(resolutions__isnull=False).distinct(),
        distinct=False,
        widget=forms.CheckboxSelectMultiple,
    )
    session = django_filters.CharFilter(
        label=_("Session"), field_name="resolution__session__number", lookup_expr="iexact", max_length=20
    )
    addressee = django_filters.CharFilter(label=_("Addressee"), method="of_addressee", max_length=LONGEST_SEARCH)
    entity = django_filters.ModelMultipleChoiceFilter(
        label=_("Lead entity"),
        field_name="lead_entity__short_name",
        to_field_name="short_name",
        queryset=Entity.objects.all(),
        null_label=_("nobody"),
        null_value=NOBODY,
        distinct=False,
        widget=forms.CheckboxSelectMultiple,
    )
    focal = django_filters.CharFilter(label=_("Focal point"), method="of_focal_point")
    status = SlugsFilter(label=_("Status"), choices=STATUSES, method="of_status")
    state = SlugsFilter(label=_("Deadline"), choices=STATES, method="of_state")
    due_from = django_filters.DateFilter(label=_("Due from"), method="due_after", widget=DAY)
    due_to = django_filters.DateFilter(label=_("Due until"), method="due_before", widget=DAY)
    verb = django_filters.CharFilter(label=_("Operative verb"), lookup_expr="iexact", max_length=60)
    strength = django_filters.MultipleChoiceFilter(
        label=_("Strength"),
        choices=Mandate.Strength.choices,
        distinct=False,
        widget=forms.CheckboxSelectMultiple,
    )
    deliverable = django_filters.MultipleChoiceFilter(
        label=_("Deliverable"),
        choices=Mandate.Deliverable.choices,
        distinct=False,
        widget=forms.CheckboxSelectMultiple,
    )
    conditional = django_filters.ChoiceFilter(label=_("Conditional"), choices=YES_NO, method="if_conditional")
    tag = django_filters.ModelMultipleChoiceFilter(
        label=_("Tag"),
        to_field_name="name",
        queryset=Tag.objects.all(),
        method="with_tag",
        widget=forms.CheckboxSelectMultiple,
    )
    review_to = django_filters.DateFilter(label=_("To be reviewed until"), method="reviewed_by", widget=DAY)
    watched = django_filters.ChoiceFilter(label=_("Watched"), choices=[("me", _("by me"))], method="of_watcher")
    silent = IntegerFilter(label=_("Silent for months"), method="silent_for", min_value=1, max_value=600)
    closes_from = django_filters.DateFilter(
        label=_("Overdue after, from"), field_name="due_closes", lookup_expr="gte", widget=DAY
    )
    closes_to = django_filters.DateFilter(
        label=_("Overdue after, until"), field_name="due_closes", lookup_expr="lte", widget=DAY
    )
    due_at = django_filters.CharFilter(label=_("Due at session"), method="due_at_session", max_length=60)
    adopted_from = django_filters.DateFilter(
        label=_("Adopted from"), field_name="resolution__adopted_on", lookup_expr="gte", widget=DAY
    )
    adopted_to = django_filters.DateFilter(
        label=_("Adopted until"), field_name="resolution__adopted_on", lookup_expr="lte", widget=DAY
    )
    settled_from = django_filters.DateFilter(label=_("Settled from"), field_name="settled_on", lookup_expr="gte")
    settled_to = django_filters.DateFilter(label=_("Settled until"), field_name="settled_on", lookup_expr="lte")
    reported = django_filters.DateFilter(label=_("Progress logged on"), method="reported_on")
    evidence = django_filters.ChoiceFilter(label=_("Evidence"), choices=YES_NO, method="if_evidence")
    waiting = django_filters.ChoiceFilter(label=_("Waiting for approval"), choices=YES_NO, method="if_waiting")
    sort = django_filters.CharFilter(label=_("Sort by"), method="keep", max_length=100, widget=forms.HiddenInput)

    # The name of the page that shows the list.
    page = "mandates:register"

    class Meta:
        model = Mandate
        fields: list[str] = []

    def __init__(self, data: QueryDict | dict, queryset: QuerySet[Mandate], *, user: User, today: date):
        super().__init__(data, queryset)
        self.user, self.today = user, today
        # What has been counted of these mandates, by what counted it (figures.once).
        self.counted: dict[Any, Any] = {}

    @cached_property
    def address(self) -> str:
        """Return the address of the page that shows the list, to which a query is added."""
        return reverse(self.page)

    # What is asked

    @cached_property
    def active(self) -> dict[str, Any]:
        """Return the filters that hold, by name, with what each was given; the order is no filter."""
        return {name: given for name, given in self._asked.items() if name != "sort" and _is_given(given)}

    @property
    def sorting(self) -> list[str]:
        """Return the keys of SORTS to sort by, "-" before one for the other way round; unknown keys are passed over."""
        asked = self._asked.get("sort") or ""
        known = [key for key in asked.split(",") if key.removeprefix("-") in SORTS]
        return known or [DEFAULT_SORT]

    def filter_queryset(self, queryset: QuerySet[Mandate]) -> QuerySet[Mandate]:
        if not self.active.get("status"):
            queryset = queryset.confirmed()
        return super().filter_queryset(queryset).order_by(*self._order())

    def without(self, name: str) -> QuerySet[Mandate]:
        """Return the mandates that would be found if one of the filters were dropped."""
        data = self.data.copy()
        data.pop(name, None)
        return type(self)(data, self.queryset, user=self.user, today=self.today).qs

    def narrowed(self, **more: Any) -> QueryDict | None:
        """Return the query of these filters and more, as an address carries it; None where both cannot hold.

        `more` gives lists for names that take several values, else single ones. A value for a name that holds already
        narrows it where it can (lists to what both have, days to the later or earlier); any other must be the same.
        """
        query = QueryDict(mutable=True)
        for name, values in self._given.items():
            query.setlist(name, values)
        for name, value in more.items():
            held = self._asked.get(name) if name in self.active else None
            if held is not None:
                value = _both(name, held, value)
            if value is None or value == []:
                return None
            query.setlist(name, [str(one) for one in (value if isinstance(value, list) else [value])])
        return query

    @cached_property
    def _asked(self) -> dict[str, Any]:
        """Return what was understood; a value that is an error of the form is not in it."""
        self.form.is_valid()
        return self.form.cleaned_data

    @cached_property
    def _given(self) -> dict[str, list[str]]:
        """Return the values of the filters that hold, as they were written."""
        given = self.data.lists() if hasattr(self.data, "lists") else self.data.items()
        return {name: [value for value in values if value.strip()] for name, values in given if name in self.active}

    def _order(self) -> list[Any]:
        order: list[Any] = []
        for key in self.sorting:
            for column in SORTS[key.removeprefix("-")]:
                by = F(column)
                order.append(by.desc(nulls_last=True) if key.startswith("-") else by.asc(nulls_last=True))
        return [*order, "pk"]

    # The rules, one a name

    def keep(self, queryset, name, value):
        return queryset

    def with_words(self, queryset, name, value):
        """Keep the mandates in whose provision the words stand, as in the search; a symbol names a document."""
        if symbol := _symbol(value):
            return self.of_document(queryset, name, symbol)
        query = search.understand(value, is_typing=True)
        hits = Wording.objects.filter(pk__in=search.keys(query), paragraph__isnull=False)
        return queryset.filter(provision__in=hits.values("paragraph"))

    def of_document(self, queryset, name, value):
        """Keep the mandates of one document, with its lettered parts ("A/RES/75/101" also finds "A/RES/75/101 A-B")."""
        if symbol := _symbol(value):
            return queryset.filter(Q(resolution__symbol=symbol) | Q(resolution__symbol__startswith=f"{symbol} "))
        return queryset.filter(resolution__symbol__icontains=value.strip())

    def of_addressee(self, queryset, name, value):
        """Keep the mandates on one addressee of the directory; a name that it lacks is looked for in the words."""
        addressings = Addressing.objects.filter(mandate=OuterRef("pk"))
        if value == NOBODY:
            return queryset.filter(Exists(addressings.filter(addressee=None)))
        addressees = _addressees(value)
        if addressees:
            return queryset.filter(Exists(addressings.filter(addressee__in=addressees)))
        return queryset.filter(
            Exists(addressings.filter(Q(addressee__name__icontains=value) | Q(words__icontains=value)))
        )

    def of_focal_point(self, queryset, name, value):
        """Keep the mandates of one person: "me", a person's key, or "none" for those of nobody."""
        if value == NOBODY:
            return queryset.filter(focal_point=None)
        if value == "me":
            return queryset.filter(focal_point=self.user)
        return queryset.filter(focal_point=int(value)) if value.isascii() and value.isdigit() else queryset.none()

    def of_status(self, queryset, name, value):
        return queryset.filter(status__in=[STATUS_SLUGS[short] for short in value]) if value else queryset

    def of_state(self, queryset, name, value):
        """Keep the mandates in any of the states of lateness (design.md, “Honest lateness”)."""
        states = [STATE_SLUGS[short] for short in value]
        return queryset.filter(lateness.any_of(states, self.today, settings.DUE_SOON_DAYS))

    def due_after(self, queryset, name, value):
        """Keep what can still be in time on the day or later: the window has not closed before it."""
        return queryset.filter(Q(due_closes__gte=value) | Q(due_closes__isnull=True, due_opens__gte=value))

    def due_before(self, queryset, name, value):
        """Keep what is due on the day or earlier: the window has opened by then."""
        return queryset.filter(due_opens__lte=value)

    def reviewed_by(self, queryset, name, value):
        """Keep the open mandates that are to be reviewed, or lapse, on the day or earlier."""
        return queryset.filter(Q(review_on__lte=value) | Q(sunset_on__lte=value), status__in=Mandate.OPEN)

    def of_watcher(self, queryset, name, value):
        return queryset.filter(pk__in=Watch.objects.filter(user=self.user).values("mandate"))

    def with_tag(self, queryset, name, value):
        return queryset.filter(pk__in=Tagging.objects.filter(tag__in=value).values("mandate")) if value else queryset

    def due_at_session(self, queryset, name, value):
        """Keep the open mandates of which an open due date rests on the session ("GA/81")."""
        due = DueDate.objects.filter(session__in=sessions_named(value), outcome=DueDate.Outcome.OPEN)
        return queryset.filter(pk__in=due.values("mandate"), status__in=Mandate.OPEN)

    def reported_on(self, queryset, name, value):
        """Keep the mandates in whose log an approved entry bears the day."""
        entries = ProgressUpdate.objects.filter(on=value, state=ProgressUpdate.State.APPROVED)
        return queryset.filter(pk__in=entries.values("mandate"))

    def if_evidence(self, queryset, name, value):
        """Keep the mandates that an approved entry gives evidence for; with "no" the others."""
        return queryset.filter(shown() if value == "yes" else ~shown())

    def if_waiting(self, queryset, name, value):
        """Keep the mandates with an entry that waits for approval and that the person may see; with "no" the others."""
        if value == "yes":
            return waiting_in(queryset, self.user)
        return queryset.exclude(pk__in=waiting_in(Mandate.objects.all(), self.user).order_by().values("pk"))

    def if_conditional(self, queryset, name, value):
        return queryset.filter(conditional=value == "yes")

    def silent_for(self, queryset, name, value):
        """Keep the open mandates of which nothing was heard for so many months."""
        return queryset.silent_since(self.today - relativedelta(months=int(value)))


class PublicFilter(MandateFilter):
    """The filters of the public site: none that asks for people, or for what waits inside the house."""

    page = "public:register"
    focal = waiting = silent = tag = None


def shown() -> Exists:
    """Return the condition that an approved entry gives evidence for a mandate."""
    approved = Evidence.objects.filter(update__mandate=OuterRef("pk"), update__state=ProgressUpdate.State.APPROVED)
    return Exists(approved)


def waiting() -> Q:
    """Return the condition that an entry waits for approval."""
    return Q(pk__in=ProgressUpdate.objects.filter(state=ProgressUpdate.State.SUBMITTED).order_by().values("mandate"))


def waiting_in(mandates: QuerySet[Mandate], user: User) -> QuerySet[Mandate]:
    """Return those of the mandates with an entry that waits for approval and that the person may see.

    Who may see it goes by the mandate, and is asked of the mandate: of the entries it would be asked in four times the
    time.
    """
    return visible(mandates.filter(waiting()), user, "progress.view_draft")


def _addressees(value: str) -> list[int]:
    """Return the keys of the addressees with this name, or where there is none, with this short name."""
    for known in (Q(name=value), Q(name__iexact=value), Q(short_name__iexact=value)):
        if keys := list(Addressee.objects.filter(known).values_list("pk", flat=True)):
            return keys
    return []


def session_slug(session: Session) -> str:
    """Return how an address names a session: "GA/81", or with its kind where it is not a regular one."""
    kind = "" if session.kind == Session.Kind.REGULAR else f"/{slug(session.kind)}"
    return f"{session.organ.code}/{session.number}{kind}"


def sessions_named(value: str) -> QuerySet[Session]:
    """Return the session that an address names as `session_slug` writes it, none if there is no such."""
    organ, number, kind = [*value.strip().split("/", 2), "", ""][:3]
    kind = kind.replace("-", " ") or Session.Kind.REGULAR
    return Session.objects.filter(organ__code__iexact=organ, number__iexact=number, kind=kind)


def _symbol(words: str) -> str | None:
    """Return the symbol of the resolution that the words spell, in either case; None for words and parts of symbols."""
    symbol = symbols.parse(words) or symbols.parse(words.upper())
    return symbol.text if symbol and symbol.number else None


def _both(name: str, held: Any, more: Any) -> Any:
    """Return the value under which what holds already and what is added hold together; None where none does."""
    if isinstance(more, list):
        given = {str(one) for one in held}
        return [one for one in more if one in given]
    if name.endswith("_from"):
        return max(held, more)
    if name.endswith("_to"):
        return min(held, more)
    return more if str(held) == str(more) else None


def _is_given(value: Any) -> bool:
    if isinstance(value, QuerySet):
        return value.exists()
    return value not in (None, "", [])
