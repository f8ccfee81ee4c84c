"""Answer when a session is from the table of known sessions, and by rule where the table has no row.

Stands between the rules and the database: `calendar` fills its rows from here, and the due dates can be worked out from
it without any database. Pure; reads the files in `data/` once.
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from tracker.organs.rules import ASSEMBLY, DATA, SessionWindow, by_rule, numbers_in

# Kinds that a text means by "its session" without more; a resumed part or a special session must be named.
ORDINARY = ("regular", "annual", "substantive")
CONTINUOUS = "continuous organ"

# "2012 (organizational)", "2023 (SDG Summit)": the number, and what the table adds in brackets.
NUMBER = re.compile(r"(?P<number>[^(]*[^( ]) \((?P<added>[^)]*)\)")


@dataclass(frozen=True, slots=True)
class OrganRow:
    """One body that adopts texts or has sessions; `kind` is "continuous organ" where its sessions date nothing."""

    code: str
    name: str
    kind: str
    adopts: bool


class TableCalendar:
    """A calendar of sessions over rows given to it (default: the table of this package), completed by rule."""

    def __init__(self, sessions: Iterable[SessionWindow] | None = None):
        rows = known_sessions() if sessions is None else tuple(sessions)
        self._by_organ: dict[str, list[SessionWindow]] = {}
        for row in rows:
            self._by_organ.setdefault(row.organ, []).append(row)

    def session(self, organ: str, number: str, kind: str | None = None) -> SessionWindow | None:
        """Return one session: from the table, else by rule, else by the year in which the only one of it opens."""
        rows = self._by_organ.get(organ, [])
        named = [row for row in rows if row.number == number]
        if kind:
            return next((row for row in named if row.kind == kind), None)
        ordinary = sorted((row for row in named if row.kind in ORDINARY), key=lambda row: ORDINARY.index(row.kind))
        if ordinary:
            return ordinary[0]
        # Where the table only has a summit or special session of that number, the ordinary one comes by rule.
        return by_rule(organ, number) or _first_not_resumed(named) or self._session_of_year(organ, number)

    def next_session(self, organ: str, after: date) -> SessionWindow | None:
        """Return the first ordinary session that opens after a day; None for organs in continuous session."""
        coming = self.sessions_after(organ, after, date(after.year + 6, 1, 1))
        return coming[0] if coming else None

    def sessions_after(self, organ: str, after: date, until: date) -> list[SessionWindow]:
        """Return the ordinary sessions that open after one day and not after another, in order."""
        if organ in continuous_organs():
            return []
        rows = {row.number: row for row in self._by_organ.get(organ, []) if row.kind in ORDINARY}
        for year in range(after.year - 1, until.year + 2):
            for number in numbers_in(organ, year):
                if number not in rows and (window := by_rule(organ, number)):
                    rows[number] = window
        coming = [(row.opens, row) for row in rows.values() if row.opens and after < row.opens <= until]
        return [row for _, row in sorted(coming, key=lambda pair: pair[0])]

    def _session_of_year(self, organ: str, year: str) -> SessionWindow | None:
        """Return the one ordinary session that opens in a year, None where there is none or more than one."""
        if not (len(year) == 4 and year.isdecimal()) or not 1900 < int(year) < 2200:
            return None
        opening = self.sessions_after(organ, date(int(year) - 1, 12, 31), date(int(year), 12, 31))
        return opening[0] if len(opening) == 1 and organ != ASSEMBLY else None


@cache
def known_sessions() -> tuple[SessionWindow, ...]:
    """Return every row of the table of sessions."""
    with (DATA / "sessions.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_session(row) for row in csv.DictReader(file))


@cache
def known_organs() -> tuple[OrganRow, ...]:
    """Return every organ that the program knows by a code."""
    with (DATA / "organs.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            OrganRow(row["code"], row["name"], row["kind"], row["adopts"] == "yes") for row in csv.DictReader(file)
        )


@cache
def continuous_organs() -> frozenset[str]:
    """Return the codes of the organs in continuous session, whose sessions give no due dates."""
    return frozenset(organ.code for organ in known_organs() if organ.kind == CONTINUOUS)


def _first_not_resumed(rows: list[SessionWindow]) -> SessionWindow | None:
    return next((row for row in rows if row.kind != "resumed"), None)


def _session(row: dict[str, str]) -> SessionWindow:
    number, kind, name = row["session_number"], row["kind"], ""
    if match := NUMBER.fullmatch(number):
        number, name = match["number"], match["added"]
        kind, name = (name, "") if name == "organizational" else (kind, name)
    return SessionWindow(
        organ=row["organ_code"],
        number=number,
        kind=kind,
        opens=_day(row["opens"]),
        closes=_day(row["closes"]),
        main_part_closes=_day(row["main_part_closes"]),
        precision=row["precision"],  # type: ignore[arg-type]
        source=row["source"],
        name=name,
        place=row["place"],
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
