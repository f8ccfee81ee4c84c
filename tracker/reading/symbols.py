"""Document symbols: the one spelling of each, what it says, how symbols sort and what their files are called.

Stands below the formats; every stage that meets a symbol asks here. The spelling follows the documents themselves:
"A/RES/79/1", "A/RES/75/101 A-B", "A/RES/1145 (XII)", "S/RES/2666 (2022)", "E/RES/2003/24", "A/HRC/RES/52/2",
"UNEP/EA.5/Res.14", "1/CP.21". A body whose series is not known here is named instead: "Conference on Boats 3/1".
"""

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["resolution", "decision", "statement", "document"]
_KINDS: dict[str, Kind] = {"RES": "resolution", "DEC": "decision", "PRST": "statement"}

GENERAL_ASSEMBLY = "General Assembly"
SECURITY_COUNCIL = "Security Council"
ECONOMIC_AND_SOCIAL_COUNCIL = "Economic and Social Council"
HUMAN_RIGHTS_COUNCIL = "Human Rights Council"

# The series each organ numbers its resolutions in. The longest prefix that fits a symbol names its organ.
SERIES = {
    "A/": GENERAL_ASSEMBLY,
    "S/": SECURITY_COUNCIL,
    "E/": ECONOMIC_AND_SOCIAL_COUNCIL,
    "A/HRC/": HUMAN_RIGHTS_COUNCIL,
    "E/CN.3/": "Statistical Commission",
    "E/CN.4/": "Commission on Human Rights",
    "E/CN.5/": "Commission for Social Development",
    "E/CN.6/": "Commission on the Status of Women",
    "E/CN.7/": "Commission on Narcotic Drugs",
    "E/CN.9/": "Commission on Population and Development",
    "E/CN.15/": "Commission on Crime Prevention and Criminal Justice",
    "E/CN.16/": "Commission on Science and Technology for Development",
    "E/CN.17/": "Commission on Sustainable Development",
    "E/CN.18/": "United Nations Forum on Forests",
    "T/": "Trusteeship Council",
    "UNEP/EA.": "United Nations Environment Assembly",
    "CAC/COSP/": "Conference of the States Parties to the United Nations Convention against Corruption",
    "CTOC/COP/": "Conference of the Parties to the United Nations Convention against Transnational Organized Crime",
    "CBD/COP/": "Conference of the Parties to the Convention on Biological Diversity",
    "FCCC/CP/": "Conference of the Parties to the United Nations Framework Convention on Climate Change",
}
# Conferences of parties that number "1/CP.21": the letters name the body.
PARTIES = {
    "CP": SERIES["FCCC/CP/"],
    "CMA": "Conference of the Parties serving as the meeting of the Parties to the Paris Agreement",
    "CMP": "Conference of the Parties serving as the meeting of the Parties to the Kyoto Protocol",
    "COP": "Conference of the Parties to the United Nations Convention to Combat Desertification",
}
BIODIVERSITY = SERIES["CBD/COP/"]
HEALTH_ASSEMBLY = "World Health Assembly"
_LAST_RESOLUTION = {"A/": 400, "E/": 200}
# How much of an organ's name stands in the symbol of a text that has no other.
_NAME_LENGTH = 60
_PREFIX_OF = {organ: prefix for prefix, organ in SERIES.items()}
_BY_LENGTH = sorted(SERIES, key=len, reverse=True)

