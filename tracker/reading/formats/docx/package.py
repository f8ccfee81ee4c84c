"""Find and parse the XML parts of a Word file: the document, its numbering, styles, notes and headers.

Second step of docx: an Archive in, a Package out (ECMA-376 part 1, 9.2 and 11.3). A part with a document type
declaration is refused, nothing outside the file is ever followed, and the unused parts are never unpacked.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from tracker.reading.limits import limits_in_force, over
from tracker.reading.records import UnreadableError
from tracker.reading.zipped import Archive

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

# The strict form of the standard differs from the one in use only in the names of its namespaces.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W.strip("{}").encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R_ID[1:-3].encode()),
)


@dataclass(frozen=True, slots=True)
class Package:
    """The parsed parts of a Word file that hold or shape words; None for a part that it does not have."""

    document: etree._Element
    numbering: etree._Element | None
    styles: etree._Element | None
    footnotes: etree._Element | None
    endnotes: etree._Element | None
    settings: etree._Element | None
    headers: dict[str, etree._Element]


def open_package(content: bytes) -> Package:
    """Parse the parts of a Word file. Raises UnreadableError for a damaged, foreign or dangerous file."""
    archive = Archive(content)
    name, kind = _main_part(archive)
    if "macroEnabled" in kind:
        raise UnreadableError("The Word file contains macros. Save it as one without macros (.docx).")
    targets = dict(_relationships(archive, name))
    headers = {key: _parse(archive, part) for key, (kind, part) in targets.items() if kind == "header"}
    by_kind = dict(targets.values())

    def part(kind: str) -> etree._Element | None:
        return _parse(archive, by_kind[kind]) if kind in by_kind else None

    document = _parse(archive, name)
    if document is None or document.tag != f"{W}document":
        raise archive.damaged()
    if next(document.iter(f"{W}altChunk"), None) is not None:
        raise UnreadableError("The Word file takes in another file unread. Open it in Word and save it again.")
    return Package(
        document,
        part("numbering"),
        part("styles"),
        part("footnotes"),
        part("endnotes"),
        part("settings"),
        {key: header for key, header in headers.items() if header is not None},
    )


def _main_part(archive: Archive) -> tuple[str, str]:
    """Return the name of the part that holds the document, and its content type."""
    name = dict(dict(_relationships(archive, "")).values()).get("officeDocument")
    if name is None:
        raise UnreadableError("The file is a zip archive but no Word file.")
    types = _parse(archive, "[Content_Types].xml")
    overrides = [] if types is None else types.iter("{*}Override")
    kind = next((item.get("ContentType", "") for item in overrides if item.get("PartName", "").strip("/") == name), "")
    if "spreadsheet" in kind or "presentation" in kind:
        raise UnreadableError("The file is a spreadsheet or a presentation, not a Word file.")
    return name, kind


def _relationships(archive: Archive, source: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield id → (kind, part name) for what a part refers to inside the file; "" is the file itself.

    External targets (remote templates, linked pictures) are left out: nothing outside the file is read.
    """
    folder, base = posixpath.split(source)
    root = _parse(archive, posixpath.join(folder, "_rels", f"{base}.rels"))
    for item in () if root is None else root:
        if not isinstance(item.tag, str) or item.get("TargetMode") == "External":
            continue
        kind = item.get("Type", "").rsplit("/", 1)[-1]
        target = posixpath.normpath(posixpath.join("/", folder, item.get("Target", ""))).lstrip("/")
        yield item.get("Id", ""), (kind, target)


def _parse(archive: Archive, name: str) -> etree._Element | None:
    """Return the root of an XML part, None where the archive has no such part."""
    if name not in archive.names:
        return None
    raw = archive.read_xml(name)
    for strict, usual in _STRICT:
        raw = raw.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        if any(entry.type == etree.ErrorTypes.ERR_NO_MEMORY for entry in parser.error_log):
            raise MemoryError from error
        if "depth" in str(error):
            raise _too_deep() from error
        raise archive.damaged() from error
    _check_depth(root)
    return root


def _check_depth(root: etree._Element) -> None:
    limit = limits_in_force().xml_depth
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limit:
            raise _too_deep()


def _too_deep() -> UnreadableError:
    limit = limits_in_force().xml_depth
    return over("xml_depth", f"A part of the Word file nests its elements more than {limit} deep")
