"""The page on which people try the API: Swagger UI, served from here, under the same content policy as every page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def browser(request: HttpRequest) -> HttpResponse:
    """Show the API's description; requests go out with the person's own session."""
    return render(request, "api/browser.html")
