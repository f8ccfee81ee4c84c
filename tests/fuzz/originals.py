"""Whole documents of each format, for damaging: written here, and some of the corpora where they are present."""

from pathlib import Path

from tests.reading.old_word_file import word_97
from tests.reading.pdf_file import Words, pdf_file
from tests.reading.word_file import OUTLINE, listed, paragraph, word_file, words

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"

TEXT = (ROOT / "tracker/reading/samples/A_RES_58_140.txt").read_bytes()
LINES = [
    "58/140. Strengthening the Programme",
    "The General Assembly,",
    "Recalling its resolution 57/173 of 18 December 2002,",
    "1. Requests the Secretary-General to report at its fifty-ninth session:",
    "(a) On the Programme;",
    "(b) On the Centre;",
    "2. Decides to remain seized of the matter.",
]
PAGE = (
    "<!DOCTYPE html><html lang='en'><body><table><tr><td>A/RES/58/140</td></tr></table><p><i>The General Assembly</i>,"
    "</p><p><i>Recalling</i> its resolution 57/173<sup>1</sup>,</p><ol><li><i>Requests</i> the Secretary-General:"
    "<ol type='a'><li>To report;</li></ol></li></ol><p><sup>1</sup> Ibid.</p></body></html>"
)
AKOMA_NTOSO = (
    '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement name="resolution"><preface>'
    "<p><docNumber>A/RES/58/140</docNumber></p></preface><preamble><p>The General Assembly,</p></preamble><mainBody>"
    "<paragraph><num>1.</num><content><p>Requests a report;</p></content></paragraph></mainBody></statement>"
    "</akomaNtoso>"
)


def originals() -> dict[str, bytes]:
    """Return documents by a name that ends in their format."""
    body = paragraph("58/140.\tStrengthening") + paragraph(words("The General Assembly", "<w:i/>"), ",")
    body += paragraph("Recalling", '<w:r><w:footnoteReference w:id="2"/></w:r>')
    body += (
        listed("Requests a report:")
        + listed("On the Programme;", 1)
        + f"<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>"
    )
    note = f'<w:footnote w:id="2">{paragraph("A/58/222.")}</w:footnote>'
    lines = [Words(line, 123.4, 700 - 14 * number) for number, line in enumerate(LINES)]
    found = {
        "own.txt": TEXT,
        "own.html": PAGE.encode(),
        "own.xml": AKOMA_NTOSO.encode(),
        "own.docx": word_file(body, numbering=OUTLINE, footnotes=note),
        "own.doc": word_97("\r".join(LINES) + "\x02\r", "\x02 A/58/222.\r"),
        "own.pdf": pdf_file(lines),
    }
    for folder in ("txt", "docx", "pdf", "akn"):
        files = sorted((CORPUS / folder).glob("*.*"), key=lambda path: path.stat().st_size) if CORPUS.is_dir() else []
        found |= {path.name: path.read_bytes() for path in files[10:60:25]}
    return found
