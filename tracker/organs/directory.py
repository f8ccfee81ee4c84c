"""The directory of names: which addressee, organ or session the words of a text mean, and the reader's vocabulary.

The tables are the one truth; the reader's data file fills them once and refreshes only names that nobody settled.
"""

import hashlib
from functools import lru_cache

from django.utils.text import slugify

from tracker.accounts import changes
from tracker.accounts.changes import change
from tracker.organs import calendar
from tracker.organs.calendar_table import TableCalendar
from tracker.organs.models import Addressee, Organ, Session
from tracker.reading import vocabulary as words
from tracker.reading.vocabulary import AddresseeName, Vocabulary
from tracker.reading.vocabulary.tokens import fold


def load_directory() -> int:
    """Bring the directory up to the reader's list of addressees. Returns how many rows changed."""
    stored = {row.name: row for row in Addressee.objects.all()}
    organs = {fold(organ.name): organ for organ in Organ.objects.filter(addressee__isnull=True)}
    fresh, refreshed = [], 0
    with change("Load the directory of addressees"):
        for known in words.load().addressees["en"]:
            row, values = stored.get(known.name), {"short_name": known.short, "aliases": list(known.aliases)}
            if row is None:
                fresh.append(Addressee(name=known.name, organ=organs.pop(fold(known.name), None), **values))
            elif not row.settled and any(getattr(row, name) != value for name, value in values.items()):
                changes.save(row, **values)
                refreshed += 1
        return len(changes.create_all(fresh)) + refreshed


def vocabulary() -> Vocabulary:
    """Return the reader's vocabulary with the addressees of the database."""
    return _vocabulary(_rows())


def digest() -> str:
    """Return a short digest of the directory: a reading made with other names is another reading."""
    return hashlib.sha256(repr(_rows()).encode()).hexdigest()[:8]


def _rows() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    rows = Addressee.objects.order_by("name").values_list("name", "short_name", "aliases")
    return tuple((name, short, tuple(aliases)) for name, short, aliases in rows)


@lru_cache(maxsize=2)
def _vocabulary(rows: tuple) -> Vocabulary:
    return words.load().with_addressees(AddresseeName(*row) for row in rows)


class AddresseeRows:
    """Finds the addressee that a name means, whatever its case or spelling; fetched once."""

    def __init__(self) -> None:
        self._rows: dict[str, Addressee] = {}
        for row in Addressee.objects.select_related("entity"):
            for name in (row.name, row.short_name, *row.aliases):
                if name:
                    self._rows.setdefault(fold(name), row)

    def named(self, name: str) -> Addressee | None:
        return self._rows.get(fold(name))


def organ_named(name: str) -> Organ:
    """Return the organ of a name, "The General Assembly" included; an organ not met before is added."""
    name = name.strip().removeprefix("The ").removeprefix("the ") or "Unknown organ"
    organ = Organ.objects.filter(name__iexact=name).first()
    return organ or changes.create(Organ, name=name[:200], code=_code_for(name))


def session_numbered(organ: Organ, number: str | None) -> Session | None:
    """Return an organ's session by number or year, made where a rule knows it; None where nothing does."""
    if not number:
        return None
    row = organ.sessions.filter(number=number).exclude(kind=Session.Kind.RESUMED).first()
    if row:
        return row
    window = TableCalendar(()).session(organ.code, number)
    if window:
        return calendar.session_row(window)
    return changes.create(Session, organ=organ, number=number[:20], precision=Session.Precision.RULE)


def _code_for(name: str) -> str:
    code = slugify(name)[:20].strip("-") or "organ"
    taken = Organ.objects.filter(code__startswith=code[:16]).count()
    return f"{code[:16]}-{taken + 1}" if Organ.objects.filter(code=code).exists() else code
