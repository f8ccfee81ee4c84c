"""Paragraphs of two texts are paired, and a pair is told apart word by word, in bounded time."""

import random
import time

import pytest

from tracker.resolutions.likeness import ALIKE, align, diff, in_common, likeness, nearness

REPORT = (
    "Requests the Secretary-General to report to the Assembly at its fifty-eighth session on the work of the Office."
)
RENEWED = (
    "Requests the Secretary-General to report to the Assembly at its fifty-ninth session on the work of the Office."
)
OTHER = "Invites Member States to pay their contributions in full and on time."


def kinds(earlier: list[str], later: list[str]) -> list[tuple[str, int | None, int | None]]:
    return [(pair.kind, pair.earlier, pair.later) for pair in align(earlier, later)]


def test_paragraphs_are_same_changed_new_or_dropped():
    earlier = [OTHER, REPORT, "Takes note of the statement of the Chair."]
    later = ["Decides to remain seized of the matter.", RENEWED, OTHER]

    assert kinds(earlier, later) == [
        ("new", None, 0),
        ("changed", 1, 1),
        ("dropped", 2, None),
        ("same", 0, 2),
    ]


def test_each_paragraph_has_one_partner_the_most_alike():
    assert kinds([REPORT], [RENEWED, REPORT]) == [("new", None, 0), ("same", 0, 1)]


def test_case_and_punctuation_make_no_difference():
    assert likeness("Decides, again, to meet;", "decides again to meet.") == 1


def test_other_words_are_not_alike():
    assert likeness(REPORT, OTHER) < ALIKE


@pytest.mark.parametrize(
    ("earlier", "later", "pieces"),
    [
        ("to pay", "to pay", [("same", "to pay")]),
        ("in 2003", "in 2004", [("same", "in "), ("removed", "2003"), ("added", "2004")]),
        ("", "new", [("added", "new")]),
        ("a <b>", "a <i>", [("same", "a <"), ("removed", "b"), ("added", "i"), ("same", ">")]),
    ],
)
def test_a_diff_is_of_whole_words(earlier, later, pieces):
    assert [(piece.kind, piece.words) for piece in diff(earlier, later)] == pieces


def test_the_pieces_of_a_diff_give_both_texts_back():
    pieces = diff(REPORT, RENEWED)

    assert "".join(piece.words for piece in pieces if piece.kind != "added") == REPORT
    assert "".join(piece.words for piece in pieces if piece.kind != "removed") == RENEWED


def test_two_texts_of_500_paragraphs_are_compared_in_bounded_time():
    chance = random.Random(1)
    words = [f"word{number}" for number in range(2000)]
    earlier = [" ".join(chance.choices(words, k=80)) for _ in range(500)]
    later = [" ".join(word if chance.random() > 0.1 else "other" for word in text.split()) for text in earlier]
    chance.shuffle(later)
    begun = time.process_time()

    pairs = align(earlier, later)
    for pair in pairs:
        diff(earlier[pair.earlier], later[pair.later])

    assert all(pair.kind == "changed" for pair in pairs)
    assert time.process_time() - begun < 10


def test_a_pair_without_anything_in_common_is_given_up_on_in_time():
    begun = time.process_time()

    diff("a b c d " * 50_000, "d c b a " * 50_000)

    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("first", "second", "common"),
    [
        (
            "To report on crime in the States.",
            "States report crime.",
            (["report", "crime", "States"], ["States report crime"]),
        ),
        ("of the and to", "to and the of", ([], [])),
        ("drug control", "a drug, CONTROL!", (["drug control"], ["drug, CONTROL"])),
        ("a drug", "a drug", ([], [])),
        ("", "report", ([], [])),
    ],
)
def test_words_in_common_are_runs_that_say_something(first, second, common):
    here, there = in_common(first, second)

    assert ([first[start:end] for start, end in here], [second[start:end] for start, end in there]) == common


def test_nearness_is_of_the_words_in_whatever_order_and_of_a_part():
    turned = f"At its fifty-eighth session, {REPORT.replace(' at its fifty-eighth session', '')}"

    assert nearness(REPORT, turned) == 1
    assert nearness(REPORT, f"{REPORT} {OTHER}") > likeness(REPORT, f"{REPORT} {OTHER}")
    assert nearness(REPORT, OTHER) < 0.65
    assert nearness("", OTHER) == 0
