"""Read a web page (HTML) into blocks: from the UN's own sites, saved by a word processor, or pasted from a browser.

A format of the reading core: bytes in, a Source out, for the structure stage. Steps: looks (what single elements say) →
blocks (the walk through the page). Nothing is fetched; scripts, style sheets and forms are left out.
"""

import re
from typing import cast, get_args

from lxml import etree

from tracker.reading.formats.html.blocks import PageReader
from tracker.reading.limits import check_size, limits_in_force, over
from tracker.reading.records import Language, Source, UnreadableError

# The encoding that a page names near its start, in a meta element or an XML declaration.
_NAMED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,30})""", re.IGNORECASE)
_NAMED_WITHIN = 4096
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


# How a page begins: what may stand before it, then an element that only web pages have.
_PAGE = re.compile(
    rb"(?:\s|<\?xml[^>]{0,200}>|<!--(?:[^-]|-(?!->)){0,800}-->)*+"
    rb"<(?:!doctype html|html|head|body|meta|title|div|span|p|table|ol|ul|pre|h[1-6]|blockquote|article|section|b|i|em)"
    rb"\b",
    re.IGNORECASE,
)
_LANGUAGES = frozenset(get_args(Language))


def is_page(head: bytes) -> bool:
    """Tell whether a file that begins with these bytes is a web page, or a piece of one as a browser copies it."""
    for mark in _MARKS:
        head = head.removeprefix(mark)
    return bool(_PAGE.match(head.replace(b"\0", b"")))


def read_html(content: bytes) -> Source:
    """Return the blocks of a web page, in reading order; `language` is the one that the page declares.

    Numbers of lists are labels, raised numbers and links to notes are marks. Raises UnreadableError for a page that is
    too large or holds no words.
    """
    check_size(content)
    text = _decode(content).replace("\0", "")
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=False, remove_pis=False, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    faults = {entry.type for entry in parser.error_log}
    if etree.ErrorTypes.ERR_NO_MEMORY in faults:
        raise MemoryError
    if etree.ErrorTypes.ERR_RESOURCE_LIMIT in faults:
        limit = limits_in_force().xml_depth
        raise over("xml_depth", f"The web page nests its elements more than {limit} deep")
    page = PageReader()
    if root is not None:
        page.read(root)
    if not page.blocks:
        raise UnreadableError("The web page holds no words.")
    language = "" if root is None else root.get("lang", "").split("-")[0].lower()
    return Source("html", tuple(page.blocks), language=cast(Language, language) if language in _LANGUAGES else None)


def _decode(content: bytes) -> str:
    """Return the words of a page by its byte order mark, else as UTF-8, else as the page says, else as Windows does."""
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        named = _NAMED.search(content[:_NAMED_WITHIN])
    try:
        return content.decode(named[1].decode("ascii") if named else "windows-1252", "replace")
    except (LookupError, ValueError, UnicodeError):
        return content.decode("windows-1252", "replace")
