"""Web pages: list numbers, notes, tables, what is left out, and pages made to hurt."""

import pytest

from tracker.reading.formats.html import read_html
from tracker.reading.reader import read_document
from tracker.reading.records import Block, NoteMark, UnreadableError


def blocks_of(page: str) -> tuple[Block, ...]:
    return read_html(page.encode()).blocks


def labelled(page: str) -> list[tuple[str, str]]:
    return [(block.label, block.text) for block in blocks_of(page)]


def test_lists_are_numbered_as_the_page_shows_them():
    page = """<ol><li>Requests:<ol type="a"><li>One;</li><li><p>Two;</p><p>and more</p></li></ol></li>
    <li value="5">Five</li></ol><ol start="3" style="list-style-type: upper-roman"><li>Three</li></ol>
    <ul><li>Dot</li></ul><ol><li>(a) Typed</li></ol>"""

    assert labelled(page) == [
        ("1.", "Requests:"),
        ("(a)", "One;"),
        ("(b)", "Two;"),
        ("", "and more"),
        ("5.", "Five"),
        ("III.", "Three"),
        ("•", "Dot"),
        ("", "(a) Typed"),
    ]


def test_the_number_that_a_word_processor_printed_is_the_label():
    page = """<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><![if !supportLists]>
    <span style='mso-list:Ignore'>7.<span>&nbsp;&nbsp; </span></span><![endif]>Requests</p>"""

    (block,) = blocks_of(page)

    assert (block.label, block.depth, block.text) == ("7.", 1, "Requests")


def test_raised_numbers_and_links_to_notes_are_marks_and_the_notes_are_notes():
    page = """<p>resolution 57/173<sup>4</sup> on 30 km<sup>2</sup><a href="#_ftn5">[5]</a></p>
    <p><sup>4</sup> A/58/222.</p><div id="ftn5"><p><a href="#_ftnref5">[5]</a> Ibid.</p></div>"""

    text, *notes = blocks_of(page)

    assert text.text == "resolution 57/173 on 30 km2"
    assert text.marks == (NoteMark("4", 17), NoteMark("5", 27))
    assert [(note.role, note.label, note.text) for note in notes] == [
        ("note", "4", "A/58/222."),
        ("note", "5", "Ibid."),
    ]


def test_italics_headings_and_furniture_are_known_and_scripts_left_out():
    page = """<html lang="fr"><head><title>Page</title><style>p {}</style></head><body><nav>Home</nav><h2>I. Part</h2>
    <p><em>Requests</em> the <span style="font-style: italic">State</span><script>alert(1)</script></p>
    <p hidden>no</p><p style="display:none">no</p></body></html>"""

    source = read_html(page.encode())

    assert source.language == "fr"
    assert [(block.role, block.text) for block in source.blocks] == [
        ("furniture", "Home"),
        ("heading", "I. Part"),
        ("", "Requests the State"),
    ]
    assert source.blocks[2].emphasis == ((0, 8), (13, 18))


def test_tables_are_masthead_layout_or_data():
    page = """<table><tr><td>United Nations</td><td>A/RES/58/140</td></tr></table><p>The General Assembly,</p>
    <table><tr><th>State</th><th>Share</th></tr><tr><td><p>France</p></td><td>6.1</td></tr></table>
    <table><tr><td>(a)</td><td>To report;</td></tr></table><table><tr><td>Alone</td></tr></table>"""

    assert [(block.role, block.label, block.text) for block in blocks_of(page)] == [
        ("front", "", "United Nations"),
        ("front", "", "A/RES/58/140"),
        ("", "", "The General Assembly,"),
        ("table", "", "State | Share"),
        ("table", "", "France | 6.1"),
        ("", "(a)", "To report;"),
        ("", "", "Alone"),
    ]


def test_line_breaks_and_preformatted_text_end_paragraphs_where_a_reader_sees_an_end():
    page = "<p>Strengthening<br>of it;<br>second<br><br>third</p><pre>one\ntwo\n\nthree</pre>"

    assert [text for _, text in labelled(page)] == ["Strengthening of it;", "second", "third", "one two", "three"]


@pytest.mark.parametrize(
    "content",
    [
        "<p>Décide</p>".encode(),
        "<meta charset='iso-8859-1'><p>Décide</p>".encode("iso-8859-1"),
        "<p>Décide</p>".encode("windows-1252"),
        "<p>Décide</p>".encode("utf-16"),
        b"<meta charset='no-such-thing'><p>D\xe9cide</p>",
    ],
)
def test_the_encoding_is_found(content):
    assert [block.text for block in read_html(content).blocks] == ["Décide"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<div>" * 100_000 + b"deep", "READING_XML_DEPTH"),
        (b"<script>only</script>", "no words"),
        (b"", "no words"),
    ],
)
def test_a_page_that_cannot_be_read_is_refused_with_the_reason(content, reason):
    with pytest.raises(UnreadableError, match=reason):
        read_html(content)


def test_entities_of_a_pages_own_are_never_resolved():
    blocks = read_html(b"<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><p>&x; here</p>").blocks

    assert blocks[-1].text == "&x; here"


def test_a_page_is_known_by_its_first_bytes():
    page = """<!DOCTYPE html><html><body><p>58/140. Strengthening</p><p><i>The General Assembly</i>,</p>
    <p><i>Recalling</i> its resolution 57/173,</p><ol><li><i>Requests</i> the Secretary-General to report;</li></ol>"""

    reading = read_document(page.encode(), "page.txt", structure_only=True)

    assert reading.format == "html"
    assert [provision.path for provision in reading.resolutions[0].operative] == [("1",)]
