"""What a sheet would do: one outcome a row, with the cells that are wrong or that change something.

Every kind of sheet is a class with the names of its fields, a `plan` that reads, and a `write` that does.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from dateutil.parser import ParserError
from dateutil.parser import parse as parse_date
from django.utils.translation import gettext as _

from tracker.accounts.changes import Step
from tracker.intake.sheets.table import Cell, Table

if TYPE_CHECKING:
    from tracker.intake.sheets.columns import Columns

State = Literal["new", "changed", "same", "error"]
EVERY = 250


@dataclass(frozen=True)
class Wrong:
    """A cell that cannot be taken in, by its name in the file, and why."""

    cell: str
    why: str


@dataclass(frozen=True)
class Difference:
    """What a cell changes."""

    what: str
    before: str
    after: str


@dataclass
class Outcome:
    """What one row would do. `target` is what it was found to mean, `values` what is to be stored."""

    number: int
    label: str = ""
    state: State = "same"
    wrong: list[Wrong] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    target: Any = None
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        """Return a mark of what the row would change, from what to what: another where somebody has written since."""
        return hashlib.sha256(repr(self.differences).encode()).hexdigest()[:16]


@dataclass
class Plan:
    """What all rows would do; once they have done it, `change` is the key of the change in which they did."""

    outcomes: list[Outcome]
    change: int | None = None

    @property
    def to_write(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.state in ("new", "changed")]

    def count(self, state: State) -> int:
        return sum(outcome.state == state for outcome in self.outcomes)

    @property
    def wrong(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.state == "error"]

    @property
    def shown(self) -> dict[str, str]:
        """Return what was shown of each row that changes something, by its number, as it is kept with the check."""
        return {str(outcome.number): outcome.shown for outcome in self.outcomes if outcome.state == "changed"}

    def otherwise(self, shown: dict[str, str]) -> list[Outcome]:
        """Return the rows that would now change something else than was shown."""
        changed = [outcome for outcome in self.outcomes if outcome.state == "changed"]
        return [outcome for outcome in changed if shown.get(str(outcome.number)) != outcome.shown]


def no_end(_plan: Plan) -> None:
    """Keep nothing of what came of it."""


class Row:
    """One row while it is read: gives cells by field, and notes what is wrong with them."""

    def __init__(self, table: Table, columns: "Columns", number: int, cells: list[Cell]):
        self.table, self.columns, self.cells = table, columns, cells
        self.outcome = Outcome(number)

    def text(self, name: str) -> str:
        """Return the words of a cell; a date as it is written in ISO 8601; nothing where the column is missing."""
        place = self.columns.places.get(name)
        value = self.cells[place] if place is not None else ""
        return value.isoformat() if isinstance(value, date) else " ".join(value.split())

    def words(self, name: str) -> str:
        """Return the words of a cell with their line breaks."""
        place = self.columns.places.get(name)
        value = self.cells[place] if place is not None else ""
        return value.isoformat() if isinstance(value, date) else value

    def day(self, name: str) -> date | None:
        """Return the date in a cell: 2027-03-31, or in words ("31 March 2027"). 03/04/2027 says two days: refused."""
        place = self.columns.places.get(name)
        value = self.cells[place] if place is not None else ""
        if not value or isinstance(value, date):
            return value or None
        try:
            found = date.fromisoformat(value) if value[:4].isdigit() else None
            if found is None and any(c.isalpha() for c in value):
                found = parse_date(value, dayfirst=True).date()
        except (ValueError, ParserError, OverflowError):
            found = None
        if found is None or not 1900 <= found.year <= 2200:
            self.refuse(name, _("“%(value)s” is no clear date: write it as 2027-03-31.") % {"value": value})
            return None
        return found

    def choice(self, name: str, choices: list[tuple[str, Any]]) -> str:
        """Return the stored value of a choice, given by value or by label, in any case."""
        given = self.text(name)
        if not given:
            return ""
        for value, label in choices:
            if given.casefold() in (str(value).casefold(), str(label).casefold()):
                return value
        known = ", ".join(str(label) for _value, label in choices)
        self.refuse(name, _("“%(value)s” is not one of: %(known)s.") % {"value": given, "known": known})
        return ""

    def found(self, name: str, rows: dict[str, Any], what: str) -> Any:
        """Return the row that a cell names, None where the cell is empty or names nothing."""
        given = self.text(name)
        if given and given.casefold() not in rows:
            self.refuse(name, _("“%(value)s” is no %(what)s here.") % {"value": given, "what": what})
        return rows.get(given.casefold())

    def refuse(self, name: str, why: str) -> None:
        place = self.columns.places.get(name)
        cell = self.table.place(place, self.outcome.number) if place is not None else str(self.outcome.number)
        self.outcome.wrong.append(Wrong(cell, why))
        self.outcome.state = "error"


class Kind:
    """A kind of sheet. `fields` maps each field to the headings by which it is known, `derived` are worked out here."""

    name: ClassVar[str]
    label: ClassVar[Any]
    fields: ClassVar[dict[str, tuple[str, ...]]]
    required: ClassVar[tuple[str, ...]]
    derived: ClassVar[tuple[str, ...]] = ()

    def plan(self, table: Table, columns: "Columns", today: date, step: Step) -> Plan:
        """Return what each row would do."""
        self.prepare(table, columns, today)
        outcomes = []
        for count, (number, cells) in enumerate(table.rows):
            row = Row(table, columns, number, cells)
            self.read(row)
            outcomes.append(row.outcome)
            if count % EVERY == 0:
                step(count, len(table.rows))
        step(len(table.rows), len(table.rows))
        return Plan(outcomes)

    def prepare(self, table: Table, columns: "Columns", today: date) -> None:
        """Fetch what the rows refer to, once."""
        raise NotImplementedError

    def read(self, row: Row) -> None:
        """Note in the row's outcome what it would do."""
        raise NotImplementedError

    def write(self, plan: Plan, today: date, step: Step) -> None:
        """Do what the plan says, and tell how many of its rows are written. Called inside a change."""
        raise NotImplementedError
