"""Tell page headers, footers and other debris from the words of a document, by their shape.

Called first by the structure stage. What is furniture is kept aside: `front` still reads symbol, date and agenda item
from it.
"""

import re
from collections.abc import Iterator, Sequence

from tracker.reading.records import Block
from tracker.reading.structure.front import is_date

# Rules and lines of stars.
_RULE = re.compile(r"[\s_\-–—=*./]{2,}")
_SHAPES = (
    # A page number, "2/6", "Page 3".
    re.compile(r"(?:Page\s)?\d{1,3}(?:\s?(?:/|of)\s?\d{1,3})?", re.IGNORECASE),
    # A job number: "03 50298", "23-24964 (E)", "N0350298E".
    re.compile(r"\*?(?:\d\d[ -]\d{5}|N\d{7}|GE\.\d\d-\d{5}|V\.\d\d-\d{5})\s?(?:\(?[A-Z]\)?)?\*?"),
    # A symbol alone on its line: "A/RES/58/140", "S/RES/1291 (2000)".
    re.compile(r"[A-Z]{1,4}(?:/[A-Za-z0-9.-]{1,12}){1,6}(?:\s\((?:19|20)\d\d\)|\s[A-Z](?:-[A-Z])?)?\*{0,2}"),
)
# A header's cells run together, as old files have them: "United NationsA/RES/58/140General AssemblyDistr.: General".
_HEADER = re.compile(
    r"United\s*Nations\s*[A-Z]{1,4}/|.{0,80}Distr\.?\s?:\s*(?:General|Limited|Restricted)", re.IGNORECASE
)
# A date and a session run together: "4 February 2004Fifty-eighth session".
_DATE_AND_SESSION = re.compile(
    r"\d{1,2} [A-Z][a-z]+ (?:19|20)\d\d\s*(?:Original|[A-Z][a-z-]+( [a-z-]+)? (?:\w+ )?session)"
)
_SESSION = re.compile(
    r"[A-Z][a-z]+(?:[- ][a-z]+){0,4} (?:(?:emergency|special|regular|substantive|resumed) )*session", re.IGNORECASE
)
_AGENDA = re.compile(r"Agenda items? \d.{0,60}")


def set_apart(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """Return the furniture and the rest, each in its order."""
    furniture: list[Block] = []
    rest: list[Block] = []
    for block, is_furniture in zip(blocks, _marks(blocks), strict=True):
        (furniture if is_furniture else rest).append(block)
    return furniture, rest


def is_furniture(block: Block) -> bool:
    """Say whether a block by itself is a header or footer."""
    return next(_marks([block]))


def _marks(blocks: Sequence[Block]) -> Iterator[bool]:
    in_header = False
    for block in blocks:
        if block.role == "furniture" or _RULE.fullmatch(block.text):
            yield True
        elif block.role not in ("", "front", "heading") or block.label or len(block.text) > 160:
            in_header = False
            yield False
        elif _HEADER.match(block.text) or _DATE_AND_SESSION.match(block.text):
            in_header = True
            yield True
        elif in_header and (is_date(block.text) or _SESSION.fullmatch(block.text) or _AGENDA.fullmatch(block.text)):
            yield True
        elif any(shape.fullmatch(block.text) for shape in _SHAPES):
            yield True
        else:
            in_header = False
            yield False
