"""Word files: numbers, notes, tracked changes, tables and refusals."""

import json
import struct
import tracemalloc
from pathlib import Path

import pytest

from tests.reading.word_file import OUTLINE, listed, paragraph, word_file, words, zipped
from tracker.reading.formats.docx import read_docx
from tracker.reading.records import Block, NoteMark, UnreadableError

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"


def blocks_of(body: str, **parts: str) -> tuple[Block, ...]:
    return read_docx(word_file(body, **parts)).blocks


def texts_of(body: str, **parts: str) -> list[str]:
    return [block.text for block in blocks_of(body, **parts)]


def test_automatic_numbers_are_counted_as_the_word_processor_prints_them():
    rows = [
        (0, 1, "1."),
        (1, 1, "(a)"),
        (2, 1, "(i)"),
        (2, 1, "(ii)"),
        (1, 1, "(b)"),
        (2, 1, "(i)"),
        (3, 1, "•"),
        (0, 1, "2."),
        (1, 1, "(a)"),
        (4, 1, "2.1"),
        (0, 2, "1."),
        (0, 2, "2."),
        (0, 1, "3."),
    ]
    body = "".join(listed(f"Text {place}", level, list_id) for place, (level, list_id, _) in enumerate(rows))

    blocks = blocks_of(body, numbering=OUTLINE)

    assert [block.label for block in blocks] == [label for _, _, label in rows]
    assert [block.depth for block in blocks] == [level for level, _, _ in rows]


def test_a_style_numbers_its_paragraphs_and_a_paragraph_can_opt_out():
    styles = """<w:style w:type="paragraph" w:styleId="Para"><w:name w:val="Para"/>
    <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="Sub"/><w:basedOn w:val="Para"/></w:style>"""
    body = "".join(
        paragraph("Words", properties=properties)
        for properties in (
            '<w:pStyle w:val="Para"/>',
            '<w:pStyle w:val="Sub"/>',
            '<w:pStyle w:val="Para"/><w:numPr><w:numId w:val="0"/></w:numPr>',
            '<w:pStyle w:val="Para"/>',
        )
    )

    blocks = blocks_of(body, numbering=OUTLINE, styles=styles)

    assert [block.label for block in blocks] == ["1.", "2.", "", "3."]


def test_a_list_gives_its_levels_to_the_styles_that_it_names():
    numbering = OUTLINE.replace('<w:lvl w:ilvl="1">', '<w:lvl w:ilvl="1"><w:pStyle w:val="Sub"/>')
    styles = "".join(
        f"""<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{key} of the list"/>
        <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>"""
        for key in ("Para", "Sub")
    )
    body = "".join(
        paragraph("Words", properties=f'<w:pStyle w:val="{key}"/>') for key in ("Para", "Sub", "Sub", "Para")
    )

    blocks = blocks_of(body, numbering=numbering, styles=styles)

    assert [block.label for block in blocks] == ["1.", "(a)", "(b)", "2."]


@pytest.mark.parametrize(
    ("typed", "label", "text"),
    [
        ("\t1.\tRequests the Secretary-General", "1.", "Requests the Secretary-General"),
        ("\t(a)\tTo report;", "(a)", "To report;"),
        ("5.\t(a)\tDecides", "5.", "(a) Decides"),
        ("–\tA dash", "–", "A dash"),
        ("75/184.\tMissing persons", "", "75/184. Missing persons"),
        ("Recalling\tits resolution", "", "Recalling its resolution"),
        ("57/173\tof 2002", "", "57/173 of 2002"),
        ("Distr.\tGeneral", "", "Distr. General"),
    ],
)
def test_a_typed_number_before_a_tab_is_the_label(typed: str, label: str, text: str):
    (block,) = blocks_of(paragraph(typed))

    assert (block.label, block.text) == (label, text)


