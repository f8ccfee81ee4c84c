"""Old Word files: the signs within the text, and refusals."""

import pytest

from tests.reading.old_word_file import container, word_97
from tracker.reading.formats.doc import read_doc
from tracker.reading.reader import read_document
from tracker.reading.records import NoteMark, UnreadableError


def test_paragraphs_typed_numbers_and_breaks_are_read():
    source = read_doc(
        word_97("\tThe General Assembly,\r1.\tRequests\x0bthe Secretary\x1eGeneral;\x0b(a)\tTo report.\x0cEnd\r")
    )

    assert [(block.label, block.text) for block in source.blocks] == [
        ("", "The General Assembly,"),
        ("1.", "Requests the Secretary-General;"),
        ("(a)", "To report."),
        ("", "End"),
    ]


def test_notes_are_marks_in_the_text_and_blocks_behind_it():
    body = "resolution 57/173,\x02 and\x02 so on\r"
    notes = "\x02 A/58/222.\r\x02\tIbid.\rSecond line.\r"

    text, *found = read_doc(word_97(body, notes)).blocks

    assert (text.text, text.marks) == ("resolution 57/173, and so on", (NoteMark("1", 18), NoteMark("2", 22)))
    assert [(note.role, note.label, note.text) for note in found] == [
        ("note", "1", "A/58/222."),
        ("note", "2", "Ibid. Second line."),
    ]


def test_of_a_field_only_the_result_is_read_and_headers_are_furniture():
    body = 'See \x13 HYPERLINK "http://x.example" \x14A/58/222\x15, page \x13 PAGE \x1417\x15.\r'

    header, text = read_doc(word_97(body, headers="A/RES/58/140\r")).blocks

    assert (header.role, header.text) == ("furniture", "A/RES/58/140")
    assert text.text == "See A/58/222, page ."


def test_a_table_is_masthead_before_the_text_and_a_table_within_it():
    body = "United Nations\x07A/RES/58/140\x07\x07The Assembly,\rState\x07Share\x07\x07France\x076.1\x07\x07After\r"

    assert [(block.role, block.text) for block in read_doc(word_97(body)).blocks] == [
        ("front", "United Nations"),
        ("front", "A/RES/58/140"),
        ("", "The Assembly,"),
        ("table", "State | Share"),
        ("table", "France | 6.1"),
        ("", "After"),
    ]


GOOD = word_97("The General Assembly,\r")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (word_97("secret\r", flags=0x0300), "password protected"),
        (container({"EncryptedPackage": b"x"}), "password protected"),
        (container({"Workbook": b"x"}), "no Word file"),
        (GOOD[:3000], "damaged"),
        (GOOD[:512], "damaged"),
        (GOOD[:8], "damaged"),
        (container({"WordDocument": b"", "0Table": b""}), "damaged"),
        (word_97("\r"), "no words"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(content, reason):
    with pytest.raises(UnreadableError, match=reason):
        read_doc(content)


def test_an_old_word_file_is_known_by_its_first_bytes():
    text = (
        "\tThe General Assembly,\r\tRecalling its resolution 57/173,\r\t1.\tRequests the Secretary-General to report.\r"
    )

    reading = read_document(word_97(text), "file.pdf", structure_only=True)

    assert reading.format == "doc"
    assert [provision.path for provision in reading.resolutions[0].operative] == [("1",)]
