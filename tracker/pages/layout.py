"""What every page shares: navigation with its counts, notices, and the check that a person may do what a page does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from tracker.accounts.access import entities_of, may, visible
from tracker.accounts.models import User
from tracker.followup import notices
from tracker.mandates.models import Mandate
from tracker.reports.models import SavedView

View = Callable[..., HttpResponse]

# What htmx takes as the end of polling.
STOP_POLLING = 286

# The main navigation: words, URL name, the key after "g" that goes there, and the action it needs.
NAVIGATION = [
    (_("Start"), "start", "s", "mandate.view"),
    (_("Mandates"), "mandates:register", "m", "mandate.view"),
    (_("Dashboard"), "reports:dashboard", "d", "mandate.view"),
    (_("Resolutions"), "resolutions:list", "r", "resolution.view"),
    (_("Sessions"), "sessions:list", "c", "session.view"),
    (_("Suggestions"), "suggestions:queue", "u", "suggestion.decide"),
    (_("Take in"), "intake:new", "t", "resolution.take_in"),
]


@dataclass(frozen=True)
class Link:
    """One entry of the navigation."""

    words: str
    address: str
    key: str
    is_current: bool


@dataclass(frozen=True)
class Late:
    """How many mandates of a person's entities are overdue, and the address of exactly that list."""

    count: int
    address: str


def frame(request: HttpRequest) -> dict:
    """Give every template the navigation, its counts and the person's preferences; queries wait till shown."""
    today = timezone.localdate()
    preferences = getattr(request.user, "preferences", {}) if hasattr(request, "user") else {}
    return {
        "today": today,
        "navigation": SimpleLazyObject(lambda: navigation(request)),
        "late": SimpleLazyObject(lambda: late(request.user, today)),
        "unread_notices": SimpleLazyObject(lambda: notices.readable(request.user).filter(read_at=None).count()),
        "pins": SimpleLazyObject(lambda: list(SavedView.objects.pinned_for(request.user))),
        "may_read_journal": SimpleLazyObject(lambda: may(request.user, "change.journal")),
        "theme": preferences.get("theme", ""),
        "single_keys": preferences.get("single_keys", True),
        "own_keys": preferences.get("keys", {}),
    }


def navigation(request: HttpRequest) -> list[Link]:
    """Return the links of the bar that lead somewhere this person may go."""
    match = request.resolver_match
    here = match.view_name if match else ""
    links = []
    for words, name, key, action in NAVIGATION:
        if may(request.user, action):
            # Every page of a package lights the package's entry.
            is_current = here == name or (":" in name and here.split(":")[0] == name.split(":")[0])
            links.append(Link(words, reverse(name), key, is_current))
    return links


def late(user: User, today: date) -> Late:
    """Count the overdue mandates that the person's entities lead; for an administrator without entity, all of them."""
    overdue = visible(Mandate.objects.confirmed().overdue(today), user, "mandate.view")
    if user.is_superuser:
        return Late(overdue.count(), register_address(state="overdue"))
    of_entity = overdue.filter(lead_entity=OuterRef("pk")).order_by().values("lead_entity").annotate(count=Count("pk"))
    counted = Coalesce(Subquery(of_entity.values("count"), output_field=IntegerField()), 0)
    counts = dict(entities_of(user).annotate(overdue=counted).values_list("short_name", "overdue"))
    return Late(sum(counts.values()), register_address(state="overdue", entity=list(counts)))


def register_address(**filters) -> str:
    """Return the address of the register with these filters, named as in reports/filters.py; lists repeat a filter."""
    return f"{reverse('mandates:register')}?{urlencode(filters, doseq=True)}"


def needs(action: str) -> Callable[[View], View]:
    """Answer "not there" to those who may not do the action to anything at all; rows are for `visible` to narrow."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not may(request.user, action):
                raise Http404
            return view(request, *args, **kwargs)

        return checked

    return decorate


def notice(request: HttpRequest, words: str, *, undo: str = "") -> None:
    """Tell the person, on the next page shown, what was done; posting to the address `undo` takes it back."""
    messages.success(request, words, extra_tags=undo)


def page_of(request: HttpRequest, rows: QuerySet, size: int = 50) -> Page:
    """Return the page of rows that the address asks for; beyond the end, the last one."""
    return Paginator(rows, size).get_page(request.GET.get("page"))
