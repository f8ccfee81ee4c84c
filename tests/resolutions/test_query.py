"""What is typed into a search is understood, or refused with what to change."""

import time
from contextlib import suppress

import pytest

from tracker.resolutions.search.query import Any, Every, QueryError, Term, understand


@pytest.mark.parametrize(
    ("typed", "root"),
    [
        ("report", Term("report")),
        ("report,", Term("report")),
        ("report*", Term("report", "prefix")),
        ("“within existing resources”", Term("within existing resources", "phrase")),
        ('"unclosed phrase', Term("unclosed phrase", "phrase")),
        ("drugs crime", Every((Term("drugs"), Term("crime")))),
        ("drugs AND crime", Every((Term("drugs"), Term("crime")))),
        ("drugs OR crime", Any((Term("drugs"), Term("crime")))),
        ("drugs and or crime", Every((Term("drugs"), Term("and"), Term("or"), Term("crime")))),
        ("report NOT drugs", Every((Term("report"),), (Term("drugs"),))),
        ("report -drugs", Every((Term("report"),), (Term("drugs"),))),
        ("report NOT NOT drugs", Every((Term("report"), Term("drugs")))),
        ("women OR girls war", Any((Term("women"), Every((Term("girls"), Term("war")))))),
        ("(women OR girls) war", Every((Any((Term("women"), Term("girls"))), Term("war")))),
        ("((women", Term("women")),
        ("women))", Term("women")),
        ("drugs AND", Term("drugs")),
        ("OR drugs", Term("drugs")),
        ("Secretary-General", Term("Secretary-General")),
        ("58/140", Term("A/RES/58/140", "symbol")),
        ("a/res/58/140 crime", Every((Term("A/RES/58/140", "symbol"), Term("crime")))),
        ("2666 (2022)", Term("S/RES/2666 (2022)", "symbol")),
        ("217 A (III)", Term("A/RES/217 A (III)", "symbol")),
        ("A/59/205", Term("A/59/205", "symbol")),
        ("24/7", Term("24/7")),
        ("and/or", Term("and/or")),
    ],
)
def test_words_are_understood(typed, root):
    assert understand(typed).root == root


def test_the_last_word_may_still_be_being_typed():
    assert understand("drug traff", is_typing=True).root == Every(
        (Term("drug"), Any((Term("traff"), Term("traff", "prefix"))))
    )


def test_chinese_is_told_from_other_words():
    assert understand("执行 决定").is_chinese
    assert not understand("execute décision выполнять").is_chinese


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Type words"),
        ("AND OR NOT", "no word to look for"),
        ("( ) - * “”", "no word to look for"),
        ("NOT drugs", "Say also what to find"),
        ("drugs OR NOT crime", "nearly everything"),
        ("word " * 40, "more than 32 words"),
        ("(" * 40 + "word", "too many brackets"),
        ("x" * 10_000, "longer than 500 characters"),
    ],
)
def test_what_is_no_search_is_refused_with_its_cure(typed, words):
    with pytest.raises(QueryError, match=words):
        understand(typed)


@pytest.mark.parametrize("piece", ["(", '"', "A/b", "1/", "NOT ", "(a ", "a-", "217 A (", "*", "“"])
def test_words_made_to_be_slow_are_answered_at_once(piece):
    begun = time.process_time()

    for length in (500, 100_000):
        with suppress(QueryError):
            understand((piece * length)[:length])

    assert time.process_time() - begun < 0.5
