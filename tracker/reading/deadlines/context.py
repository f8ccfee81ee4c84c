"""Hold what the words around a deadline leave unsaid: who adopts the text, when, at which session, whose "its" it is.

Second step of `deadlines`. Everything else there reads a text through `plain`, which keeps every offset.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tracker.reading.vocabulary.tokens import respelled

# Quoted titles say nothing about time: "the item entitled “Transforming our world: the 2030 Agenda”".
_QUOTED = re.compile(r"“[^”]{0,600}”")
# "resolution 57/173 of 18 December 2002", "resolutions 2542 (2020) and 2570 (2021)": the year in brackets is no date.
_YEAR_IN_BRACKETS = re.compile(r"\((?:19|20)\d\d\)")
_SPELLINGS = {"\u00a0": " ", "\u202f": " ", "\u2010": "-", "\u2011": "-", "\u2019": "'", "\u2013": "-"}


@dataclass(frozen=True, slots=True)
class DeadlineContext:
    """What a provision's document says about itself.

    `organ` is the adopting organ's name or code, `session` its session's number ("79"), `chapeau` the words above a
    sub-paragraph. `bodies` maps what the document calls a body for short ("Special Committee") to its full name, and
    `sessions` a body (code or name) to the number or year of its coming session where the document names it.
    """

    organ: str = ""
    session: str = ""
    adopted: date | None = None
    title: str = ""
    chapeau: str = ""
    bodies: Mapping[str, str] = field(default_factory=dict)
    sessions: Mapping[str, str] = field(default_factory=dict)


def plain(text: str) -> str:
    """Return a text of the same length with plain hyphens, apostrophes and spaces, and blanks for quoted titles."""
    text = respelled(text, _SPELLINGS)
    for blank in (_QUOTED, _YEAR_IN_BRACKETS):
        text = blank.sub(lambda match: "\u00b7" * len(match[0]), text)
    return text
