"""Read PDF files into blocks. Stands first in the flow: bytes in, Source out.

The steps, one module each: runs (pdfium) → lines → furniture → notes → paragraphs → blocks. All of them go by the
layout alone; what a resolution is, only the blocks' roles know a little of.
"""

from tracker.reading.formats.pdf.blocks import blocks_of
from tracker.reading.formats.pdf.furniture import without_furniture
from tracker.reading.formats.pdf.lines import lines_of
from tracker.reading.formats.pdf.notes import grouped, without_notes
from tracker.reading.formats.pdf.paragraphs import measure, paragraphs, print_sizes
from tracker.reading.formats.pdf.runs import read_pages
from tracker.reading.records import Source, UnreadableError


def read_pdf(content: bytes) -> Source:
    """Return the blocks of a PDF file.

    Paragraphs come in reading order, then the notes (role "note", marker in `label`), then the page furniture. Place
    gives the page and the line on it. Raises UnreadableError for a file that is empty, damaged, password protected,
    too long, or without a text layer.
    """
    pages, empty = [], []
    for page in read_pages(content):
        pages.append((page.height, lines_of(page)))
        if not page.runs:
            empty.append((page.number, page.has_image))
    if len(empty) == len(pages):
        raise _no_text(len(pages), sum(has_image for _, has_image in empty))
    size, small = print_sizes([lines for _, lines in pages])
    texts, furniture = without_furniture(pages, small)
    parted = [without_notes(lines, small) for lines in texts]
    bodies = [body for body, _ in parted]
    geometry = measure(bodies, size, small)
    groups = paragraphs(bodies, geometry)
    notes = grouped([lines for _, lines in parted])
    return Source("pdf", tuple(blocks_of(groups, notes, furniture, geometry)))


def _no_text(pages: int, images: int) -> UnreadableError:
    what = f"no text layer: {images} of {pages} pages are images" if images else f"no text on any of its {pages} pages"
    return UnreadableError(
        f"This PDF file has {what}. Run text recognition (OCR) on it, or upload the Word or text version."
    )
