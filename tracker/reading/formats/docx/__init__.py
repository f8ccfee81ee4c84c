"""Read a Word file (.docx) into blocks.

A format of the reading core: bytes in, a Source out, for the structure stage. The steps: archive (is it harmless) →
package (its XML parts) → styles, numbering, references (what the parts say of each other) → runs (the words of a
paragraph) → body (paragraphs, tables, text boxes) – and here headers, body and notes in the order in which they are
read. Only words and structure are read; pictures, embedded files and links to other files are left alone.
"""

from lxml import etree

from tracker.reading.formats.docx.body import BodyReader
from tracker.reading.formats.docx.numbering import Numbering
from tracker.reading.formats.docx.package import R_ID, Package, W, open_package
from tracker.reading.formats.docx.references import References
from tracker.reading.formats.docx.runs import RunReader
from tracker.reading.formats.docx.styles import Styles, is_on
from tracker.reading.limits import check_size
from tracker.reading.records import Role, Source, UnreadableError


def read_docx(content: bytes) -> Source:
    """Return the blocks of a Word file: page headers, body, then the notes.

    Tracked changes count as accepted; automatic numbers are counted and given as labels; notes have the role "note"
    and their marker as label, references to them are marks. Raises UnreadableError for a file that is damaged,
    protected, dangerous (macros, bombs, document types) or without words.
    """
    check_size(content)
    package = open_package(content)
    styles = Styles(package.styles)
    footnotes = References("footnote", package.footnotes, package)
    endnotes = References("endnote", package.endnotes, package)
    body = BodyReader(styles, Numbering(package.numbering), RunReader(styles, footnotes, endnotes))
    for header, role in _headers(package):
        body.read(header, role)
    container = package.document.find(f"{W}body")
    if container is not None:
        body.read(container)
    for reference in [*footnotes.met.values(), *endnotes.met.values()]:
        body.read_note(reference.note, reference.marker)
    if not body.blocks:
        raise UnreadableError("The Word file holds no words.")
    return Source("docx", tuple(body.blocks))


def _headers(package: Package) -> list[tuple[etree._Element, Role]]:
    """Return the page headers of the first section: the first page's is front matter, one for later pages furniture."""
    section = next(package.document.iter(f"{W}sectPr"), None)
    if section is None:
        return []
    title_page = section.find(f"{W}titlePg")
    shown = "first" if title_page is not None and is_on(title_page) else "default"
    headers: list[tuple[etree._Element, Role]] = []
    for reference in section.iterfind(f"{W}headerReference"):
        header = package.headers.get(reference.get(R_ID, ""))
        if header is not None:
            role: Role = "front" if reference.get(f"{W}type") == shown else "furniture"
            headers.append((header, role))
    return sorted(headers, key=lambda pair: pair[1] != "front")
