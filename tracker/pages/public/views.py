"""What anybody may see where PUBLIC_SITE is on: the register, its pictures, and the texts, each kept for five minutes.

Nothing here depends on who looks, so that every proxy may keep it; internal notes, people and unapproved entries are in
none of it.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from tracker.accounts.access import visible
from tracker.mandates.models import Mandate
from tracker.pages.drawing import drawn
from tracker.reports import wording
from tracker.reports.filters import PublicFilter
from tracker.reports.paging import MandatePages
from tracker.resolutions.models import Resolution, Wording

MINUTES = 5
ROWS = 50


def public(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer without an account where the site is public, and "not there" where it is not."""

    @wraps(view)
    def shown(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not settings.PUBLIC_SITE:
            raise Http404
        # Whoever looks sees the same, also somebody who has signed in.
        request.user = AnonymousUser()
        return view(request, *args, **kwargs)

    return login_not_required(require_safe(cache_control(public=True, max_age=60 * MINUTES)(shown)))


@public
def register(request: HttpRequest) -> HttpResponse:
    """List the mandates that the query string asks for."""
    asked = _asked(request)
    page = MandatePages(asked.qs, ROWS).get_page(request.GET.get("page"))
    context = {"asked": asked, "form": asked.form, "chips": wording.chips(asked), "page": page}
    return _shown(request, "public/register.html", context)


@public
def pictures(request: HttpRequest) -> HttpResponse:
    """Show numbers and pictures of the mandates that the query string asks for."""
    asked = _asked(request)
    context = {
        "asked": asked,
        "form": asked.form,
        "chips": wording.chips(asked),
        "drawn": drawn(request, asked, without=frozenset({"waiting"}), without_files=True),
    }
    return _shown(request, "public/pictures.html", context)


@public
def resolution(request: HttpRequest, symbol: str) -> HttpResponse:
    """Show a text as adopted, with the status of what it asks."""
    found = get_object_or_404(visible(Resolution.objects.all(), request.user, "resolution.view"), symbol=symbol)
    mandates = visible(Mandate.objects.with_texts(), request.user, "mandate.view").filter(resolution=found)
    rows = Wording.objects.filter(text__resolution=found, text__language="en", paragraph__isnull=False)
    context = {
        "resolution": found,
        "wordings": rows.select_related("paragraph").order_by("position"),
        "mandates": mandates.order_by("provision__position", "position"),
    }
    return _shown(request, "public/resolution.html", context)


def _asked(request: HttpRequest) -> PublicFilter:
    mandates = visible(Mandate.objects.with_texts(), request.user, "mandate.view")
    return PublicFilter(request.GET, mandates, user=request.user, today=timezone.localdate())


def _shown(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    """Render a page that sets no cookie, so that it may be kept for everybody: it sends nothing, and needs no token."""
    return render(request, template, {**context, "csrf_token": ""})
