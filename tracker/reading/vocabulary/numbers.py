"""Read numbers in words or digits: "fifty-ninth", "112th", "one hundred and twelfth", "ninety", "90".

Asked by structure (sessions in headers) and deadlines; the words stand in ordinals.csv beside this. English only.
"""

import re

from tracker.reading.vocabulary import rows_of

_ROWS = rows_of("ordinals.csv")
_CARDINALS = {row["cardinal"]: int(row["value"]) for row in _ROWS}
_ORDINALS = {row["ordinal"]: int(row["value"]) for row in _ROWS}


def _any_of(words: list[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_TENS = _any_of([word for word, value in _CARDINALS.items() if 20 <= value < 100])
_ONES = _any_of([word for word, value in _CARDINALS.items() if value < 20])
_ORDINAL_WORDS = _any_of(list(_ORDINALS))
# "one hundred and", "one hundred": what may stand before the tens.
_HUNDREDS = rf"(?:(?:{_ONES}) hundred(?: and)? )"

# "fifty-ninth", "one hundred and twelfth", "59th": pattern text without groups, to be built into larger ones.
ORDINAL = rf"(?:\d{{1,4}}(?:st|nd|rd|th)\b|{_HUNDREDS}?(?:(?:{_TENS})[- ])?(?:{_ORDINAL_WORDS})\b)"

# "ninety", "one hundred and eighty", "forty-five", "90", "a" is left out: "a year" is seldom a length of time.
CARDINAL = (
    rf"(?:\d{{1,6}}\b|(?:{_ONES}) hundred and (?:{_TENS})(?:[- ](?:{_ONES}))?\b"
    rf"|(?:{_ONES}) hundred(?: and (?:{_ONES}))?\b"
    rf"|(?:{_TENS})[- ](?:{_ONES})\b|(?:{_TENS}|{_ONES}|zero)\b)"
)

_DIGITS = re.compile(r"\d+")


def number_of(words: str) -> int | None:
    """Return the value of a number in words or digits, cardinal or ordinal; None where a word is no number."""
    if digits := _DIGITS.match(words):
        return int(digits[0])
    total = 0
    for word in words.lower().replace("-", " ").split():
        if word in ("hundred", "hundredth"):
            total = max(total, 1) * 100
        elif word in _CARDINALS or word in _ORDINALS:
            total += _CARDINALS.get(word) or _ORDINALS[word]
        elif word not in ("and", "zero"):
            return None
    return total
