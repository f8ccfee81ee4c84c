"""Reports for governing bodies say what was asked and what came of it, of exactly the filter, as DOCX and as PDF."""

import io
import time
from datetime import date

import pypdfium2
import pytest
from django.http import QueryDict
from docx import Document

from tests.factories import make_mandate, make_paragraph, make_progress, make_resolution
from tracker.accounts.changes import change
from tracker.files.models import File
from tracker.files.storing import open_file, store
from tracker.jobs.models import Job
from tracker.reports import followed, letters, pdf, tasks, word
from tracker.reports.models import HouseStyle

TODAY = date(2004, 10, 1)
LATE = (date(2004, 1, 1), date(2004, 2, 1))
# Hears how far the writing has come, and says nothing.
NOBODY = [].append


@pytest.fixture
def mandates(cast):
    resolution = make_resolution("A/RES/58/140", title="Crime prevention")
    first = make_mandate(
        make_paragraph(resolution, "24", words="Requests the Secretary-General to report."),
        lead_entity=cast.unodc,
        due=LATE,
        resources="Regular budget",
    )
    make_progress(first, cast.alice, symbol="A/59/205", done="The report was issued.", on=date(2004, 9, 20))
    make_progress(first, cast.alice, done="Not for others yet.", state="submitted")
    return [first, make_mandate(make_paragraph(resolution, "25", words="Decides nothing."), action="to wait & <see>")]


def report_of(user, query: str = "", **options) -> followed.Report:
    return followed.gather(followed.reader_of(user, QueryDict(query), TODAY), **options)


def words_of(content: bytes) -> str:
    """Return all words of a DOCX."""
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def words_of_pdf(content: bytes) -> str:
    pages = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_bounded() for page in pages)


def test_a_row_says_what_was_asked_and_what_came_of_it(cast, mandates):
    row = report_of(cast.bob).rows[0]

    assert (row.resolution, row.paragraph, row.addressee) == ("A/RES/58/140", "24", "Secretary-General")
    assert (row.progress, row.evidence, row.resources) == ("The report was issued.", "A/59/205", "Regular budget")
    assert row.status == "not started (overdue)"


def test_what_was_not_approved_is_in_no_report(cast, mandates):
    report = report_of(cast.alice)

    assert "Not for others yet." not in words_of(word.follow_up_table(report, None, NOBODY))


def test_the_report_says_of_what_and_when_it_is_and_what_has_changed(cast, mandates):
    text = words_of(word.follow_up_table(report_of(cast.bob, "state=overdue"), None, NOBODY))

    assert "1 mandate, as at 1 October 2004. Deadline: Overdue." in text
    assert "Mandates on which progress was reported: 1" in text
    assert "to wait" not in text


def test_the_table_repeats_its_head_and_numbers_its_pages(cast, mandates):
    document = Document(io.BytesIO(word.follow_up_table(report_of(cast.bob), None, NOBODY)))

    assert "w:tblHeader" in document.tables[0].rows[0]._tr.xml
    assert {"PAGE", "NUMPAGES"} <= set(document.sections[0].footer._element.xpath(".//w:fldSimple/@w:instr"))


def test_the_draft_has_a_chapter_for_each_paragraph(cast, mandates):
    report = report_of(cast.bob, by_text=True)

    document = Document(io.BytesIO(word.implementation(report, None, NOBODY)))
    headings = [one.text for one in document.paragraphs if one.style.name.startswith("Heading")]

    assert headings == ["Implementation of resolution A/RES/58/140, Crime prevention", "Paragraph 24", "Paragraph 25"]


@pytest.mark.parametrize("write", [pdf.follow_up_table, pdf.implementation])
def test_the_same_is_printed_as_pdf_with_its_pages_numbered(cast, mandates, write):
    text = words_of_pdf(write(report_of(cast.bob, by_text=True)))

    assert "The report was issued." in text
    assert "to wait & <see>" in text
    assert "Page 1 of 1" in text


