"""Write a report as a document of the word processor, in the house style that an administrator has set, else in ours.

Stands above `followed`. Headings, tables and pages are the template's own styles, so that whoever edits the template
needs no programmer: "Title", "Heading 1", "Heading 2", "Normal", "Table Grid".
"""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from tracker.reports import letters
from tracker.reports.followed import Report, Row, heads

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_UNPACKED = 20 * 2**20
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Tell = Callable[[int], None]


class TemplateRefusedError(ValueError):
    """A file that cannot be the template. The message says why."""


def check_template(content: bytes) -> None:
    """Refuse a file that is no document of the word processor, or that would grow too large when it is opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED:
                raise TemplateRefusedError(_("The document is too large to be a template. Take its pictures out."))
            if any("vbaProject" in name for name in packed.namelist()):
                raise TemplateRefusedError(_("The document holds macros. Save it as .docx without them."))
        Document(io.BytesIO(content))
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        if isinstance(error, TemplateRefusedError):
            raise
        raise TemplateRefusedError(_("This is not a .docx document. Save the template as .docx.")) from error


def follow_up_table(report: Report, template: bytes | None, tell: Tell) -> bytes:
    """Return the follow-up table as a document; `tell` hears how many rows are written."""
    document = _begin(report, template, wide=True)
    _changes(document, report)
    if not report.rows:
        document.add_paragraph(_("No mandate matches this filter: there is nothing to report."))
        return _bytes(document)
    table = _table(document, heads())
    for done, row in enumerate(report.rows, start=1):
        _fill(table.add_row(), row.cells)
        if done % 25 == 0:
            tell(done)
    _left_out(document, report)
    return _bytes(document)


def implementation(report: Report, template: bytes | None, tell: Tell) -> bytes:
    """Return the draft of a report on the implementation of resolutions, a chapter a provision."""
    document = _begin(report, template, wide=False)
    _changes(document, report)
    if not report.rows:
        document.add_paragraph(_("No mandate matches this filter: there is nothing to report."))
    done = 0
    for resolution, chapters in report.resolutions():
        document.add_heading(_clean(_("Implementation of resolution %s") % resolution), 1)
        for chapter in chapters:
            document.add_heading(_clean(_("Paragraph %s") % chapter.paragraph), 2)
            if chapter.words:
                _say(document.add_paragraph(style=_style(document, "Quote")), chapter.words)
            for row in chapter.rows:
                _tell_of(document, row)
            done += len(chapter.rows)
            tell(done)
    _left_out(document, report)
    return _bytes(document)


def _begin(report: Report, template: bytes | None, *, wide: bool) -> Any:
    document = Document(io.BytesIO(template)) if template else Document()
    if template is None:
        document.styles["Normal"].font.name = "Arial"
        document.styles["Normal"].font.size = Pt(9 if wide else 11)
    section = document.sections[-1]
    if wide and section.orientation != WD_ORIENT.LANDSCAPE:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    if not section.footer.paragraphs or not section.footer.paragraphs[0].text.strip():
        _number_pages(section.footer)
    document.add_paragraph(_clean(report.title), style=_style(document, "Title"))
    document.add_paragraph(_clean(report.origin))
    return document


def _changes(document: Any, report: Report) -> None:
    first, *others = report.changes
    document.add_paragraph(_clean(first))
    for sentence in others:
        document.add_paragraph(_clean(sentence), style=_style(document, "List Bullet"))


def _table(document: Any, words: list[str]) -> Any:
    table = document.add_table(rows=1, cols=len(words), style=_style(document, "Table Grid"))
    _fill(table.rows[0], words, bold=True)
    # The head is repeated on every page (ECMA-376, 17.4.78).
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001 (python-docx has no public name)
    return table


def _fill(row: Any, words: list[str], *, bold: bool = False) -> None:
    for cell, said in zip(row.cells, words, strict=True):
        run = _say(cell.paragraphs[0], said)
        run.bold = bold or None
        run.font.size = Pt(8)


def _tell_of(document: Any, row: Row) -> None:
    for head, said in zip(heads()[2:], row.cells[2:], strict=True):
        if said:
            paragraph = document.add_paragraph()
            paragraph.add_run(f"{head}: ").bold = True
            _say(paragraph, said)


def _say(paragraph: Any, said: str) -> Any:
    """Add words to a paragraph; one that is empty runs from right to left if they do. Returns the run."""
    is_first, run = not paragraph.runs, paragraph.add_run(_clean(said))
    if letters.runs_right_to_left(said):
        run.font.rtl = True
        if is_first:
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001 (python-docx has no public name)
    return run


def _left_out(document: Any, report: Report) -> None:
    if report.left_out > 0:
        document.add_paragraph(_("%d more are left out: narrow the filter to report on them.") % report.left_out)


def _number_pages(footer: Any) -> None:
    """Write "page n of m" as fields, which the word processor counts."""
    paragraph = footer.paragraphs[0] if footer.paragraphs else footer.add_paragraph()
    for words, field in ((f"{_('Page')} ", "PAGE"), (f" {_('of')} ", "NUMPAGES")):
        paragraph.add_run(words)
        simple = OxmlElement("w:fldSimple")
        simple.set(qn("w:instr"), field)
        paragraph._p.append(simple)  # noqa: SLF001 (python-docx has no public name)


def _style(document: Any, name: str) -> str | None:
    return name if name in {style.name for style in document.styles} else None


def _clean(words: str) -> str:
    return NOT_XML.sub("", words)


def _bytes(document: Any) -> bytes:
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()
