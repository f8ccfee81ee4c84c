"""Find the labels before a paragraph's words, and say what each can mean.

Called by the structure stage on every piece; `paths` then decides, by the labels around it, which meaning holds.
"""

import re
import unicodedata

from tracker.reading.records import Block, NoteMark
from tracker.reading.structure.pieces import Label, Piece
from tracker.reading.symbols import roman_numeral, roman_value

BULLETS = "•●▪○·◦∙–—-−"
BULLET_FORM = "bullet"

# Labels typed in the text. Each needs white space or an opening bracket behind it, so that "1.5 million" is no label.
_TYPED = (
    # "1.", "12)": the number of an operative paragraph.
    re.compile(r"(?P<sign>\d{1,3})(?P<form>[.)．、])(?=\s|\()\s*"),
    # "1 - ": the number of a paragraph in Arabic.
    re.compile(r"(?P<sign>\d{1,3})\s?(?P<form>[-–—])\s+(?=[\u0600-\u06ff])"),
    # "’1‘": the roman numeral of the Arabic texts; "㈠": that of the Chinese ones.
    re.compile(r"(?P<sign>[’‘']\d{1,2}[’‘'])(?P<form>)\s*"),
    re.compile(r"(?P<sign>[㈠-㈩])(?P<form>)\s*"),
    re.compile(r"(?P<sign>[一二三四五六七八九十]{1,3})(?P<form>、)\s*"),
    # "(a)", "(iv)", "(bb)", "(1)", "（1）".
    re.compile(
        r"[(（](?P<sign>[a-z]{1,2}|[ivxl]{1,7}|[A-Z]{1,2}|[IVXL]{1,6}|\d{1,2}|[а-я]|[一二三四五六七八九十]{1,3}|[\u0621-\u064a]ـ?)(?P<form>[)）])\s*"
    ),
    # "a.", "b)", "iv.": without an opening bracket only a single letter or a roman numeral.
    re.compile(r"(?P<sign>[a-z]|[ivx]{2,5}|[а-я])(?P<form>[.)])\s+"),
    # A bullet or a dash at the head of a paragraph.
    re.compile(rf"(?P<sign>[{re.escape(BULLETS)}])(?P<form>)\s+(?=\S)"),
)
# "IV. Title", "B. Title": a capital numbers a heading, a short text without a stop at its end.
_SECTION = re.compile(r"(?P<sign>[A-Z]|[IVXL]{2,7})(?P<form>\.)\s+(?=[A-Z].{0,200}[^.;,:]$)")
# A label given by the format: any sign with its brackets and dots.
_GIVEN = re.compile(r"[\s(（\[]*(?P<sign>[^\s()（）.\[\]．、،]{1,8})(?P<form>[\s)）.\]．、،ـ]*(?:[-–—](?=\s*$))?)")
# A sub-paragraph's label right behind the number: "5. (a) Decides".
_SECOND = re.compile(r"[(（](?P<sign>a|i|1|A|I|а|أ)(?P<form>[)）])\s*(?=\S)")

# A number whose stop or space is missing: "3 Calls upon", "232.Recognizes".
_BARE_NUMBER = re.compile(r"(?P<sign>\d{1,3})(?:\s+\.?|\.)(?=[^\W\d_])")
# "3 April 2023": the day is no paragraph's number.
_DATE = re.compile(r"\d{1,2} \w+ \d{4}\W*$")

# The letters of other scripts by their place: "б)" is the second, so "b"; "ج" the third of the Arabic order in lists.
_CYRILLIC = dict(zip("абвгдежзиклмнопрстуфхцчшщэюя", "abcdefghijklmnopqrstuvwxyz", strict=False))
_ARABIC = dict(zip("ابجدهوزحطيكلمنسعفصقرشتثخذض", "abcdefghijklmnopqrstuvwxyz", strict=False))
_ALIKE = str.maketrans("أإآىﻫة", "اااىهه")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩０１２３４５６７８９", "01234567890123456789")
_CHINESE = "一二三四五六七八九"
_QUOTES = "’‘'"


def read_labels(block: Block, quoted: bool = False) -> Piece:
    """Return the block as a piece whose labels are cut off from its words.

    `quoted` says that all that is said stands in quotation marks, as in the statement of a president: “1. Requests.
    "5. (a) Decides" has two labels. A label that the format gives is taken as it stands, but one typed in the text
    behind it is found as well.
    """
    text, marks = block.text, block.marks
    labels: list[Label] = []
    if quoted and text[:1] in '“"' and _typed(text[1:]):
        text = text[1:]
    if block.label:
        labels.extend(given(block.label))
        cut = 0
    else:
        found = _typed(text)
        if not found:
            return Piece(block, text, labels, marks)
        labels.append(_label(found))
        cut = found.end()
    if len(labels) == 1 and labels[0].sign.isdigit() and (second := _SECOND.match(text, cut)):
        labels.append(_label(second))
        cut = second.end()
    if cut:
        text = text[cut:]
        marks = tuple(NoteMark(mark.marker, max(mark.offset - cut, 0)) for mark in marks)
    return Piece(block, text, labels, marks)


