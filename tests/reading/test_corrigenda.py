"""Editions of a document: the reissued text, and the list of corrections with the text that it makes."""

from pathlib import Path

import pytest

from tracker.reading.corrigenda import corrected, rank, read_corrigendum
from tracker.reading.formats import text
from tracker.reading.reader import read_document

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "editions"


def read(name: str):
    return read_document((SAMPLES / f"{name}.txt").read_bytes(), name)


def test_a_reissued_text_says_so_and_the_remark_is_no_word_of_the_text():
    (found,) = read("reissued").resolutions

    assert (found.symbol, found.edition) == ("A/RES/78/390", "reissued 2024-01-05")
    assert found.remains == ()


def test_a_first_issue_has_no_edition():
    assert read("first").resolutions[0].edition == ""


def test_a_list_of_corrections_is_no_resolution_but_names_the_one_it_corrects():
    reading = read("corrigendum")

    assert (reading.resolutions, reading.remains) == ((), ())
    assert (reading.corrigendum.symbol, reading.corrigendum.edition) == ("A/RES/78/390", "Corr.1")
    assert [(one.at, one.old, one.new) for one in reading.corrigendum.corrections] == [
        ("pp1", "77/300", "77/301"),
        ("2", "its seventy-ninth session", "its eightieth session"),
        ("1", "larboard", "port"),
    ]


def test_corrections_change_the_words_they_name_and_what_does_not_fit_is_left_over():
    original = read("first").resolutions[0]

    fixed, left = corrected(original, read("corrigendum").corrigendum)

    assert fixed.preambular[0].text == "Recalling its resolution 77/301 of 7 December 2022,"
    assert fixed.operative[1].text.endswith("at its eightieth session.")
    assert fixed.operative[0].text == original.operative[0].text
    assert [one.old for one in left] == ["larboard"]
    assert fixed.edition == "Corr.1"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Operative paragraph 5 (a): for “X” read “Y”", ("5.a", "X", "Y")),
        ("Paragraph 5, third line: replace X with Y", ("5", "X", "Y")),
        ("Paragraph 12 (a) (ii): delete the words “as a whole”", ("12.a.ii", "as a whole", "")),
        ("Paragraph 3 should read: Decides to go on;", ("3", "", "Decides to go on;")),
        ("Title: for “boats” read “ships”", ("title", "boats", "ships")),
    ],
)
def test_each_usual_way_to_correct_is_understood(line, expected):
    lines = f"A/RES/78/390/Corr.2\nCorrigendum\n{line}"

    found = read_corrigendum(text.read_lines(lines).blocks)

    assert [(one.at, one.old, one.new) for one in found.corrections] == [expected]


def test_later_editions_rank_above_earlier_ones():
    editions = ["Corr.10", "reissued 2024-05-01", "", "Corr.2", "reissued 2024-01-05"]

    assert sorted(editions, key=rank) == ["", "reissued 2024-01-05", "reissued 2024-05-01", "Corr.2", "Corr.10"]
