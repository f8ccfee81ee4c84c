"""Tell what a piece of evidence is: a link, a document symbol or a file. Called by progress, and by its form.

People paste whatever they have at hand into one field; what it is follows from its words.
"""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from tracker.files.models import File
from tracker.reading import symbols

LONGEST_LINK = 500
LONGEST_SYMBOL = 80
# Sites whose addresses end in the symbol of the document they show: "https://undocs.org/en/A/59/205".
SYMBOL_SITES = frozenset(("undocs.org", "www.undocs.org", "docs.un.org"))
# The language in front of the symbol in such an address.
LANGUAGE = re.compile(r"(?:ar|en|es|fr|ru|zh)/", re.IGNORECASE)
# What begins like an address but for its scheme: "www.unodc.org/report".
BARE_ADDRESS = re.compile(r"www\.[^\s/]+\.\w")


class EvidenceRefusedError(ValueError):
    """Words that are no evidence. The message says what is wrong and what to give instead."""


@dataclass(frozen=True, slots=True)
class EvidenceGiven:
    """One piece of evidence as somebody gives it: words that are pasted or typed, or a stored file with its name."""

    words: str = ""
    file: File | None = None
    name: str = ""


def given_in(words: str) -> list[EvidenceGiven]:
    """Return each piece of evidence in the words: one a line, or several in a line between semicolons."""
    pieces = [piece.strip() for piece in re.split(r"[\n;]", words)]
    return [EvidenceGiven(piece) for piece in pieces if piece]


def values_of(given: EvidenceGiven) -> dict[str, Any]:
    """Return the values of the evidence's row. Raises EvidenceRefusedError for words that are neither."""
    if given.file is not None:
        return {"file": given.file, "name": given.name or given.file.name}
    words = given.words.strip()
    if BARE_ADDRESS.match(words):
        words = f"https://{words}"
    if "://" in words or re.match(r"[a-z][a-z0-9+.-]*:", words, re.IGNORECASE):
        return _link(words) | {"name": given.name}
    symbol = symbols.canonical(words) or symbols.canonical(words.upper())
    if symbol is None or len(symbol) > LONGEST_SYMBOL:
        raise EvidenceRefusedError(
            _("“%(words)s” is neither a link (https://…) nor a document symbol (A/59/205).") % {"words": words[:80]}
        )
    return {"symbol": symbol, "name": given.name}


def _link(words: str) -> dict[str, Any]:
    """Return a link of the web; any other scheme could run a script in the reader's browser."""
    try:
        address = urlsplit(words)
        host = address.hostname
    except ValueError:
        address, host = None, None
    if (
        address is None
        or address.scheme.lower() not in ("http", "https")
        or not host
        or re.search(r"[\s<>\"\\]", words)
    ):
        raise EvidenceRefusedError(
            _("“%(words)s” is not a link that starts with https:// or http://.") % {"words": words[:80]}
        )
    if len(words) > LONGEST_LINK:
        raise EvidenceRefusedError(_("The link is longer than %(count)d characters.") % {"count": LONGEST_LINK})
    shown = (
        symbols.canonical(LANGUAGE.sub("", unquote(address.path).strip("/"), count=1)) if host in SYMBOL_SITES else None
    )
    return {"link": words, "symbol": (shown or "")[:LONGEST_SYMBOL]}
