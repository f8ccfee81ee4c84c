"""PDF files: lines, furniture, notes, paragraphs over pages, tables, scanned print and refusals."""

import json
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.reading.pdf_file import FIRST, LEFT, PITCH, TOP, Words, pdf_file, protected_file, scanned_file
from tracker.reading.formats.pdf import read_pdf
from tracker.reading.limits import Limits, limits_in_force, put_in_force
from tracker.reading.records import Block, NoteMark, Place, UnreadableError

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
SYMBOL = "A/RES/99/7"


def paragraph(
    *lines: str, top: float = TOP, first: float = FIRST, left: float = LEFT, size: float = 10.0
) -> list[Words]:
    """Return the lines of a paragraph as official documents set them: the first line stands in."""
    places = [first] + [left] * (len(lines) - 1)
    return [Words(line, x, top - row * PITCH, size) for row, (line, x) in enumerate(zip(lines, places, strict=True))]


def full_line(words: str) -> str:
    """Return words that reach the right edge of the column, so that the next line goes on with them."""
    filler = "and of the work that was done in the course of the year by all of those concerned with it "
    return (words + " " + filler)[:84].rstrip()


def head_and_foot(number: int, pages: int) -> list[Words]:
    return [
        Words(SYMBOL, 60, 733, 8.5, "bold"),
        Words("Work of the year", 480, 733, 8.5, "bold"),
        Words(f"{number}/{pages}", 60, 38, 8.5, "bold"),
        Words("24-01234", 520, 38, 7),
    ]


