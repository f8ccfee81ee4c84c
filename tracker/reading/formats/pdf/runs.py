"""Take the glyph runs of each page out of a PDF file: the first step of reading one.

A run is a stretch of text set in one font at one size on one base line. Everything later steps know of the layout
(lines, superscript note markers, italics, indents) follows from the runs. pdfium does the decoding; its text is taken
in one call a page and only the ends of runs are asked for one by one, since each call costs half a microsecond.
"""

import ctypes
from collections.abc import Callable, Iterator
from itertools import pairwise
from math import hypot
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from tracker.reading.limits import check_size, limits_in_force, over
from tracker.reading.records import UnreadableError

MAX_CHARACTERS = 8_000_000
"""More text than this in one file is refused: a compendium of 2,000 full pages has some six million."""

FAR = 20_000.0
"""No page reaches further than this, in points (PDF 32000-1, annex C allows 14,400)."""

ITALIC_FLAG = 1 << 6  # PDF 32000-1, table 123: font flag 7

BOLD_WEIGHT = 600

Handle = ctypes.c_void_p


class Run(NamedTuple):
    """Text in one font on one base line. Positions are in points from the page's lower left corner.

    `y` is the base line, `left` and `right` the edges, `size` the height of the letters as printed (the font's size
    times the scale it is drawn at). Spaces at its ends are left out: where words part shows in the positions, while a
    file may hold spaces that the next word is set over, and pdfium adds some inside words. `climbs` is 1 for a
    run that goes up the page, -1 for one that goes down, 0 for one that goes across; `end` is where it ends then.
    """

    text: str
    left: float
    right: float
    y: float
    size: float
    italic: bool
    bold: bool
    end: float = 0.0
    climbs: int = 0


class Page(NamedTuple):
    """One page: its number from 1, its size in points and its runs in the order of the file."""

    number: int
    width: float
    height: float
    runs: tuple[Run, ...]
    has_image: bool


def _bind(function: Any, result: type, *arguments: type) -> Callable[..., Any]:
    """Return a pdfium function that takes handles as they are, which makes a call three times as fast.

    Without argument types ctypes passes numbers as C integers and its own objects by what they point to.
    """
    address = ctypes.cast(function, Handle).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


_object_at = _bind(pdfium.FPDFText_GetTextObject, Handle)
_font_size = _bind(pdfium.FPDFText_GetFontSize, ctypes.c_double)
_matrix = _bind(pdfium.FPDFText_GetMatrix, ctypes.c_int)
_advance_box = _bind(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int)
_origin = _bind(pdfium.FPDFText_GetCharOrigin, ctypes.c_int)
_font_of = _bind(pdfium.FPDFTextObj_GetFont, Handle, Handle)


def read_pages(content: bytes) -> Iterator[Page]:
    """Yield the pages of a PDF file with their runs.

    Raises UnreadableError for a file that is empty, damaged, password-protected or too long.
    """
    document = _open(content)
    try:
        count = len(document)
        if count == 0:
            raise UnreadableError("This PDF file has no pages. Export the document again and upload the new file.")
        if count > (limit := limits_in_force().pages):
            raise over("pages", f"This PDF file has {count:,} pages; at most {limit:,} are read")
        total = 0
        for index in range(count):
            page = _read_page(document, index)
            total += sum(len(run.text) for run in page.runs)
            if total > MAX_CHARACTERS:
                raise UnreadableError(
                    f"This PDF file has more than {MAX_CHARACTERS:,} characters of text. "
                    "Upload the resolution by itself.",
                    place=f"page {index + 1}",
                )
            yield page
    finally:
        document.close()


def _open(content: bytes) -> pypdfium2.PdfDocument:
    check_size(content)
    if not content.strip(b"\0\t\n\r "):
        raise UnreadableError("This file is empty. Save or export the document again and upload the new file.")
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code == pdfium.FPDF_ERR_PASSWORD:
            raise UnreadableError(
                "This PDF file is password protected. Save it without a password and upload it again."
            ) from error
        if code == pdfium.FPDF_ERR_SECURITY:
            raise UnreadableError(
                "This PDF file is password protected in a way that cannot be read. "
                "Save it without protection and upload it again."
            ) from error
        raise UnreadableError(
            "This PDF file is damaged and cannot be opened. Download or export it again and upload the new file."
        ) from error


def _read_page(document: pypdfium2.PdfDocument, index: int) -> Page:
    place = f"page {index + 1}"
    try:
        page = document[index]
        textpage = page.get_textpage()
        try:
            runs = list(_runs(ctypes.cast(textpage.raw, Handle)))
            return _upright(page, runs)._replace(number=index + 1, has_image=not runs and _has_image(page))
        finally:
            textpage.close()
            page.close()
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(
            f"This PDF file is damaged: {place} cannot be read. Download or export it again and upload the new file.",
            place=place,
        ) from error


def _upright(page: pypdfium2.PdfPage, runs: list[Run]) -> Page:
    """Return the page as it is read: turned so that most letters run from left to right, its lower left corner at 0, 0.

    A page laid across is an upright page with a quarter turn, or has its letters turned.
    """
    left, bottom, right, top = page.get_bbox()
    across = sum(len(run.text) * run.climbs for run in runs)
    if abs(across) * 2 <= sum(len(run.text) for run in runs):
        if abs(left) > 1 or abs(bottom) > 1:
            runs = [run._replace(left=run.left - left, right=run.right - left, y=run.y - bottom) for run in runs]
        return Page(1, right - left, top - bottom, tuple(runs), has_image=False)
    if across > 0:
        runs = [run._replace(left=run.y - bottom, right=run.end - bottom, y=right - run.left) for run in runs]
    else:
        runs = [run._replace(left=top - run.y, right=top - run.end, y=run.left - left) for run in runs]
    return Page(1, top - bottom, right - left, tuple(runs), has_image=False)


