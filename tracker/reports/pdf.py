"""Write a report as PDF, for print and for sending. Stands above `followed`, beside `word`."""

import io
from contextlib import suppress
from functools import cache
from html import escape
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from reportlab.lib import colors
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, LongTable, Paragraph, SimpleDocTemplate, Spacer

from tracker.reports import letters
from tracker.reports.followed import Report, heads

MEDIA_TYPE = "application/pdf"
# Widths of the columns of the follow-up table, in shares of the page.
SHARES = (9, 7, 18, 10, 11, 9, 17, 8, 8, 7)
MOST_LETTERS = 1500
MARGIN = 12 * mm
# Chinese, as machines have it (Debian, Windows, macOS); else by the name of a font that readers of PDF replace.
CHINESE = ("DroidSansFallbackFull.ttf", "wqy-microhei.ttc", "msyh.ttc", "simsun.ttc", "Arial Unicode.ttf")


def follow_up_table(report: Report) -> bytes:
    """Return the follow-up table."""
    normal, bold, _chinese = _fonts()
    plain, head = _style(normal, 7), _style(bold, 7)
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
    normal, bold, _chinese = _fonts()
    plain, first, second = _style(normal, 10), _style(bold, 14), _style(bold, 11)
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
    normal, bold, _chinese = _fonts()
    plain = _style(normal, 9)
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
            self.setFont(_fonts()[0], 8)
            words = _("Page %(number)d of %(count)d") % {"number": number, "count": len(self._pages)}
            self.drawRightString(self._pagesize[0] - MARGIN, 8 * mm, words)
            super().showPage()
        super().save()


class _RightToLeft(Flowable):
    """A paragraph with letters that run from right to left, broken into lines before each is laid out.

    The library leaves this to a package that its registry has for no current Python.
    """

    def __init__(self, said: str, style: ParagraphStyle):
        super().__init__()
        self.said, self.runs_left = letters.joined(said), letters.runs_right_to_left(said)
        self.style = ParagraphStyle(style.name, parent=style, alignment=TA_RIGHT if self.runs_left else TA_LEFT)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        room = width - self.style.leftIndent
        lines = simpleSplit(self.said, self.style.fontName, self.style.fontSize, room)
        shown = (escape(letters.laid_out(line, right_to_left=self.runs_left)) for line in lines)
        self.laid = Paragraph("<br/>".join(shown), self.style)
        return self.laid.wrap(width, height)

    def split(self, width: float, height: float) -> list[Flowable]:
        self.wrap(width, height)
        return self.laid.split(width, height)

    def draw(self) -> None:
        self.laid.drawOn(self.canv, 0, 0)

    def getSpaceAfter(self) -> float:  # noqa: N802
        return self.style.spaceAfter


def _words(said: str, style: ParagraphStyle) -> Flowable:
    """Return the words as a paragraph; a cell that would not end is cut, for it is read elsewhere."""
    kept = said if len(said) <= MOST_LETTERS else f"{said[:MOST_LETTERS]}…"
    kept = "".join(c for c in kept if c.isprintable() or c in "\n ")
    if letters.has_right_to_left(kept):
        return _RightToLeft(kept, style)
    _plain, _bold, chinese = _fonts()
    marked, has_wide = [], False
    for is_wide, run in groupby(kept, letters.is_wide):
        words = escape("".join(run)).replace("\n", "<br/>")
        marked.append(f'<font name="{chinese}">{words}</font>' if is_wide else words)
        has_wide = has_wide or is_wide
    # Chinese has no blanks to break at.
    return Paragraph("".join(marked), ParagraphStyle(style.name, parent=style, wordWrap="CJK") if has_wide else style)


def _style(font: str, size: float) -> ParagraphStyle:
    return ParagraphStyle(f"{font}-{size}", fontName=font, fontSize=size, leading=size * 1.3, spaceAfter=size * 0.3)


@cache
def _fonts() -> tuple[str, str, str]:
    """Return the names of the plain letters, the bold ones and those of Chinese, made known to the library."""
    for path in (letters.PLAIN, letters.BOLD):
        pdfmetrics.registerFont(TTFont(path.stem, path))
    chinese = _chinese()
    pdfmetrics.registerFont(chinese)
    return letters.PLAIN.stem, letters.BOLD.stem, chinese.fontName


def _chinese() -> TTFont | UnicodeCIDFont:
    for name in CHINESE:
        with suppress(TTFError):
            return TTFont("Chinese", name)
    return UnicodeCIDFont("STSong-Light")
