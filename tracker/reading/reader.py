"""Read a document: bytes in, resolutions with directives out. The one way into the reading core.

The format is told from the bytes, never from the name; then each stage does its work:
format → structure → citations → directives.
"""

from dataclasses import replace

from tracker.reading import vocabulary as words
from tracker.reading.citations import cite
from tracker.reading.corrigenda import edition_of, read_corrigendum
from tracker.reading.directives import judge
from tracker.reading.formats import akn, text
from tracker.reading.formats.doc import MAGIC as OLD_OFFICE
from tracker.reading.formats.doc import read_doc
from tracker.reading.formats.docx import read_docx
from tracker.reading.formats.html import is_page, read_html
from tracker.reading.formats.pdf import read_pdf
from tracker.reading.limits import check_size
from tracker.reading.records import Block, Place, Provision, Reading, Resolution, Source, UnreadableError
from tracker.reading.structure import read_structure
from tracker.reading.structure.labels import read_labels
from tracker.reading.structure.languages import language_of
from tracker.reading.vocabulary import Vocabulary

# How many bytes tell a format: a PDF may have up to a kilobyte of other things before its head.
HEAD = 1024
# How files begin that hold no words at all.
PICTURES = {
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"BM": "BMP",
}
# Byte order marks of UTF-16 and UTF-8, which may stand before "<".
MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")


def read_document(
    content: bytes, filename: str, vocabulary: Vocabulary | None = None, structure_only: bool = False
) -> Reading:
    """Return what a file holds: 0…n resolutions, and the blocks that belong to none.

    `filename` is only for messages; `vocabulary` defaults to the word lists that ship with the program. Raises
    UnreadableError, saying in words what is wrong with the file and what to do.
    """
    check_size(content)
    source = read_source(content)
    if corrigendum := read_corrigendum(source.blocks):
        return Reading(source.format, source.language, (), corrigendum.remains, corrigendum)
    resolutions, remains = read_structure(source)
    if len(resolutions) == 1 and (edition := edition_of(source.blocks)):
        words = tuple(block for block in resolutions[0].remains if not edition_of([block]))
        resolutions = (replace(resolutions[0], edition=edition, remains=words),)
    if not structure_only:
        resolutions = tuple(understand(resolution, vocabulary) for resolution in resolutions)
    language = resolutions[0].language if resolutions else source.language
    return Reading(source.format, language, resolutions, remains)


def understand(resolution: Resolution, vocabulary: Vocabulary | None = None) -> Resolution:
    """Return the resolution with what it cites and what each of its provisions asks."""
    return judge(cite(resolution), vocabulary or words.load())


def read_provision(words: str, vocabulary: Vocabulary | None = None) -> Provision:
    """Return what one provision asks that somebody typed, without the document around it; its number is left out."""
    text = read_labels(Block(" ".join(words.split()), Place(1))).text
    alone = Resolution("", language=language_of([text]), operative=(Provision(("1",), text),))
    return understand(alone, vocabulary).operative[0]


def read_source(content: bytes) -> Source:
    """Return the blocks of a file, read by the format that its first bytes show."""
    head = content[:HEAD]
    if b"%PDF-" in head:
        return read_pdf(content)
    if head.startswith(b"PK\x03\x04"):
        return read_docx(content)
    if head.startswith(OLD_OFFICE):
        return read_doc(content)
    for opening, kind in PICTURES.items():
        if head.startswith(opening) and b"\0" in head:
            raise UnreadableError(f"This is a picture ({kind}), not a text. Send the document itself, or its words.")
    if head.startswith(b"{\\rtf"):
        raise UnreadableError("This is a rich-text file (RTF). Open it in Word and save it as .docx.")
    if is_page(head):
        return read_html(content)
    if is_markup(head):
        return akn.read(content)
    return text.read(content)


def is_markup(head: bytes) -> bool:
    """Tell whether a file begins like XML, whatever its encoding."""
    for mark in MARKS:
        head = head.removeprefix(mark)
    opening = head.replace(b"\0", b"").lstrip()
    return opening.startswith((b"<?xml", b"<!DOCTYPE", b"<akomaNtoso", b"<akn:", b"<!--"))
