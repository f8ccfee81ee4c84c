"""The queue of progress that waits for this person: one entry with its evidence beside it, decided by one key."""

from dataclasses import dataclass
from functools import cached_property

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tracker.accounts.access import visible
from tracker.accounts.changes import StaleError
from tracker.accounts.models import User
from tracker.files import storing
from tracker.files.models import File
from tracker.followup import signoff
from tracker.followup.models import Evidence, ProgressUpdate
from tracker.mandates import standing
from tracker.mandates.models import Mandate
from tracker.pages.layout import needs
from tracker.pages.progress.forms import DecisionForm
from tracker.resolutions.models import Resolution

SHOWN = 30
PREVIEW_CHARACTERS = 3000
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")


@dataclass(frozen=True)
class Preview:
    """A piece of evidence as far as it can be looked at here; the rest is a link or a download."""

    piece: Evidence

    @property
    def is_picture(self) -> bool:
        return bool(self.piece.file) and self.piece.file.media_type in PICTURES

    @cached_property
    def words(self) -> str:
        """Return the beginning of a text file, or of a document whose beginning the worker has read."""
        file: File | None = self.piece.file
        if file is None or file.media_type != "text/plain":
            return (file and file.beginning) or ""
        try:
            with storing.open_file(file) as content:
                return content.read(PREVIEW_CHARACTERS * 4).decode("utf-8", "replace")[:PREVIEW_CHARACTERS]
        except FileNotFoundError:
            return ""

    @property
    def is_unreadable(self) -> bool:
        """Tell whether the worker found no words in a document: it has to be opened to be judged."""
        return bool(self.piece.file) and self.piece.file.beginning == ""

    @cached_property
    def resolution(self) -> Resolution | None:
        """Return the resolution that a symbol names, where it is in the program."""
        return Resolution.objects.filter(symbol=self.piece.symbol).first() if self.piece.symbol else None


class Queue:
    """What the review page shows: the entries that wait, and the one that is looked at."""

    def __init__(self, user: User, at: str | int | None):
        self.rows: QuerySet[ProgressUpdate] = signoff.waiting(user)
        self.at = int(at) if str(at or "").isascii() and str(at or "").isdigit() else None

    @cached_property
    def count(self) -> int:
        return self.rows.count()

    @cached_property
    def shown(self) -> list[ProgressUpdate]:
        return list(self.rows[:SHOWN])

    @cached_property
    def current(self) -> ProgressUpdate | None:
        rows = self.rows.select_related("mandate__lead_entity", "due_date", "corrects")
        return rows.filter(pk=self.at).first() or rows.first()

    @property
    def evidence(self) -> list[Preview]:
        return [Preview(piece) for piece in self.current.evidence.select_related("file")]


@require_safe
@needs("progress.approve")
def review(request: HttpRequest) -> HttpResponse:
    """Show the entry that waits longest, or the one asked for."""
    return render(request, "progress/review.html", {"queue": Queue(request.user, request.GET.get("at"))})


@require_POST
@needs("progress.approve")
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve an entry or send it back, and go on to the next at once."""
    entries = visible(ProgressUpdate.objects.select_related("mandate"), request.user, "progress.approve")
    update = get_object_or_404(entries, pk=pk)
    following = signoff.after(signoff.waiting(request.user), update)
    form = DecisionForm(request.POST)
    is_decided = form.is_valid() and _decide(request, update, form)
    at = following.pk if is_decided and following else None if is_decided else pk
    if not request.htmx:
        return redirect(reverse("progress:review") + (f"?at={at}" if at else ""))
    shown = {
        "queue": Queue(request.user, at),
        "with_notices": True,
        "kept_reason": not is_decided and form.data.get("reason"),
    }
    return render(request, "progress/_review.html", shown)


def _decide(request: HttpRequest, update: ProgressUpdate, form: DecisionForm) -> bool:
    given = form.cleaned_data
    try:
        if given["decision"] == "approve":
            signoff.approve(update, by=request.user, seen=given["seen"])
            messages.success(request, _("%(mandate)s: approved.") % {"mandate": update.mandate})
        else:
            signoff.send_back(update, by=request.user, reason=given["reason"])
            words = _("%(mandate)s: sent back to %(author)s.")
            messages.success(request, words % {"mandate": update.mandate, "author": update.author})
    except StaleError as stale:
        theirs = Mandate.Status(stale.theirs.get("status", update.mandate.status)).label
        words = _("%(mandate)s has become “%(theirs)s” in the meantime. Look at it again, then decide.")
        messages.error(request, words % {"mandate": update.mandate, "theirs": theirs})
    except (signoff.RefusedError, standing.RefusedError) as refused:
        messages.error(request, str(refused))
    else:
        return True
    return False