def letters_of(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def body_of(content: bytes) -> list[Block]:
    return [block for block in read_pdf(content).blocks if block.role not in ("note", "furniture", "front")]


def texts_of(content: bytes) -> list[str]:
    return [block.text for block in body_of(content)]


def test_a_paragraph_is_joined_over_lines_and_pages():
    start = full_line("1. Requests the report")
    content = pdf_file(
        [*paragraph(full_line("The whole text"), "of the paragraph;", top=160), *paragraph(start, top=124)],
        [*head_and_foot(2, 2), *paragraph("to be sent;", first=LEFT), *paragraph("2. Decides to go on.", top=691)],
    )

    texts = texts_of(content)

    assert texts == [f"{full_line('The whole text')} of the paragraph;", f"{start} to be sent;", "2. Decides to go on."]


def test_an_item_that_begins_a_page_is_not_joined_to_the_full_line_before_it():
    first = full_line("(a) One thing")
    content = pdf_file(paragraph(first, top=124), paragraph("(b) Another;"))

    assert texts_of(content) == [first, "(b) Another;"]


@pytest.mark.parametrize(
    ("upper", "lower", "joined"),
    [
        ("the Secretary-", "General of the", "the Secretary-General of the"),
        ("in the years 2016\x96", "2030 and on", "in the years 2016–2030 and on"),
        ("with burden-", "and responsibility-sharing", "with burden- and responsibility-sharing"),
        ("the house \x96", "and the yard", "the house – and the yard"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_holds_the_word_together(upper: str, lower: str, joined: str):
    filler = full_line("So that the column has its edge")
    words = paragraph(filler, upper.encode("latin-1").decode("cp1252"), lower)

    assert texts_of(pdf_file(words)) == [f"{filler} {joined}"]


def test_raised_figures_become_marks_and_words_part_around_them():
    line = [
        Words("Recalling", FIRST, TOP, font="italic"),
        Words("its resolutions of 2011", 190, TOP),
        Words("12", 283, TOP + 3.5, 6.5),
        Words("and 2012,", 290.5, TOP),
    ]

    (block,) = body_of(pdf_file(line + paragraph("1. More of the text of the body.", top=TOP - 18)))[:1]

    assert block.text == "Recalling its resolutions of 2011 and 2012,"
    assert block.marks == (NoteMark("12", len("Recalling its resolutions of 2011")),)
    assert [block.text[start:end] for start, end in block.emphasis] == ["Recalling"]


def test_an_exponent_is_no_mark():
    line = [Words("some 120 km", FIRST, TOP), Words("2", 196.5, TOP + 3.5, 6.5), Words("of land", 203, TOP)]

    assert texts_of(pdf_file(line)) == ["some 120 km2 of land"]


def test_notes_stand_behind_the_text_and_go_over_the_page():
    rule = Words("__________________", 99, 100, 8, "bold")
    first = [
        *paragraph(full_line("1. Requests the report")),
        rule,
        Words("1", 117, 93, 5.5),
        Words("A/99/1.", 123, 90, 8.5),
        Words("2", 117, 83, 5.5),
        Words("See the records of the", 123, 80, 8.5),
    ]
    second = [*paragraph("to be sent.", first=LEFT), Words("Assembly.", 123, 80, 8.5), Words("_" * 18, 99, 100, 8)]

    source = read_pdf(pdf_file(first, second))

    assert [block.text for block in source.blocks if not block.role] == [
        f"{full_line('1. Requests the report')} to be sent."
    ]
    notes = [(block.label, block.text) for block in source.blocks if block.role == "note"]
    assert notes == [("1", "A/99/1."), ("2", "See the records of the Assembly.")]


def test_heads_and_feet_are_furniture_but_a_body_line_up_there_is_not():
    pages = [
        [*head_and_foot(number, 3), *paragraph(f"{number}. Decides what stands on page {number};", top=TOP)]
        for number in (1, 2, 3)
    ]
    pages[2].append(Words("A last line that stands very low on its page.", LEFT, 45))

    source = read_pdf(pdf_file(*pages))

    furniture = {block.text for block in source.blocks if block.role == "furniture"}
    assert furniture >= {SYMBOL, "Work of the year", "24-01234", "2/3"}
    assert "A last line that stands very low on its page." in [block.text for block in source.blocks if not block.role]


def test_the_first_page_gives_front_matter_title_and_what_closes_the_text():
    content = pdf_file(
        [
            Words("United Nations", LEFT, 734, 14),
            Words(SYMBOL, 480, 734),
            Words("99/7.", 85, 560, 12, "bold"),
            Words("Work of the year and of", LEFT, 560, 12, "bold"),
            Words("other years", LEFT, 546.5, 12, "bold"),
            *paragraph(full_line("1. Decides at last"), "to close;", top=500),
            Words("77th plenary meeting", 397, 450, font="italic"),
            Words("22 December 2044", 405, 438, font="italic"),
        ]
    )

    blocks = [(block.role, block.text) for block in read_pdf(content).blocks]

    assert blocks[:3] == [
        ("front", "United Nations"),
        ("front", SYMBOL),
        ("title", "99/7. Work of the year and of other years"),
    ]
    assert blocks[-2:] == [("closing", "77th plenary meeting"), ("closing", "22 December 2044")]


def test_a_note_to_the_symbol_is_no_note_of_the_text():
    content = pdf_file(
        [
            Words(f"{SYMBOL}*", 480, 734),
            Words("99/7. Work of the year", 85, 560, 12, "bold"),
            *paragraph("1. Decides to go on.", top=500),
            Words("_" * 18, 99, 100, 8),
            Words("* Reissued for technical reasons on 5 January 2045.", 117, 88, 8.5),
        ]
    )

    roles = {block.role for block in read_pdf(content).blocks if "Reissued" in block.text}

    assert roles == {"furniture"}


def test_columns_make_a_table_row_by_row():
    rows = [
        Words(text, x, TOP - 40 - 14 * row, 8.5)
        for row, cells in enumerate((("Post", "Grade"), ("Clerk", "G-5"), ("Officer", "P-3")))
        for text, x in zip(cells, (LEFT, 300), strict=True)
    ]

    blocks = body_of(pdf_file(paragraph(full_line("1. Approves the posts"), "in the table below:") + rows))

    assert [block.text for block in blocks if block.role == "table"] == ["Post | Grade", "Clerk | G-5", "Officer | P-3"]


def test_rough_sizes_and_crooked_lines_of_a_scanned_page_do_not_break_a_paragraph():
    sizes = [9.0, 10.5, 9.5, 11.0, 10.0, 8.5, 9.0, 10.5]
    lines = [
        Words(full_line("Stressing that"), LEFT + row % 3, TOP - 12 * row + row % 2, size)
        for row, size in enumerate(sizes)
    ]

    assert len(texts_of(pdf_file(lines))) == 1


def test_a_page_laid_across_reads_like_any_other():
    words = [Words("1. Decides that", 100, 150, turned=True), Words("it is so;", 100, 222, turned=True)]

    for rotate in (0, 90):
        (block,) = body_of(pdf_file(words, rotate=rotate))
        assert (block.text, block.place) == ("1. Decides that it is so;", Place(1, 1))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7\nnothing of a file", "is damaged"),
        (protected_file(), "is password protected"),
        (scanned_file(3), "no text layer: 3 of 3 pages are images"),
        (pdf_file([]), "no text on any of its 1 pages"),
        (pdf_file(paragraph("A text."), paragraph("Cut off."))[:-300], "is damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(content: bytes, words: str):
    with pytest.raises(UnreadableError, match=words):
        read_pdf(content)


def test_a_file_of_too_many_pages_is_refused_by_the_limit_in_force():
    before = limits_in_force()
    put_in_force(Limits(pages=2))
    try:
        with pytest.raises(UnreadableError, match=r"3 pages; at most 2 are read \(setting READING_PAGES\)"):
            read_pdf(pdf_file(*[paragraph("A page.")] * 3))
    finally:
        put_in_force(before)


def test_no_broken_file_ends_otherwise_than_in_blocks_or_words():
    content = pdf_file(*[[*head_and_foot(1, 2), *paragraph("1. Decides;")]] * 2)

    for place in range(0, len(content), 37):
        broken = content[:place] + bytes([content[place] ^ 0x15]) + content[place + 1 :]
        with suppress(UnreadableError):
            assert read_pdf(broken).format == "pdf"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of official resolutions is not at ../shared/corpus")
def test_official_files_give_every_paragraph_and_note_within_a_moment():
    began = time.process_time()
    for path in sorted((CORPUS / "pdf").glob("*.pdf"))[::40]:
        truth = json.loads((CORPUS / "truth" / f"{path.stem}.json").read_text(encoding="utf-8"))
        blocks = read_pdf(path.read_bytes()).blocks
        texts = letters_of(" ".join(block.text for block in blocks))

        expected = truth["preambular"] + [note["text"] for note in truth["footnotes"]]
        assert [text for text in expected if letters_of(text) not in texts] == []
    assert time.process_time() - began < 10
