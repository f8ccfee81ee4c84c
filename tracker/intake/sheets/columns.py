"""Guess what the columns of a table hold, from their headings.

A heading that is a name of a field is that field; else the nearest name, if it is near enough. What is left over is
said, never dropped in silence.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from tracker.intake.sheets.plan import Kind
from tracker.intake.sheets.table import Table

# From this likeness on a heading is taken for a name: one letter wrong in a short word.
NEAR = 84


@dataclass(frozen=True)
class Columns:
    """Which kind of rows a table holds, and which column holds which field. `left` are headings of no field."""

    kind: str
    places: dict[str, int]
    left: list[str]
    derived: list[str]
    missing: list[str]

    def by_heading(self, table: Table) -> dict[str, str]:
        return {table.headings[place]: name for name, place in self.places.items()}


def guess(table: Table, kinds: Iterable[type[Kind]], chosen: dict[str, str]) -> Columns:
    """Return the columns of the kind of which most is found."""
    return max(
        (_columns(table, kind, chosen) for kind in kinds), key=lambda found: (-len(found.missing), len(found.places))
    )


def _columns(table: Table, kind: type[Kind], chosen: dict[str, str]) -> Columns:
    places: dict[str, int] = {}
    left: list[str] = []
    derived: list[str] = []
    ranked = sorted(enumerate(table.headings), key=lambda pair: -_best(pair[1], kind)[1])
    for place, heading in ranked:
        name = chosen[heading] if heading in chosen else _best(heading, kind)[0]
        if name in kind.fields and name not in places:
            places[name] = place
        elif _plain(heading) in map(_plain, kind.derived):
            derived.append(heading)
        elif heading:
            left.append(heading)
    missing = [name for name in kind.required if name not in places]
    return Columns(kind.name, places, left, derived, missing)


def _best(heading: str, kind: type[Kind]) -> tuple[str, float]:
    """Return the field whose name is nearest to a heading, and how near; no field where none is near."""
    words = _plain(heading)
    if not words or words in map(_plain, kind.derived):
        return "", 0
    found = [
        (name, fuzz.ratio(words, _plain(known))) for name, names in kind.fields.items() for known in (name, *names)
    ]
    name, likeness = max(found, key=lambda pair: pair[1])
    return (name, likeness) if likeness >= NEAR else ("", likeness)


def _plain(heading: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in heading.casefold()).split())
