"""The letters in which PDF files and images are written, and how a line of Arabic is laid out in them.

DejaVu comes with the program, so that a machine without fonts prints the same: it has Latin, Greek, Cyrillic and
Arabic. Fonts for Chinese are large: one that the machine has is taken, else one that programs which show PDF files
bring along or replace.
"""

import unicodedata

from arabic_reshaper import ArabicReshaper
from bidi.algorithm import get_display
from django.conf import settings

FOLDER = settings.BASE_DIR / "static" / "fonts"
PLAIN, BOLD = FOLDER / "DejaVuSans.ttf", FOLDER / "DejaVuSans-Bold.ttf"
FAMILY = "DejaVu Sans"

RIGHT_TO_LEFT = ("R", "AL")
WIDE = ("W", "F")
_JOINING = ArabicReshaper({"delete_harakat": False})


def has_right_to_left(words: str) -> bool:
    """Tell whether some letters run from right to left."""
    return any(unicodedata.bidirectional(c) in RIGHT_TO_LEFT for c in words)


def runs_right_to_left(words: str) -> bool:
    """Tell in which direction a paragraph runs: that of its first letter (Unicode Standard Annex 9, P2 and P3)."""
    kinds = (unicodedata.bidirectional(c) for c in words)
    return next((kind in RIGHT_TO_LEFT for kind in kinds if kind in ("L", *RIGHT_TO_LEFT)), False)


def is_wide(letter: str) -> bool:
    """Tell whether a letter is one of Chinese, Japanese or Korean."""
    return unicodedata.east_asian_width(letter) in WIDE


def joined(words: str) -> str:
    """Return the words with the letters of Arabic in the forms they take beside each other, still in reading order."""
    return _JOINING.reshape(words)


def laid_out(line: str, *, right_to_left: bool) -> str:
    """Return one line of joined letters from left to right, as they stand on the paper, brackets turned."""
    return get_display(line, base_dir="R" if right_to_left else "L")
