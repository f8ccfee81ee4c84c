"""Count the automatic numbers of a Word file as the word processor would print them.

Fourth step of docx: numbering.xml in; asked paragraph by paragraph, in order, for the label of each (ECMA-376 part 1,
17.9). The numbers stand nowhere in the words, so they must be counted: restarts, overrides and shared lists included.
"""

import re
from dataclasses import dataclass, replace

from lxml import etree

from tracker.reading.formats.docx.package import W
from tracker.reading.formats.docx.styles import VAL, indent_of, is_on, whole

# "%1" in the pattern of a level stands for the number of level 1.
_PLACEHOLDER = re.compile(r"%([1-9])")
_BULLET = "•"
_HIGHEST_LEVEL = 8


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered. `restart_after`: the level (from 1) after which it starts anew, 0 never."""

    number_format: str = "decimal"
    pattern: str = ""
    start: int = 1
    restart_after: int | None = None
    legal: bool = False
    style: str = ""
    indent: float | None = None


@dataclass(frozen=True, slots=True)
class _List:
    """One list instance: the abstract list whose counters it shares, its levels, and where it starts anew."""

    counters: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """The lists of one document and how far each has been counted."""

    def __init__(self, root: etree._Element | None) -> None:
        self._lists: dict[str, _List] = {} if root is None else _read_lists(root)
        self._counters: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()

    def level_for_style(self, list_id: str, style: str) -> int:
        """Return the level of a list that is tied to a paragraph style, 0 if none is."""
        found = self._lists.get(list_id)
        levels = found.levels.items() if found else ()
        return next((number for number, level in levels if style and level.style == style), 0)

    def indent(self, list_id: str, number: int) -> float | None:
        """Return the left edge in points that a list gives its paragraphs at this level."""
        found = self._lists.get(list_id)
        return found.levels[number].indent if found and number in found.levels else None

    def next_label(self, list_id: str, number: int) -> str:
        """Count one paragraph at this level (from 0) of a list, and return its label as printed, "" for none."""
        found = self._lists.get(list_id)
        number = min(max(number, 0), _HIGHEST_LEVEL)
        if found is None or number not in found.levels:
            return ""
        counters = self._counters.setdefault(found.counters, {})
        level = found.levels[number]
        if number in found.starts and (list_id, number) not in self._started:
            self._started.add((list_id, number))
            counters[number] = found.starts[number]
        else:
            counters[number] = counters.get(number, level.start - 1) + 1
        for deeper in [key for key in counters if key > number]:
            restart_after = found.levels.get(deeper, level).restart_after
            if restart_after is None or number < restart_after:
                del counters[deeper]
        return _label(found.levels, counters, number)


def _read_lists(root: etree._Element) -> dict[str, _List]:
    abstract = {item.get(f"{W}abstractNumId", ""): item for item in root.iterfind(f"{W}abstractNum")}
    by_style_link = {}
    for key, item in abstract.items():
        link = item.find(f"{W}styleLink")
        if link is not None:
            by_style_link[link.get(VAL)] = key
    lists = {}
    for item in root.iterfind(f"{W}num"):
        reference = item.find(f"{W}abstractNumId")
        key = "" if reference is None else reference.get(VAL, "")
        if key not in abstract:
            continue
        link = abstract[key].find(f"{W}numStyleLink")
        if link is not None:
            key = by_style_link.get(link.get(VAL), key)
        levels = {whole(level.get(f"{W}ilvl")): _read_level(level) for level in abstract[key].iterfind(f"{W}lvl")}
        starts = _override(item, levels)
        lists[item.get(f"{W}numId", "")] = _List(key, levels, starts)
    return lists


def _override(item: etree._Element, levels: dict[int, Level]) -> dict[int, int]:
    """Change the levels as a list instance overrides them, and return the levels that it starts anew, with numbers."""
    starts = {}
    for override in item.iterfind(f"{W}lvlOverride"):
        number = whole(override.get(f"{W}ilvl"))
        own = override.find(f"{W}lvl")
        if own is not None:
            levels[number] = _read_level(own)
        start = override.find(f"{W}startOverride")
        if start is not None:
            starts[number] = whole(start.get(VAL), 1)
            levels[number] = replace(levels.get(number, Level()), start=starts[number])
    return starts


def _read_level(element: etree._Element) -> Level:
    values = {item.tag: item for item in element}

    def value(name: str, otherwise: str) -> str:
        item = values.get(f"{W}{name}")
        return otherwise if item is None else item.get(VAL, otherwise)

    legal, restart = values.get(f"{W}isLgl"), values.get(f"{W}lvlRestart")
    return Level(
        value("numFmt", "decimal"),
        value("lvlText", ""),
        whole(value("start", "0")),
        None if restart is None else whole(restart.get(VAL)),
        legal is not None and is_on(legal),
        value("pStyle", ""),
        indent_of(values.get(f"{W}pPr")),
    )


def _label(levels: dict[int, Level], counters: dict[int, int], number: int) -> str:
    level = levels[number]
    if level.number_format == "bullet":
        text = level.pattern.strip()
        # Bullets are mostly drawn by a picture font: letters there are no letters.
        return "" if not text else text if text in "–—-*" else _BULLET
    if level.number_format == "none":
        return _PLACEHOLDER.sub("", level.pattern).strip()

    def printed(match: re.Match[str]) -> str:
        above = int(match[1]) - 1
        other = levels.get(above)
        if other is None:
            return ""
        return in_format(counters.get(above, other.start), "decimal" if level.legal else other.number_format)

    return _PLACEHOLDER.sub(printed, level.pattern).strip()


_ARABIC_LETTERS = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ABJAD_LETTERS = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_CYRILLIC_LETTERS = "абвгдежзиклмнопрстуфхцчшщыэюя"
_CHINESE_DIGITS = "〇一二三四五六七八九"
_ROMAN_SIGNS = ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")
_ROMAN_VALUES = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)


def in_format(number: int, number_format: str) -> str:
    """Return a number in one of the formats of Word (ECMA-376 part 1, 17.18.59); an unknown format gives digits."""
    if not 0 < number < 10_000:
        return str(number)
    match number_format:
        case "lowerLetter" | "upperLetter":
            letters = _letter(number, "abcdefghijklmnopqrstuvwxyz")
            return letters if number_format == "lowerLetter" else letters.upper()
        case "lowerRoman" | "upperRoman":
            return _roman(number) if number_format == "lowerRoman" else _roman(number).upper()
        case "russianLower" | "russianUpper":
            letters = _letter(number, _CYRILLIC_LETTERS)
            return letters if number_format == "russianLower" else letters.upper()
        case "arabicAlpha":
            return _letter(number, _ARABIC_LETTERS)
        case "arabicAbjad":
            return _letter(number, _ABJAD_LETTERS)
        case "decimalZero":
            return f"{number:02d}"
        case "decimalEnclosedParen":
            return f"({number})"
        case (
            "chineseCounting"
            | "chineseCountingThousand"
            | "japaneseCounting"
            | "ideographDigital"
            | "taiwaneseCounting"
        ):
            return _chinese(number)
        case _:
            return str(number)


def _letter(number: int, alphabet: str) -> str:
    """Return a, b … z, aa, bb …: Word doubles the letter where the alphabet ends."""
    times, place = divmod(number - 1, len(alphabet))
    return alphabet[place] * min(times + 1, 20)


def _roman(number: int) -> str:
    printed = ""
    for sign, value in zip(_ROMAN_SIGNS, _ROMAN_VALUES, strict=True):
        times, number = divmod(number, value)
        printed += sign * times
    return printed


def _chinese(number: int) -> str:
    """Return 1–99 in words of counting (十二); above that the digits one by one."""
    if number > 99:
        return "".join(_CHINESE_DIGITS[int(digit)] for digit in str(number))
    tens, ones = divmod(number, 10)
    first = "" if not tens else "十" if tens == 1 else f"{_CHINESE_DIGITS[tens]}十"
    return first + (_CHINESE_DIGITS[ones] if ones else "")
