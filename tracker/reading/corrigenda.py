"""Corrigenda: which issue of a document a file is, what a list of corrections says, and the text once corrected.

Stands above the structure, below the reader. A corrected text issued anew is read like any other and carries its
edition; a list ("Operative paragraph 5: for X read Y") is a Corrigendum, which whoever holds the text applies to it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from tracker.reading import symbols
from tracker.reading.records import Block, Correction, Corrigendum, Paragraph, Provision, Resolution
from tracker.reading.structure.front import printed_date
from tracker.reading.vocabulary.numbers import ORDINAL, number_of

# A corrigendum has the symbol of its document with Corr.1 behind it.
_SYMBOL = re.compile(
    r"(?P<symbol>(?:A|S|E)(?:/(?:HRC|CN\.\d{1,2}))?/(?:RES|DEC|PRST)/[\w./-]{1,20}?(?:\s?\([\w-]{1,8}\))?)"
    r"/(?P<edition>Corr\.\d{1,2})"
)
# A remark such as "* Reissued for technical reasons on 5 January 2024." or "** Second reissue (3 May 2024)."
_REISSUED = re.compile(r"(?:\*{1,3}\s?)?(?:Re-?issued|(?:Second|Third) reissue)\b.{0,120}", re.IGNORECASE)
_TITLE = re.compile(r"corrigendum(?: to .{1,80})?\W*$", re.IGNORECASE)

# Where: "Operative paragraph 12 (a) (ii), second line", "Paragraph 5", "Third preambular paragraph", "Title".
_OPERATIVE = re.compile(
    r"(?:operative )?para(?:graph|\.) (?P<number>\d{1,3})"
    r"(?:\s?\((?P<letter>[a-z]{1,2})\))?(?:\s?\((?P<roman>[ivx]{1,5})\))?",
    re.IGNORECASE,
)
_PREAMBULAR = re.compile(rf"(?P<ordinal>{ORDINAL}) preambular paragraph", re.IGNORECASE)
_IN_TITLE = re.compile(r"(?:^|, )title\b", re.IGNORECASE)
# What: "For “X” read “Y”", "Replace X with Y", "Delete X", "The paragraph should read: Y".
_QUOTED = r"(?:the words?\s+)?[“\"‘']?(?P<{}>.+?)[”\"’']?"
_OLD, _NEW = _QUOTED.format("old"), _QUOTED.format("new")
_CHANGES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:for|instead of|in place of)\s+{_OLD},?\s+(?:read|substitute)\s+{_NEW}\.?$",
        rf"\breplace\s+{_OLD}\s+(?:with|by)\s+{_NEW}\.?$",
        rf"\bdelete\s+(?P<new>){_OLD}\.?$",
        rf"\bshould read(?: as follows)?:?\s+(?P<old>){_NEW}$",
    )
)
# A correction is a line; nobody prints one longer than this.
_LONGEST = 2_000


def edition_of(blocks: Sequence[Block]) -> str:
    """Return what a file's lines say of its own issue, "" where they say nothing: it is the first."""
    for text in (block.text for block in blocks):
        if len(text) > 200:
            continue
        if found := _SYMBOL.search(text):
            return found["edition"]
        if _REISSUED.fullmatch(text):
            day = printed_date(text)
            return f"reissued {day}" if day else "reissued"
    return ""


def rank(edition: str) -> tuple[int, str]:
    """Return a key by which later editions of a document come after earlier ones."""
    if edition.startswith("Corr."):
        return 2, edition.removeprefix("Corr.").zfill(3)
    return (1, edition) if edition else (0, "")


def read_corrigendum(blocks: Sequence[Block]) -> Corrigendum | None:
    """Return the list of corrections that the blocks hold, None where they are something else."""
    texts = (block.text for block in blocks if len(block.text) < 200 and "/Corr." in block.text)
    head = next((found for text in texts if (found := _SYMBOL.search(text))), None)
    if not head or not any(_TITLE.fullmatch(block.text.strip()) for block in blocks):
        return None
    corrections, remains, at = [], [], ""
    for block in blocks:
        words = " ".join(f"{block.label} {block.text}".split())[:_LONGEST]
        at = _place(words) or at
        change = next((found for pattern in _CHANGES if (found := pattern.search(words))), None)
        if change and at:
            corrections.append(Correction(at, change["old"], change["new"], words))
        elif change:
            remains.append(block)
    symbol = symbols.canonical(head["symbol"]) or head["symbol"]
    return Corrigendum(symbol, head["edition"], tuple(corrections), tuple(remains))


def _place(words: str) -> str:
    """Return the address that a line names, in the spelling of Provision.address; "" where it names none."""
    if found := _PREAMBULAR.search(words):
        return f"pp{number_of(found['ordinal'])}"
    if found := _OPERATIVE.search(words):
        return ".".join(part.lower() for part in found.groups() if part)
    return "title" if _IN_TITLE.search(words[:40]) else ""


def corrected(resolution: Resolution, corrigendum: Corrigendum) -> tuple[Resolution, tuple[Correction, ...]]:
    """Return the resolution with its words corrected, and the corrections that do not fit it.

    A correction fits where its paragraph is one and holds the old words once.
    """
    left = []
    for correction in corrigendum.corrections:
        fixed = _applied(resolution, correction)
        if fixed is None:
            left.append(correction)
        else:
            resolution = fixed
    return replace(resolution, edition=corrigendum.edition), tuple(left)


def _applied(resolution: Resolution, correction: Correction) -> Resolution | None:
    if correction.at == "title":
        title = _fixed(resolution.title or "", correction)
        return replace(resolution, title=title) if title is not None else None
    if correction.at.startswith("pp"):
        place = int(correction.at[2:]) - 1
        preambular = _with(
            resolution.preambular, [place] if 0 <= place < len(resolution.preambular) else [], correction
        )
        return replace(resolution, preambular=preambular) if preambular else None
    places = [place for place, one in enumerate(resolution.operative) if one.address == correction.at]
    operative = _with(resolution.operative, places, correction)
    return replace(resolution, operative=operative) if operative else None


Row = TypeVar("Row", Paragraph, Provision)


def _with(rows: tuple[Row, ...], places: list[int], correction: Correction) -> tuple[Row, ...] | None:
    """Return the rows with the one that holds the old words corrected; None unless exactly one does."""
    fixes = {place: text for place in places if (text := _fixed(rows[place].text, correction)) is not None}
    if len(fixes) != 1:
        return None
    [(at, text)] = fixes.items()
    return tuple(
        replace(row, text=text, marks=(), citations=()) if place == at else row for place, row in enumerate(rows)
    )


def _fixed(text: str, correction: Correction) -> str | None:
    if not correction.old:
        return correction.new
    fixed, times = re.subn(rf"(?<!\w){re.escape(correction.old)}(?!\w)", lambda _: correction.new, text)
    return " ".join(fixed.split()) if times == 1 else None
