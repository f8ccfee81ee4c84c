"""Read what a resolution says of itself: symbol, title, dates, agenda items, committee, report and meeting.

Takes the lines before the enacting formula, the headers and footers, and what the format states outright; a stated
value wins over words, and the front over headers.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tracker.reading import symbols
from tracker.reading.structure import languages
from tracker.reading.structure.labels import plain
from tracker.reading.vocabulary.numbers import ORDINAL, number_of

_MONTHS = {
    name: number
    for number, name in enumerate(
        "January February March April May June July August September October November December".split(), start=1
    )
}
_DATE = r"(?P<day>\d{1,2})\s+(?P<month>" + "|".join(_MONTHS) + r")\s+(?P<year>(?:19|20)\d\d)"
_ANY_DATE = re.compile(_DATE)
# "28 February–1 April 2022", "22 and 23 February 2021": the days of a session, no day of publication.
_SPAN_OF_DAYS = re.compile(rf"\d\s?(?:{'|'.join(_MONTHS)})?\s?(?:[–—-]|and|to)\s?\d{{1,2}}\s(?:{'|'.join(_MONTHS)})")
# "of 22 November 1967": the line below the number of an old resolution of the Security Council.
_OF_DATE = re.compile(r"of\s+" + _DATE)
# "Resolution adopted by the General Assembly on 22 December 2003", "Decision adopted by ...".
_ADOPTED_ON = re.compile(
    r"\b(?:Resolutions?|Decisions?)\s+adopted\s+by\s+the\s+(?P<organ>[A-Z].{5,90}?)\s+on\s+" + _DATE, re.IGNORECASE
)
# "Adopted by the Security Council at its 4104th meeting, on 24 February 2000".
_ADOPTED_AT = re.compile(
    r"Adopted\s+(?:unanimously\s+)?by\s+the\s+(?P<organ>[A-Z].{5,60}?)\s+(?:at\s+its\s+"
    r"(?P<meeting>\d{1,5}(?:st|nd|rd|th)\s+(?:\([^)]{1,30}\)\s+)?(?:plenary\s+)?meeting)(?:\s*\([^)]{1,40}\))?,?\s+)?on\s*"
    + _DATE,
    re.IGNORECASE,
)
# "77th plenary meeting", "95th (resumed) plenary meeting", "4104th meeting", "Hundred and tenth plenary meeting".
_MEETING = re.compile(
    r"(?:\d{1,5}(?:st|nd|rd|th)\s+(?:\([^)]{1,30}\)\s+)?(?:plenary\s+)?"
    rf"|(?:hundred and )?{ORDINAL}\s+plenary\s+)meeting",
    re.IGNORECASE,
)
# "Thirty-second session", "Resumed seventy-fifth session", alone on its line.
_SESSION_LINE = re.compile(rf"(?:Resumed )?(?P<ordinal>{ORDINAL}) (?:regular |annual )?session", re.IGNORECASE)
_DATE_ALONE = re.compile(_DATE)
# What is part of a header and can be no title.
_HEADER_WORDS = re.compile(
    r"^(?:United Nations|Original:|Distr|English|Item \d|[A-Z][\w-]* (?:[\w-]+ ){0,2}session$|"
    r".{0,60} Committee$|[A-Z]$|"
    r"General Assembly$|Security Council$|[A-Z][\w ]{2,40} Council$)|Distr\.|draft (?:resolution|decision)\W*$"
)
# "58/140. Title", "ES-11/1. Title", "1145 (XII). Title", "3201 (S-VI). Title", "2003/24 Title", "WHA76.4 Title".
_TITLE = re.compile(
    r"(?P<number>(?:(?:ES|S)-)?\d{1,4}/\d{1,4}(?:\s?[A-Z](?:\s?(?:-|–|and)\s?[A-Z])?)?"
    r"|\d{1,4}(?:\s[A-Z])?\s\((?:(?:S|ES)-)?[IVXL]{1,8}\)|WHA\d{1,2}\.\d{1,3})"
    r"\*{0,2}\s?\.?(?:\s+(?P<title>\S.*))?",
    re.DOTALL,
)
# "Resolution 1291 (2000)", "Resolution 61/3", "Decision 78/501", "Decision 1/CP.21", "PRST 44/1".
_NAMED = re.compile(
    r"(?P<type>Resolution|Decision|PRST)\s+(?P<number>\d{1,4}\s?\((?:19|20)\d\d\)|(?:(?:ES|S)-)?\d{1,4}/\d{1,4}"
    rf"|\d{{1,3}}/(?:{'|'.join(symbols.PARTIES)})\.\d{{1,2}})"
    r"\.?(?:\s+(?P<title>\S.*))?",
    re.IGNORECASE | re.DOTALL,
)
# "Agenda item 108", "Agenda items 113 and 120", "Agenda item 71 (b)".
_AGENDA = re.compile(r"Agenda\s+items?\s+(?P<items>\d.{0,80})", re.IGNORECASE)
_FIRST_NUMBER = re.compile(r"\d.*", re.DOTALL)
_SUB_ITEM = re.compile(r",?\s?(?<![A-Za-z\u0621-\u064a])\(?([a-z]{1,2}|[\u0621-\u064a])\)")
_ITEM = re.compile(r"\d{1,3}(?:[A-Z](?!\w)|\s?\([a-z]{1,2}\))?")
_BETWEEN_ITEMS = re.compile(r"\s*(?:,|،|、|and|to|et|à|y|a|и|و|和|至|–|-)?(?:\s*(?:and|et|y|и))?\s*")
_LETTER_ONLY = re.compile(r"\([a-z]{1,2}\)")
# "[on the report of the Third Committee (A/58/499)]", "[without reference to a Main Committee (A/75/L.1)]".
_PROPONENT = re.compile(r"\[(?P<words>(?:on|without)\s.{5,400})\]", re.IGNORECASE | re.DOTALL)
_COMMITTEE = re.compile(
    r"on\s+the\s+(?:reports?|recommendations?)\s+of\s+(?:the\s+)?(?P<name>.{4,160}?)\s*\((?=[A-Z]{1,4}/)", re.IGNORECASE
)
# A Main Committee alone on its line, in the header of a draft.
_COMMITTEE_LINE = re.compile(
    r"(?:First|Second|Third|Fifth|Sixth) Committee"
    r"|Special Political and Decolonization Committee(?: \(Fourth Committee\))?"
)
_IN_BRACKETS = re.compile(r"\((?P<document>[A-Z]{1,4}/[^()]*(?:\([^()]*\)[^()]*)*)\)")
# A full symbol anywhere in a header: "A/RES/58/140", "S/RES/1291 (2000)", "A/C.3/78/L.12".
_HEADER_SYMBOL = re.compile(
    r"(?P<symbol>[AEST](?:/[A-Z][A-Za-z]{0,4}(?:\.\d{1,2})?|/(?:S|ES)-\d{1,2}|/\d{1,4}){0,4}"
    r"/(?:RES|DEC|PRST)/(?:(?:ES|S)-)?\d{1,4}(?:/\d{1,4})?(?:\s?\((?:(?:19|20)\d\d|[IVXL]{1,8})\))?"
    r"(?:\s?(?-i:[A-Z]-[A-Z]|[A-Z](?![A-Za-z/])))?"
    r"|(?:UNEP/)?(?:CBD/COP|CAC/COSP|CTOC/COP)/(?:RES|DEC)/\w{1,5}/\d{1,3}|UNEP/EA\.\d{1,2}/(?:Res|Dec|RES|DEC)\.\d{1,3})"
)
_DRAFT_SYMBOL = re.compile(
    r"(?P<symbol>(?:[AEST]|[A-Z]{3,5})(?:/[A-Z]{1,4}(?:\.\d{1,2})?|/(?:S|ES)-\d{1,2}|/\d{1,4}){1,4}"
    r"/(?:L|CRP)\.\d{1,4}(?:/Rev\.\d{1,2})?)"
)
# A draft before the Security Council has an ordinary symbol: "S/2023/970".
_COUNCIL_DOCUMENT = re.compile(r"(?<![\w/])S/(?:19|20)\d\d/\d{1,4}(?![\w/])")
_DRAFT_WORDS = re.compile(
    r"draft (?:resolution|decision)\W*$|^(?:revised )?draft (?:resolution|decision)\b", re.IGNORECASE
)
_ORGANS = tuple(sorted(set(symbols.SERIES.values()), key=len, reverse=True))


# What the words before a number say, where it is no resolution.
_KIND_NAMED: dict[str, Literal["resolution", "decision", "statement"]] = {"decision": "decision", "prst": "statement"}


@dataclass(slots=True)
class Front:
    """What was found, field by field as in records.Resolution; `taken` holds the indexes of the lines understood."""

    symbol: str = ""
    organ: str | None = None
    session: str | None = None
    kind: Literal["resolution", "decision", "statement"] = "resolution"
    title: str | None = None
    adoption_date: date | None = None
    publication_date: date | None = None
    agenda_items: tuple[str, ...] = ()
    agenda_titles: tuple[str, ...] = ()
    proponent: str | None = None
    committee: str | None = None
    originating_document: str | None = None
    meeting: str | None = None
    is_draft: bool = False
    title_at: int = -1


def printed_date(words: str) -> date | None:
    """Return the first date printed in the words ("24 February 2000"), None if there is none or it cannot be."""
    found = _ANY_DATE.search(words)
    return _date(found) if found else languages.date_in(words)


def is_date(words: str) -> bool:
    """Say whether the words are a date and nothing else."""
    return bool(_DATE_ALONE.fullmatch(words.strip(" .,"))) or languages.is_date(words)


def is_meeting(words: str) -> bool:
    """Say whether the words name a meeting and nothing else ("77th plenary meeting")."""
    return bool(_MEETING.fullmatch(words.strip(" .,"))) or languages.is_meeting(words)


def meeting_in(words: str) -> str | None:
    """Return the meeting that the words name ("77th plenary meeting"), None if they name none."""
    found = _MEETING.search(words)
    return found[0] if found else None


def is_front(words: str) -> bool:
    """Say whether a line belongs to the front of a resolution by its shape alone."""
    return bool(
        _ADOPTED_ON.match(words)
        or _ADOPTED_AT.match(words)
        or _PROPONENT.fullmatch(words)
        or _NAMED.fullmatch(words)
        or languages.is_front(words)
    )


def is_title(words: str) -> bool:
    """Say whether a line opens a resolution with its number: "58/140. Title", "Resolution 1291 (2000)"."""
    found = _TITLE.fullmatch(words)
    return bool(found and (found["title"] or words.rstrip().endswith("."))) or bool(_NAMED.fullmatch(words))


def _date(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["year"]), _MONTHS[found["month"].capitalize()], int(found["day"]))
    except ValueError:
        return None


def title_number(words: str) -> str:
    """Return the number that a line opens a resolution with ("58/140", "1291 (2000)"), "" if it is no such line."""
    found = _NAMED.fullmatch(words) or _TITLE.fullmatch(words)
    if not found or not ("type" in found.groupdict() or (found["title"] and len(words) < 500)):
        return ""
    return " ".join(found["number"].split())


def read_front(
    lines: list[str], headers: Iterable[str], stated: dict[str, str], enacting_body: str = "", opening: str = ""
) -> Front:
    """Return the front matter of one document from its lines before the formula, its headers and stated values.

    `enacting_body` is the body that the formula names, `opening` the sentence that opens a decision or a presidential
    statement: they too say organ, meeting and date.
    """
    headers = list(headers)
    front = Front(organ=_organ(enacting_body) or _organ(opening) or _in_full(enacting_body, [*lines, *headers]))
    front.is_draft = any(_DRAFT_WORDS.search(line) for line in lines)
    unread = [line for index, line in enumerate(lines) if not _read_line(front, index, line)]
    for header in headers:
        _read_header(front, header)
    _read_opening(front, opening)
    _read_stated(front, stated)
    _complete(front)
    if not front.title and unread and not stated.get("title_tagged"):
        front.title = unread[-1]
    front.title = front.title or stated.get("title_tagged")
    front.title = front.title and front.title.rstrip("* ")
    return front


def _in_full(body: str, lines: list[str]) -> str | None:
    """Return the name of a body that is not known here: in full, where a line of the front gives more than the formula.

    "The Conference of the Parties" is one of many; its header says of which convention.
    """
    name = body.removeprefix("The ").strip()
    for line in lines:
        for organ in (*_ORGANS, *symbols.PARTIES.values()):
            if name and organ.startswith(name) and organ.casefold() in line.casefold():
                return organ
        if name and (symbol := _HEADER_SYMBOL.search(line)) and (of_symbol := symbols.organ_of(symbol["symbol"])):
            return of_symbol
    return name or None


def _read_opening(front: Front, opening: str) -> None:
    if not opening:
        return
    if found := _MEETING.search(opening):
        front.meeting = front.meeting or found[0]
    front.adoption_date = front.adoption_date or printed_date(opening)


def _read_line(front: Front, index: int, line: str) -> bool:
    """Take what a line says; return whether it was understood (a line that was not may be the title)."""
    if found := _ADOPTED_ON.search(line) or _ADOPTED_AT.search(line):
        front.adoption_date = front.adoption_date or _date(found)
        front.organ = front.organ or _organ(found["organ"])
        if "meeting" in found.groupdict():
            front.meeting = front.meeting or found["meeting"]
        if line.lower().startswith("decision"):
            front.kind = "decision"
        return True
    if found := _PROPONENT.search(line):
        _read_proponent(front, found)
        return True
    if _read_other_language(front, index, line):
        return True
    if front.title_at >= 0 and (found := _OF_DATE.fullmatch(line)):
        front.adoption_date = front.adoption_date or _date(found)
        return True
    if front.title_at < 0 and (found := _NAMED.fullmatch(line) or _TITLE.fullmatch(line)):
        _read_title(front, index, line, found)
        return front.title_at >= 0
    if front.title_at == index - 1 and index and not front.title and front.organ != symbols.SECURITY_COUNCIL:
        front.title = line
        return True
    return _read_header(front, line) or bool(_HEADER_WORDS.search(line))


def _read_other_language(front: Front, index: int, line: str) -> bool:
    """Take what a line says in one of the five languages other than English."""
    if adopted := languages.adopted_on(line):
        front.adoption_date = front.adoption_date or adopted
        return True
    if number := languages.council_number(line):
        symbol = symbols.parse(number, symbols.SECURITY_COUNCIL)
        front.symbol = front.symbol or (symbol.text if symbol else "")
        front.title, front.title_at = line.rstrip(","), index
        return True
    if languages.is_proponent(line):
        front.proponent = front.proponent or line
        if documents := _IN_BRACKETS.findall(line):
            front.originating_document = front.originating_document or documents[-1].strip()
        return True
    if items := languages.agenda_in(line):
        front.agenda_items = front.agenda_items or agenda_items(_latin_letters(items))
        return True
    return False


def _read_title(front: Front, index: int, line: str, found: re.Match[str]) -> None:
    number = " ".join(found["number"].split())
    kind = _KIND_NAMED.get((found.groupdict().get("type") or "").lower(), front.kind)
    symbol = symbols.parse(number, organ=front.organ or "", kind=kind)
    if not symbol:
        return
    front.kind = "decision" if symbol.kind == "decision" else kind
    front.symbol = front.symbol or symbol.text
    front.session = front.session or symbol.session
    front.title_at = index
    if found["title"]:
        front.title = found["title"].strip(" -–")
    elif "type" in found.groupdict() and front.organ in (None, symbols.SECURITY_COUNCIL):
        front.title = line.strip().capitalize() if line.isupper() else line.strip()


def _read_proponent(front: Front, found: re.Match[str]) -> None:
    front.proponent = front.proponent or found[0]
    if committee := _COMMITTEE.search(found["words"]):
        front.committee = front.committee or committee["name"]
    if documents := _IN_BRACKETS.findall(found["words"]):
        front.originating_document = front.originating_document or documents[-1].strip()


def _read_header(front: Front, line: str) -> bool:
    known = (front.symbol, front.agenda_items, front.publication_date, front.organ)
    if found := _HEADER_SYMBOL.search(line):
        symbol = symbols.parse(found["symbol"])
        if symbol and (not front.symbol or _says_more(symbol.text, front.symbol)):
            front.symbol = symbol.text
    elif not front.symbol and (found := _DRAFT_SYMBOL.search(line)):
        front.symbol = found["symbol"]
    elif not front.symbol and front.is_draft and (found := _COUNCIL_DOCUMENT.search(line)):
        front.symbol = found.group()
    if not front.agenda_items and (found := _AGENDA.search(line)):
        front.agenda_items = agenda_items(found["items"])
    if not front.publication_date and (dated := printed_date(line)) and (len(line) < 60 or "Distr" in line):
        front.publication_date = None if _SPAN_OF_DAYS.search(line) else dated
    if not front.session and (found := _SESSION_LINE.fullmatch(line)):
        front.session = str(number_of(found["ordinal"]) or "") or None
    if not front.organ:
        front.organ = _organ(line)
    if not front.committee and _COMMITTEE_LINE.fullmatch(line):
        front.committee = line
        return True
    return known != (front.symbol, front.agenda_items, front.publication_date, front.organ)


def _says_more(symbol: str, known: str) -> bool:
    """Say whether a header's symbol completes the one of the title: the part letters, the right series."""
    return symbol != known and symbols.sort_key(symbol).split("/")[-1].startswith(
        symbols.sort_key(known).split("/")[-1]
    )