# The letters of the parts behind a number: "A", "A-B", "A and B".
_LETTERS = r"(?P<letters>[A-Z](?:\s?(?:-|–|and|to|,)\s?[A-Z])?)"
# A number within a session or year: "79/1", "ES-11/4", "S-32/1 B", "2003/24".
_SESSION_NUMBER = re.compile(
    rf"(?P<session>(?:(?:ES|S|SS)-)?\d{{1,4}}|ES-[IVXL]{{1,6}}|S-[IVXL]{{1,6}})/(?P<number>\d{{1,4}})(?:\s?{_LETTERS})?"
)
# A number with its session or year in brackets: "1145 (XII)", "217 A (III)", "2666 (2022)", "181 (II) A", "377 (V)".
_BRACKETED = re.compile(
    rf"(?P<number>\d{{1,4}})\s?{_LETTERS[:-1]})?\s?\((?P<session>[IVXL]{{1,8}}|(?:S|ES)-[IVXL]{{1,6}}|(?:19|20)\d\d)\)"
    r"(?:\s?(?P<after>[A-Z](?:\s?(?:-|–|and)\s?[A-Z])?))?"
)
# The parties to the Convention on Biological Diversity counted their first meetings in roman: "X/2", "IX/16 C".
_ROMAN_SESSION = re.compile(rf"(?P<session>[IVXL]{{1,6}})/(?P<number>\d{{1,3}})(?:\s?{_LETTERS})?")
# A full symbol of a resolution or decision: everything up to RES, DEC or PRST is the series.
_FULL = re.compile(
    r"(?P<series>(?:A|S|E|T)(?:/(?:HRC|CN\.\d{1,2}|C\.\d|S-\d+|ES-\d+))?|CAC/COSP|CTOC/COP|(?:UNEP/)?CBD/COP)"
    r"/(?P<type>RES|DEC|PRST)/(?P<rest>.+)"
)
# Series that spell otherwise: "1/CP.21", "WHA76.4", "UNEP/EA.5/Res.14".
_OF_PARTIES = re.compile(rf"(?P<number>\d{{1,3}})/(?P<body>{'|'.join(PARTIES)})\.(?P<session>\d{{1,2}})")
_OF_HEALTH = re.compile(r"WHA(?P<session>\d{1,2})\.(?P<number>\d{1,3})")
_OF_ENVIRONMENT = re.compile(r"UNEP/EA\.(?P<session>\d{1,2})/(?P<type>RES|DEC|Res|Dec)\.(?P<number>\d{1,3})")
# Any other document symbol: "A/58/222", "A/C.3/78/L.12/Rev.1", "S/2000/455", "FCCC/CP/2015/10/Add.1".
_DOCUMENT = re.compile(r"[A-Z]{1,6}(?:/[A-Za-z0-9().-]{1,14}){1,8}")
_DRAFT = re.compile(r"/(?:L|CRP)\.\d|/WP\.\d")


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol taken apart: "A/RES/75/101 A-B" is series "A/", type "RES", session "75", number 101, letters "A-B"."""

    text: str
    series: str
    kind: Kind
    session: str = ""
    number: int = 0
    letters: str = ""


def parse(words: str, organ: str = "", kind: Kind = "resolution") -> Symbol | None:
    """Return the symbol that the words spell in any usual way, None if they spell none.

    "79/1", "2003/24" and "1145 (XII)" name a resolution (or, with `kind`, a decision) of `organ`; without it a year
    before the stroke means the Economic and Social Council, a year in brackets the Security Council, all else the
    General Assembly. The number of another organ is spelt with its name.
    """
    words = " ".join(words.replace("\xa0", " ").replace("–", "-").replace("‑", "-").split()).strip(" *.,;")
    if full := _FULL.fullmatch(words):
        return _full(full["series"].removeprefix("UNEP/"), full["type"], full["rest"].strip())
    if special := _special(words):
        return special
    if found := _BRACKETED.fullmatch(words):
        letters = _letters(found["letters"] or found["after"])
        default = GENERAL_ASSEMBLY if not found["session"].isdigit() else SECURITY_COUNCIL
        series = _PREFIX_OF.get(organ or default, "")
        if not series:
            return Symbol(f"{organ[:_NAME_LENGTH]} {words}", "", kind, found["session"], int(found["number"]), letters)
        return _bracketed(series, kind, found["session"], int(found["number"]), letters)
    if found := _SESSION_NUMBER.fullmatch(words):
        year = found["session"].isdigit() and len(found["session"]) == 4
        default = ECONOMIC_AND_SOCIAL_COUNCIL if year else GENERAL_ASSEMBLY
        series = _PREFIX_OF.get(organ or default, "")
        if not series:
            return Symbol(f"{organ[:_NAME_LENGTH]} {words}", "", kind, found["session"], int(found["number"]))
        # Decisions are numbered apart: from 401 in the General Assembly, from 201 in the Economic and Social Council.
        if kind == "resolution" and int(found["number"]) > _LAST_RESOLUTION.get(series, 9999):
            kind = "decision"
        return _in_session(series, kind, found["session"], int(found["number"]), _letters(found["letters"]))
    if found := _ROMAN_SESSION.fullmatch(words):
        if organ != BIODIVERSITY:
            return None
        return _in_session("CBD/COP/", "decision", found["session"], int(found["number"]), _letters(found["letters"]))
    compact = words.replace(" ", "")
    if "/" in compact and _DOCUMENT.fullmatch(compact):
        return Symbol(compact, _series_of(compact), "document", _document_session(compact))
    return None


def _special(words: str) -> Symbol | None:
    """Return the symbol of the series that spell otherwise than the rest."""
    if found := _OF_PARTIES.fullmatch(words):
        return Symbol(words, "", "decision", found["session"], int(found["number"]))
    if found := _OF_HEALTH.fullmatch(words):
        return Symbol(words, "", "resolution", found["session"], int(found["number"]))
    if found := _OF_ENVIRONMENT.fullmatch(words):
        kind: Kind = "decision" if found["type"].upper() == "DEC" else "resolution"
        return _in_session("UNEP/EA.", kind, found["session"], int(found["number"]), "")
    return None


def canonical(words: str, organ: str = "", kind: Kind = "resolution") -> str | None:
    """Return the one spelling of the symbol that the words spell, None if they spell none."""
    symbol = parse(words, organ, kind)
    return symbol.text if symbol else None


def organ_of(symbol: str) -> str | None:
    """Return the name of the organ whose document the symbol names, None for series not known here."""
    if found := _OF_PARTIES.fullmatch(symbol):
        return PARTIES[found["body"]]
    return HEALTH_ASSEMBLY if _OF_HEALTH.fullmatch(symbol) else SERIES.get(_series_of(symbol))


def is_draft(symbol: str) -> bool:
    """Say whether the symbol names a draft ("A/C.3/78/L.12") rather than an adopted text."""
    return bool(_DRAFT.search(symbol))


def file_name(symbol: str) -> str:
    """Return the name of the symbol's files.

    "A/RES/75/101 A-B" gives "A_RES_75_101A-B", "S/RES/2666 (2022)" "S_RES_2666_2022".
    """
    name = re.sub(r"\s*\(([^()]*)\)", r"_\1", symbol.strip())
    return re.sub(r"[^\w.-]", "", name.replace("/", "_").replace(" ", ""))


def sort_key(symbol: str) -> str:
    """Return a text by which symbols sort as a person expects: numbers by value ("78/9" before "78/10")."""
    return re.sub(r"\d+", lambda found: found[0].zfill(6), _romans_as_numbers(symbol.upper()))


def roman_value(numeral: str) -> int:
    """Return the value of a roman numeral in either case, 0 if it is none."""
    total, last = 0, 0
    for letter in reversed(numeral.upper()):
        value = _ROMAN.get(letter, 0)
        if not value:
            return 0
        total += value if value >= last else -value
        last = max(last, value)
    return total if total and roman_numeral(total) == numeral.upper() else 0


_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def roman_numeral(value: int) -> str:
    """Return a number in roman numerals, in capitals."""
    out = []
    for amount, letters in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
        (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        count, value = divmod(value, amount)
        out.append(letters * count)
    return "".join(out)


def _romans_as_numbers(symbol: str) -> str:
    plain = re.sub(r"\(([SE-]*)([IVXL]+)\)", lambda found: f"({found[1]}{roman_value(found[2])})", symbol)
    return re.sub(r"(?<=/DEC/)([IVXL]+)(?=/)", lambda found: str(roman_value(found[0])), plain)


def _full(series: str, kind_word: str, rest: str) -> Symbol | None:
    kind = _KINDS[kind_word]
    series += "/"
    if found := _BRACKETED.fullmatch(rest):
        letters = _letters(found["letters"] or found["after"])
        return _bracketed(series, kind, found["session"], int(found["number"]), letters)
    roman = _ROMAN_SESSION.fullmatch(rest) if series == "CBD/COP/" else None
    if found := _SESSION_NUMBER.fullmatch(rest) or roman:
        return _in_session(series, kind, found["session"], int(found["number"]), _letters(found["letters"]))
    compact = f"{series}{kind_word}/{rest}".replace(" ", "")
    return Symbol(compact, series, kind) if _DOCUMENT.fullmatch(compact) else None


def _bracketed(series: str, kind: Kind, session: str, number: int, letters: str) -> Symbol:
    middle = f" {letters}" if letters else ""
    return Symbol(f"{series}{_TYPE[kind]}/{number}{middle} ({session})", series, kind, session, number, letters)


def _in_session(series: str, kind: Kind, session: str, number: int, letters: str) -> Symbol:
    if series == "UNEP/EA.":
        return Symbol(f"{series}{session}/{_TYPE[kind].capitalize()}.{number}", series, kind, session, number)
    behind = f" {letters}" if letters else ""
    return Symbol(f"{series}{_TYPE[kind]}/{session}/{number}{behind}", series, kind, session, number, letters)


_TYPE = {"resolution": "RES", "decision": "DEC", "statement": "PRST", "document": "RES"}


def _letters(words: str | None) -> str:
    found = re.findall(r"[A-Z]", words or "")
    return "-".join(found)


def _series_of(symbol: str) -> str:
    return next((prefix for prefix in _BY_LENGTH if symbol.startswith(prefix)), "")


def _document_session(symbol: str) -> str:
    # "A/58/222", "A/C.3/78/L.12", "A/HRC/52/L.4": the first element that is a number; "S/2023/990" has a year there.
    first = next((element for element in symbol.split("/")[1:] if element.isdigit()), "")
    return first if len(first) <= 3 else ""
