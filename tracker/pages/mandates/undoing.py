"""One change as a whole: what it did to which mandates, and the button that takes it back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tracker.accounts.access import visible
from tracker.accounts.models import Change
from tracker.followup import undoing
from tracker.mandates.models import Mandate
from tracker.pages.layout import needs

SHOWN = 100


@require_safe
@needs("change.view")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who changed what in one go. A change that touched no mandate is not shown here."""
    change = get_object_or_404(Change.objects.select_related("by", "undoes", "undone_by__by"), pk=pk)
    keys = undoing.touched(change)
    if not keys:
        raise Http404
    shown = {
        "change": change,
        "mandates": visible(Mandate.objects.with_texts(), request.user, "mandate.view").filter(pk__in=keys[:SHOWN]),
        "count": len(keys),
        "more": max(len(keys) - SHOWN, 0),
        "may_undo": undoing.may_undo(request.user, change),
    }
    return render(request, "mandates/change.html", shown)


@require_POST
@needs("change.undo_own")
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a change back and say what could not be."""
    change = get_object_or_404(Change, pk=pk)
    if not undoing.may_undo(request.user, change):
        raise Http404
    try:
        left = undoing.undo(change, by=request.user)
    except undoing.WorkedOnError as refused:
        messages.error(request, str(refused))
        return redirect("mandates:change", pk=pk)
    if left:
        words = _("Undone, but for what others have changed since: %(rows)s.")
        messages.warning(request, words % {"rows": ", ".join(left[:10])})
    else:
        messages.success(request, _("Undone: %(action)s.") % {"action": change.action})
    asked = request.GET.get("next", "")
    is_here = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    return redirect(asked if is_here else reverse("mandates:change", args=[pk]))
