"""Gather the notes of a document, and find the places in its words that refer to them.

Called by the structure stage before the body is read. Where the format knows its notes (role "note", marks) they are
taken as they are; in plain text the notes are the run of lines that count up from 1, and their markers the digits
stuck to a word or a stop ("57/173;4").
"""

import re
from bisect import bisect_left
from collections.abc import Sequence

from tracker.reading.records import Block, Note, NoteMark
from tracker.reading.structure.front import is_date, is_meeting

# A note's line: its number or star, white space, its words.
_NOTE_LINE = re.compile(r"(?P<marker>\d{1,3}|\*{1,3}|[a-z])[)\]]?\s+(?P<text>(?![-–—]\s)\S.*)", re.DOTALL)
# Digits stuck to the end of a word, to a stop, a bracket or a quotation mark, with no word behind them.
_STUCK = re.compile(r"(?:(?<=[^\W\d_]{3})|(?<=[,;:.)\]”’\"'»…%]))(?P<marker>\d{1,3})(?![\w/\-–‑]|[.,:]\d|\()")
# A marker set apart from the stop or the part's letter before it, at the end: "and development”, 11", "B 2".
_APART = re.compile(r"(?:(?<=[,;.”\"])|(?<=\b[A-Z]))\s(?P<marker>\d{1,3})$")
# A document symbol: the digits at its end are its own ("A/75/L.21/Add.1").
_SYMBOL = re.compile(r"[A-Z]{1,6}(?:[./][A-Za-z0-9-]+){0,10}/[A-Za-z0-9.-]+(?:/[A-Za-z0-9.-]+){0,8}")
# The number that ends where the search ends, alone and behind a stroke.
_NUMBER_BEFORE = re.compile(r"\d{1,7}$")
_STROKE_NUMBER = re.compile(r"/\d{1,4}$")
# Digits at the end of a number or a short word: "in 20214", "Protocol I2", "Agenda 216", "5/725".
_WEAK = re.compile(r"(?P<before>[^\s\d,]|(?<=\s)(?=\d))(?P<digits>\d{1,8})(?![\w/\-–‑]|[.,:]\d| [A-Z][a-z]+ \d{4})")
_YEAR = re.compile(r"(?:19|20)\d\d")
# What stands before a resolution's number of at most three digits: "71/".
_NUMBER_COMES = re.compile(r"(?<!\d)\d{1,3}/$")
# A word and a dash before digits, "COVID-": no span of years.
_WORD_AND_DASH = re.compile(r"[^\W\d_][-‑–]$")
# How many paragraphs a missing marker is looked for in.
_FAR = 40


def take_notes(blocks: Sequence[Block]) -> tuple[list[Note], list[Block]]:
    """Return the notes in their order and the blocks that are none."""
    if any(block.role == "note" for block in blocks):
        return _given_notes(blocks)
    return _counted_notes(blocks)


def _given_notes(blocks: Sequence[Block]) -> tuple[list[Note], list[Block]]:
    notes: list[Note] = []
    rest: list[Block] = []
    for block in blocks:
        if block.role != "note":
            rest.append(block)
            continue
        marker, text = block.label.strip(" .()[]"), block.text
        if not marker and (found := _NOTE_LINE.fullmatch(text)):
            marker, text = found["marker"], found["text"]
        if not marker and notes:
            last = notes[-1]
            notes[-1] = Note(last.marker, f"{last.text} {text}", last.place)
        else:
            notes.append(Note(marker, text, block.place))
    return notes, rest


def _counted_notes(blocks: Sequence[Block]) -> tuple[list[Note], list[Block]]:
    """Take the last run of lines that counts 1, 2, 3 …; a line without number inside it goes on with its note."""
    start = _start_of_notes(blocks)
    if start is None:
        return [], list(blocks)
    notes: list[Note] = []
    taken = set()
    waiting: list[int] = []
    due = int(blocks[start].text.split()[0].strip(")]"))
    for index in range(start, len(blocks)):
        block = blocks[index]
        found = None if _is_apart(block) else _NOTE_LINE.fullmatch(block.text)
        if found and found["marker"] == str(due):
            due += 1
            if waiting:
                more = " ".join(blocks[one].text for one in waiting)
                notes[-1] = Note(notes[-1].marker, f"{notes[-1].text} {more}", notes[-1].place)
                taken.update(waiting)
                waiting = []
            notes.append(Note(found["marker"], found["text"], block.place))
            taken.add(index)
        elif block.role in ("furniture", "heading", "annex") or block.label or len(waiting) > 8:
            if block.role != "furniture":
                break
        else:
            waiting.append(index)
    return notes, [block for index, block in enumerate(blocks) if index not in taken]


