"""What holds for every request and answer of the web, whichever page it is. Middleware, without a page of its own."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.middleware.gzip import GZipMiddleware

VERBS = ("GET", "HEAD", "OPTIONS", "POST")
# The ends of the media types of words: pages, tables, calendars, feeds, drawings, what the API says.
WORDS = ("html", "plain", "csv", "calendar", "xml", "json")

Answer = Callable[[HttpRequest], HttpResponse]


def only_page_verbs(get_response: Answer) -> Answer:
    """Refuse PUT, PATCH, DELETE and TRACE everywhere but under /api/: pages are looked at and sent to."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method not in VERBS and not request.path.startswith("/api/"):
            return HttpResponseNotAllowed(VERBS)
        return get_response(request)

    return answer


class CompressWords(GZipMiddleware):
    """Compress what is words, down to a tenth; documents and images are compressed in themselves.

    Django adds to each answer a random number of bytes, so that its length tells nothing of a secret in it (BREACH).
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        media_type = response.get("Content-Type", "").partition(";")[0]
        return super().process_response(request, response) if media_type.endswith(WORDS) else response


def keep_private(get_response: Answer) -> Answer:
    """Let no browser or proxy keep what somebody who is signed in was shown, unless the page says otherwise."""

    def answer(request: HttpRequest) -> HttpResponse:
        # Asked first: the API's own authentication may put somebody else in the person's place.
        is_private = request.user.is_authenticated
        response = get_response(request)
        if is_private and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response

    return answer
