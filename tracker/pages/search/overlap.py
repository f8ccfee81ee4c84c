"""What asks the same: mandates that ask what a provision asks, or words that were pasted, of the same addressees."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from tracker.accounts.access import visible
from tracker.mandates import overlap as overlaps
from tracker.mandates.models import Mandate
from tracker.organs.models import Addressee
from tracker.pages.layout import needs
from tracker.pages.search.forms import WordsForm
from tracker.resolutions.models import Paragraph, Resolution


@require_http_methods(["GET", "HEAD", "POST"])
@needs("resolution.view")
def overlap(request: HttpRequest) -> HttpResponse:
    """Show what asks the same as the `mandate` or the `provision` of the query string, or as the words that were sent.

    Words are understood by the reader's grammar here and not in the queue, as a deadline corrected in words is: they
    are one paragraph of limited length.
    """
    among = visible(Mandate.objects.not_rejected(), request.user, "mandate.view")
    form, asked, provision = WordsForm(), None, None
    if request.method == "POST":
        form = WordsForm(request.POST)
        if form.is_valid():
            asked = overlaps.asked_in(form.cleaned_data["words"])
    elif {"mandate", "provision"} & request.GET.keys():
        provision, mandates = _named(request, among)
        asked = overlaps.asked_by(provision, mandates)
    shown = {
        "form": form,
        "asked": asked,
        "provision": provision,
        "addressees": Addressee.objects.filter(pk__in=asked.addressees) if asked else [],
        "overlaps": overlaps.find(asked, among) if asked else [],
    }
    return render(request, "search/overlap.html", shown, status=422 if form.errors else 200)


def _named(request: HttpRequest, among: QuerySet[Mandate]) -> tuple[Paragraph, QuerySet[Mandate]]:
    """Return the provision that the query string names, and those of its mandates that are meant."""
    if "mandate" in request.GET:
        mandate = get_object_or_404(among.select_related("provision__resolution"), pk=_key(request.GET["mandate"]))
        return mandate.provision, among.filter(pk=mandate.pk)
    readable = visible(Resolution.objects.all(), request.user, "resolution.view")
    paragraphs = Paragraph.objects.filter(resolution__in=readable).select_related("resolution")
    provision = get_object_or_404(paragraphs, pk=_key(request.GET["provision"]))
    return provision, among


def _key(words: str) -> int:
    """Return the key that words of the query string give; what is none leads nowhere."""
    if not (words.isascii() and words.isdecimal()):
        raise Http404
    return int(words)