ARABIC = "يطلب إلى الأمين العام أن يقدم تقريرا (A/RES/58/140)"
CHINESE = "请秘书长向大会第五十九届会议提交报告"
RUSSIAN = "просит Генерального секретаря представить доклад"


@pytest.mark.parametrize("write", [pdf.follow_up_table, pdf.implementation])
@pytest.mark.parametrize("words", [ARABIC, CHINESE, RUSSIAN])
def test_every_official_language_is_printed(cast, write, words):
    make_mandate(make_paragraph(words=words), action=words)

    text = words_of_pdf(write(report_of(cast.bob, by_text=True)))

    first = words[:12].rpartition(" ")[0] or words[:8]
    assert first in " ".join(text.split())


def test_what_runs_from_right_to_left_does_so_in_word_too(cast):
    make_mandate(make_paragraph(words=ARABIC), action=ARABIC)

    document = Document(io.BytesIO(word.implementation(report_of(cast.bob, by_text=True), None, NOBODY)))

    [quoted] = [one for one in document.paragraphs if one.text == ARABIC]
    assert quoted._p.xpath("./w:pPr/w:bidi")
    assert quoted.runs[0].font.rtl
    assert not document.paragraphs[0]._p.xpath("./w:pPr/w:bidi")


@pytest.mark.parametrize(
    ("line", "right_to_left", "on_paper"),
    [
        ("report (a)", False, "report (a)"),
        ("تقرير", True, "\ufeae\ufef3\ufeae\ufed8\ufe97"),
        ("القرار (A/1)", True, "(A/1) \ufead\ufe8d\ufeae\ufed8\ufedf\ufe8d"),
        ("A/1: تقرير", False, "A/1: \ufeae\ufef3\ufeae\ufed8\ufe97"),
    ],
)
def test_letters_of_arabic_are_joined_and_stand_from_right_to_left(line, right_to_left, on_paper):
    assert letters.runs_right_to_left(line) == right_to_left
    assert letters.laid_out(letters.joined(line), right_to_left=right_to_left) == on_paper


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_a_report_over_nothing_says_so(cast, mandates, form):
    nothing = report_of(cast.bob, "q=unheard")

    if form == "docx":
        text = words_of(word.follow_up_table(nothing, None, NOBODY))
    else:
        text = words_of_pdf(pdf.follow_up_table(nothing))

    assert "No mandate matches this filter: there is nothing to report." in text


def test_five_hundred_rows_are_written_in_ten_seconds_of_work(cast):
    resolution = make_resolution()
    with change("Arrange a test"):
        paragraph = make_paragraph(resolution, words="Requests the Secretary-General to report.")
        make_mandate(paragraph)
    report = report_of(cast.bob)
    report.rows *= 500
    told: list[int] = []

    began = time.process_time()
    word.follow_up_table(report, None, told.append)

    assert time.process_time() - began < 10
    assert told == sorted(told)
    assert told[-1] == 500


def test_the_house_style_is_a_document_that_an_administrator_sets(cast, mandates):
    template = Document()
    template.sections[0].header.paragraphs[0].text = "Office of the house"
    held = io.BytesIO()
    template.save(held)
    word.check_template(held.getvalue())
    HouseStyle.objects.create(file=store(held.getvalue(), "house.docx", cast.ada), by=cast.ada)
    job = Job.objects.create(
        task="write_report", started_by=cast.bob, arguments={"query": "", "kind": "table", "form": "docx"}
    )

    tasks.write_report.call(job.pk)

    job.refresh_from_db()
    with open_file(File.objects.get(pk=job.result["file"])) as written:
        document = Document(io.BytesIO(written.read()))
    assert document.sections[0].header.paragraphs[0].text == "Office of the house"
    assert job.state == Job.State.DONE


@pytest.mark.parametrize("content", [b"", b"no zip at all", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_document_is_no_template(content):
    with pytest.raises(word.TemplateRefusedError):
        word.check_template(content)