def test_footnotes_and_endnotes_are_numbered_in_the_order_of_their_references():
    notes = """<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>
    <w:footnote w:id="7"><w:p><w:r><w:footnoteRef/><w:t> Second in the file.</w:t></w:r></w:p></w:footnote>
    <w:footnote w:id="3"><w:p><w:r><w:t>First.</w:t></w:r></w:p><w:p><w:r><w:t>Goes on.</w:t></w:r></w:p></w:footnote>
    <w:footnote w:id="4"><w:p><w:r><w:t>* Reissued.</w:t></w:r></w:p></w:footnote>
    <w:footnote w:id="9"><w:p><w:r><w:t>Nothing refers to this.</w:t></w:r></w:p></w:footnote>"""
    ends = '<w:endnote w:id="2"><w:p><w:r><w:t>At the end.</w:t></w:r></w:p></w:endnote>'
    body = paragraph(
        "Recalling",
        '<w:r><w:footnoteReference w:id="3"/></w:r>',
        " and noting",
        '<w:r><w:footnoteReference w:id="7"/></w:r>',
        '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="4"/><w:t>*</w:t></w:r>',
        '<w:r><w:endnoteReference w:id="2"/></w:r>',
    )

    text, *found = blocks_of(body, footnotes=notes, endnotes=ends)

    assert text.text == "Recalling and noting"
    assert text.marks == (NoteMark("1", 9), NoteMark("2", 20), NoteMark("*", 20), NoteMark("i", 20))
    assert [(note.role, note.label, note.text) for note in found] == [
        ("note", "1", "First. Goes on."),
        ("note", "2", "Second in the file."),
        ("note", "*", "Reissued."),
        ("note", "i", "At the end."),
    ]


def test_a_custom_mark_takes_no_words_of_the_text_with_it():
    notes = '<w:footnote w:id="4"><w:p><w:r><w:t>** Reissued.</w:t></w:r></w:p></w:footnote>'
    reference = '<w:footnoteReference w:customMarkFollows="1" w:id="4"/>'

    typed, bare, note = blocks_of(
        paragraph("Title", f"<w:r>{reference}<w:t>** of it</w:t></w:r>") + paragraph("Next", f"<w:r>{reference}</w:r>"),
        footnotes=notes,
    )

    assert (typed.text, typed.marks) == ("Title of it", (NoteMark("**", 5),))
    assert (bare.text, bare.marks) == ("Next", (NoteMark("*", 4),))
    assert (note.label, note.text) == ("**", "Reissued.")


def test_a_typed_raised_number_is_a_mark_but_a_power_is_not():
    raised = '<w:vertAlign w:val="superscript"/>'

    marked, power, note = blocks_of(
        paragraph("resolution 57/173", words("4", raised), ",")
        + paragraph("an area of 30 km", words("2", raised))
        + paragraph(words("4", raised), " A/58/222.")
    )

    assert (marked.text, marked.marks) == ("resolution 57/173,", (NoteMark("4", 17),))
    assert (power.text, power.marks) == ("an area of 30 km2", ())
    assert (note.role, note.label, note.text) == ("note", "4", "A/58/222.")


def test_tracked_changes_count_as_accepted():
    deleted_end = "<w:rPr><w:del w:id='1'/></w:rPr>"
    body = (
        paragraph(
            "Requests ",
            f"<w:ins>{words('the Secretary-General')}</w:ins>",
            "<w:del><w:r><w:delText>him</w:delText></w:r></w:del>",
        )
        + paragraph("One sentence", properties=deleted_end)
        + paragraph(" goes on.")
        + paragraph(f"<w:moveFrom>{words('Moved away')}</w:moveFrom>")
        + paragraph(f"<w:moveTo>{words('Moved here')}</w:moveTo>")
        + f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph('Gone')}</w:tc></w:tr></w:tbl>"
    )

    assert texts_of(body) == ["Requests the Secretary-General", "One sentence goes on.", "Moved here"]


def test_a_deleted_numbered_paragraph_is_not_counted():
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    gone = paragraph(
        "<w:del><w:r><w:delText>Gone</w:delText></w:r></w:del>",
        properties=f"{numbered}<w:rPr><w:del/></w:rPr>",
    )

    blocks = blocks_of(listed("One") + gone + listed("Two"), numbering=OUTLINE)

    assert [(block.label, block.text) for block in blocks] == [("1.", "One"), ("2.", "Two")]


