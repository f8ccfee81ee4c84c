"""Give the word lists of `deadlines` as pattern texts, and the relations that its prepositions give.

Lowest step beside numbers; the words stand in vocabulary/deadline_*.csv.
"""

import re
from collections.abc import Iterable

from tracker.reading.records import Relation
from tracker.reading.vocabulary import rows_of

_LISTS: dict[str, list[str]] = {}
for _row in rows_of("deadline_words.csv"):
    _LISTS.setdefault(_row["list"], []).append(_row["word"])
_LEADS = rows_of("deadline_leads.csv")
SESSION_RELATIONS: dict[str, Relation] = {row["words"]: row["session"] for row in _LEADS if row["session"]}  # type: ignore[misc]
DATE_RELATIONS: dict[str, Relation] = {row["words"]: row["date"] for row in _LEADS if row["date"]}  # type: ignore[misc]
EVENT_RELATIONS: dict[str, Relation] = {row["words"]: row["relation"] for row in rows_of("deadline_events.csv")}  # type: ignore[misc]


def words_of(name: str) -> tuple[str, ...]:
    """Return one list of deadline_words.csv."""
    return tuple(_LISTS[name])


def pattern_of(words: Iterable[str]) -> str:
    """Return a pattern text for any of some words, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


def any_of(name: str) -> str:
    """Return a pattern text for any word of one list of deadline_words.csv."""
    return pattern_of(words_of(name))


def whole_word_of(name: str) -> str:
    """Return a pattern text for any word of one list that stands as a whole word.

    The boundary is sought behind the first letter, so that a search leaps to the letters with which a word begins.
    """
    words = sorted(words_of(name), key=len, reverse=True)
    return "(?:" + "|".join(rf"{re.escape(word[0])}(?<!\w.){re.escape(word[1:])}" for word in words) + r")\b"


SESSION_LEAD = pattern_of(SESSION_RELATIONS)
DATE_LEAD = pattern_of(DATE_RELATIONS)
EVENT_LEAD = pattern_of(EVENT_RELATIONS)
