"""Check a draft: give it, watch it being read, see which mandates ask the same already and what it leaves open."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tracker.accounts.access import visible
from tracker.files.storing import FileRefusedError, store
from tracker.intake import tasks
from tracker.intake.draft import unpack
from tracker.jobs import running
from tracker.jobs.models import Job
from tracker.mandates.models import Mandate
from tracker.pages.layout import STOP_POLLING, needs
from tracker.pages.search.checked import Shown
from tracker.pages.search.forms import DraftForm

CHECK = tasks.check_draft.name


@require_http_methods(["GET", "HEAD", "POST"])
@needs("resolution.view")
def drafts(request: HttpRequest) -> HttpResponse:
    """Paste a draft or choose its file; it becomes a job that checks it."""
    form = DraftForm(request.POST, request.FILES) if request.method == "POST" else DraftForm()
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        name = file.name if file else _("pasted text.txt")
        try:
            stored = store(file or form.cleaned_data["text"].encode(), name, request.user)
        except FileRefusedError as error:
            form.add_error(None, str(error))
        else:
            job = running.start(tasks.check_draft, by=request.user, file=stored.pk, name=name)
            return redirect("search:draft", pk=job.pk)
    recent = Job.objects.filter(started_by=request.user, task=CHECK)[:10]
    return render(request, "search/drafts.html", {"form": form, "recent": recent}, status=422 if form.errors else 200)


@require_safe
@needs("resolution.view")
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far the check has come and, once done, what it found: only to whoever asked for it."""
    job = get_object_or_404(Job, pk=pk, started_by=request.user, task=CHECK)
    if request.htmx:
        answer = render(request, "search/_job.html", {"job": job}, status=STOP_POLLING if job.is_over else 200)
        if job.state == Job.State.DONE:
            answer["HX-Refresh"] = "true"
        return answer
    among = visible(Mandate.objects.not_rejected(), request.user, "mandate.view")
    found = unpack(job.result["drafts"], among) if job.state == Job.State.DONE else []
    shown = [Shown(one, number) for number, one in enumerate(found, start=1)]
    return render(request, "search/draft.html", {"job": job, "drafts": shown})