def _is_apart(block: Block) -> bool:
    return bool(block.label) or block.role in ("table", "heading", "furniture", "title", "operative", "preambular")


def _start_of_notes(blocks: Sequence[Block]) -> int | None:
    """Return where the notes start: at the last line "1 Words", else at the top of the last lines that count up."""
    lines = [
        (index, int(found["marker"]))
        for index, block in enumerate(blocks)
        if block.text[:1].isdigit() and not _is_apart(block) and not (block.indent or 0) > 18
        if (found := _NOTE_LINE.fullmatch(block.text)) and len(found["text"]) > 3 and not is_date(block.text)
    ]
    for index, number in reversed(lines):
        if number == 1:
            return index
    # An extract may begin with a later number; below the closing meeting a line can be nothing but a note.
    closing = max((index for index, block in enumerate(blocks) if is_meeting(block.text)), default=len(blocks))
    if behind := [index for index, _number in lines if index > closing]:
        return behind[0]
    start = None
    for position in range(len(lines) - 1, 0, -1):
        if lines[position][1] != lines[position - 1][1] + 1:
            break
        start = lines[position - 1][0]
    return start


def find_marks(texts: Sequence[str], notes: Sequence[Note]) -> list[tuple[str, tuple[NoteMark, ...]]]:
    """Return each text without its note markers, and the markers with their place in what is left.

    Notes are referred to in their order, so the markers are the longest run of stuck digits that counts up; a number
    behind it that is no higher refers to its note again.
    """
    highest = max((int(note.marker) for note in notes if note.marker.isdigit()), default=0)
    if not highest:
        return [(text, ()) for text in texts]
    candidates = [
        (index, start, marker)
        for index, text in enumerate(texts)
        for start, marker in _stuck(text)
        if marker <= highest
    ]
    chosen = _counting_up(candidates)
    first = min(int(note.marker) for note in notes if note.marker.isdigit())
    chosen |= _still_missing(texts, chosen, first, highest)
    chosen |= _repeated(candidates, chosen)
    by_text: dict[int, list[tuple[int, int]]] = {}
    for index, start, marker in sorted(chosen):
        by_text.setdefault(index, []).append((start, marker))
    return [_without(text, by_text.get(index, [])) for index, text in enumerate(texts)]


def _stuck(text: str) -> list[tuple[int, int]]:
    found = []
    symbols: list[tuple[int, int]] | None = None
    for match in _STUCK.finditer(text):
        start = match.start()
        if _is_own_digit(text, start, match.end()):
            continue
        if symbols is None:
            symbols = [one.span() for one in _SYMBOL.finditer(text)] if "/" in text else []
        if any(begin < start < end for begin, end in symbols):
            continue
        found.append((start, int(match["marker"])))
    if apart := _APART.search(text, max(len(text) - 6, 0)):
        found.append((apart.start("marker"), int(apart["marker"])))
    return found


def _is_own_digit(text: str, start: int, end: int) -> bool:
    """Say whether stuck digits belong to what they stick to: "CO2", "P5", "5.3 million", "1,000"."""
    before = text[start - 1]
    if before.isalpha():
        return False
    if before not in ",.:" or start < 2:
        return False
    if before == "." and text[max(start - 4, 0) : start].lstrip().lower() in ("no.", "nos.", "para.", "vol.", "art."):
        return True
    if before == "." and text[start - 2].isupper():
        return end < len(text) or text[max(start - 3, 0)] != " "
    if not text[start - 2].isdigit():
        return False
    number = _NUMBER_BEFORE.search(text, max(start - 8, 0), start - 1)
    if number and len(number[0]) == 4:
        return False
    if before == ",":
        return end - start == 3
    return end < len(text) and not _behind_stroke(text, start - 1)


