"""Say of each paragraph what it is: front, formula, preambular, heading, part, section, item, running text, annex …

Called by the structure stage once labels and note markers are off. Goes through the document once; what a format knows
(`Block.role`) counts before the look of the words.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from tracker.reading.structure import front, vocabulary
from tracker.reading.structure.labels import is_number
from tracker.reading.structure.languages import language_of
from tracker.reading.structure.pieces import Piece

Zone = Literal[
    "front", "part", "formula", "preambular", "heading", "section", "item", "running", "meeting", "date",
    "vote", "annex", "annex title", "annexed", "table", "remains",
]  # fmt: skip

# A heading is no longer than this.
_HEADING_LENGTH = 260
# How far below a part's letter its formula may stand: letter, titles of some lines, formula.
_TITLE_LINES = 6

_ORGANS = tuple(vocabulary.words("organ"))
_WITH_ARTICLE = frozenset(word for language in ("en", "fr", "es", "ar") for word in vocabulary.LISTS["organ"][language])
_WITHOUT_ARTICLE = frozenset(_ORGANS) - _WITH_ARTICLE
# "The Commission on Narcotic Drugs,", "The Conference of the States Parties,": a body's name and a comma, nothing else.
_BODY = re.compile(
    r"The (?:[A-Z][\w’'-]*,?|of|and|on|the|for|to|in|its) "
    r"(?:(?:[A-Z(][\w’')-]*,?|of|and|on|the|for|to|in|its|against|serving|as|meeting|concerning|with) ?){0,30}[,:]?"
)
_BODY_WORDS = re.compile(r"Assembly|Council|Commission|Committee|Conference|Board|Congress|Parties|Meeting|Forum")
_ANNEX = re.compile(
    r"(?:" + "|".join(re.escape(word) for word in vocabulary.words("annex")) + r")"
    r"(?:\s+(?:[IVXL]{1,6}|[A-Z]|\d{1,2}|[一二三四五六七八九十]+|[\u0621-\u064a]{1,12}))?(?:[.:*]{0,2}|[:.–—]\s.{3,200})",
    re.IGNORECASE,
)
# "At its 3rd plenary meeting, on 21 September 2023, the General Assembly, on the proposal of …, decided to …".
_DECISION = re.compile(
    r"At (?:its|the) \d{1,5}(?:st|nd|rd|th) (?:\([^)]{1,30}\) )?(?:plenary )?meeting,.{4,60}?, the "
    r"(?:General Assembly|(?:[A-Z]\w+ (?:and \w+ )?)?(?:Council|Committee|Commission|Conference|Assembly|Board)\b)"
)
# "… the President of the Security Council made the following statement on behalf of the Council:".
_STATEMENT = re.compile(
    r"the President of the [A-Z][\w ]{4,40} made the following statement(?: on behalf of the [A-Z]\w+)?:?$"
)
# The last paragraph of a resolution of the Security Council.
_LAST_WORDS = re.compile(r"seized of (?:the|this) (?:matter|question|issue|situation)\.$")
# A part's or a section's bare letter or numeral: "A", "XIII", "IV.".
_NUMERAL = re.compile(r"(?:[A-Z]|[IVXL]{1,7})\.?")
_LETTER = re.compile(r"[A-Z]")
# "[Adopted without a vote.]", "[Adopted by a recorded vote of 28 to 5 ...", "RECORDED VOTE ...".
# "* Reissued for technical reasons.": a note to the symbol or the title.
_STAR_NOTE = re.compile(r"\*{1,3}\s?[A-Z]")
_VOTE = re.compile(
    r"\[?(?:The (?:draft )?(?:resolution|decision)(?: as a whole)? was adopted "
    r"|Adopted (?:without a vote|unanimously|by |at the \d)"
    r"|RECORDED VOTE|The (?:result of the )?vot(?:e|ing) was as follows)",
    re.IGNORECASE,
)
# How the lines of a vote begin, and how a line ends that another goes on.
_VOTERS = re.compile(
    r"\W{0,3}(?:In favou?r|Against|Abstain(?:ing|ed)|Abstentions?|Not voting|None)\b\s?(?:[:.]|$)", re.IGNORECASE
)
# What explains the table above it: "Abbreviations: GS, General Service", "Source: ...", "a At current rates".
_TABLE_NOTE = re.compile(r"(?:Abbreviations?|Sources?|Notes?|Explanatory notes?)\s?:|[a-z] [A-Z]|\*+\s?[A-Z]")
_STOPS = (";", ",", ".", ":", "；", "，", "。", "：", "،", "؛", "—")

# An opening of preambular paragraphs ("aware", "in pursuance"); an adverb before an opening ("further", "once again").
_PREAMBULAR = re.compile(vocabulary.alternatives("preambular") + r"\b", re.IGNORECASE)
_ADVERB = re.compile(vocabulary.alternatives("adverb") + r"\b[ ,]*(?:and )?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece and the zone it stands in."""

    zone: Zone
    piece: Piece


