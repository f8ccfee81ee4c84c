"""Log progress on a mandate: a fragment within the row or page of the mandate, a page of its own without scripts."""

from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tracker.accounts.access import visible
from tracker.accounts.changes import StaleError
from tracker.files import storing
from tracker.followup.models import Evidence, ProgressUpdate
from tracker.followup.progress import readable, record_progress
from tracker.followup.tasks import DOCUMENTS, read_beginning
from tracker.mandates import standing
from tracker.mandates.models import Mandate
from tracker.pages.layout import needs
from tracker.pages.progress.forms import ProgressForm


@require_http_methods(["GET", "HEAD", "POST"])
@needs("mandate.log_progress")
def log(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the quick form, and append what it says to the log."""
    mandates = Mandate.objects.filter(status__in=standing.FOLLOWED).select_related(
        "resolution", "provision", "lead_entity"
    )
    mandate = get_object_or_404(visible(mandates, request.user, "mandate.log_progress"), pk=pk)
    form = ProgressForm(
        request.POST or None,
        request.FILES or None,
        mandate=mandate,
        user=request.user,
        today=timezone.localdate(),
        earlier=_earlier(request, mandate),
        initial=_asked(request),
        auto_id=f"log-{pk}-%s",
    )
    if request.method == "POST" and form.is_valid() and (update := _record(request, form)):
        return _logged(request, form, update)
    template = "progress/_log.html" if request.htmx else "progress/log.html"
    return render(request, template, {"form": form, "mandate": mandate, "next": form.next_address(request)})


@require_safe
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    """Give the file of a piece of evidence, as something to keep, never as something to open here."""
    seen = Evidence.objects.filter(update__in=readable(request.user), file__isnull=False).select_related("file")
    piece = get_object_or_404(visible(seen, request.user, "mandate.view"), pk=pk)
    try:
        content = storing.open_file(piece.file)
    except FileNotFoundError as lost:
        raise Http404 from lost
    answer = FileResponse(content, as_attachment=True, filename=piece.name, content_type=piece.file.media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _earlier(request: HttpRequest, mandate: Mandate) -> ProgressUpdate | None:
    """Return the entry that the form goes on from: one that waits for nobody, and of drafts only the person's own."""
    asked = request.POST.get("earlier") or request.GET.get("earlier", "")
    if not asked.isascii() or not asked.isdigit():
        return None
    entries = readable(request.user).filter(mandate=mandate).exclude(state=ProgressUpdate.State.SUBMITTED)
    others_drafts = Q(state=ProgressUpdate.State.DRAFT) & ~Q(author=request.user)
    return get_object_or_404(entries.exclude(others_drafts), pk=asked)


def _asked(request: HttpRequest) -> dict[str, str]:
    """Return what the address gives the form to begin with."""
    return {name: request.GET[name] for name in ("next", "due_date") if name in request.GET}


def _record(request: HttpRequest, form: ProgressForm) -> ProgressUpdate | None:
    """Append the entry; what cannot be stored is said in the form, with all that was typed."""
    given = {name: form.cleaned_data[name] for name in ENTRY} | {"draft": "draft" in request.POST}
    try:
        evidence = form.kept_evidence()
        update = record_progress(form.mandate, author=request.user, evidence=evidence, **given)
    except storing.FileRefusedError as refused:
        form.add_error("files", str(refused))
    except standing.RefusedError as refused:
        form.add_error("status", str(refused))
    except StaleError as stale:
        theirs = Mandate.Status(stale.theirs.get("status", form.mandate.status)).label
        words = _(
            "Somebody else has set the status to “%(theirs)s” meanwhile. Send again to set yours, or choose theirs."
        )
        form.add_error("status", words % {"theirs": theirs})
        form.mandate.refresh_from_db()
        form.data = form.data.copy()
        form.data["seen"] = form.mandate.version
    else:
        for file in {piece.file for piece in evidence if piece.file}:
            if file.beginning is None and file.media_type in DOCUMENTS:
                read_beginning.enqueue(file.pk)
        return update
    return None


ENTRY = ("done", "on", "next_step", "status", "reason", "share", "public_statement", "due_date", "earlier", "seen")
LOGGED = {
    ProgressUpdate.State.DRAFT: gettext_lazy("A draft on %(mandate)s is kept; your start page has it."),
    ProgressUpdate.State.SUBMITTED: gettext_lazy("Progress on %(mandate)s is logged; a manager has to approve it."),
    ProgressUpdate.State.APPROVED: gettext_lazy("Progress on %(mandate)s is logged."),
}


def _logged(request: HttpRequest, form: ProgressForm, update: ProgressUpdate) -> HttpResponse:
    messages.success(request, LOGGED[update.state] % {"mandate": form.mandate})
    if not request.htmx:
        return redirect(form.next_address(request) or form.mandate)
    answer = render(request, "_notices.html", {"oob": True})
    answer["HX-Trigger"] = f"mandate-{form.mandate.pk}-changed"
    return answer
