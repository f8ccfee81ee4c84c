"""Give each footnote and endnote of a Word file the marker that is printed for it.

Used by runs, which meets the references in order, and by notes, which then asks for the notes that were referred to
(ECMA-376 part 1, 17.11). A note that nothing refers to, or whose reference was deleted, is not printed.
"""

from dataclasses import dataclass

from lxml import etree

from tracker.reading.formats.docx.numbering import in_format
from tracker.reading.formats.docx.package import Package, W
from tracker.reading.formats.docx.styles import VAL, whole


@dataclass(frozen=True, slots=True)
class Reference:
    """One note referred to: its marker as printed, and the element that holds its paragraphs."""

    marker: str
    note: etree._Element


class References:
    """The notes of one kind, "footnote" or "endnote", numbered as they are met."""

    def __init__(self, kind: str, root: etree._Element | None, package: Package) -> None:
        self._notes = {} if root is None else {item.get(f"{W}id"): item for item in root.iterfind(f"{W}{kind}")}
        self._format, start = _numbering(kind, package)
        self._next = start
        self.met: dict[str, Reference] = {}

    def refer(self, element: etree._Element) -> str:
        """Return the marker for a reference in the text; "" where the marker is typed behind it (a custom mark)."""
        key = element.get(f"{W}id", "")
        if element.get(f"{W}customMarkFollows", "0") in {"1", "true", "on"}:
            return ""
        if key not in self.met:
            marker = in_format(self._next, self._format)
            self._next += 1
            if key in self._notes:
                self.met[key] = Reference(marker, self._notes[key])
            return marker
        return self.met[key].marker

    def name(self, element: etree._Element, marker: str) -> None:
        """Keep the typed marker of a note with a custom mark."""
        key = element.get(f"{W}id", "")
        if key in self._notes and key not in self.met:
            self.met[key] = Reference(marker, self._notes[key])


def _numbering(kind: str, package: Package) -> tuple[str, int]:
    """Return how the notes are numbered and from which number on; a section's own rule goes before the settings."""
    number_format, start = ("decimal" if kind == "footnote" else "lowerRoman"), 1
    places = [package.settings, *package.document.iter(f"{W}sectPr")]
    for place in places:
        rule = None if place is None else place.find(f"{W}{kind}Pr")
        if rule is None:
            continue
        found, first = rule.find(f"{W}numFmt"), rule.find(f"{W}numStart")
        number_format = number_format if found is None else found.get(VAL, number_format)
        start = start if first is None else whole(first.get(VAL), 1)
    return number_format, start