def test_of_a_field_only_the_result_is_read():
    def field(code: str, result: str) -> str:
        return (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            f"<w:r><w:instrText>{code}</w:instrText></w:r>"
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{words(result)}'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    (block,) = blocks_of(
        paragraph(
            "See ",
            field(' HYPERLINK "https://undocs.org/A/58/222" ', "A/58/222"),
            field(" NOTEREF _Ref1 ", "3"),
            field(" PAGE ", "17"),
            "<w:fldSimple w:instr=' REF b '><w:r><w:t>, annex</w:t></w:r></w:fldSimple>",
        )
    )

    assert (block.text, block.marks) == ("See A/58/222, annex", (NoteMark("3", 12),))


def test_italics_come_from_the_run_its_style_or_the_paragraphs_style():
    styles = """<w:style w:type="character" w:styleId="Op"><w:rPr><w:i/></w:rPr></w:style>
    <w:style w:type="paragraph" w:styleId="Slanted"><w:rPr><w:i/></w:rPr></w:style>"""
    body = (
        paragraph(words("Requests ", "<w:i/>"), words("also", '<w:rStyle w:val="Op"/>'), " the State")
        + paragraph("All of it ", words("but this", '<w:i w:val="0"/>'), properties='<w:pStyle w:val="Slanted"/>')
        + paragraph(words("Decides", '<w:rStyle w:val="Op"/>'), properties='<w:pStyle w:val="Slanted"/>')
    )

    blocks = blocks_of(body, styles=styles)

    assert [[block.text[start:end] for start, end in block.emphasis] for block in blocks] == [
        ["Requests also"],
        ["All of it"],
        [],
    ]


def test_hyphens_spaces_and_hidden_words_are_folded():
    body = paragraph(
        words("co\N{SOFT HYPHEN}op\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}n "),
        "<w:r><w:t>Secretary</w:t><w:noBreakHyphen/><w:t>General</w:t><w:softHyphen/></w:r>",
        words("secret", "<w:vanish/>"),
    )

    assert texts_of(body) == ["coop n Secretary-General"]


def test_the_masthead_is_front_matter_and_a_later_table_is_a_table():
    def table(*rows: tuple[str, ...]) -> str:
        cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
        return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"

    blocks = blocks_of(
        table(("United Nations", "A/RES/58/140"))
        + paragraph("The General Assembly,")
        + table(("Country", "Share"), ("France", "6.1"))
        + table(("1.", "Requests the Secretary-General;"), ("(a)", "To report;"))
        + table(("A box",))
    )

    assert [(block.role, block.label, block.text) for block in blocks] == [
        ("front", "", "United Nations"),
        ("front", "", "A/RES/58/140"),
        ("", "", "The General Assembly,"),
        ("table", "", "Country | Share"),
        ("table", "", "France | 6.1"),
        ("", "1.", "Requests the Secretary-General;"),
        ("", "(a)", "To report;"),
        ("", "", "A box"),
    ]


def test_page_headers_stand_before_the_body_and_text_boxes_behind_their_paragraph():
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="header2Id"/>'
        '<w:headerReference w:type="first" r:id="header1Id"/><w:titlePg/></w:sectPr>'
    )
    box = f"<w:txbxContent>{paragraph('In a box')}</w:txbxContent>"
    drawing = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )

    blocks = blocks_of(
        paragraph("Body", drawing) + section, header1=paragraph("A/RES/58/140"), header2=paragraph("Page header")
    )

    assert [(block.role, block.text) for block in blocks] == [
        ("front", "A/RES/58/140"),
        ("furniture", "Page header"),
        ("", "Body"),
        ("", "In a box"),
    ]


def test_content_controls_and_links_are_read_through():
    body = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('Controlled')}</w:sdtContent></w:sdt>" + paragraph(
        f"<w:hyperlink r:id='x'>{words('Linked')}</w:hyperlink>"
    )

    assert texts_of(body) == ["Controlled", "Linked"]


def test_a_line_break_ends_a_paragraph_only_behind_the_end_of_a_sentence():
    line_break = "<w:r><w:br/></w:r>"

    body = paragraph("Strengthening of", line_break, "the system") + paragraph("First;", line_break, "second.")

    assert texts_of(body) == ["Strengthening of the system", "First;", "second."]


