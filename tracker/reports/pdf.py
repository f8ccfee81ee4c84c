"""Write a report as PDF, for print and for sending. Stands above `followed`, beside `word`.

The letters are those of DejaVu where the machine has them, which cover most scripts, else of Vera.
"""

import io
from functools import cache
from html import escape
from typing import Any

from django.utils.translation import gettext as _
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Spacer

from tracker.reports.followed import Report, heads

MEDIA_TYPE = "application/pdf"
# Widths of the columns of the follow-up table, in shares of the page.
SHARES = (9, 6, 19, 10, 11, 9, 17, 8, 8, 6)
MOST_LETTERS = 1500
MARGIN = 12 * mm


def follow_up_table(report: Report) -> bytes:
    """Return the follow-up table."""
    letters, bold = _letters()
    plain, head = _style(letters, 7), _style(bold, 7)
    flow = _front(report)
    if report.rows:
        width = landscape(A4)[0] - 2 * MARGIN
        cells = [[_words(said, plain) for said in row.cells] for row in report.rows]
        table = LongTable(
            [[_words(said, head) for said in heads()], *cells],
            colWidths=[width * share / sum(SHARES) for share in SHARES],
            repeatRows=1,
            splitInRow=1,
        )
        table.setStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.4, colors.grey),
                ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 3),
                ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            ]
        )
        flow.append(table)
    return _build(report, flow, landscape(A4))


def implementation(report: Report) -> bytes:
    """Return the draft of a report on the implementation of resolutions, a chapter a provision."""
    letters, bold = _letters()
    plain, first, second = _style(letters, 10), _style(bold, 14), _style(bold, 11)
    quoted = ParagraphStyle("quoted", parent=plain, leftIndent=8 * mm, textColor=colors.HexColor("#51606f"))
    flow = _front(report)
    for resolution, chapters in report.resolutions():
        flow.append(_words(_("Implementation of resolution %s") % resolution, first))
        for chapter in chapters:
            flow += [Spacer(1, 3 * mm), _words(_("Paragraph %s") % chapter.paragraph, second)]
            if chapter.words:
                flow.append(_words(chapter.words, quoted))
            for row in chapter.rows:
                told = zip(heads()[2:], row.cells[2:], strict=True)
                flow += [_words(f"{head}: {said}", plain) for head, said in told if said]
    return _build(report, flow, A4)


def _front(report: Report) -> list[Any]:
    letters, bold = _letters()
    plain = _style(letters, 9)
    flow = [_words(report.title, _style(bold, 18)), _words(report.origin, plain), Spacer(1, 3 * mm)]
    flow += [_words(sentence, plain) for sentence in report.changes]
    flow.append(Spacer(1, 5 * mm))
    if not report.rows:
        flow.append(_words(_("No mandate matches this filter: there is nothing to report."), plain))
    elif report.left_out > 0:
        flow.append(_words(_("%d more are left out: narrow the filter to report on them.") % report.left_out, plain))
    return flow


def _build(report: Report, flow: list[Any], size: tuple[float, float]) -> bytes:
    held = io.BytesIO()
    margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin"), MARGIN)
    document = SimpleDocTemplate(held, pagesize=size, bottomMargin=16 * mm, title=report.title, **margins)
    document.build(flow, canvasmaker=_NumberedCanvas)
    return held.getvalue()


class _NumberedCanvas(Canvas):
    """Writes "page n of m" on each page when all are known."""

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, page in enumerate(self._pages, start=1):
            self.__dict__.update(page)
            self.setFont(_letters()[0], 8)
            words = _("Page %(number)d of %(count)d") % {"number": number, "count": len(self._pages)}
            self.drawRightString(self._pagesize[0] - MARGIN, 8 * mm, words)
            super().showPage()
        super().save()


def _words(said: str, style: ParagraphStyle) -> Paragraph:
    """Return the words as a paragraph; a cell that would not end is cut, for it is read elsewhere."""
    kept = said if len(said) <= MOST_LETTERS else f"{said[:MOST_LETTERS]}…"
    return Paragraph(escape("".join(c for c in kept if c.isprintable() or c in "\n ")).replace("\n", "<br/>"), style)


def _style(font: str, size: float) -> ParagraphStyle:
    return ParagraphStyle(f"{font}-{size}", fontName=font, fontSize=size, leading=size * 1.3, spaceAfter=size * 0.3)


@cache
def _letters() -> tuple[str, str]:
    """Return the names of the plain and the bold letters, made known to the library."""
    for plain, bold in (("DejaVuSans", "DejaVuSans-Bold"), ("Vera", "VeraBd")):
        try:
            for name in (plain, bold):
                pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))
        except TTFError:
            continue
        return plain, bold
    return "Helvetica", "Helvetica-Bold"
