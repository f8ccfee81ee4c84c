"""Find the documents and resolutions that a text cites, each under its one symbol.

Stands above the structure, below the reader. "its resolution 57/173 of 18 December 2002" cites A/RES/57/173, "Economic
and Social Council resolution 2003/24" E/RES/2003/24, "A/58/222" itself. A number whose organ cannot be told from the
words is no citation: a wrong link is worse than none.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import TypeVar

from tracker.reading import symbols
from tracker.reading.records import Attached, Citation, Paragraph, Provision, Resolution

# A document symbol: "A/58/222", "S/RES/1373 (2001)", "FCCC/CP/2015/10/Add.1", both of "A/47/277-S/24111".
# What may stand before it is asked behind its first letter, so that a search leaps from capital to capital.
_SYMBOL = re.compile(
    r"[A-Z](?:(?<![\w/.-].)|(?<=\d-.))[A-Z]{0,5}(?:/[A-Za-z0-9]{1,6}(?:\.[A-Za-z0-9]{1,6})?(?:\([IVXL]{1,8}\))?){1,8}"
    r"(?:\s\((?:19|20)\d\d\))?(?!/?\w)"
)
# "resolution", "resolutions", "decision" with what may stand before it: an organ's name, "its", "the".
_ANCHOR = re.compile(
    r"\b(?=[RrDdРрاقم])(?P<type>[Rr]esolutions?|RESOLUTIONS?|[Dd]ecisions?|[Rr]ésolutions?|[Dd]écisions?|[Rr]esoluci(?:ón|ones)"
    r"|[Dd]ecisi(?:ón|ones)|[Рр]езолюци\w{1,3}|[Рр]ешени\w{1,2}|(?:ال)?قرار(?:ها|ات|اتها|ه|ي)?|(?:ال)?مقرر(?:ها|ات|ه)?)"
    r"\s(?=\d|ES-|S-|[IVXL]+/\d)"
)
_DECISION = ("decisi", "décisi", "решени", "مقرر", "المقرر", "决定")
# In Chinese the number stands before the word: "第57/173号决议".
_CHINESE = re.compile(r"第\s?(?P<number>[\dES/-]{3,12}|\d{1,4}\s?\([\dIVXL]{1,8}\))\s?号(?P<type>决议|决定)")
# A number in any spelling: "57/173", "74/92 A and B", "ES-11/4", "1514 (XV)", "217 A (III)", "1373 (2001)", "1/CP.21".
_NUMBER = re.compile(
    rf"(?:\d{{1,3}}/(?:{'|'.join(symbols.PARTIES)})\.\d{{1,2}}"
    r"|\d{1,4}(?:\s[A-Z](?:\s(?:and|to)\s[A-Z])?)?\s\((?:[IVXL]{1,8}|(?:S|ES)-[IVXL]{1,5}|(?:19|20)\d\d)\)"
    r"|(?:ES-|S-)?\d{1,4}/\d{1,4}(?:\s(?!I\s)[A-Z](?:(?:-|\sand\s|\sto\s)[A-Z])?(?![\w.]))?"
    r"|[IVXL]{1,6}/\d{1,2}(?:\s[A-Z](?![\w.]))?)(?![\w/])"
)
# What may stand between two numbers of one list: a date, a place in the document, a comma, "and".
_BETWEEN = re.compile(
    r"(?:,?\s(?:para|sect|annex|chap|appendix|part|paragraph|section)\w*\.?(?:\s[\w.]{1,6}){0,3})?"
    r"(?:\s(?:of|on)\s\d{1,2}\s[A-Z][a-z]+(?:\s\d{4})?)?"
    r"(?:,?\s(?:para|sect|annex|chap|appendix|part|paragraph|section)\w*\.?(?:\s[\w.]{1,6}){0,3})?"
    r"(?:[,;]?\s(?:and|or|to|as well as|and also)\s|[,;]\s)(?:(?:its|in|of)\s)?(?:resolutions?\s)?"
)
# The organ named behind a number: "of 2 March 2022 of the United Nations Environment Assembly".
_BEHIND = re.compile(
    r"(?:\s(?:of|on)\s\d{1,2}\s[A-Z][a-z]+\s\d{4})?"
    r"(?:,?\s(?:adopted\sat|of)\sthe\s[a-z-]+\smeeting(?=\sof))?"
    r"(?:,?\s(?:of|by)\sthe\s(?P<organ>(?:[A-Z][\w-]+|of|the|and|on|for|to)(?:\s(?:[A-Z][\w-]+|of|the|and|on|for|to)){0,9}))?"
)
# A number in brackets that stands free is a resolution of the Security Council (year) or the General Assembly (roman).
_FREE = re.compile(r"\d(?<![\w/(-].)\d{1,3}(?:\s[A-Z])?\s\((?:[IVXL]{1,8}|(?:19|20)\d\d)\)(?![\w/])")
# The words before "resolution": capitalised ones and what joins them.
_BEFORE = re.compile(r"(?:\b(?:[A-Z][\w’'-]*|of|on|the|and|for|in|to|its|Its|that|this|both)\s){1,12}$")
_ORGAN_WORDS = re.compile(
    r"(?:Assembly|Council|Commission|Committee|Conference|Board|Parties|Organization|Organisation|Union|Agency|Programme|Fund)\W*$"
)
# The first session of the General Assembly whose resolutions are numbered "31/1".
_FIRST_NUMBERED_SESSION = 31

_NAMES = sorted({*symbols.SERIES.values()}, key=len, reverse=True)


def cite(resolution: Resolution) -> Resolution:
    """Return the resolution with the citations of each of its paragraphs and provisions."""
    organ = resolution.organ or ""
    preambular = tuple(_cited(paragraph, organ) for paragraph in resolution.preambular)
    operative = tuple(_cited(provision, organ) for provision in resolution.operative)
    attached = tuple(_cited(one, organ) for one in resolution.attached)
    return replace(resolution, preambular=preambular, operative=operative, attached=attached)


Cited = TypeVar("Cited", Paragraph, Provision, Attached)


def _cited(one: Cited, organ: str) -> Cited:
    found = find_citations(one.text, organ)
    return replace(one, citations=found) if found else one


def find_citations(text: str, organ: str = "") -> tuple[Citation, ...]:
    """Return what a text cites, in its order; `organ` is the one that speaks ("its resolution").

    >>> [one.symbol for one in find_citations("its resolution 57/173 and A/58/222", "General Assembly")]
    ['A/RES/57/173', 'A/58/222']
    """
    if "/" not in text and "(" not in text:
        return ()
    found: dict[int, Citation] = {}
    readers = (_symbols(text) if "/" in text else (), _numbers(text, organ), _chinese(text), _free(text))
    for citation in chain.from_iterable(readers):
        found.setdefault(citation.start, citation)
    citations: list[Citation] = []
    for citation in sorted(found.values(), key=lambda one: (one.start, -one.end)):
        if not citations or citation.start >= citations[-1].end:
            citations.append(citation)
    return tuple(citations)


def _symbols(text: str) -> Iterator[Citation]:
    for match in _SYMBOL.finditer(text):
        if any(character.isdigit() for character in match[0]) and (symbol := symbols.canonical(match[0])):
            yield Citation(symbol, match[0], match.start(), match.end())


def _numbers(text: str, speaking: str) -> Iterator[Citation]:
    """Yield the numbers behind "resolution" and "decision", each list under the organ that its words name."""
    read_to = 0
    for anchor in _ANCHOR.finditer(text):
        if anchor.start() < read_to:
            continue
        kind: symbols.Kind = "decision" if anchor["type"].lower().startswith(_DECISION) else "resolution"
        named = _organ_before(text, anchor.start())
        position = anchor.end()
        while number := _NUMBER.match(text, position):
            organ = _organ_of(number, text, named, speaking, kind)
            if organ is not None and (symbol := symbols.canonical(number[0], organ, kind)):
                yield Citation(symbol, number[0], number.start(), number.end())
            between = _BETWEEN.match(text, number.end())
            if not between:
                break
            position = between.end()
        read_to = position


def _chinese(text: str) -> Iterator[Citation]:
    if "号" not in text:
        return
    for match in _CHINESE.finditer(text):
        kind: symbols.Kind = "decision" if match["type"] == "决定" else "resolution"
        if symbol := symbols.canonical(match["number"], kind=kind):
            yield Citation(symbol, match["number"], match.start("number"), match.end("number"))


def _organ_before(text: str, anchor: int) -> str | None:
    """Return the organ named before "resolution": "" where none is named, None where one is that is not known here."""
    before = _BEFORE.search(text, max(anchor - 160, 0), anchor)
    words = before[0].strip() if before else ""
    if organ := next((name for name in _NAMES if words.endswith(name)), None):
        return organ
    last = words.rpartition(" ")[2]
    if last in ("Assembly", "Council"):
        former = words.rpartition(" ")[0].rpartition(" ")[2]
        return None if former[:1].isupper() and former != "The" else last
    return None if _ORGAN_WORDS.search(words) else ""


def _organ_of(number: re.Match[str], text: str, named: str | None, speaking: str, kind: symbols.Kind) -> str | None:
    """Return the organ whose number this is, "" where its form says enough, None where it cannot be told."""
    if "(" in number[0] or "." in number[0]:
        return ""
    behind = _BEHIND.match(text, number.end())
    if behind and behind["organ"]:
        words = behind["organ"]
        named = next((name for name in _NAMES if words.startswith(name)), None) or (
            None if _ORGAN_WORDS.search(words.partition(" to ")[0]) else named
        )
    first, _, second = number[0].partition("/")
    if first.isalpha():
        return symbols.BIODIVERSITY if symbols.BIODIVERSITY in (named, named or speaking) else None
    year = first.isdigit() and len(first) == 4
    match named:
        case None:
            return None
        case "Assembly":
            return symbols.GENERAL_ASSEMBLY
        case "Council":
            return symbols.ECONOMIC_AND_SOCIAL_COUNCIL if year else symbols.HUMAN_RIGHTS_COUNCIL
        case "":
            return _organ_by_form(first, second, year, speaking, kind)
    return named


def _organ_by_form(session: str, number: str, year: bool, speaking: str, kind: symbols.Kind) -> str | None:
    if year:
        return symbols.ECONOMIC_AND_SOCIAL_COUNCIL
    if session.isdigit() and int(session) < _FIRST_NUMBERED_SESSION and speaking in ("", symbols.GENERAL_ASSEMBLY):
        return None
    if speaking in ("", symbols.SECURITY_COUNCIL, symbols.ECONOMIC_AND_SOCIAL_COUNCIL):
        return symbols.GENERAL_ASSEMBLY
    if kind == "decision" and speaking == symbols.GENERAL_ASSEMBLY and int(re.sub(r"\D.*", "", number)) <= 400:
        return None
    return speaking


def _free(text: str) -> Iterator[Citation]:
    if "(" not in text:
        return
    for match in _FREE.finditer(text):
        if symbol := symbols.canonical(match[0]):
            yield Citation(symbol, match[0], match.start(), match.end())
