"""Settling a text by hand: one page a paragraph, for administrators. Each answer leads back to the document."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tracker.accounts.changes import StaleError, change
from tracker.intake import settle
from tracker.intake.settle import CannotSettleError
from tracker.pages.layout import needs
from tracker.pages.resolutions.forms import ParagraphForm, PlaceForm, SplitForm
from tracker.resolutions.models import Paragraph, Wording


@require_http_methods(["GET", "POST"])
@needs("resolution.correct")
def paragraph(request, pk):
    """Correct the words, the number and the kind of a paragraph; the texts of the document are settled from then on."""
    wording = _wording(request, pk)
    form = ParagraphForm.of(wording, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _correct(wording, form, request.user)
        except (StaleError, CannotSettleError) as error:
            form.add_error(None, _explained(error))
        else:
            return redirect(wording.paragraph)
    context = {"wording": wording, "form": form, "split": SplitForm(wording)}
    return render(request, "resolutions/settle.html", context, status=422 if form.errors else 200)


@require_POST
@needs("resolution.correct")
def split(request, pk):
    """Cut a paragraph in two."""
    wording = _wording(request, pk)
    form = SplitForm(wording, request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            fresh = settle.split(
                wording, given["cut"], address=given["address"], by=request.user, seen=given["seen_wording"]
            )
        except (StaleError, CannotSettleError) as error:
            form.add_error(None, _explained(error))
        else:
            return redirect(fresh)
    context = {"wording": wording, "form": ParagraphForm.of(wording), "split": form}
    return render(request, "resolutions/settle.html", context, status=422)


@require_POST
@needs("resolution.correct")
def merge(request, pk):
    """Join a paragraph to the one before it."""
    found = get_object_or_404(Paragraph.objects.select_related("resolution"), pk=pk)
    try:
        return redirect(settle.merge(found, by=request.user))
    except CannotSettleError as error:
        messages.error(request, str(error))
        return redirect(found)


@require_http_methods(["GET", "POST"])
@needs("resolution.correct")
def place(request, pk):
    """Say what words that were not understood are."""
    unplaced = Wording.objects.filter(paragraph__isnull=True).select_related("text__resolution")
    wording = get_object_or_404(unplaced, pk=pk)
    form = PlaceForm(wording.text.resolution, wording, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        fresh = settle.place(
            wording,
            given["kind"],
            given["address"],
            after=given["after"],
            by=request.user,
            seen=given["seen_wording"],
        )
        return redirect(fresh)
    return render(request, "resolutions/place.html", {"wording": wording, "form": form})


@require_POST
@needs("resolution.correct")
def dismiss(request, pk):
    """Say that words that were not understood are no part of the text."""
    unplaced = Wording.objects.filter(paragraph__isnull=True).select_related("text__resolution")
    wording = get_object_or_404(unplaced, pk=pk)
    settle.dismiss(wording, by=request.user)
    return redirect(wording.text.resolution)


def _wording(request, pk) -> Wording:
    """Return the words of a paragraph in the language asked for, by default English or the first there is."""
    found = get_object_or_404(Paragraph, pk=pk)
    rows = found.wordings.select_related("paragraph__resolution", "text__resolution").order_by("text__language")
    by_language = {row.text.language: row for row in rows}
    chosen = by_language.get(request.GET.get("language", "")) or by_language.get("en") or next(iter(rows), None)
    return chosen or get_object_or_404(rows)


def _correct(wording: Wording, form: ParagraphForm, user) -> None:
    """Save what was changed, all in one change."""
    given, row = form.cleaned_data, wording.paragraph
    with change(f"Settle {row}", by=user):
        if "words" in form.changed_data:
            settle.reword(wording, given["words"], by=user, seen=given["seen_wording"])
        if "kind" in form.changed_data:
            settle.retype(row, given["kind"], by=user, seen=given["seen_paragraph"])
        if "address" in form.changed_data:
            seen = row.version if "kind" in form.changed_data else given["seen_paragraph"]
            settle.renumber(row, given["address"], by=user, seen=seen)


def _explained(error: Exception) -> str:
    if isinstance(error, StaleError):
        theirs = "; ".join(str(value) for value in error.theirs.values())
        return _("Somebody else has meanwhile saved: “%(theirs)s”. What you wrote stands below.") % {"theirs": theirs}
    return str(error)
