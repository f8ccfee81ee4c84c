"""The page of the search: words in, paragraphs out; a symbol leads straight to its document."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tracker.pages.layout import needs
from tracker.pages.search.results import Results


@require_safe
@needs("resolution.view")
def search(request: HttpRequest) -> HttpResponse:
    """Show what the words in the query string find; to a script, only the hits.

    With `go`, as from the bar, words that name a document or a paragraph lead there at once.
    """
    results = Results(request.GET, request.user, timezone.localdate())
    if request.GET.get("go") and results.place:
        return redirect(results.place.address)
    is_part = request.htmx and request.htmx.target == "hits"
    answer = render(request, "search/_hits.html" if is_part else "search/search.html", {"results": results})
    given = [(name, value) for name, values in request.GET.lists() for value in values if value]
    answer["HX-Push-Url"] = f"{request.path}?{urlencode(given)}"
    return answer