def number_missing_stops(pieces: list[Piece]) -> None:
    """Take a number without stop or space ("3 Calls upon", "232.Recognizes") for a label if it is the next in turn."""
    last = 0
    for piece in pieces:
        if piece.labels and is_number(piece.labels[0]):
            last = int(piece.labels[0].sign)
        elif not piece.labels and last and piece.text[:1].isdigit() and (found := _BARE_NUMBER.match(piece.text)):
            if int(found["sign"]) == last + 1 and not _DATE.match(piece.text):
                last += 1
                cut = found.end()
                piece.labels = [Label(found["sign"], found["sign"], ".")]
                piece.text = piece.text[cut:]
                piece.marks = tuple(NoteMark(mark.marker, max(mark.offset - cut, 0)) for mark in piece.marks)


def given(printed: str) -> list[Label]:
    """Return the labels that a format keeps apart from the words: mostly one, "5. (a)" has two."""
    found = [_label(one) for one in _GIVEN.finditer(printed)]
    return found or [Label(printed, printed.strip(), BULLET_FORM)]


def _typed(text: str) -> re.Match[str] | None:
    head = text[:1]
    if not head or (head.isalpha() and text[1:2].isalpha() and text[2:3].isalpha() and head not in "ivxIVXL"):
        return None
    for pattern in _TYPED:
        if found := pattern.match(text):
            return found
    return _SECTION.match(text) if len(text) < 220 else None


def _label(found: re.Match[str]) -> Label:
    sign = found["sign"]
    if sign in BULLETS or not any(letter.isalnum() for letter in sign):
        return Label(found[0].strip(), sign, BULLET_FORM)
    form = found["form"].strip()[:1].replace("）", ")").replace("．", ".").replace("、", ".")
    bracketed = found[0].lstrip()[:1] in "(（"
    if form == "、" or (form == "." and sign[:1] in f"{_CHINESE}十"):
        return Label(found[0].strip(), plain(sign).upper(), ".")
    return Label(found[0].strip(), plain(sign), f"({form}" if bracketed or not form else form)


def plain(sign: str) -> str:
    """Return the sign in Latin letters and digits, by its place: "أ" and "а" are "a", "㈢" and "’3‘" are "iii"."""
    sign = unicodedata.normalize("NFKC", sign).translate(_DIGITS).strip("ـ()")
    if sign[:1] in _QUOTES and sign.strip(_QUOTES).isdigit():
        return roman_numeral(int(sign.strip(_QUOTES))).lower()
    if sign.isascii():
        return sign
    if value := _chinese_value(sign):
        return roman_numeral(value).lower()
    first = sign.translate(_ALIKE)
    for alphabet in (_CYRILLIC, _ARABIC):
        if first.lower() in alphabet:
            return alphabet[first.lower()]
    return sign


def _chinese_value(sign: str) -> int:
    """Return the value of a Chinese numeral below a hundred ("十一" is 11, "二十" 20), 0 if it is none."""
    tens, ten, units = sign.rpartition("十")
    if any(part and part not in _CHINESE for part in (tens, units)) or not sign:
        return 0
    unit = _CHINESE.index(units) + 1 if units else 0
    if not ten:
        return unit
    return (_CHINESE.index(tens) + 1 if tens else 1) * 10 + unit


def meanings(label: Label) -> list[tuple[str, int]]:
    """Return what the label can mean, as (kind of list, place in it): "(i)" is roman 1 or the ninth letter.

    Kinds: "number", "letter", "LETTER", "roman", "ROMAN", "bullet".
    """
    sign = label.sign
    if label.form == BULLET_FORM:
        return [(f"bullet{sign}", 0)]
    if sign.isdigit():
        return [("number", int(sign))]
    upper = sign.isupper()
    found: list[tuple[str, int]] = []
    letter = _letter_place(sign.lower())
    if letter:
        found.append(("LETTER" if upper else "letter", letter))
    value = roman_value(sign) if set(sign.lower()) <= set("ivxlc") else 0
    if value:
        found.append(("ROMAN" if upper else "roman", value))
    return found


def _letter_place(sign: str) -> int:
    if not ("a" <= sign[0] <= "z") or len(set(sign)) != 1 or len(sign) > 3:
        return 0
    return ord(sign[0]) - 96 + 26 * (len(sign) - 1)


def is_number(label: Label) -> bool:
    """Say whether the label numbers a paragraph ("3.", "3)") rather than a sub-paragraph ("(3)", "(a)")."""
    return label.sign.isdigit() and not label.form.startswith("(")