def _behind_stroke(text: str, end: int) -> bool:
    """Say whether the number that ends here is the end of a symbol ("57/173")."""
    return bool(_STROKE_NUMBER.search(text, max(end - 6, 0), end))


def _counting_up(candidates: list[tuple[int, int, int]]) -> set[tuple[int, int, int]]:
    """Return the longest run of candidates whose markers count strictly up (patience sorting, n log n)."""
    tails: list[int] = []
    tail_at: list[int] = []
    before: list[int] = []
    for index, (_, _, marker) in enumerate(candidates):
        position = bisect_left(tails, marker)
        before.append(tail_at[position - 1] if position else -1)
        if position == len(tails):
            tails.append(marker)
            tail_at.append(index)
        elif tails[position] != marker:
            tails[position] = marker
            tail_at[position] = index
    chosen = set()
    index = tail_at[-1] if tail_at else -1
    while index >= 0:
        chosen.add(candidates[index])
        index = before[index]
    return chosen


def _still_missing(
    texts: Sequence[str], chosen: set[tuple[int, int, int]], first: int, highest: int
) -> set[tuple[int, int, int]]:
    """Look for the markers still missing between their neighbours, where digits alone would say too little.

    A year is believed ("in 20214"), so is too long a number ("71/2058"); any other place ("Protocol I2", "Agenda 216",
    "5/725") only if it is the one there is.
    """
    placed = {marker: (index, start) for index, start, marker in chosen}
    found: set[tuple[int, int, int]] = set()
    after, behind = (0, 0), _next_placed(placed, highest, len(texts))
    for marker in range(first, highest + 1):
        if marker not in placed and (place := _weak_place(texts, str(marker), after, behind[marker])):
            placed[marker] = place
            found.add((*place, marker))
        after = placed.get(marker, after)
    return found


def _next_placed(placed: dict[int, tuple[int, int]], highest: int, end: int) -> dict[int, tuple[int, int]]:
    """Return for each marker where the next marker that has a place stands."""
    behind = {}
    until = (end, 0)
    for marker in range(highest, 0, -1):
        behind[marker] = until
        until = placed.get(marker, until)
    return behind


def _weak_place(
    texts: Sequence[str], marker: str, after: tuple[int, int], until: tuple[int, int]
) -> tuple[int, int] | None:
    places: dict[int, list[tuple[int, int]]] = {}
    for index in range(after[0], min(until[0] + 1, len(texts), after[0] + _FAR)):
        text = texts[index]
        for match in _WEAK.finditer(text):
            start = match.end() - len(marker)
            if match["digits"].endswith(marker) and after < (index, start) < until:
                context = text[max(match.start("digits") - 5, 0) : match.start("digits")]
                strength = _strength(context, match["digits"], match["digits"][: -len(marker)])
                places.setdefault(strength, []).append((index, start))
    for strength in (3, 2, 1):
        if found := places.get(strength):
            return found[0] if strength == 3 or len(found) == 1 else None
    return None


def _strength(context: str, digits: str, own: str) -> int:
    """Say how much speaks for a marker at the end of these digits: 3 certain, 2 likely, 1 possible, 0 nothing.

    `context` is what stands before the digits, `own` what would be left of them.
    """
    if _YEAR.fullmatch(own) or (own and len(digits) > 3 and _NUMBER_COMES.search(context)):
        return 3
    if _YEAR.fullmatch(digits) and not _WORD_AND_DASH.search(context):
        return 0
    if not own:
        return 2 if context[-1:].isupper() else 0
    return 1


def _repeated(candidates: list[tuple[int, int, int]], chosen: set[tuple[int, int, int]]) -> set[tuple[int, int, int]]:
    again = set()
    reached = 0
    for candidate in candidates:
        if candidate in chosen:
            reached = candidate[2]
        elif candidate[2] <= reached:
            again.add(candidate)
    return again


def _without(text: str, found: list[tuple[int, int]]) -> tuple[str, tuple[NoteMark, ...]]:
    if not found:
        return text, ()
    kept: list[str] = []
    marks: list[NoteMark] = []
    position = length = 0
    for start, marker in found:
        kept.append(text[position:start])
        length += start - position
        marks.append(NoteMark(str(marker), length))
        position = start + len(str(marker))
    kept.append(text[position:])
    return "".join(kept).rstrip(), tuple(marks)
