"""The word lists that the structure stage reads from words.csv: organs, annexes, openings of preambular paragraphs."""

import csv
import re
from pathlib import Path

_FILE = Path(__file__).with_name("words.csv")


def _load() -> dict[str, dict[str, tuple[str, ...]]]:
    lists: dict[str, dict[str, tuple[str, ...]]] = {}
    with _FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            lists.setdefault(row["list"], {})[row["language"]] = tuple(row["words"].split("|"))
    return lists


LISTS = _load()


def words(name: str) -> tuple[str, ...]:
    """Return the words of a list in all languages."""
    return tuple(word for found in LISTS[name].values() for word in found)


def alternatives(name: str) -> str:
    """Return a pattern that matches any word of a list, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words(name), key=len, reverse=True)) + ")"
