"""Where a few letters may lead, the most likely first: a place in a text, a page, a saved view, a search."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.accounts.access import may, visible
from tracker.pages.layout import late, navigation
from tracker.reports.models import SavedView
from tracker.resolutions.models import Resolution
from tracker.resolutions.search.places import Place, find_place

MOST = 12
# Pages that the bar has no room for: words, URL name, and the action each needs.
PAGES: list[tuple[Any, str, str]] = [
    (gettext_lazy("Saved views"), "saved:list", "view.use"),
    (gettext_lazy("Notices"), "notices:list", "mandate.view"),
    (gettext_lazy("What asks the same?"), "search:overlap", "resolution.view"),
    (gettext_lazy("Check a draft"), "search:drafts", "resolution.view"),
    (gettext_lazy("Import a sheet"), "intake:sheet_new", "data_entry"),
    (gettext_lazy("Data entry"), "admin:index", "data_entry"),
    (gettext_lazy("Reminders and mail"), "account_notices", "mandate.view"),
    (gettext_lazy("Preferences"), "account_preferences", "mandate.view"),
    (gettext_lazy("Change password"), "account_change_password", "mandate.view"),
]


@dataclass(frozen=True)
class Goal:
    """One place to go to; `kind` says what it is, `detail` more about it."""

    words: str
    address: str
    kind: str
    icon: str
    detail: str = ""


def goals(request: HttpRequest, words: str) -> list[Goal]:
    """Return where the words lead; without words, the pages and pinned views."""
    found = [*_places(request, words), *_pages(request, words), *_views(request, words)]
    return [*found[:MOST], *_searches(words)]


def _places(request: HttpRequest, words: str) -> Iterator[Goal]:
    """Give the mandates of the paragraph that is named, the paragraph, and its document."""
    among = visible(Resolution.objects.all(), request.user, "resolution.view")
    place = find_place(words, among) if words else None
    if place is None:
        return
    yield from _mandates(request, place)
    resolution = place.resolution
    if place.paragraph:
        label = _("%(symbol)s, paragraph %(number)s") % {"symbol": resolution, "number": place.paragraph.label}
        yield Goal(label, place.address, _("Text"), "paragraph")
    yield Goal(str(resolution), resolution.get_absolute_url(), _("Document"), "document", resolution.title)


def _mandates(request: HttpRequest, place: Place) -> Iterator[Goal]:
    if place.paragraph is None:
        return
    mandates = visible(place.paragraph.mandates.confirmed(), request.user, "mandate.view")
    for mandate in mandates.select_related("provision", "resolution")[:MOST]:
        label = _("%(symbol)s, para. %(number)s") % {"symbol": mandate.resolution, "number": mandate.provision.label}
        asked = f"{mandate.verb.capitalize()}: {mandate.action}"
        yield Goal(label, mandate.get_absolute_url(), _("Mandate"), "check", asked)


def _pages(request: HttpRequest, words: str) -> Iterator[Goal]:
    links = [(str(link.words), link.address) for link in navigation(request)]
    links += [(str(label), reverse(name)) for label, name, action in PAGES if may(request.user, action)]
    if _fits(_("Overdue"), words):
        counted = late(request.user, timezone.localdate())
        yield Goal(_("Overdue"), counted.address, _("List"), "late", str(counted.count))
    for label, address in links:
        if _fits(label, words):
            yield Goal(label, address, _("Page"), "next")


def _views(request: HttpRequest, words: str) -> Iterator[Goal]:
    readable = SavedView.objects.readable(request.user)
    views = readable.filter(name__icontains=words) if words else readable.filter(pinned=True)
    for view in views[:MOST]:
        yield Goal(view.name, view.address, _("Saved view"), "filter", str(view.team or ""))


def _searches(words: str) -> Iterator[Goal]:
    if words:
        texts, mandates = reverse("search:search"), reverse("mandates:register")
        query = urlencode({"q": words})
        yield Goal(_("Search all texts for “%s”") % words, f"{texts}?{query}", _("Search"), "search")
        yield Goal(_("Mandates with “%s”") % words, f"{mandates}?{query}", _("Search"), "search")


def _fits(label: str, words: str) -> bool:
    """Tell whether every word begins a word of the label."""
    parts = label.casefold().split()
    return all(any(part.startswith(word) for part in parts) for word in words.casefold().split())
