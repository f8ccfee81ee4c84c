"""Import a sheet: give it, see row by row what it would do, confirm once."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tracker.files.storing import FileRefusedError, store
from tracker.intake import sheets, tasks
from tracker.jobs import running
from tracker.jobs.models import Job
from tracker.pages.layout import STOP_POLLING, needs

CHECK, IMPORT = tasks.check_sheet.name, tasks.import_sheet.name


class SheetForm(forms.Form):
    """A file with a table. Which kind of rows it holds is guessed, or said."""

    file = forms.FileField(label=_("File"), help_text=_("CSV or XLSX, with a line of headings above the rows."))
    kind = forms.ChoiceField(label=_("Rows are"), required=False)

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        kinds = [(kind.name, kind.label) for kind in sheets.KINDS.values()]
        self.fields["kind"].choices = [("", _("Guess from the headings")), *kinds]


@require_http_methods(["GET", "HEAD", "POST"])
@needs("data_entry")
def new(request: HttpRequest) -> HttpResponse:
    """Give a sheet; checking it writes nothing."""
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            file = store(given, given.name, request.user)
        except FileRefusedError as refused:
            form.add_error("file", str(refused))
        else:
            kind = form.cleaned_data["kind"]
            job = running.start(tasks.check_sheet, by=request.user, file=file.pk, name=given.name, kind=kind)
            return redirect("intake:sheet", pk=job.pk)
    recent = Job.objects.filter(started_by=request.user, task__in=(CHECK, IMPORT))[:10]
    shown = {"form": form, "kinds": sheets.KINDS.values(), "recent": recent}
    return render(request, "intake/sheet_new.html", shown, status=422 if form.errors else 200)


@require_safe
@needs("data_entry")
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a check or an import has come, and what came of it."""
    job = running.seen(get_object_or_404(Job, pk=pk, started_by=request.user, task__in=(CHECK, IMPORT)))
    fields = sheets.KINDS[job.result["kind"]].fields if job.result else ()
    shown = {
        "job": job,
        "is_check": job.task == CHECK,
        "is_writing": job.step == tasks.WRITING,
        "fields": fields,
        "kinds": sheets.KINDS.values(),
    }
    if request.htmx:
        status = STOP_POLLING if job.is_over else 200
        answer = render(request, "intake/_sheet_progress.html", shown, status=status)
        if job.is_over:
            answer["HX-Redirect"] = reverse("intake:sheet", args=[pk])
        return answer
    return render(request, "intake/sheet.html", shown)


@require_POST
@needs("data_entry")
def check_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Check a sheet again with its columns read as the person says."""
    job = get_object_or_404(Job, pk=pk, started_by=request.user, task=CHECK)
    headings = request.POST.getlist("heading")
    chosen = dict(zip(headings, request.POST.getlist("field"), strict=False))
    given = {**job.arguments, "kind": request.POST.get("kind", ""), "columns": chosen}
    return redirect("intake:sheet", pk=running.start(tasks.check_sheet, by=request.user, **given).pk)


@require_POST
@needs("data_entry")
def take_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Import a sheet that was checked. A second click finds the first one's import."""
    job = get_object_or_404(Job, pk=pk, started_by=request.user, task=CHECK, state=Job.State.DONE)
    asked = Job.objects.filter(task=IMPORT, arguments__checked_by=job.pk).exclude(state=Job.State.FAILED).first()
    if asked is None:
        given = {"file": job.arguments["file"], "name": job.arguments["name"], "checked_by": job.pk}
        # What a check made before rows were marked has shown is not known: what it changes is then refused.
        read_as = {"kind": job.result["kind"], "columns": job.result["columns"], "shown": job.result.get("shown", {})}
        asked = running.start(tasks.import_sheet, by=request.user, **given, **read_as)
    return redirect("intake:sheet", pk=asked.pk)
