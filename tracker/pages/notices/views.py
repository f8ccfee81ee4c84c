"""List a person's notices, lead to what one is about, mark them read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tracker.followup import notices as told
from tracker.followup.models import Notice
from tracker.pages.layout import needs, page_of

Kind = Notice.Kind
# Where in a mandate's page the matter stands.
PLACES = {Kind.RETURNED: "#log", Kind.APPROVED: "#log", Kind.MENTIONED: "#comments", Kind.COMMENTED: "#comments"}


@require_safe
@needs("mandate.view")
def notices(request: HttpRequest) -> HttpResponse:
    """Show what the person was told, the last first; ?unread=1 what they have not followed yet."""
    rows = told.readable(request.user)
    if request.GET.get("unread"):
        rows = rows.filter(read_at=None)
    return render(request, "notices/list.html", {"page": page_of(request, rows)})


@require_POST
@needs("mandate.view")
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a notice read and go to what it is about."""
    notice = get_object_or_404(told.readable(request.user), pk=pk)
    told.mark_read(Notice.objects.filter(pk=notice.pk), timezone.now())
    if notice.kind == Kind.WAITING:
        return redirect(f"{reverse('start')}#waiting")
    return redirect(notice.mandate.get_absolute_url() + PLACES.get(notice.kind, ""))


@require_POST
@needs("mandate.view")
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all notices read."""
    told.mark_read(told.readable(request.user), timezone.now())
    return redirect("notices:list")
