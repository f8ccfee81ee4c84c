"""A mandate's words in its resolution: the provision and its chapeau, with what was read marked in them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from tracker.mandates.models import Mandate
from tracker.pages.templatetags.tracker_tags import MARK_WORDS
from tracker.resolutions.models import Paragraph, Wording

# The names of the gold guide's spans, and the kind of mark each has.
KINDS = {
    "verb": "verb",
    "addressees": "addressee",
    "deliverable": "deliverable",
    "deadlines": "deadline",
    "conditional": "conditional",
}

Mark = tuple[str, int, int]


@dataclass(frozen=True)
class Marked:
    """Words with the spans found in them: kind, start, end."""

    label: str
    words: str
    marks: list[Mark]


def words_of(mandate: Mandate, language: str = "en") -> list[Marked]:
    """Return the words that a mandate rests on, outermost chapeau first, the provision last.

    Marks are left out where people have changed the words since they were read: they would stand in wrong places.
    """
    as_read = mandate.as_read or {}
    own, above = _marks(as_read.get("spans") or {})
    lines = _lines(mandate.provision, language)
    chapeau = as_read.get("chapeau") or ""
    marked = []
    for depth, (paragraph, words) in enumerate(reversed(lines)):
        marks = own if depth == 0 and _fit(own, words) else above if depth == 1 and words == chapeau else []
        marked.insert(0, Marked(paragraph.label if depth == len(lines) - 1 else _last_step(paragraph), words, marks))
    return marked


def kinds_in(lines: list[Marked]) -> list[tuple[str, Any]]:
    """Return the kinds of marks in the words, each with its name, for a legend."""
    found = {kind for line in lines for kind, _start, _end in line.marks}
    return [(kind, words) for kind, words in MARK_WORDS.items() if kind in found]


def _lines(provision: Paragraph, language: str) -> list[tuple[Paragraph, str]]:
    """Return the operative paragraphs that lead down to the provision, with words; the nearest where one repeats."""
    above, slash, path = provision.address.rpartition("/")
    steps = path.split(".")
    addresses = [f"{above}{slash}{'.'.join(steps[:depth])}" for depth in range(1, len(steps))]
    wordings = Wording.objects.filter(
        Q(paragraph=provision)
        | Q(
            paragraph__resolution=provision.resolution_id,
            paragraph__kind=provision.kind,
            paragraph__address__in=addresses,
        ),
        text__language=language,
        paragraph__position__lte=provision.position,
    )
    found: dict[str, tuple[Paragraph, str]] = {}
    for wording in wordings.select_related("paragraph").order_by("paragraph__position"):
        found[wording.paragraph.address] = (wording.paragraph, wording.words)
    return [found[address] for address in [*addresses, provision.address] if address in found]


def _marks(spans: dict[str, Any]) -> tuple[list[Mark], list[Mark]]:
    """Return the marks in the provision's own words, and those in its chapeau."""
    own: list[Mark] = []
    above: list[Mark] = []
    for name, kind in KINDS.items():
        for span in _each(spans.get(name)):
            if isinstance(span, dict):
                above += [(kind, *pair) for pair in _each(span.get("chapeau"))]
            else:
                own.append((kind, *span))
    return own, above


def _each(span: Any) -> list[Any]:
    """Return the spans in a value that holds none, one ([3, 9] or {"chapeau": [3, 9]}) or several of them."""
    if not span:
        return []
    is_one = isinstance(span, dict) or (isinstance(span[0], int) and len(span) == 2)
    return [span] if is_one else [each for each in span if each]


def _fit(marks: list[Mark], words: str) -> bool:
    return all(0 <= start <= end <= len(words) for _kind, start, end in marks)


def _last_step(paragraph: Paragraph) -> str:
    return f"({paragraph.address.rpartition('.')[2]})"
