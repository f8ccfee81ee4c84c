"""Where a symbol leads: to the resolution, and to the paragraph in it, however the two are spelt.

"A/RES/79/1 op 12", "79/1 OP12", "res. 58/140 para 24 (a)" and "resolution 58/140, paragraph 24" each name one place.
Asked by the search page and the palette.
"""

import re
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from tracker.reading import symbols
from tracker.resolutions.models import Paragraph, Resolution

LONGEST = 200

_BEFORE = re.compile(r"^(?:(?:ga|unga|sc|unsc|ecosoc)\s+)?(?:resolution|decision|res|dec)\b\.?\s*(?!/)", re.IGNORECASE)
_PARAGRAPH = re.compile(
    r"[\s,;]*(?:\b(?:(?:operative|preambular)\s+)?(?:paragraphs?|paras?|par|op|pp)\b\.?|§+|\b(?:op|pp)(?=\d))\s*"
    r"(?P<part>[A-Z]{1,4}[/,]\s*)?(?P<number>\d{1,3})(?P<steps>(?:\s*(?:\.\s*)?\(?[a-z]{1,4}\b\)?){0,3})\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A resolution, and the paragraph in it that was named, if there is such a one."""

    resolution: Resolution
    paragraph: Paragraph | None = None

    @property
    def address(self) -> str:
        return (self.paragraph or self.resolution).get_absolute_url()


def find_symbol(words: str, among: QuerySet[Resolution] | None = None) -> str | None:
    """Return the address of the resolution or paragraph that the words name, None where they name none that is here."""
    place = find_place(words, among)
    return place.address if place else None


def find_place(words: str, among: QuerySet[Resolution] | None = None) -> Place | None:
    """Return the place that the words name. `among` are the resolutions that whoever asks may see."""
    words = " ".join(words.split())
    if not words or len(words) > LONGEST:
        return None
    among = Resolution.objects.all() if among is None else among
    found = _PARAGRAPH.search(words)
    spelt = _BEFORE.sub("", words[: found.start()] if found else words).strip(" ,;")
    resolution = _resolution(spelt, among)
    if resolution is None:
        return None
    return Place(resolution, _paragraph(resolution, found) if found else None)


def _resolution(spelt: str, among: QuerySet[Resolution]) -> Resolution | None:
    symbol = symbols.parse(spelt) or symbols.parse(spelt.upper())
    if symbol is None or not any(sign.isdigit() for sign in spelt):
        return None
    with_parts = Q(symbol__startswith=f"{symbol.text} ")
    return among.filter(Q(symbol=symbol.text) | with_parts).order_by("sort_key").first()


def _paragraph(resolution: Resolution, found: re.Match[str]) -> Paragraph | None:
    is_preambular = re.search(r"\bpp|preambular", found[0], re.IGNORECASE) is not None
    path = ".".join([found["number"], *re.findall(r"[a-z]+", found["steps"].lower())])
    part = (found["part"] or "").strip(" ,/").upper()
    rows = resolution.paragraphs.filter(kind=Paragraph.Kind.PREAMBULAR if is_preambular else Paragraph.Kind.OPERATIVE)
    at = Q(address=f"{part}/{path}") if part else Q(address=path) | Q(address__endswith=f"/{path}")
    return rows.filter(at).select_related("resolution").order_by("position", "piece").first()