def agenda_items(words: str) -> tuple[str, ...]:
    """Return the items that the words list: "71 (b)" or "113 and 120" or "9 (a) and (c)" (the number is repeated)."""
    items: list[str] = []
    position = 0
    while True:
        found = _ITEM.match(words, position)
        if found:
            items.append(re.sub(r"\s*\(", " (", found[0]))
        else:
            found = _LETTER_ONLY.match(words, position)
            if not found or not items:
                break
            items.append(f"{items[-1].split(' ')[0]} {found[0]}")
        between = _BETWEEN_ITEMS.match(words, found.end())
        if not between or between.end() == found.end():
            break
        position = between.end()
    return tuple(items)


def _latin_letters(items: str) -> str:
    """Return agenda items with their letters bracketed and in Latin: "72 b)", "72 (ب)" and "72(b)" are "72 (b)"."""
    return _SUB_ITEM.sub(lambda found: f" ({plain(found[1])})", items)


def _organ(words: str) -> str | None:
    return next((organ for organ in _ORGANS if organ in words), None)


def _stated_date(words: str) -> date | None:
    """Return a date that metadata states, None where it states something else."""
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def _read_stated(front: Front, stated: dict[str, str]) -> None:
    for name in ("symbol", "session", "title", "proponent", "committee", "originating_document", "meeting", "organ"):
        if stated.get(name):
            setattr(front, name, stated[name])
    for name in ("adoption_date", "publication_date"):
        if stated.get(name):
            setattr(front, name, _stated_date(stated[name]))
    # What the words already said in print wins over these.
    front.originating_document = front.originating_document or stated.get("originating")
    front.meeting = front.meeting or stated.get("met") or None
    if not front.adoption_date and stated.get("adopted"):
        front.adoption_date = _stated_date(stated["adopted"])
    if stated.get("agenda") and (agenda := _FIRST_NUMBER.search(stated["agenda"])):
        front.agenda_items = agenda_items(_latin_letters(agenda[0]))
    if stated.get("agenda_titles"):
        front.agenda_titles = tuple(stated["agenda_titles"].split("\n"))


def _complete(front: Front) -> None:
    symbol = symbols.parse(front.symbol) if front.symbol else None
    if symbol is None:
        # A body whose series is not known here: its symbol is its name and the number.
        return
    front.symbol = symbol.text
    front.organ = symbols.organ_of(symbol.text) or front.organ
    if symbol.kind in ("decision", "statement"):
        front.kind = symbol.kind
    front.is_draft = symbols.is_draft(symbol.text) or (front.is_draft and symbol.kind == "document")
    if front.title and len(symbol.letters) == 1:
        front.title = front.title.removesuffix(f" {symbol.letters}")
    if symbol.session and not _is_year(symbol.session):
        front.session = str(symbols.roman_value(symbol.session) or symbol.session)
    elif front.organ == symbols.ECONOMIC_AND_SOCIAL_COUNCIL:
        front.session = symbol.session or front.session
    else:
        front.session = None if _is_year(symbol.session) else front.session
    if not front.title and front.organ == symbols.SECURITY_COUNCIL and _is_year(symbol.session):
        front.title = f"Resolution {symbol.text.rpartition('/')[2]}" if symbol.kind == "resolution" else None


def _is_year(session: str) -> bool:
    return session.isdigit() and len(session) == 4
