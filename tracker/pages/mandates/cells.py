"""Edit one cell of the register where it stands: addressees, focal point, priority, tags.

Letters typed are completed from what is known; Enter keeps it, with an undo. Where somebody else has written the same
cell since it was shown, both values are shown and nothing is written.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tracker.accounts.access import visible
from tracker.accounts.changes import Change
from tracker.accounts.models import User
from tracker.followup import bulk
from tracker.mandates.models import Mandate, Tag
from tracker.organs.models import Addressee
from tracker.pages.layout import needs, notice
from tracker.pages.mandates.register import row_anew

MOST_CHOICES = 500


class UnknownError(ValueError):
    """What was typed names nothing that the cell can hold. The message says what it can."""


@dataclass(frozen=True)
class Cell:
    """A cell that can be edited: its words now, what it may be completed to, and how what was typed is kept."""

    label: Any
    shown: Callable[[Mandate], str]
    choices: Callable[[Mandate], list[str]]
    keep: Callable[[Mandate, str, User], Change | None]
    is_list: bool = False


@require_http_methods(["GET", "HEAD", "POST"])
@needs("mandate.edit")
def cell(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Show a cell as a field, and keep what was typed into it."""
    if name not in CELLS:
        raise Http404
    mandate = get_object_or_404(visible(Mandate.objects.with_texts(), request.user, "mandate.edit"), pk=pk)
    kind = CELLS[name]
    now = kind.shown(mandate)
    shown = {"mandate": mandate, "name": name, "cell": kind, "choices": kind.choices(mandate), "before": now}
    if request.method != "POST":
        return _field(request, {**shown, "typed": now})
    typed, before = _typed(request), request.POST.get("before", "")
    if now not in (before, typed):
        return _field(request, {**shown, "typed": typed, "theirs": now or "–"}, status=409)
    try:
        done = kind.keep(mandate, typed, request.user) if typed != now else None
    except UnknownError as unknown:
        return _field(request, {**shown, "typed": typed, "error": str(unknown)}, status=422)
    if done:
        back = urlencode({"next": request.htmx.current_url_abs_path or reverse("mandates:register")})
        words = _("%(mandate)s: %(cell)s is now “%(typed)s”.") % {
            "mandate": mandate,
            "cell": kind.label,
            "typed": typed or "–",
        }
        notice(request, words, undo=f"{reverse('mandates:undo', args=[done.pk])}?{back}")
    return row_anew(request, pk) if request.htmx else redirect(mandate)


def _typed(request: HttpRequest) -> str:
    return " ".join(request.POST.get("typed", "").split())[:300]


def _field(request: HttpRequest, shown: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, "mandates/_cell.html" if request.htmx else "mandates/cell.html", shown, status=status)


def _names_in(typed: str) -> list[str]:
    return list(dict.fromkeys(name for part in typed.split(";") if (name := part.strip())))


# Addressees


def _addressees(mandate: Mandate) -> str:
    return "; ".join(str(addressing) for addressing in mandate.addressings.all())


def _known_addressees(_mandate: Mandate) -> list[str]:
    return list(Addressee.objects.order_by("name").values_list("name", flat=True)[:MOST_CHOICES])


def _keep_addressees(mandate: Mandate, typed: str, by: User) -> Change:
    names = _names_in(typed)
    if not names:
        raise UnknownError(_("A mandate is addressed to somebody: name at least one."))
    return bulk.address_to(mandate, names, by=by)


# The focal point


def _people(mandate: Mandate) -> Any:
    known = Q(memberships__isnull=False, is_active=True) | Q(pk=mandate.focal_point_id)
    return User.objects.filter(known).distinct().order_by("name")


def _keep_focal_point(mandate: Mandate, typed: str, by: User) -> Change:
    person = None
    if typed:
        found = list(_people(mandate).filter(Q(name__iexact=typed) | Q(email__iexact=typed))[:2])
        if len(found) != 1:
            raise UnknownError(_("“%(typed)s” is nobody here, or more than one: choose a name.") % {"typed": typed})
        [person] = found
    return _apply(mandate, bulk.Edit(focal_point=person), by)


# Priority and tags


def _keep_priority(mandate: Mandate, typed: str, by: User) -> Change:
    labels = {str(label).casefold(): value for value, label in Mandate.Priority.choices}
    if typed.casefold() not in labels:
        raise UnknownError(_("Choose one of: %(known)s.") % {"known": ", ".join(labels)})
    return _apply(mandate, bulk.Edit(priority=labels[typed.casefold()]), by)


def _tags(mandate: Mandate) -> str:
    return "; ".join(str(tagging.tag) for tagging in mandate.taggings.all())


def _keep_tags(mandate: Mandate, typed: str, by: User) -> Change:
    names, before = _names_in(typed), _names_in(_tags(mandate))
    if any(len(name) > 40 for name in names):
        raise UnknownError(_("A tag has at most 40 letters."))
    added = tuple(name for name in names if name not in before)
    removed = tuple(name for name in before if name not in names)
    return _apply(mandate, bulk.Edit(add_tags=added, remove_tags=removed), by)


def _apply(mandate: Mandate, edit: bulk.Edit, by: User) -> Change:
    done, count = bulk.apply(Mandate.objects.filter(pk=mandate.pk), edit, by=by)
    if not count:
        raise UnknownError(_("Only a manager of the lead entity changes this, while the mandate is followed up."))
    return done


CELLS: dict[str, Cell] = {
    "addressee": Cell(gettext_lazy("addressee"), _addressees, _known_addressees, _keep_addressees, is_list=True),
    "focal": Cell(
        gettext_lazy("focal point"),
        lambda mandate: str(mandate.focal_point or ""),
        lambda mandate: [str(person) for person in _people(mandate)[:MOST_CHOICES]],
        _keep_focal_point,
    ),
    "priority": Cell(
        gettext_lazy("priority"),
        lambda mandate: str(mandate.get_priority_display()),
        lambda _mandate: [str(label) for _value, label in Mandate.Priority.choices],
        _keep_priority,
    ),
    "tags": Cell(
        gettext_lazy("tags"),
        _tags,
        lambda _mandate: list(Tag.objects.values_list("name", flat=True)[:MOST_CHOICES]),
        _keep_tags,
        is_list=True,
    ),
}
