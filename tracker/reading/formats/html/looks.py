"""Know what the attributes of a web page's elements say of the words inside: look, list numbers, edges, tables.

First step of html: answers for single elements, from tags and style declarations alone; a style sheet is never read.
"""

import re

from lxml import etree

from tracker.reading.records import Role

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd div dl dt fieldset figcaption figure footer form h1 h2 h3"
    " h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
# Elements whose words are no words of the text.
PASSED_OVER = frozenset(
    "audio button canvas del head iframe input math noscript object option script select style svg template textarea"
    " video".split()
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
FURNITURE = frozenset({"nav", "footer", "aside"})

# A declaration of the style attribute that slants, hides or raises, with any white space.
_SLANTED = re.compile(r"font-style\s*:\s*(italic|oblique|normal)", re.IGNORECASE)
_HIDDEN = re.compile(r"(?:display|mso-hide)\s*:\s*(?:none|all)", re.IGNORECASE)
_RAISED = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
_EDGE = re.compile(r"(?:margin-left|padding-left)\s*:\s*(\d{1,4}(?:\.\d{1,4})?)(pt|px|in|cm|em)", re.IGNORECASE)
_LIST_LOOK = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]{1,20})", re.IGNORECASE)
# Word's own declarations in pages that it saves: the level of a list item, and the number printed before it.
_WORD_LEVEL = re.compile(r"mso-list\s*:[^;]{0,40}level(\d)", re.IGNORECASE)
_WORD_LABEL = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_POINTS = {"pt": 1.0, "px": 0.75, "in": 72.0, "cm": 28.35, "em": 12.0}
# A reference to a note as pages print it: "3", "[3]", "(3)", "*".
_MARKER = re.compile(r"[\[(]?(\d{1,3}|\*{1,3})[\])]?")
_LONGEST_CELL = 400
_LONGEST_MASTHEAD = 1500
# The number of a paragraph in a table column of its own: "1.", "(a)", "iv)".
_LABEL_CELL = re.compile(r"\(?[^\W_]{1,5}[.)]")


def is_hidden(element: etree._Element) -> bool:
    """Return whether the page does not show the element."""
    style = element.get("style", "")
    return element.get("hidden") is not None or bool(style and _HIDDEN.search(style))


def slant(element: etree._Element) -> bool | None:
    """Return whether an element's words are italic, None where it says nothing."""
    if found := _SLANTED.search(element.get("style", "")):
        return found[1].lower() != "normal"
    return True if element.tag in ("i", "em") else None


def is_raised(element: etree._Element) -> bool:
    """Return whether an element's words stand above the line."""
    return element.tag == "sup" or bool(_RAISED.search(element.get("style", "")))


def is_link_within(element: etree._Element) -> bool:
    """Return whether an element links to a place of the same page, as references to notes do."""
    return element.tag == "a" and element.get("href", "").startswith("#")


def marker_in(element: etree._Element) -> str:
    """Return the note marker that an element prints, "" if its words are no marker."""
    found = _MARKER.fullmatch(words_of(element)) if len(element) < 6 else None
    return found[1] if found else ""


def is_word_label(element: etree._Element) -> bool:
    """Return whether an element holds the number that Word printed before a list item."""
    return bool(_WORD_LABEL.search(element.get("style", "")))


def word_level(element: etree._Element) -> int | None:
    """Return the level (from 0) of a list item in a page saved by Word."""
    found = _WORD_LEVEL.search(element.get("style", ""))
    return int(found[1]) - 1 if found else None


def edge(element: etree._Element) -> float:
    """Return by how many points an element moves its words in."""
    if found := _EDGE.search(element.get("style", "")):
        return float(found[1]) * _POINTS[found[2].lower()]
    return 36.0 if element.tag in ("blockquote", "ul", "ol", "dd") else 0.0


def item_label(item: etree._Element, position: int) -> str:
    """Return what a page prints before a list item at this position: a number by the list's kind, or a bullet."""
    holder = item.getparent()
    if holder is None or holder.tag not in ("ol", "ul"):
        return ""
    look = _LIST_LOOK.search(holder.get("style", ""))
    kind = look[1].lower() if look else holder.get("type", "1" if holder.tag == "ol" else "disc")
    match kind:
        case "none":
            return ""
        case "disc" | "circle" | "square":
            return "•"
        case "a" | "lower-alpha" | "lower-latin":
            return f"({_letters(position)})"
        case "A" | "upper-alpha" | "upper-latin":
            return f"{_letters(position).upper()}."
        case "i" | "lower-roman":
            return f"({_roman(position)})"
        case "I" | "upper-roman":
            return f"{_roman(position).upper()}."
        case _:
            return f"{position}."


def start_of(holder: etree._Element) -> int:
    """Return the number that a list starts with."""
    return number_of(holder.get("start"), 1)


def number_of(value: str | None, otherwise: int) -> int:
    """Return a number written in an attribute."""
    return int(value) if value and value.isdecimal() and len(value) < 6 else otherwise


def _letters(position: int) -> str:
    """Return a, b … z, aa, ab …, as pages number."""
    letters = ""
    while position > 0:
        position, place = divmod(position - 1, 26)
        letters = chr(ord("a") + place) + letters
    return letters


def _roman(position: int) -> str:
    printed = ""
    for sign, value in zip(
        ("c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"), (100, 90, 50, 40, 10, 9, 5, 4, 1), strict=True
    ):
        times, position = divmod(position, value)
        printed += sign * times
    return printed


def table_role(table: etree._Element, in_body: bool) -> Role | None:
    """Return "table" for a table of data, "front" for a masthead, None for one that only lays out the page."""
    if table.find(".//table") is not None or table.find(".//li") is not None:
        return None
    rows = [[cell for cell in row if cell.tag in ("td", "th") and words_of(cell)] for row in table.iter("tr")]
    rows = [row for row in rows if row]
    if not in_body:
        return "front" if sum(len(words_of(cell)) for row in rows for cell in row) < _LONGEST_MASTHEAD else None
    if all(len(row) == 1 for row in rows) or all(len(row) == 2 and is_label_cell(row[0]) for row in rows):
        return None
    return "table" if all(len(words_of(cell)) <= _LONGEST_CELL for row in rows for cell in row) else None


def is_label_cell(cell: etree._Element) -> bool:
    """Return whether a cell holds nothing but the number of the paragraph beside it."""
    return bool(_LABEL_CELL.fullmatch(words_of(cell)))


def words_of(element: etree._Element) -> str:
    """Return all words of an element, folded."""
    return " ".join(str(element.xpath("string()")).split())
