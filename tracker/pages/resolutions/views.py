"""Resolutions: the list, and each document as adopted with its mandates in the margin."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tracker.accounts.access import may, visible
from tracker.pages.layout import needs, page_of
from tracker.pages.resolutions.document import Document
from tracker.pages.resolutions.filters import ResolutionFilter
from tracker.reading import symbols
from tracker.resolutions.models import Resolution


@require_GET
@needs("resolution.view")
def resolution_list(request):
    """List the resolutions that are here, the newest first."""
    found = visible(Resolution.objects.all(), request.user, "resolution.view")
    chosen = ResolutionFilter(request.GET, queryset=found)
    # By their keys first, so that the mandates of these alone are counted.
    page = page_of(request, chosen.qs.values_list("pk", flat=True))
    page.object_list = Resolution.objects.with_counts().filter(pk__in=list(page.object_list))
    return render(request, "resolutions/list.html", {"filter": chosen, "page": page})


@require_GET
@needs("resolution.view")
def resolution(request, symbol):
    """Show a document as adopted. Any usual spelling of its symbol leads to its one address."""
    readable = visible(
        Resolution.objects.select_related("organ", "session", "follows"), request.user, "resolution.view"
    )
    found = readable.filter(symbol=symbol).first()
    if found is None:
        found = get_object_or_404(readable, symbol=symbols.canonical(symbol.upper()) or "")
        return redirect(found)
    languages = request.GET.get("language", ""), request.GET.get("beside", "")
    document = Document(found, languages[0], timezone.localdate(), beside=languages[1])
    context = {"resolution": found, "document": document, "may_correct": may(request.user, "resolution.correct")}
    return render(request, "resolutions/resolution.html", context)
