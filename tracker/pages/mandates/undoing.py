"""One change as a whole: what it did to which mandates, and the button that takes it back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tracker.accounts.access import visible
from tracker.accounts.models import Change, User
from tracker.followup import tasks, undoing
from tracker.jobs import running
from tracker.jobs.models import Job
from tracker.mandates.models import Mandate
from tracker.pages.layout import STOP_POLLING, needs

SHOWN = 100


@require_safe
@needs("change.view")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who changed what in one go. A change that touched no mandate is not shown here."""
    change = get_object_or_404(Change.objects.select_related("by", "undoes", "undone_by__by"), pk=pk)
    keys = undoing.touched(change)
    if not keys:
        raise Http404
    job = _job_of(change, request.user)
    if request.htmx:
        answer = render(request, "mandates/_undoing.html", {"job": job, "change": change})
        if not job or job.is_over:
            answer.status_code, answer["HX-Refresh"] = STOP_POLLING, "true"
        return answer
    there = Mandate.objects.filter(pk__in=keys).count()
    shown = {
        "change": change,
        "job": job,
        "mandates": visible(Mandate.objects.with_texts(), request.user, "mandate.view").filter(pk__in=keys)[:SHOWN],
        "count": len(keys),
        "more": max(there - SHOWN, 0),
        "gone": len(keys) - there,
        "may_undo": (not job or job.is_over) and undoing.may_undo(request.user, change),
    }
    return render(request, "mandates/change.html", shown)


@require_POST
@needs("change.undo_own")
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a change back and say what could not be; one that made many rows in the background."""
    change = get_object_or_404(Change, pk=pk)
    if not undoing.may_undo(request.user, change):
        raise Http404
    if undoing.takes_long(change):
        job = _job_of(change, request.user)
        if not job or job.is_over:
            running.start(tasks.undo_change, by=request.user, change=change.pk)
        return redirect("mandates:change", pk=pk)
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


def _job_of(change: Change, user: User) -> Job | None:
    """Return how the undo that the person last asked for goes, where it is done in the background."""
    job = Job.objects.filter(task=tasks.undo_change.name, started_by=user, arguments__change=change.pk).first()
    return running.seen(job) if job else None
