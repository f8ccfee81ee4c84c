"""Know what a style of a Word file says of the paragraphs and runs that use it.

Third step of docx: styles.xml in, a Styles out that answers by style name, with what a style takes over from the one
it is based on (ECMA-376 part 1, 17.7). Only what bears on reading is kept.
"""

from dataclasses import dataclass

from lxml import etree

from tracker.reading.formats.docx.package import W

VAL = f"{W}val"
_OFF = {"0", "false", "off", "none"}


@dataclass(frozen=True, slots=True)
class Look:
    """What is set on a run or by a style; None where nothing is said."""

    italic: bool | None = None
    hidden: bool | None = None
    raised: bool | None = None

    def over(self, below: "Look") -> "Look":
        """Return this look with its gaps filled from the one below."""
        return Look(
            below.italic if self.italic is None else self.italic,
            below.hidden if self.hidden is None else self.hidden,
            below.raised if self.raised is None else self.raised,
        )


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Style:
    """One style with what it takes over: look, numbering (list id and level), left edge in points, outline level."""

    key: str = ""
    name: str = ""
    look: Look = PLAIN
    list_id: str | None = None
    level: int | None = None
    indent: float | None = None
    outline: int | None = None


NO_STYLE = Style()


class Styles:
    """The styles of a Word file by their id."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements = {}
        self._styles: dict[str, Style] = {}
        self._default = NO_STYLE
        if root is None:
            return
        for element in root.iterfind(f"{W}style"):
            key = element.get(f"{W}styleId", "")
            self._elements[key] = element
            if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in {"1", "true", "on"}:
                self._default = self.get(key)

    def get(self, key: str | None) -> Style:
        """Return a style by its id; the default paragraph style for None, an empty one for an unknown id."""
        if key is None:
            return self._default
        if key not in self._styles:
            self._styles[key] = self._resolve(key)
        return self._styles[key]

    def _resolve(self, key: str) -> Style:
        chain = []
        while key in self._elements and key not in chain:
            chain.append(key)
            based_on = self._elements[key].find(f"{W}basedOn")
            key = "" if based_on is None else based_on.get(VAL, "")
        style = NO_STYLE
        for key in reversed(chain):
            style = _read_style(self._elements[key], style)
        return style


def _read_style(element: etree._Element, below: Style) -> Style:
    name = element.find(f"{W}name")
    properties = element.find(f"{W}pPr")
    list_id, level = numbering_of(properties)
    outline = None if properties is None else properties.find(f"{W}outlineLvl")
    indent = indent_of(properties)
    return Style(
        element.get(f"{W}styleId", ""),
        "" if name is None else name.get(VAL, ""),
        look_of(element.find(f"{W}rPr")).over(below.look),
        below.list_id if list_id is None else list_id,
        below.level if level is None else level,
        below.indent if indent is None else indent,
        below.outline if outline is None else whole(outline.get(VAL), 9),
    )


def look_of(properties: etree._Element | None) -> Look:
    """Return what run properties set directly."""
    if properties is None or not len(properties):
        return PLAIN
    italic = hidden = raised = None
    for item in properties:
        tag = item.tag
        if tag == f"{W}i" or (tag == f"{W}iCs" and properties.find(f"{W}rtl") is not None):
            italic = is_on(item)
        elif tag == f"{W}vanish":
            hidden = is_on(item)
        elif tag == f"{W}vertAlign":
            raised = item.get(VAL) == "superscript"
    return Look(italic, hidden, raised)


def is_on(item: etree._Element) -> bool:
    """Return whether a switch such as w:i is on: it is where it has no value."""
    return item.get(VAL, "1").lower() not in _OFF


def numbering_of(properties: etree._Element | None) -> tuple[str | None, int | None]:
    """Return the list id and level that paragraph properties set; the id "0" takes a paragraph out of any list."""
    numbering = None if properties is None else properties.find(f"{W}numPr")
    if numbering is None:
        return None, None
    list_id, level = numbering.find(f"{W}numId"), numbering.find(f"{W}ilvl")
    return (
        None if list_id is None else list_id.get(VAL),
        None if level is None else whole(level.get(VAL)),
    )


def indent_of(properties: etree._Element | None) -> float | None:
    """Return the left edge of a paragraph's body in points, None where nothing is set."""
    indent = None if properties is None else properties.find(f"{W}ind")
    if indent is None:
        return None
    left = indent.get(f"{W}start", indent.get(f"{W}left"))
    return None if left is None else whole(left) / 20


def whole(value: str | None, otherwise: int = 0) -> int:
    """Return a number of the file, `otherwise` where it is missing or no number."""
    try:
        return int(float(value)) if value and len(value) < 12 else otherwise
    except (ValueError, OverflowError):
        return otherwise
