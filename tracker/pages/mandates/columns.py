"""Which columns the register shows, in which order, how it is sorted and how close its rows stand.

Each person's own choice, kept with their preferences; an address may name columns of its own (`?columns=symbol,due`),
so that a link shows its reader what its writer saw.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from tracker.accounts.models import User
from tracker.reports.filters import SORTS


@dataclass(frozen=True)
class Kind:
    """A column that may be shown. `sort` is its key in filters.SORTS, empty where no order follows from it."""

    key: str
    words: Any
    sort: str
    is_narrow: bool = True


KINDS = {
    kind.key: kind
    for kind in (
        Kind("symbol", _("Paragraph"), "symbol"),
        Kind("asked", _("What is asked"), "verb", is_narrow=False),
        Kind("due", _("Deadline"), "due", is_narrow=False),
        Kind("entity", _("Lead entity"), "entity"),
        Kind("focal", _("Focal point"), "focal"),
        Kind("status", _("Status"), "status"),
        Kind("priority", _("Priority"), "priority"),
        Kind("tags", _("Tags"), ""),
        Kind("organ", _("Adopting organ"), ""),
        Kind("session", _("Session"), ""),
        Kind("adopted", _("Adopted"), "adopted"),
        Kind("deliverable", _("Deliverable"), ""),
        Kind("heard", _("Last heard of"), "heard"),
    )
}
# The heading of each row: it stands first, whatever else is chosen.
FIRST = "symbol"
USUAL = ("symbol", "asked", "due", "entity", "focal", "status")


@dataclass(frozen=True)
class Column:
    """A heading. `sort` is the value that a click gives the order, `second` what a click with Shift adds behind it."""

    key: str
    words: Any
    sort: str
    second: str
    direction: str
    is_second: bool
    is_narrow: bool


def shown(request: HttpRequest) -> list[str]:
    """Return the keys of the columns to show: the address's, else those of the page that asks, else the person's."""
    asking = QueryDict(urlsplit(request.htmx.current_url or "").query) if request.htmx else QueryDict()
    for query in (request.GET, asking):
        if named := query.get("columns"):
            return known(named.split(","))
    return known(request.user.preferences.get("columns") or USUAL)


def known(keys: Iterable[str]) -> list[str]:
    """Return the keys that name columns, each once, with the heading of the rows in front."""
    return list(dict.fromkeys([FIRST, *(key for key in keys if key in KINDS)]))


def labelled(keys: Iterable[str]) -> list[tuple[str, str]]:
    """Return columns with the words over them, which each row repeats for narrow screens: looked up once for all."""
    return [(key, str(KINDS[key].words)) for key in keys]


def headings(keys: Iterable[str], sorting: list[str]) -> list[Column]:
    """Return the headings of columns in a list that is sorted by these keys."""
    return [_heading(KINDS[key], sorting) for key in keys]


def keep(user: User, query: QueryDict) -> None:
    """Keep what a person chose: each `column` shown, `earlier` for one to move forward, `dense` for close rows."""
    columns = known(query.getlist("column"))
    if (moved := query.get("earlier")) in columns[2:]:
        place = columns.index(moved)
        columns[place - 1 : place + 1] = [moved, columns[place - 1]]
    user.preferences = {**user.preferences, "columns": columns, "dense": query.get("dense") == "on"}
    user.save(update_fields=["preferences"])


def order_in(query: QueryDict) -> str:
    """Return the order that a person chose: `sort`, and behind it `then` where it names another column."""
    first, second = (_sort_key(query.get(name, "")) for name in ("sort", "then"))
    return ",".join(dict.fromkeys(filter(None, (first, second if _bare(second) != _bare(first) else ""))))


def _heading(kind: Kind, sorting: list[str]) -> Column:
    first, rest = sorting[0], sorting[1:]
    own = {kind.sort: "ascending", f"-{kind.sort}": "descending"} if kind.sort else {}
    turned = f"-{kind.sort}"
    # A click on the second column with Shift turns it; on the first it turns the first and keeps the second.
    if _bare(first) == kind.sort:
        second = ",".join([turned if first == kind.sort else kind.sort, *rest])
    else:
        second = ",".join([first, turned if kind.sort in rest else kind.sort])
    return Column(
        kind.key,
        kind.words,
        (turned if first == kind.sort else kind.sort) if kind.sort else "",
        second if kind.sort else "",
        next((own[key] for key in sorting if key in own), ""),
        bool(kind.sort) and kind.sort in map(_bare, rest),
        kind.is_narrow,
    )


def _sort_key(given: str) -> str:
    return given if _bare(given) in SORTS else ""


def _bare(key: str) -> str:
    return key.removeprefix("-")