def _has_image(page: pypdfium2.PdfPage) -> bool:
    return any(True for _ in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=3))


def _text_of(textpage: ctypes.c_void_p) -> str:
    """Return the page's text with one character for each of pdfium's, so that offsets agree with its indexes."""
    handle = ctypes.cast(textpage, pdfium.FPDF_TEXTPAGE)
    count = pdfium.FPDFText_CountChars(handle)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(handle, 0, count, buffer)
    text = bytes(buffer)[: 2 * (written - 1)].decode("utf-16-le", "replace")
    if len(text) == count:
        return text
    # Characters without a Unicode value are left out of the page's text, and those beyond U+FFFF count twice.
    codes = (pdfium.FPDFText_GetUnicode(handle, i) for i in range(count))
    return "".join(chr(code) if 0 < code < 0x110000 else "\ufffd" for code in codes)


def _objects(textpage: ctypes.c_void_p, text: str, first: int, last: int) -> list[tuple[int, int]]:
    """Return (start, object) for each text object in text[first:last + 1], found by halving; neither end is a space.

    pdfium puts spaces of its own between the letters, which belong to no object, so only letters are asked.
    """
    low_object, high_object = _object_at(textpage, first), _object_at(textpage, last)
    found = [(first, low_object)]
    if low_object == high_object:
        return found
    pending = [(first, low_object, last, high_object)]
    while pending:
        low, low_object, high, high_object = pending.pop()
        middle = (low + high) // 2
        while text[middle] == " ":
            middle -= 1
        if middle == low:
            middle = (low + high) // 2 + 1
            while text[middle] == " ":
                middle += 1
        if middle >= high:
            found.append((high, high_object))
            continue
        middle_object = _object_at(textpage, middle)
        if middle_object != high_object:
            pending.append((middle, middle_object, high, high_object))
        if middle_object != low_object:
            pending.append((low, low_object, middle, middle_object))
    return found


def _runs(textpage: ctypes.c_void_p) -> Iterator[Run]:
    """Yield the runs of a page in the order of the file."""
    text = _text_of(textpage)
    matrix, box = pdfium.FS_MATRIX(), pdfium.FS_RECTF()
    matrix_at, box_at = ctypes.byref(matrix), ctypes.byref(box)
    x, y = ctypes.c_double(), ctypes.c_double()
    x_at, y_at = ctypes.byref(x), ctypes.byref(y)
    styles: dict[int, tuple[bool, bool]] = {}
    offset = 0
    for line in text.split("\n"):
        words = line.rstrip("\r ")
        first, last = offset + len(words) - len(words.lstrip(" ")), offset + len(words) - 1
        offset += len(line) + 1
        if last < first:
            continue
        found = _objects(textpage, text, first, last)
        found.append((last + 1, 0))
        for (start, text_object), (end, _) in pairwise(found):
            letters = text[start:end].rstrip(" ")
            after = start + len(letters)
            _matrix(textpage, start, matrix_at)
            climbs, scale = 0, matrix.d
            if matrix.b or matrix.c:
                climbs = 0 if abs(matrix.b) <= abs(matrix.a) else 1 if matrix.b > 0 else -1
                scale = hypot(matrix.c, matrix.d)
            # A space begins where the letter before it ends; the box of a letter like "f" reaches further.
            if after < end:
                _origin(textpage, after, x_at, y_at)
                right, far = x.value, y.value
            else:
                _advance_box(textpage, after - 1, box_at)
                right, far = box.right, box.bottom if climbs < 0 else box.top
            size = _font_size(textpage, start) * abs(scale)
            font = _font_of(text_object)
            if font not in styles:
                styles[font] = _style(font)
            italic, bold = styles[font]
            run = Run(letters, matrix.e, right, matrix.f, size, italic, bold, far, climbs)
            yield run if _is_on_paper(run) else Run(letters, 0.0, 0.0, 0.0, 1.0, italic, bold)


def _is_on_paper(run: Run) -> bool:
    """Return whether the run's place is one that a page can have; a damaged file may give any number, or none."""
    return (
        -FAR < run.left < FAR
        and -FAR < run.right < FAR
        and -FAR < run.y < FAR
        and -FAR < run.end < FAR
        and run.size < FAR
    )


def _style(font: int) -> tuple[bool, bool]:
    """Return whether a font is italic and whether it is bold, by what it declares and by its name."""
    handle = ctypes.cast(font, pdfium.FPDF_FONT)
    buffer = ctypes.create_string_buffer(128)
    pdfium.FPDFFont_GetBaseFontName(handle, buffer, 128)
    name = buffer.value.decode("latin-1").lower()
    italic = "italic" in name or "oblique" in name or bool(pdfium.FPDFFont_GetFlags(handle) & ITALIC_FLAG)
    return italic, "bold" in name or pdfium.FPDFFont_GetWeight(handle) >= BOLD_WEIGHT