PLAIN = word_file(paragraph("The General Assembly,"))


def with_entry(name: str, content: bytes = b"x") -> bytes:
    return word_file(paragraph("Words"), extra={name: content})


def lying_about_size(content: bytes) -> bytes:
    """Return the archive with the size of its document understated in both headers."""
    local, central = content.find(b"word/document.xml") - 30, content.rfind(b"word/document.xml") - 46
    changed = bytearray(content)
    struct.pack_into("<I", changed, local + 22, 10)
    struct.pack_into("<I", changed, central + 24, 10)
    return bytes(changed)


def overlapping(content: bytes) -> bytes:
    """Return the archive with all its entries pointing at the first one's bytes."""
    changed = bytearray(content)
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<I", changed, at + 42, 0)
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


def encrypted(content: bytes) -> bytes:
    changed = bytearray(content)
    at = content.find(b"PK\x01\x02")
    changed[at + 8] |= 1
    return bytes(changed)


DECLARED = (
    b'<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">&b;</w:document>'
)
NESTED = (
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    + b"<w:sdt>" * 60_000
    + b"</w:sdt>" * 60_000
    + b"</w:body></w:document>"
)


@pytest.mark.parametrize(
    ("content", "words_of_the_refusal"),
    [
        (with_entry("word/vbaProject.bin"), "contains macros"),
        (
            word_file("", main_type="application/vnd.ms-word.document.macroEnabled.main+xml"),
            "contains macros",
        ),
        (with_entry("../../etc/passwd"), "forged name"),
        (with_entry("/etc/passwd"), "forged name"),
        (with_entry("word/bomb.bin", bytes(40 * 2**20)), "READING_RATIO"),
        (zipped({f"{number}.xml": b"" for number in range(2_500)}), "READING_ENTRIES"),
        (lying_about_size(PLAIN), "damaged"),
        (overlapping(PLAIN), "overlap"),
        (encrypted(PLAIN), "password protected"),
        (with_entry("word/document.xml", DECLARED), "document type"),
        (with_entry("word/document.xml", DECLARED.decode().encode("utf-16")), "document type"),
        (with_entry("word/document.xml", b'<?xml version="1.0" encoding="UTF-7"?><a/>'), "document type"),
        (with_entry("word/document.xml", NESTED), "READING_XML_DEPTH"),
        (zipped({"hello.txt": b"hello"}), "no Word file"),
        (zipped({"word/document.xml": b"<broken"}), "no Word file"),
        (with_entry("word/document.xml", b"<broken"), "damaged"),
        (PLAIN[:-30], "damaged"),
        (b"PK\x03\x04", "damaged"),
        (word_file(paragraph("")), "no words"),
        (word_file(paragraph("Words") + '<w:altChunk r:id="x"/>'), "another file"),
    ],
)
def test_a_dangerous_or_damaged_file_is_refused_with_the_reason(content: bytes, words_of_the_refusal: str):
    tracemalloc.start()

    with pytest.raises(UnreadableError, match=words_of_the_refusal):
        read_docx(content)

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 32 * 2**20


def test_a_remote_template_is_never_followed():
    relationships = (
        b"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='r1' "
        b"Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate' "
        b"Target='http://192.0.2.1/template.dotm' TargetMode='External'/></Relationships>"
    )
    content = word_file(paragraph("Words"), extra={"word/_rels/settings.xml.rels": relationships})

    assert [block.text for block in read_docx(content).blocks] == ["Words"]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of resolutions is not at ../shared/corpus")
def test_the_words_of_the_corpus_are_blocks_of_their_own():
    missed = []
    for path in sorted((CORPUS / "docx").glob("*.docx"))[::15]:
        truth = json.loads((CORPUS / "truth" / f"{path.stem}.json").read_text())
        blocks = read_docx(path.read_bytes()).blocks

        known = {"".join(block.text.split()) for block in blocks}
        wanted = [entry["text"] for entry in truth["operative"] + truth["footnotes"]] + truth["preambular"]
        missed += [text for text in wanted if "".join(text.split()) not in known and "(a)" not in text[:4]]

    assert missed == []