def place(pieces: list[Piece], formulas: frozenset[str] = frozenset()) -> list[Placed]:
    """Return the pieces with their zones, in their order; `formulas` are enacting formulas that the format knows."""
    return _Placing(pieces, formulas).run()


def formula(text: str) -> str | None:
    """Return the enacting body if the text is, or opens with, an enacting formula ("The General Assembly,")."""
    if text.startswith(_ORGANS):
        organ = next(organ for organ in _ORGANS if text.startswith(organ))
        rest = text[len(organ) :].lstrip(" ")
        if rest[:1] in (",", "，", "،", ":"):
            return organ
        # In Russian and Chinese, without an article, the bare name is also what stands in a header.
        return organ if organ in _WITH_ARTICLE and not rest.strip(" 1234567890*") else None
    if not text.startswith("The "):
        return None
    if len(text) < 200 and _BODY.fullmatch(text) and _BODY_WORDS.search(text) and text.endswith((",", ":")):
        return text.rstrip(",: ")
    return None


def opens_decision(text: str) -> bool:
    """Say whether a paragraph is a decision in one sentence, or the opening words of a presidential statement."""
    return len(text) < 4000 and bool(_DECISION.match(text) or opens_statement(text))


def opens_statement(text: str) -> bool:
    """Say whether a paragraph ends with the words that open the statement of a president."""
    return bool(_STATEMENT.search(text, max(len(text) - 160, 0)))


def opens_preambular(text: str) -> bool | None:
    """Say whether the first words open a preambular paragraph (a participle, "Aware"), False for an operative one (a
    verb in the third person, "Decides"), None where they say neither."""
    start = 0
    for _ in range(4):
        if not (adverb := _ADVERB.match(text, start)):
            break
        start = adverb.end()
    first = text[start : start + 40].split(" ", 1)[0].strip(",;:").lower()
    if (first.endswith("ing") and len(first) > 4) or _PREAMBULAR.match(text, start):
        return True
    if first.endswith("s") and not first.endswith(("ss", "ous", "us", "is")) and first not in ("states", "parties"):
        return False
    return None


