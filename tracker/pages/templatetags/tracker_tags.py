"""How states, statuses, dates and found words are written on pages: always by icon, colour and word together."""

import json
from collections.abc import Iterable
from datetime import date
from functools import cache
from itertools import pairwise

from django import template
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext, gettext_lazy, ngettext

from tracker.mandates.lateness import State
from tracker.mandates.models import Mandate

register = template.Library()

STATE_ICONS = {
    State.SETTLED: "done",
    State.OVERDUE: "late",
    State.DUE_NOW: "now",
    State.DUE_SOON: "soon",
    State.DUE_LATER: "calendar",
    State.SESSION_NOT_DATED: "calendar-unknown",
    State.UNDATED: "wave",
    State.EXPIRES: "flag",
    State.EXPIRED: "void",
    State.NO_DEADLINE: "dash",
}

STATE_WORDS = {
    State.SETTLED: gettext_lazy("Settled"),
    State.OVERDUE: gettext_lazy("Overdue"),
    State.DUE_NOW: gettext_lazy("Due now"),
    State.DUE_SOON: gettext_lazy("Due soon"),
    State.DUE_LATER: gettext_lazy("Due later"),
    State.SESSION_NOT_DATED: gettext_lazy("Session not dated"),
    State.UNDATED: gettext_lazy("Undated"),
    State.EXPIRES: gettext_lazy("Expires"),
    State.EXPIRED: gettext_lazy("Expired"),
    State.NO_DEADLINE: gettext_lazy("No deadline stated"),
}

STATUS_ICONS = {
    Mandate.Status.PROPOSED: "proposed",
    Mandate.Status.REJECTED: "void",
    Mandate.Status.NOT_STARTED: "circle",
    Mandate.Status.IN_PROGRESS: "half",
    Mandate.Status.IMPLEMENTED: "done",
    Mandate.Status.CONTINUING: "loop",
    Mandate.Status.SUPERSEDED: "replaced",
    Mandate.Status.DISCONTINUED: "stopped",
    Mandate.Status.NOT_APPLICABLE: "dash",
}

# The kinds of words that a reading finds; each has a class `mark-…` in the stylesheet.
MARK_WORDS = {
    "verb": gettext_lazy("operative verb"),
    "addressee": gettext_lazy("addressee"),
    "deliverable": gettext_lazy("deliverable"),
    "deadline": gettext_lazy("deadline"),
    "conditional": gettext_lazy("conditional words"),
    "hit": gettext_lazy("looked for"),
    "common": gettext_lazy("in both texts"),
}


@register.simple_tag
@cache
def icon(name: str, css: str = "") -> SafeString:
    """Draw an icon of the sprite. It says nothing by itself: words stand beside it, or in the control's label."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false" viewBox="0 0 16 16"><use href="{}#{}"/></svg>',
        css,
        static("icons/icons.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def key(context: template.Context, usual: str) -> SafeString | str:
    """Show the cap of a single key: the person's own where they have chosen one, nothing where they use none."""
    own = (context.get("own_keys") or {}).get(usual, usual)
    return format_html("<kbd>{}</kbd>", own) if own else ""


@register.simple_tag(takes_context=True)
def own_keys(context: template.Context) -> SafeString | str:
    """Write the attribute by which the script of keys knows which the person has chosen."""
    own = context.get("own_keys")
    return format_html('data-own-keys="{}"', json.dumps(own)) if own else ""


@register.simple_tag
def state_chip(state: State | str) -> SafeString:
    """Show a state of lateness: {% state_chip mandate_state %}."""
    return _chip("state", state, STATE_ICONS[State(state)], str(STATE_WORDS[State(state)]))


@register.simple_tag(takes_context=True)
def lateness_chip(context: template.Context, mandate: Mandate) -> SafeString:
    """Show how a mandate stands in time today."""
    return state_chip(mandate.state(_today(context)))


@register.simple_tag
def status_chip(status: str) -> SafeString:
    """Show a stored status: {% status_chip mandate.status %}."""
    words = str(Mandate.Status(status).label)
    return _chip("status", status, STATUS_ICONS[Mandate.Status(status)], words[:1].upper() + words[1:])


@register.simple_tag(takes_context=True)
def day(context: template.Context, value: date | None, relative: bool = True) -> SafeString | str:
    """Write a date, absolute and relative: "3 Mar 2027, in 99 d"; an en dash for none."""
    if value is None:
        return "–"
    words = formats.date_format(value, "j M Y")
    if relative:
        words = f"{words}, {from_today(value, _today(context))}"
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words)


@register.filter
def from_today(value: date, today: date) -> str:
    """Say how far a date is from today: "today", "in 99 d", "12 d ago", "in 3 y"."""
    days = (value - today).days
    if days == 0:
        return gettext("today")
    count, late = abs(days), days < 0
    if count < 730:
        words = ngettext("%(count)s d", "%(count)s d", count) % {"count": count}
    else:
        words = ngettext("%(count)s y", "%(count)s y", count // 365) % {"count": count // 365}
    return (gettext("%(distance)s ago") if late else gettext("in %(distance)s")) % {"distance": words}


@register.simple_tag
def marked(words: str, spans: Iterable[tuple[str, int, int]]) -> SafeString:
    """Write words with what was found in them marked; `spans` are (kind, start, end) and may overlap or nest."""
    spans = [(kind, max(start, 0), min(end, len(words))) for kind, start, end in spans]
    edges = sorted({0, len(words), *(edge for _kind, *ends in spans for edge in ends if 0 <= edge <= len(words))})
    pieces = []
    for start, end in pairwise(edges):
        kinds = list(dict.fromkeys(kind for kind, first, last in spans if first <= start and end <= last))
        pieces.append((_mark(words[start:end], kinds),))
    return format_html_join("", "{}", pieces)


@register.filter
def as_marks(spans: Iterable[tuple[int, int]], kind: str) -> list[tuple[str, int, int]]:
    """Return spans as `marked` takes them, all of one kind: {% marked words spans|as_marks:"common" %}."""
    return [(kind, start, end) for start, end in spans]


@register.simple_tag(takes_context=True)
def without(context: template.Context, name: str, value: str | None = None) -> str:
    """Return the query string without a parameter, or without one of its values; the page starts again at the first."""
    query = context["request"].GET.copy()
    kept = [] if value is None else [other for other in query.getlist(name) if other != str(value)]
    query.setlist(name, kept)
    query.pop("page", None)
    return "?" + query.urlencode()


@cache
def _chip(kind: str, value: str, picture: str, words: str) -> SafeString:
    """Draw a chip, once in each language: a list shows the same few some hundred times."""
    return format_html('<span class="{} {}-{}">{} {}</span>', kind, kind, slugify(value), icon(picture), words)


def _mark(words: str, kinds: list[str]) -> SafeString | str:
    if not kinds:
        return words
    return format_html(
        '<mark class="{}" title="{}">{}</mark>',
        " ".join(f"mark-{kind}" for kind in kinds),
        ", ".join(str(MARK_WORDS.get(kind, kind)) for kind in kinds),
        words,
    )


def _today(context: template.Context) -> date:
    """Return the day that the page was asked on."""
    return context.get("today") or timezone.localdate()
