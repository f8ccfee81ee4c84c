"""Draw the numbers and pictures of a filter, and keep what was drawn until something changes."""

import hashlib
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from tracker.accounts.changes import Head
from tracker.reports.figures import numbers
from tracker.reports.filters import MandateFilter
from tracker.reports.models import DailyFigure
from tracker.reports.pictures import PICTURES


def drawn(
    request: HttpRequest, asked: MandateFilter, *, without: frozenset[str] = frozenset(), **shown: Any
) -> SafeString:
    """Return numbers and pictures as they stand; drawn anew after any change, on another day, for another person.

    `without` names numbers that are left out; `shown` goes to the template. The seal of the last change is part of the
    key, so what is kept is never older than the data.
    """
    seal = Head.objects.values_list("digest", flat=True).first()
    asks = (
        asked.page,
        request.GET.urlencode(),
        request.user.pk,
        asked.today,
        get_language(),
        seal,
        DailyFigure.latest_day(),
    )
    key = hashlib.sha256(repr(asks).encode()).hexdigest()
    kept = caches["pictures"]
    pictures = kept.get(key)
    if pictures is None:
        shown["numbers"] = [number for number in numbers(asked) if number.name not in without]
        shown["pictures"] = [draw(asked) for draw in PICTURES.values()]
        pictures = render_to_string("reports/_pictures.html", shown, request)
        kept.set(key, pictures)
    return pictures
