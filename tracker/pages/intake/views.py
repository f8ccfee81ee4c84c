"""Take in a resolution: give it, watch it being read, review what was found, confirm once."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from tracker.accounts.access import may
from tracker.files.storing import FileRefusedError, store
from tracker.intake import tasks
from tracker.intake.take_in import take_in
from tracker.jobs import running
from tracker.jobs.models import Job
from tracker.pages.intake.forms import NewForm
from tracker.pages.intake.review import Review
from tracker.pages.layout import STOP_POLLING, needs
from tracker.resolutions.models import Reading


@require_http_methods(["GET", "POST"])
@needs("resolution.take_in")
def new(request):
    """Paste a text or choose files; each becomes a job that reads it."""
    form = NewForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            jobs = [_start(content, name, request.user) for content, name in _given(form.cleaned_data)]
        except FileRefusedError as error:
            form.add_error(None, str(error))
        else:
            return redirect("intake:job", pk=jobs[0].pk) if len(jobs) == 1 else redirect("intake:new")
    recent = Job.objects.filter(started_by=request.user, task="read_file")[:10]
    status = 200 if request.method == "GET" else 422
    limit = settings.UPLOAD_LIMIT // 2**20
    return render(
        request,
        "intake/new.html",
        {"form": form, "recent": recent, "limit": limit, "may_import": may(request.user, "data_entry")},
        status=status,
    )


@require_GET
@needs("resolution.take_in")
def job(request, pk):
    """Show how far the reading of one file has come; once done, go on to the review."""
    found = get_object_or_404(Job, pk=pk, started_by=request.user, task="read_file")
    if found.state == Job.State.DONE:
        if not request.htmx:
            return redirect("intake:reading", pk=found.result["reading"])
        response = render(request, "intake/_job.html", {"job": found}, status=STOP_POLLING)
        response["HX-Redirect"] = f"/intake/readings/{found.result['reading']}/"
        return response
    template = "intake/_job.html" if request.htmx else "intake/job.html"
    is_polled = request.htmx and found.is_over
    return render(request, template, {"job": found}, status=STOP_POLLING if is_polled else 200)


@require_http_methods(["GET", "POST"])
@needs("resolution.take_in")
def reading(request, pk):
    """Review what was found in a file: the text beside the proposals. Confirming takes it in, all or nothing."""
    today = timezone.localdate()
    review = Review(get_object_or_404(Reading, pk=pk), today, request.POST or None)
    if request.method == "POST" and review.is_valid():
        decisions, leave = review.decisions(), review.left_out
        taken = take_in(review.reading, by=request.user, today=today, decisions=decisions, leave=leave)
        messages.success(request, _summary(taken))
        return redirect(taken[0].resolution)
    status = 200 if request.method == "GET" else 422
    return render(request, "intake/reading.html", {"review": review}, status=status)


def _given(cleaned):
    """Give the bytes and the name of each thing to read."""
    if cleaned["text"].strip():
        yield cleaned["text"].encode(), _("pasted text.txt")
    for file in cleaned["files"]:
        yield file, file.name


def _start(content, name, user) -> Job:
    file = store(content, name, user)
    return running.start(tasks.read_file, by=user, file=file.pk, name=name)


def _summary(taken) -> str:
    symbols = ", ".join(one.resolution.symbol for one in taken)
    open_still = sum(mandate.status == "proposed" for one in taken for mandate in one.mandates)
    words = _("%(symbols)s is taken in.") % {"symbols": symbols}
    if open_still:
        words += " " + ngettext("%d proposal is still open.", "%d proposals are still open.", open_still) % open_still
    return words