class _Placing:
    def __init__(self, pieces: list[Piece], formulas: frozenset[str]) -> None:
        self.pieces = pieces
        self.formulas = formulas
        self.placed: list[Placed] = []
        self.state: Literal["front", "preamble", "operative", "closed", "annex", "annex title"] = "front"
        self.last_words = ""
        self.after_heading = False
        self.item_indent = self._item_indent()
        self.parts = self._part_letters()
        self.has_formula = any(self._is_formula(piece) for piece in pieces)

    @cached_property
    def is_english(self) -> bool:
        """Whether the openings of paragraphs are known; asked only where a format does not tell the preamble."""
        return language_of(piece.text for piece in self.pieces) == "en"

    def _is_formula(self, piece: Piece) -> bool:
        if piece.labels or piece.block.role == "front":
            return False
        if piece.text[:1] == "“":
            # Inside a statement of a president the body speaks in quotation marks.
            return piece.text[1:].rstrip(",:") in _ORGANS
        if piece.text.strip() in _WITHOUT_ARTICLE:
            # In Russian and Chinese the bare name heads the page as well; below the title it opens the text.
            return self.state == "front" and any(front.is_title(one.piece.text) for one in self.placed)
        return piece.text in self.formulas or formula(piece.text) is not None

    def _is_annex(self, text: str) -> bool:
        return len(text) < 240 and bool(_ANNEX.fullmatch(text)) and not text.endswith((";", ","))

    def _is_table_note(self, text: str) -> bool:
        return bool(self.placed and self.placed[-1].zone == "table" and _TABLE_NOTE.match(text)) or text.startswith(
            "Abbreviations:"
        )

    def _is_last(self, index: int) -> bool:
        """Say whether nothing numbered follows in the operative part."""
        return index + 1 == len(self.pieces) or not self.pieces[index + 1].labels

    def _item_indent(self) -> float | None:
        for piece in self.pieces:
            if piece.labels and is_number(piece.labels[0]) and piece.block.indent is not None:
                return piece.block.indent
        return None

    def run(self) -> list[Placed]:
        for index, piece in enumerate(self.pieces):
            zone = self._zone(index, piece)
            if self.state == "operative" and _LAST_WORDS.search(piece.text) and self._is_last(index):
                self.state = "closed"
            self.placed.append(Placed(zone, piece))
            if zone in ("preambular", "item", "running"):
                self.last_words = piece.text
                self.after_heading = False
            elif zone in ("heading", "section", "part"):
                self.after_heading = True
        return self.placed

    def _zone(self, index: int, piece: Piece) -> Zone:
        text, role = piece.text, piece.block.role
        if role == "table" or (not piece.labels and self._is_table_note(text)):
            return "table"
        if index in self.parts:
            self.state = "front"
            return "part"
        if self.state not in ("annex", "annex title") and self._is_formula(piece):
            self.state = "preamble"
            return "formula"
        if self.state in ("front", "closed") and not piece.labels and opens_decision(text):
            self.state = "operative"
            return "formula" if opens_statement(text) else "running"
        if self.state == "front" and not self._body_opens(piece):
            return "front"
        if role == "annex" or (not piece.labels and role != "operative" and self._is_annex(text)):
            self.state = "annex title"
            return "annex"
        if self.state in ("annex", "annex title"):
            return self._zone_in_annex(piece)
        if role == "closing":
            return self._zone_of_closing(text)
        if not piece.labels and (closing := self._closing(text)):
            return closing
        if self.state == "closed":
            return self._zone_after_closing(index, piece)
        if piece.labels:
            return self._zone_of_labelled(piece)
        return self._zone_of_unlabelled(index, piece)

    def _body_opens(self, piece: Piece) -> bool:
        """Say whether the body starts here without a formula: the format says so, or the words, below a front line."""
        if piece.block.role in ("operative", "preambular"):
            self.state = "preamble"
        elif not self.has_formula and self.placed and any(front.is_front(one.piece.text) for one in self.placed[-4:]):
            opens = not piece.labels and len(piece.text) > 40 and opens_preambular(piece.text)
            if opens or (piece.labels and piece.labels[0].sign == "1"):
                self.state = "preamble"
        elif self._opens_declaration(piece.text):
            self.state = "preamble"
        return self.state != "front"

    def _opens_declaration(self, text: str) -> bool:
        """Say whether a preamble stands above the formula of a part, as in old declarations ("Whereas …")."""
        in_part = any(one.zone == "part" for one in self.placed[-_TITLE_LINES:])
        return in_part and text.startswith(("Whereas ", "Considering ")) and len(text) > 40

    def _zone_after_closing(self, index: int, piece: Piece) -> Zone:
        """An annex without the word: a heading below the meeting and its date, with text under it."""
        heading = piece.block.role == "heading" or (not piece.labels and self._looks_heading(piece.text))
        if (
            heading
            and not _STAR_NOTE.match(piece.text)
            and index + 1 < len(self.pieces)
            and front.is_date(piece.text) is False
        ):
            self.state = "annex title"
            return "annex"
        return "remains"

    def _zone_in_annex(self, piece: Piece) -> Zone:
        if self.state == "annex title":
            heading = piece.block.role == "heading" or self._looks_heading(piece.text)
            if heading and not piece.labels and not piece.text.startswith("("):
                return "annex title"
            self.state = "annex"
        return "annexed"

    def _zone_of_closing(self, text: str) -> Zone:
        """What the format knows to close the document: the meeting, then the date, in any language."""
        first = not self.placed or self.placed[-1].zone not in ("meeting", "date")
        self.state = "closed"
        if front.is_date(text) or (not first and any(character.isdigit() for character in text)):
            return "date"
        return "meeting" if first else "remains"

    def _closing(self, text: str) -> Zone | None:
        if self._goes_on_voting(text):
            return "vote"
        if len(text) > 400:
            return None
        if front.is_meeting(text):
            self.state = "closed"
            return "meeting"
        if self.state == "closed" and front.is_date(text):
            return "date"
        if _VOTE.match(text):
            self.state = "closed"
            return "vote"
        return None

    def _goes_on_voting(self, text: str) -> bool:
        """Say whether a line belongs to the vote above it: "In favour:", then the States that were."""
        if not self.placed or self.placed[-1].zone != "vote":
            return False
        return bool(_VOTERS.match(text)) or self.placed[-1].piece.text.rstrip().endswith((":", ","))

    def _part_letters(self) -> set[int]:
        """Return where parts open. A single letter is no part but the document's own ("A/RES/76/246 B")."""
        found = {index for index, piece in enumerate(self.pieces) if self._opens_part(index, piece)}
        return found if len(found) > 1 else set()

    def _opens_part(self, index: int, piece: Piece) -> bool:
        """Say whether a bare capital letter opens a part: titles and a formula follow it, nothing else."""
        if piece.labels or not _LETTER.fullmatch(piece.text):
            return False
        for later in self.pieces[index + 1 : index + 1 + _TITLE_LINES]:
            if later.labels:
                return False
            if formula(later.text):
                return True
        return False

    def _zone_of_labelled(self, piece: Piece) -> Zone:
        label = piece.labels[0]
        if piece.block.role == "heading" and not label.form.startswith("("):
            return "section" if _NUMERAL.fullmatch(label.sign) else "heading"
        if self._is_section_label(piece):
            return "section"
        if is_number(label) and self.state == "preamble" and piece.block.role != "preambular":
            self.state = "operative"
        if piece.block.role == "preambular" or (self.state == "preamble" and piece.block.role != "operative"):
            return "preambular"
        self.state = "operative"
        return "item"

    def _is_section_label(self, piece: Piece) -> bool:
        """Say whether "IV." or "A." numbers a heading: a capital, no bracket, a short text without a stop."""
        label = piece.labels[0]
        if label.form.startswith("(") or not label.sign.isupper() or label.sign.isdigit():
            return False
        return self._looks_heading(piece.text)

    def _zone_of_unlabelled(self, index: int, piece: Piece) -> Zone:
        text, role = piece.text, piece.block.role
        if _NUMERAL.fullmatch(text):
            return "section"
        if role == "heading" or (not role and self._is_heading(index, piece)):
            return "heading"
        if role == "operative" and self._is_heading(index, piece) and self._number_follows(index):
            return "heading"
        if _STAR_NOTE.match(text):
            return "remains"
        if role == "preambular":
            return "preambular"
        if role == "operative":
            self.state = "operative"
            return "preambular" if self._is_section_preamble(index, text) else "running"
        if self._stands_outside(piece):
            return "table"
        if self.state == "preamble":
            return self._in_preamble(index, text)
        return "preambular" if self._is_section_preamble(index, text) else "running"

    def _in_preamble(self, index: int, text: str) -> Zone:
        if not self.is_english and self._preamble_goes_on(index):
            # The openings of paragraphs are known in English alone; elsewhere commas tell that the preamble goes on.
            return "preambular"
        opening = opens_preambular(text)
        if opening is False and self._leads_to_preamble(index, text):
            return "preambular"
        if opening is False or (opening is None and text.endswith((".", ":", "。", "："))):
            self.state = "operative"
            return "running"
        return "preambular"

    def _preamble_goes_on(self, index: int) -> bool:
        """Say whether a paragraph that ends like one of the preamble still comes before paragraph 1."""
        comma_comes = False
        for piece in self.pieces[index + 1 :]:
            if piece.labels:
                return comma_comes and is_number(piece.labels[0]) and piece.labels[0].sign == "1"
            comma_comes = comma_comes or piece.text.endswith((",", "，", "،"))
        return False

    def _leads_to_preamble(self, index: int, text: str) -> bool:
        """Say whether a paragraph with a finite verb is preambular all the same: more preamble or number 1 follows."""
        if index + 1 == len(self.pieces) or not text.endswith((",", ";")):
            return False
        following = self.pieces[index + 1]
        if following.labels:
            first = following.labels[0].sign == "1" and is_number(following.labels[0])
            return first and opens_preambular(text) is not None
        return text.endswith(",") and opens_preambular(following.text) is True

    def _is_section_preamble(self, index: int, text: str) -> bool:
        if self.after_heading and self._leads_to_preamble(index, text):
            return True
        return text.endswith((",", "，", "،")) and opens_preambular(text) is True and self._ended(self.last_words)

    @staticmethod
    def _ended(words: str) -> bool:
        return words.rstrip("”\"’'» ").endswith((";", ".", ",", "；", "。", "，", "؛", "،")) or not words

    def _stands_outside(self, piece: Piece) -> bool:
        """Say whether the piece stands left of the numbered paragraphs: the words around a table, not a paragraph."""
        indent = piece.block.indent
        return (
            self.item_indent is not None
            and indent is not None
            and indent < self.item_indent - 18
            and not piece.text.endswith((";", ","))
        )

    def _is_heading(self, index: int, piece: Piece) -> bool:
        """Say whether words without role stand as a heading: no stop, after an ended paragraph, before another."""
        if not self._looks_heading(piece.text) or not self._ended(self.last_words):
            return False
        indent = piece.block.indent
        if self.item_indent is not None and indent is not None:
            numbered = self._number_follows(index) and indent >= self.item_indent
            return indent > self.item_indent + 10 or numbered
        following = self.pieces[index + 1] if index + 1 < len(self.pieces) else None
        return following is not None and bool(following.labels or self._looks_heading(following.text))

    def _number_follows(self, index: int) -> bool:
        following = self.pieces[index + 1] if index + 1 < len(self.pieces) else None
        return bool(following and following.labels and is_number(following.labels[0]) and self.last_words)

    @staticmethod
    def _looks_heading(text: str) -> bool:
        return len(text) <= _HEADING_LENGTH and not text.endswith(_STOPS) and not text[:1].islower()
