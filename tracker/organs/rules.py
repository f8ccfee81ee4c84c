"""Say when a session is by rule: number ↔ year, and the window in which the organ usually meets.

Lowest step of `organs`; pure arithmetic over the two rule tables in `data/`. `calendar_table` asks it for every session
that the table of known sessions lacks. Nothing here is a fact about a particular session: each window names its rule.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Literal, Protocol

Precision = Literal["day", "month", "rule"]

DATA = Path(__file__).parent / "data"
ASSEMBLY = "GA"
LAST_YEAR = 2400  # beyond it a number is a slip of the pen, not a session: no window is invented
SEPTEMBER = 9


@dataclass(frozen=True, slots=True)
class SessionWindow:
    """When one session of an organ is held, as far as is known: first and last day, and how well that is known.

    `number` is written "79", "ES-11", "S-30" or the year that names the session ("2005"). `opens` and `closes` are
    None where unknown; `main_part_closes` is set for the General Assembly (the December recess). `precision` is "rule"
    where the window is computed; `source` is the text seen, or the rule itself.
    """

    organ: str
    number: str
    kind: str
    opens: date | None
    closes: date | None
    main_part_closes: date | None = None
    precision: Precision = "day"
    source: str = ""
    name: str = ""
    place: str = ""


class Calendar(Protocol):
    """What the due dates ask of any calendar of sessions: the table here, or the database."""

    def session(self, organ: str, number: str, kind: str | None = None) -> SessionWindow | None:
        """Return the session of that number or year; without a kind the ordinary one, never a resumed part."""

    def next_session(self, organ: str, after: date) -> SessionWindow | None:
        """Return the first ordinary session that opens after a day."""

    def sessions_after(self, organ: str, after: date, until: date) -> list[SessionWindow]:
        """Return the ordinary sessions that open after one day and not after another, in order."""


@dataclass(frozen=True, slots=True)
class SessionRule:
    """One row of `session_rules.csv`: (number × multiply + add) ÷ divide is the year, where it comes out whole."""

    organ: str
    first: int
    last: int | None
    multiply: int
    add: int
    divide: int
    kind: str
    opens: str
    closes: str
    opens_in: int
    place: str
    authority: str

    def year_of(self, number: int) -> int | None:
        """Return the year of a session, None where the rule does not hold for its number."""
        if number < self.first or (self.last is not None and number > self.last):
            return None
        year, remainder = divmod(number * self.multiply + self.add, self.divide)
        return year if not remainder and 1 < year < LAST_YEAR else None

    def number_in(self, year: int) -> int | None:
        """Return the number of the session of a year, None where the rule gives none."""
        number, remainder = divmod(year * self.divide - self.add, self.multiply)
        return number if not remainder and self.year_of(number) == year else None


def by_rule(organ: str, number: str) -> SessionWindow | None:
    """Return the window that rules alone give for a session; None for special sessions and where no rule is known."""
    if not (number.isascii() and number.isdecimal() and len(number) <= 5):
        return None
    if organ == ASSEMBLY:
        return _assembly_session(int(number))
    for rule in rules_of(organ):
        if (year := rule.year_of(int(number))) is not None:
            return _window(rule, number, year)
    return None


def numbers_in(organ: str, year: int) -> Iterator[str]:
    """Give the numbers of the sessions that by rule belong to a year (three for the Human Rights Council)."""
    if organ == ASSEMBLY:
        if year > 1945:
            yield str(year - 1945)
        return
    for rule in rules_of(organ):
        if (number := rule.number_in(year)) is not None:
            yield str(number)


def assembly_opening(number: int) -> date:
    """Return the day on which a regular session of the General Assembly opens.

    Rule 1 of the rules of procedure in the wording of its time: the third Tuesday of September to 1997; the Tuesday
    after the second Monday in 2002 (A/RES/55/14); the Tuesday of the third week of September from 2003 (A/RES/57/301)
    and of the second week from 2023 (A/RES/75/325), weeks counted from the first that holds a working day. The
    sessions that opened on another day are listed in `assembly_openings.csv`. Raises ValueError below session 1.
    """
    if not 1 <= number < LAST_YEAR - 1945:
        raise ValueError(f"The General Assembly has no session {number}.")
    if number in _assembly_openings():
        return _assembly_openings()[number]
    year = 1945 + number
    if number <= 52:
        return _nth_weekday(year, SEPTEMBER, weekday=1, nth=3)
    if number == 57:
        return _nth_weekday(year, SEPTEMBER, weekday=0, nth=2) + timedelta(days=1)
    week = 3 if number <= 77 else 2
    return _first_working_week(year) + timedelta(weeks=week - 1, days=1)


@cache
def rules_of(organ: str) -> tuple[SessionRule, ...]:
    """Return the rules of one organ, in the order of the table."""
    return tuple(rule for rule in _rules() if rule.organ == organ)


def _assembly_session(number: int) -> SessionWindow | None:
    """Return a session that stays open until the next one opens (A/520/Rev.20), its main part until 31 December."""
    if not 1 <= number < LAST_YEAR - 1946:
        return None
    opens = assembly_opening(number)
    return SessionWindow(
        organ=ASSEMBLY,
        number=str(number),
        kind="regular",
        opens=opens,
        closes=assembly_opening(number + 1) - timedelta(days=1),
        main_part_closes=date(opens.year, 12, 31),
        precision="rule",
        source="rule 1 of the rules of procedure of the General Assembly",
        place="New York",
    )


def _window(rule: SessionRule, number: str, year: int) -> SessionWindow:
    return SessionWindow(
        organ=rule.organ,
        number=number,
        kind=rule.kind,
        opens=date.fromisoformat(f"{year + rule.opens_in:04}-{rule.opens}"),
        closes=date.fromisoformat(f"{year:04}-{rule.closes}"),
        precision="rule",
        source=f"rule: {rule.authority}",
        place=rule.place,
    )


def _nth_weekday(year: int, month: int, *, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7, weeks=nth - 1)


def _first_working_week(year: int) -> date:
    """Return the Monday of the first week of September with a working day (Labor Day, its first Monday, is none)."""
    day = date(year, SEPTEMBER, 1)
    labor_day = _nth_weekday(year, SEPTEMBER, weekday=0, nth=1)
    while day.weekday() >= 5 or day == labor_day:
        day += timedelta(days=1)
    return day - timedelta(days=day.weekday())


@cache
def _assembly_openings() -> dict[int, date]:
    with (DATA / "assembly_openings.csv").open(encoding="utf-8", newline="") as file:
        return {int(row["number"]): date.fromisoformat(row["opens"]) for row in csv.DictReader(file)}


@cache
def _rules() -> tuple[SessionRule, ...]:
    with (DATA / "session_rules.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            SessionRule(
                organ=row["organ"],
                first=int(row["first"]),
                last=int(row["last"]) if row["last"] else None,
                multiply=int(row["multiply"]),
                add=int(row["add"]),
                divide=int(row["divide"]),
                kind=row["kind"],
                opens=row["opens"],
                closes=row["closes"],
                opens_in=int(row["opens_in"]),
                place=row["place"],
                authority=row["authority"],
            )
            for row in csv.DictReader(file)
        )
