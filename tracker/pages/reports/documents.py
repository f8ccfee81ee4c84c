"""Reports for governing bodies: the print-ready page of a filter, the same as a document, and the house style."""

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tracker.accounts.access import may
from tracker.files.models import File
from tracker.files.storing import FileRefusedError, open_file, store
from tracker.jobs import running
from tracker.jobs.models import Job
from tracker.pages.layout import STOP_POLLING, needs, notice
from tracker.pages.reports.dashboard import asked_by
from tracker.reports import followed, tasks, word, wording
from tracker.reports.models import HouseStyle

SHOWN = 500
KINDS = ("table", "implementation")
FORMS = ("docx", "pdf")


class StyleForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Template document (.docx)"))


@require_safe
@needs("report.make")
def brief(request: HttpRequest) -> HttpResponse:
    """Show the follow-up table of a filter ready for print, with the buttons that make documents of it."""
    asked = asked_by(request)
    context = {
        "report": followed.gather(asked, most=SHOWN),
        "heads": followed.heads(),
        "chips": wording.chips(asked),
        "errors": asked.form.errors,
        "may_set_style": may(request.user, "report.set_style"),
    }
    return render(request, "reports/brief.html", context)


@require_POST
@needs("report.make")
def make(request: HttpRequest) -> HttpResponse:
    """Start the writing of a document of exactly the filter in the address."""
    kind, form = request.POST.get("kind"), request.POST.get("form")
    if kind not in KINDS or form not in FORMS:
        raise Http404
    query = request.GET.urlencode()
    if not asked_by(request).form.is_valid():
        return redirect(f"{reverse('reports:brief')}?{query}")
    job = running.start(tasks.write_report, by=request.user, query=query, kind=kind, form=form)
    return redirect("reports:job", pk=job.pk)


@require_safe
@needs("report.make")
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far the writing has come; once done, the download begins."""
    found = get_object_or_404(Job, pk=pk, started_by=request.user, task="write_report")
    context = {"job": found, "back": f"{reverse('reports:brief')}?{found.arguments['query']}"}
    template = "reports/_job.html" if request.htmx else "reports/job.html"
    answer = render(request, template, context, status=STOP_POLLING if request.htmx and found.is_over else 200)
    if request.htmx and found.state == Job.State.DONE:
        answer["HX-Redirect"] = reverse("reports:document", args=[found.pk])
    return answer


@require_safe
@needs("report.make")
def document(request: HttpRequest, pk: int) -> FileResponse:
    """Give the document that a job has written to the person who asked for it."""
    found = get_object_or_404(Job, pk=pk, started_by=request.user, task="write_report", state=Job.State.DONE)
    file = get_object_or_404(File, pk=found.result["file"])
    answer = FileResponse(
        open_file(file),
        as_attachment=True,
        filename=found.result["name"],
        content_type=word.MEDIA_TYPE if found.arguments["form"] == "docx" else "application/pdf",
    )
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@needs("report.set_style")
def style(request: HttpRequest) -> HttpResponse:
    """Set the document whose styles, header and footer all reports take on."""
    form = StyleForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            word.check_template(given.read())
            given.seek(0)
            HouseStyle.objects.create(file=store(given, given.name, request.user), by=request.user)
        except (word.TemplateRefusedError, FileRefusedError) as refused:
            form.add_error("file", str(refused))
        else:
            notice(request, _("Reports now follow “%(name)s”.") % {"name": given.name})
            return redirect("reports:style")
    context = {"form": form, "style": HouseStyle.objects.select_related("file", "by").first()}
    return render(request, "reports/style.html", context, status=422 if form.errors else 200)
