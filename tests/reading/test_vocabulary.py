"""The word lists: every row is well-formed, in small letters where folded words are compared, and read by somebody."""

from pathlib import Path
from typing import get_args

import pytest

from tracker.reading import vocabulary
from tracker.reading.directives import clauses
from tracker.reading.records import Deliverable, Strength
from tracker.reading.vocabulary.tokens import fold

READING = Path(vocabulary.__file__).parents[1]


def test_every_verb_has_a_class_and_a_strength_that_fits_it():
    for row in vocabulary.rows_of("verbs.csv"):
        assert row["class"] in get_args(vocabulary.VerbClass)
        assert row["strength"] in get_args(Strength) or (row["strength"] == "" and row["class"] == "state")
        assert row["phrase"] == fold(row["phrase"])


def test_no_verb_stands_twice_in_one_language_and_class():
    rows = [(row["language"], row["phrase"]) for row in vocabulary.rows_of("verbs.csv") if row["language"] == "en"]

    assert len(rows) == len(set(rows))


def test_words_are_folded_and_stand_once_in_their_list():
    rows = [(row["list"], row["word"]) for row in vocabulary.rows_of("words.csv")]

    assert len(rows) == len(set(rows))
    assert all(word == fold(word) for _, word in rows)


def test_every_list_of_words_is_asked_for_by_the_code():
    code = "\n".join(path.read_text() for path in READING.rglob("*.py"))

    for name in {row["list"] for row in vocabulary.rows_of("words.csv")}:
        assert f'"{name}"' in code, name


def test_every_deliverable_sign_names_a_deliverable_and_a_verb_or_a_noun():
    for row in vocabulary.rows_of("deliverables.csv"):
        assert row["deliverable"] in get_args(Deliverable)
        assert row["verbs"] or row["nouns"]


def test_every_addressee_stands_once_in_its_language():
    rows = [(row["language"], row["name"]) for row in vocabulary.rows_of("addressees.csv")]

    assert len(rows) == len(set(rows))


@pytest.mark.parametrize(
    ("phrase", "base", "kind"),
    [
        ("reiterates its request to", "request", "ask"),
        ("renewing its call upon", "call upon", "ask"),
        ("reaffirms the appeal for", "appeal", "wish"),
        ("restates its demand", "demand", "wish"),
    ],
)
def test_what_is_asked_again_is_asked(phrase, base, kind):
    words = tuple(phrase.split())

    found = [verb for verb in vocabulary.load().verbs["en"][words[0]] if verb.words == words]

    assert [(verb.base, verb.kind) for verb in found] == [(base, kind)]


def test_a_phrase_is_sought_as_far_as_linking_words_can_part_it():
    # Seven words may be passed over before one more linking phrase is.
    longest = max(len(row["word"].split()) for row in vocabulary.rows_of("words.csv") if row["list"] == "filler")

    assert 1 + 7 + longest < clauses._REACH
