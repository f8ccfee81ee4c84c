"""Fill the calendar from table and rule, and answer from it when a session is.

The tables of the database are the one truth: data files fill them once and refresh only rows that nobody settled.
"""

from tracker.accounts import changes
from tracker.accounts.changes import change
from tracker.organs.calendar_table import TableCalendar, known_organs, known_sessions
from tracker.organs.models import Organ, Session
from tracker.organs.rules import SessionWindow

FIELDS = ("name", "opens", "main_part_closes", "closes", "place", "precision", "source")


def load_calendar() -> int:
    """Bring organs and sessions up to the data files, leaving what a person settled. Returns how many rows changed."""
    with change("Load the calendar of sessions"):
        return _load_organs() + _load_sessions()


def current_calendar() -> TableCalendar:
    """Return the calendar as it now stands in the database, completed by rule."""
    return TableCalendar(window_of(row) for row in Session.objects.select_related("organ"))


def window_of(row: Session) -> SessionWindow:
    """Return what a row of the calendar says, in the form that the rules work with."""
    return SessionWindow(
        organ=row.organ.code, number=row.number, kind=row.kind, **{name: getattr(row, name) for name in FIELDS}
    )


def session_row(window: SessionWindow) -> Session | None:
    """Return the row of a session, made now where only the rule knew it, so that it can be corrected."""
    organ = Organ.objects.filter(code=window.organ).first()
    if organ is None:
        return None
    row = organ.sessions.filter(number=window.number, kind=window.kind).first()
    return row or changes.create(Session, organ=organ, number=window.number, kind=window.kind, **_values(window))


def _load_organs() -> int:
    stored = set(Organ.objects.values_list("code", flat=True))
    return len(
        changes.create_all(Organ(code=row.code, name=row.name) for row in known_organs() if row.code not in stored)
    )


def _load_sessions() -> int:
    organs = {organ.code: organ for organ in Organ.objects.all()}
    stored = {(row.organ_id, row.number, row.kind): row for row in Session.objects.all()}
    fresh, refreshed = {}, 0
    for window in known_sessions():
        organ = organs[window.organ]
        key = (organ.pk, window.number, window.kind)
        row = stored.get(key)
        if row is None:
            fresh.setdefault(key, Session(organ=organ, number=window.number, kind=window.kind, **_values(window)))
        elif not row.settled and any(getattr(row, name) != value for name, value in _values(window).items()):
            changes.save(row, **_values(window))
            refreshed += 1
    return len(changes.create_all(fresh.values())) + refreshed


def _values(window: SessionWindow) -> dict:
    return {name: getattr(window, name) for name in FIELDS}
