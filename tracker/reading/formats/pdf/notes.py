"""Part the notes at the foot of each page from the text: the fourth step of reading a PDF file.

Notes stand below a short rule of underscores, or, where the rule is drawn, begin with a raised figure in small print
behind the last line of the text. A note that goes over to the next page begins there without a marker.
"""

import re
from collections.abc import Sequence

from tracker.reading.formats.pdf.lines import Line

# The rule above the notes, as typed: underscores or dashes alone.
_RULE = re.compile(r"[_\-–—]{5,}")
# A marker typed at the start of a note where nothing is raised: "3 Resolution", "3/ Resolution", "3) …", "* …".
_TYPED_MARKER = re.compile(r"(\d{1,3}|\*{1,4}|†)(?:[/).]| (?=\S))\s*")


def without_notes(lines: Sequence[Line], small: float) -> tuple[list[Line], list[Line]]:
    """Return the text lines of a page and the lines of its notes, without the rule between them.

    Print below the size `small` is small on purpose.
    """
    for index, line in enumerate(lines):
        if not _RULE.fullmatch(line.text):
            continue
        below = lines[index + 1 :]
        if below and _is_note_area(below, small):
            return list(lines[:index]), list(below)
    start = len(lines)
    while start and lines[start - 1].size < small and not lines[start - 1].gaps:
        start -= 1
    while start < len(lines) and not lines[start].marker.isdigit():
        start += 1
    return list(lines[:start]), list(lines[start:])


def _is_note_area(lines: Sequence[Line], small: float) -> bool:
    small = all(line.size < small for line in lines)
    return small or bool(lines[0].marker or _TYPED_MARKER.match(lines[0].text))


def grouped(pages: Sequence[Sequence[Line]]) -> list[tuple[str, int, list[Line]]]:
    """Return (marker, length of the marker typed in the text, lines) for each note of the document, in order."""
    notes: list[tuple[str, int, list[Line]]] = []
    raised = any(line.marker for lines in pages for line in lines)
    for lines in pages:
        for line in lines:
            if line.marker:
                notes.append((line.marker, 0, [line]))
            elif (typed := _typed_marker(line, notes)) and not (raised and typed[1].isdigit()):
                notes.append((typed[1], typed.end(), [line]))
            elif notes:
                notes[-1][2].append(line)
            else:
                notes.append(("", 0, [line]))
    return notes


def _typed_marker(line: Line, notes: list[tuple[str, int, list[Line]]]) -> re.Match[str] | None:
    """Return the marker typed at the start of a line, if it counts on from the note before."""
    typed = _TYPED_MARKER.match(line.text)
    if typed is None or not typed[1].isdigit():
        return typed
    before = next((marker for marker, _, _ in reversed(notes) if marker.isdigit()), None)
    return typed if before is None or int(typed[1]) in (1, int(before) + 1) else None
