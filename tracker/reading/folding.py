"""Fold the pieces of a paragraph into its text, and keep where the italics and the note markers stood.

Stands beside the records, below the formats: Word and web files give a paragraph in runs, each with its own look. What
comes out are the text, the emphasis and the marks of a Block.
"""

import re

from tracker.reading.records import NoteMark, Span

# Soft hyphens, zero-width and direction characters, and controls that are no white space: none is a word's letter.
_UNSEEN = dict.fromkeys(
    [0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
    + [code for code in (*range(0x20), *range(0x7F, 0xA0)) if not chr(code).isspace()]
)

# A label set apart by a tab: a number, a letter (once or doubled) or a small roman number, with its bracket or dot
# ("1.", "5.2.", "(a)", "bb)", "iv."), or a bullet or dash.
_TYPED_LABEL = re.compile(
    r"\(?(?:\d{1,3}(?:\.\d{1,3}){0,3}|([^\W\d_])\1?|[ivxlc]{1,6}|[IVXLC]{1,6})[.)](?: ?bis)?|[•·▪●○–—-]"
)


class FoldedText:
    """One paragraph being put together: white space folded, unseen characters left out."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._space_due = False
        self._emphasis: list[Span] = []
        self._marks: list[NoteMark] = []
        self._first_tab: int | None = None

    def __len__(self) -> int:
        return self._length

    @property
    def tail(self) -> str:
        """Return the last piece so far, "" at the start: enough to see what a mark or a line break follows."""
        return self._pieces[-1] if self._pieces else ""

    def add(self, text: str, *, emphasised: bool = False) -> None:
        """Append words as they stand in the source."""
        if not text:
            return
        if text.isspace():
            self._space_due = True
            return
        # All unseen characters count as unprintable, which is quicker told than each letter is looked up.
        if not text.isprintable():
            text = text.translate(_UNSEEN)
        words = text.split()
        if not words:
            self._space_due = True
            return
        if (self._space_due or text[0].isspace()) and self._length:
            self._pieces.append(" ")
            self._length += 1
        start = self._length
        folded = " ".join(words)
        self._pieces.append(folded)
        self._length += len(folded)
        self._space_due = text[-1].isspace()
        if emphasised:
            self._emphasise(start)

    def _emphasise(self, start: int) -> None:
        if self._emphasis and start - self._emphasis[-1][1] <= 1:
            between = self._pieces[-2] if len(self._pieces) > 1 else ""
            if start == self._emphasis[-1][1] or between == " ":
                start = self._emphasis.pop()[0]
        self._emphasis.append((start, self._length))

    def take(self, other: "FoldedText") -> None:
        """Append what another paragraph came to."""
        text, emphasis, marks = other.parts()
        self.add(" ")
        shift = self._length + bool(self._length)
        self.add(text)
        self._emphasis += [(start + shift, end + shift) for start, end in emphasis]
        self._marks += [NoteMark(mark.marker, mark.offset + shift) for mark in marks]

    def mark(self, marker: str) -> None:
        """Append a reference to a note, which is no part of the text."""
        if marker := marker.strip():
            self._marks.append(NoteMark(marker, self._length))

    def tab(self) -> None:
        """Append a tab: white space that may set a typed label apart."""
        if self._length and self._first_tab is None:
            self._first_tab = self._length
        self._space_due = True

    def take_label(self) -> str:
        """Cut off and return the label that a tab sets apart at the start ("1.", "(a)", "•"), "" if there is none."""
        if self._first_tab is None:
            return ""
        text = "".join(self._pieces)
        label = text[: self._first_tab].strip()
        if self._first_tab == len(text) or not _TYPED_LABEL.fullmatch(label):
            return ""
        self._cut(text, self._first_tab)
        return label

    def _cut(self, text: str, length: int) -> None:
        while length < len(text) and text[length] == " ":
            length += 1
        self._pieces = [text[length:]]
        self._length = len(text) - length
        self._emphasis = [(max(start - length, 0), end - length) for start, end in self._emphasis if end > length]
        self._marks = [NoteMark(mark.marker, max(mark.offset - length, 0)) for mark in self._marks]

    def parts(self) -> tuple[str, tuple[Span, ...], tuple[NoteMark, ...]]:
        """Return the text, its emphasised spans and the marks on it."""
        text = "".join(self._pieces)
        for mark in reversed(self._marks):
            if text[mark.offset - 1 : mark.offset + 1] == "()":
                # Arabic texts set a note's mark in brackets: they go with it.
                text = self._without(text, mark.offset - 1, 2)
        return text, tuple(self._emphasis), tuple(self._marks)

    def _without(self, text: str, at: int, length: int) -> str:
        def moved(offset: int) -> int:
            return offset if offset <= at else max(at, offset - length)

        self._pieces = [text[:at] + text[at + length :]]
        self._length -= length
        self._emphasis = [(moved(start), moved(end)) for start, end in self._emphasis]
        self._marks = [NoteMark(mark.marker, moved(mark.offset)) for mark in self._marks]
        return self._pieces[0]
