"""Small Word files for tests, written part by part."""

import io
import zipfile

_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_ROOTS = {"numbering": "numbering", "styles": "styles", "footnotes": "footnotes", "endnotes": "endnotes"} | {
    "header1": "hdr",
    "header2": "hdr",
}
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

# A list of five levels: 1. (a) (i) • 1.1, and a second list that starts it anew.
OUTLINE = """
<w:abstractNum w:abstractNumId="0">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="(%3)"/></w:lvl>
  <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl>
  <w:lvl w:ilvl="4"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%5"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/>
  <w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
"""


def word_file(body: str, *, main_type: str = _MAIN_TYPE, extra: dict[str, bytes] | None = None, **parts: str) -> bytes:
    """Return a Word file with this body; `parts` give the inner XML of numbering, styles, footnotes, header1 …"""
    files = {
        "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
        f"<Override PartName='/word/document.xml' ContentType='{main_type}'/></Types>",
        "_rels/.rels": _relationships({"rId1": ("officeDocument", "word/document.xml")}),
        "word/_rels/document.xml.rels": _relationships(
            {f"{name}Id": (name.rstrip("12"), f"{name}.xml") for name in parts}
        ),
        "word/document.xml": f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>",
    }
    for name, inner in parts.items():
        files[f"word/{name}.xml"] = f"<w:{_ROOTS[name]} {_NAMES}>{inner}</w:{_ROOTS[name]}>"
    return zipped({**{name: text.encode() for name, text in files.items()}, **(extra or {})})


def zipped(files: dict[str, bytes]) -> bytes:
    """Return a zip archive of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def paragraph(*runs: str, properties: str = "") -> str:
    """Return a paragraph of runs; plain words are wrapped, what begins with "<" is taken as it is."""
    inner = "".join(run if run.startswith("<") else words(run) for run in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def words(text: str, look: str = "") -> str:
    """Return a run of words; a tab character becomes a tab."""
    inner = "<w:tab/>".join(f'<w:t xml:space="preserve">{piece}</w:t>' for piece in text.split("\t"))
    return f"<w:r><w:rPr>{look}</w:rPr>{inner}</w:r>"


def listed(text: str, level: int = 0, list_id: int = 1) -> str:
    """Return a paragraph with an automatic number."""
    return paragraph(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def _relationships(targets: dict[str, tuple[str, str]]) -> str:
    items = "".join(
        f"<Relationship Id='{key}' Type='{_OFFICE}/{kind}' Target='{target}'/>"
        for key, (kind, target) in targets.items()
    )
    return f"<Relationships xmlns='{_RELATIONSHIPS}'>{items}</Relationships>"
