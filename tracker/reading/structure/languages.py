"""Tell the language of a document, and read in the five other than English what heads and closes a resolution.

Asked by `front`, `zones` and the entry of the stage. The words are rows of words.csv; English has its own, richer
patterns in `front`.
"""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

from tracker.reading.records import Language
from tracker.reading.structure import vocabulary

# How many characters are looked at to tell a language: a resolution's first page.
_SAMPLE = 6000
_WORD = re.compile(r"[^\W\d_]+")
_OTHER_SCRIPT = re.compile(r"[\u0400-\u04ff\u0621-\u064a\u4e00-\u9fff]")
_SCRIPTS: tuple[tuple[Language, re.Pattern[str]], ...] = (
    ("ar", re.compile(r"[\u0621-\u064a]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
)
# The share of a script's letters from which it is the document's own; Chinese needs fewer characters than others.
_SHARE = 0.3
_SMALL: tuple[tuple[Language, frozenset[str]], ...] = (
    ("en", frozenset(vocabulary.LISTS["small"]["en"])),
    ("fr", frozenset(vocabulary.LISTS["small"]["fr"])),
    ("es", frozenset(vocabulary.LISTS["small"]["es"])),
)

# Arabic months have two names, of which one is enough: "كانون الأول/ديسمبر".
_MONTHS = {
    name: number
    for months in vocabulary.LISTS["month"].values()
    for number, month in enumerate(months, start=1)
    for name in {month, *month.split("/")}
}
_MONTH = "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True))
_DATE = re.compile(
    rf"(?P<day>\d{{1,2}})(?:er)?\s+(?:de\s+)?(?P<month>{_MONTH})\s+(?:del?\s+)?(?P<year>(?:19|20)\d\d)(?:\s+года)?"
    r"|(?P<zh_year>(?:19|20)\d\d)\s?年\s?(?P<zh_month>\d{1,2})\s?月\s?(?P<zh_day>\d{1,2})\s?日"
)
_MEETING = re.compile(
    r"\d{1,5}\s?(?:re|er|e|ème)\s+séance(?:\s+plénière)?|\d{1,5}\s?[aª]\.?\s+sesión(?:\s+plenaria)?"
    r"|\d{1,5}[-‑–][еe]\s+(?:\([^()]{1,30}\)\s+)?(?:пленарное\s+)?заседание|الجلسة(?:\s+العامة)?\s+\d{1,5}|第\s?\d{1,5}\s?次(?:全体)?会议"
)
# "(reprise)", "（续会）" behind a meeting.
_RESUMED = re.compile(r"\s?[(（][^()（）]{1,30}[)）]")
_ADOPTED = re.compile(vocabulary.alternatives("adopted"))
_AGENDA = re.compile(rf"(?:{vocabulary.alternatives('agenda')})\s?(?P<items>\d.{{0,80}})")
# The number of a resolution of the Security Council: "Résolution 2564 (2021)", "第2564(2021)号决议".
_NUMBERED = re.compile(
    r"(?:Résolution|Resolución|Резолюция|القرار)\s+(?P<number>\d{1,4})\s?\((?P<year>(?:19|20)\d\d)\),?"
    r"|第\s?(?P<zh_number>\d{1,4})\s?[(（](?P<zh_year>(?:19|20)\d\d)[)）]\s?号决议"
)
# "[sur la base du rapport de la Troisième Commission (A/75/478/Add.2, par. 89)]".
_BRACKETS = re.compile(r"\[[^\[\]]{5,400}\]")


def language_of(texts: Iterable[str]) -> Language:
    """Return the language of a document's words: by its script, else by its small words; English where in doubt."""
    sample = ""
    for text in texts:
        sample += f" {text}"
        if len(sample) > _SAMPLE:
            break
    found = _WORD.findall(sample)
    if _OTHER_SCRIPT.search(sample):
        letters = sum(map(len, found)) or 1
        for language, script in _SCRIPTS:
            if len(script.findall(sample)) > letters * _SHARE:
                return language
    counted = Counter(map(str.lower, found))
    scores = {language: sum(counted[word] for word in words) for language, words in _SMALL}
    return max(scores, key=lambda language: (scores[language], language == "en"))


def date_in(words: str) -> date | None:
    """Return the first date that the words print in one of the five languages, None if there is none."""
    found = _DATE.search(words)
    if not found:
        return None
    try:
        if found["month"]:
            return date(int(found["year"]), _MONTHS[found["month"]], int(found["day"]))
        return date(int(found["zh_year"]), int(found["zh_month"]), int(found["zh_day"]))
    except ValueError:
        return None


def is_date(words: str) -> bool:
    """Say whether the words are a date and nothing else."""
    return bool(_DATE.fullmatch(words.strip(" .,،，。")))


def is_meeting(words: str) -> bool:
    """Say whether the words name a meeting and nothing else ("46e séance plénière")."""
    words = words.strip(" .,،，。")
    found = _MEETING.match(words)
    return found is not None and (found.end() == len(words) or bool(_RESUMED.fullmatch(words, found.end())))


def adopted_on(words: str) -> date | None:
    """Return the date of a line that says when the text was adopted ("Résolution adoptée par … le 16 mai 2020")."""
    return date_in(words) if len(words) < 200 and _ADOPTED.search(words) else None


def agenda_in(words: str) -> str:
    """Return the agenda items that a line lists, as printed: "72 b)", "" if it lists none."""
    found = _AGENDA.match(words)
    return found["items"] if found else ""


def council_number(words: str) -> str:
    """Return the number of the Security Council's resolution that a line names, "2564 (2021)", "" if it names none."""
    found = _NUMBERED.fullmatch(words)
    return f"{found['number'] or found['zh_number']} ({found['year'] or found['zh_year']})" if found else ""


def is_proponent(words: str) -> bool:
    """Say whether a line in brackets says on whose report the text was adopted."""
    return bool(_BRACKETS.fullmatch(words)) and "/" in words


def is_front(words: str) -> bool:
    """Say whether a line belongs to the front of a resolution by its shape alone."""
    return bool(adopted_on(words) or council_number(words) or is_proponent(words))
