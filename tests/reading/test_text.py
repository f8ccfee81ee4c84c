"""Plain text: encodings, labels set apart by tabs, wrapped lines, what is refused."""

import pytest

from tracker.reading.formats import text
from tracker.reading.records import UnreadableError

SENTENCE = "\tThe Assembly’s “réunion”, in Côte d’Ivoire\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_the_encoding_is_told_from_the_bytes(encoding):
    blocks = text.read(SENTENCE.encode(encoding)).blocks

    assert [block.text for block in blocks] == [SENTENCE.strip()]


@pytest.mark.parametrize(
    ("line", "label", "words", "role"),
    [
        ("\t1.\tTakes note;", "1.", "Takes note;", ""),
        ("\t(aa)\tTo report;", "(aa)", "To report;", ""),
        ("\t•\tShips;", "•", "Ships;", ""),
        ("\t\tA heading", "", "A heading", "heading"),
        ("_______________", "", "_______________", "furniture"),
        ("[DU1]<<ODS JOB NO>>N0350298E<<ODS JOB NO>>", "", "N0350298E", "furniture"),
    ],
)
def test_a_line_is_taken_apart_by_its_tabs(line, label, words, role):
    (block,) = text.read_lines(line).blocks

    assert (block.label, block.text, block.role) == (label, words, role)


def test_lines_broken_by_hand_are_joined():
    pasted = "\n\n".join(
        f"     {number}. Requests the Secretary-General to report to the General Assembly at its\n"
        "sixtieth session on the progress made in the implementation of the present\nresolution;"
        for number in range(1, 8)
    )

    blocks = text.read_lines(pasted).blocks

    assert len(blocks) == 7
    assert blocks[0].text.endswith(
        "at its sixtieth session on the progress made in the implementation of the present resolution;"
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "empty"), (b" \n\t", "empty"), (bytes(range(256)) * 50, "binary"), (b"a\n" * 31_000, "more than 30,000")],
)
def test_what_is_no_text_is_refused_in_words(content, reason):
    with pytest.raises(UnreadableError, match=reason):
        text.read(content)
