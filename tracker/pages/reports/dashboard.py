"""The dashboard: how the mandates that the query string asks for stand, in numbers and pictures, and each as a file."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tracker.accounts.access import visible
from tracker.mandates.models import Mandate
from tracker.pages.drawing import drawn
from tracker.pages.layout import needs
from tracker.reports import charts, tables, wording
from tracker.reports.filters import MandateFilter
from tracker.reports.pictures import PICTURES
from tracker.reports.shapes import Picture


@require_safe
@needs("mandate.view")
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show the numbers and the pictures of the mandates that the query string asks for."""
    asked = asked_by(request)
    count = asked.qs.count()
    context = {
        "asked": asked,
        "form": asked.form,
        "count": count,
        "chips": wording.chips(asked),
        "drawn": drawn(request, asked) if count else "",
    }
    return render(request, "reports/dashboard.html", context)


@require_safe
@needs("mandate.view")
def picture(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """Give one picture as SVG, as an image, or its counts as comma-separated values."""
    asked = asked_by(request)
    if name not in PICTURES or form not in FORMS:
        raise Http404
    if not asked.form.is_valid():
        return HttpResponseBadRequest(asked.form.errors.as_text(), content_type="text/plain; charset=utf-8")
    media_type, write = FORMS[form]
    answer = HttpResponse(write(PICTURES[name](asked), asked), content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}-{asked.today.isoformat()}.{form}"'
    return answer


def asked_by(request: HttpRequest) -> MandateFilter:
    """Return the filter that the query string is, over what the person may see."""
    mandates = visible(Mandate.objects.all(), request.user, "mandate.view")
    return MandateFilter(request.GET, mandates, user=request.user, today=timezone.localdate())


def _origin(asked: MandateFilter) -> str:
    return _("%(filter)s, as at %(day)s") % {
        "filter": wording.sentence(asked),
        "day": date_format(asked.today, "j F Y"),
    }


def _svg(drawn: Picture, asked: MandateFilter) -> str:
    return charts.svg(drawn, _origin(asked), settings.SITE_ADDRESS)


def _png(drawn: Picture, asked: MandateFilter) -> bytes:
    return charts.png(drawn, _origin(asked))


def _csv(drawn: Picture, asked: MandateFilter) -> str:
    rows = [[cell.words for cell in row] for row in drawn.rows]
    return tables.csv_text([drawn.heads, *rows])


FORMS = {
    "svg": ("image/svg+xml", _svg),
    "png": ("image/png", _png),
    "csv": ("text/csv; charset=utf-8", _csv),
}
