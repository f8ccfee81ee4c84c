"""The register: the list of mandates that the address asks for, its rows, and the same list as a file."""

from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tracker.accounts.access import visible
from tracker.accounts.changes import StaleError
from tracker.mandates import standing
from tracker.mandates.models import Mandate
from tracker.pages.layout import needs, notice
from tracker.pages.mandates import columns
from tracker.pages.mandates.forms import StatusForm
from tracker.pages.mandates.listing import Listing, rows_for
from tracker.reports import saved, tables
from tracker.reports.filters import MandateFilter
from tracker.reports.paging import MandatePages

ROWS = 50


@require_safe
@needs("mandate.view")
def register(request: HttpRequest) -> HttpResponse:
    """Show the mandates that the query string asks for; to a script, only the list."""
    if "as_at" in request.GET:
        return redirect(f"{reverse('history:register')}?{request.GET.urlencode()}")
    query = _without_empties(request.GET)
    if not request.htmx and query != request.GET:
        return redirect(_address(query))
    default = saved.default_view(request.user)
    if not query and not request.htmx and default:
        return redirect(default.address)
    request.GET = query
    asked = _asked(request)
    pages = MandatePages(asked.qs, ROWS)
    wanted = query.get("page", "1")
    if not wanted.isascii() or not wanted.isdigit() or not 1 <= int(wanted) <= pages.num_pages:
        return redirect(_address(query, page=pages.num_pages if wanted.isascii() and wanted.isdigit() else 1))
    listing = Listing(asked, pages.page(int(wanted)), request.user, columns.shown(request), default)
    is_part = request.htmx and request.htmx.target == "list"
    shown = {"listing": listing, "columns": columns.labelled(listing.columns)}
    answer = render(request, "mandates/_list.html" if is_part else "mandates/register.html", shown)
    answer["HX-Push-Url"] = _address(query)
    return answer


@require_safe
@needs("mandate.view")
def row(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one row of the register anew, after something was logged on it."""
    mandate = get_object_or_404(visible(Mandate.objects.with_texts(), request.user, "mandate.view"), pk=pk)
    return _row(request, mandate)


@require_POST
@needs("mandate.view")
def layout(request: HttpRequest) -> HttpResponse:
    """Keep the columns and the density that the person chose, and show the same list in them."""
    columns.keep(request.user, request.POST)
    query = QueryDict(urlsplit(request.POST.get("next", "")).query, mutable=True)
    query.pop("columns", None)
    if order := columns.order_in(request.POST):
        query["sort"] = order
    return redirect(_address(query))


@require_POST
@needs("mandate.set_status")
def status(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a mandate another status, from its chip."""
    mandate = get_object_or_404(visible(Mandate.objects.with_texts(), request.user, "mandate.set_status"), pk=pk)
    form = StatusForm(request.POST, mandate=mandate, user=request.user)
    if form.is_valid():
        _set_status(request, mandate, form)
    else:
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    if request.htmx:
        return row_anew(request, pk)
    return redirect(form.next_address(request) or mandate)


@require_safe
@needs("register.export")
def export_csv(request: HttpRequest) -> HttpResponse:
    """Give the filtered list as comma-separated values."""
    asked = _asked(request)
    if not asked.form.is_valid():
        return HttpResponseBadRequest(str(asked.form.errors.as_text()), content_type="text/plain; charset=utf-8")
    answer = StreamingHttpResponse(
        tables.csv_lines(asked.qs, asked.today, request.user), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="mandates-{asked.today.isoformat()}.csv"'
    return answer


@require_safe
@needs("register.export")
def export_xlsx(request: HttpRequest) -> HttpResponse:
    """Give the filtered list as a workbook."""
    asked = _asked(request)
    if not asked.form.is_valid():
        return HttpResponseBadRequest(str(asked.form.errors.as_text()), content_type="text/plain; charset=utf-8")
    book = tables.workbook(asked.qs, asked.today, request.user, address=_address(_without_empties(request.GET)))
    answer = StreamingHttpResponse(book, content_type=tables.WORKBOOK_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="mandates-{asked.today.isoformat()}.xlsx"'
    return answer


def _asked(request: HttpRequest) -> MandateFilter:
    mandates = visible(Mandate.objects.with_texts(), request.user, "mandate.view")
    return MandateFilter(request.GET, mandates, user=request.user, today=timezone.localdate())


def _set_status(request: HttpRequest, mandate: Mandate, form: StatusForm) -> None:
    given = form.cleaned_data
    try:
        standing.set_status(
            mandate, given["status"], by=request.user, reason=given["reason"], seen=given["seen"] or mandate.version
        )
    except StaleError as stale:
        theirs = Mandate.Status(stale.theirs.get("status", mandate.status)).label
        words = _("Somebody else has set %(mandate)s to “%(theirs)s” in the meantime. Choose again if need be.")
        messages.error(request, words % {"mandate": mandate, "theirs": theirs})
    except standing.RefusedError as refused:
        messages.error(request, str(refused))
    else:
        words = _("%(mandate)s is now “%(status)s”.") % {"mandate": mandate, "status": mandate.get_status_display()}
        done = mandate.history.first().change
        back = form.next_address(request) or mandate.get_absolute_url()
        notice(request, words, undo=reverse("mandates:undo", args=[done.pk]) + "?" + urlencode({"next": back}))


def row_anew(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the row of a mandate after something was done to it, with the notices that say so."""
    mandate = visible(Mandate.objects.with_texts(), request.user, "mandate.view").get(pk=pk)
    return _row(request, mandate, with_notices=True)


def _row(request: HttpRequest, mandate: Mandate, with_notices: bool = False) -> HttpResponse:
    listed = rows_for([mandate], request.user, timezone.localdate())[0]
    shown = {"row": listed, "columns": columns.labelled(columns.shown(request)), "with_notices": with_notices}
    return render(request, "mandates/_row.html", shown)


def _without_empties(query: QueryDict) -> QueryDict:
    """Return the query without parameters that say nothing, so that addresses stay short.

    "view=all" alone says something: all mandates, where the bare address would open somebody's default view.
    """
    kept = QueryDict(mutable=True)
    for name, values in query.lists():
        given = list(dict.fromkeys(value for value in values if value.strip()))
        if given and not (name == "page" and given[-1] == "1"):
            kept.setlist(name, given[-1:] if name == "page" else given)
    if len(kept) > 1:
        kept.pop("view", None)
    return kept


def _address(query: QueryDict, **changes: int) -> str:
    """Return the address of the register for a query; the first page needs no number."""
    query = query.copy()
    for name, value in changes.items():
        query[name] = str(value)
    if query.get("page") == "1":
        query.pop("page")
    words = urlencode(list(query.lists()), doseq=True)
    return reverse("mandates:register") + (f"?{words}" if words else "")
