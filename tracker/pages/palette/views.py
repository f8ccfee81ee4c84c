"""Go to a page, a saved view, a document, a mandate: a list in the palette, a page of its own without scripts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tracker.pages.layout import needs
from tracker.pages.palette.goals import goals


@require_safe
@needs("mandate.view")
def go(request: HttpRequest) -> HttpResponse:
    """Show where the words lead; with `first`, as when somebody types and presses Enter, go to the first of it."""
    words = request.GET.get("q", "").strip()[:200]
    found = goals(request, words)
    if request.GET.get("first") and words and found:
        return redirect(found[0].address)
    template = "palette/_goals.html" if request.htmx else "palette/go.html"
    return render(request, template, {"goals": found, "words": words})
