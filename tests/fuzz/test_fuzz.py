"""Damaged documents do no harm: those found to once, and a handful anew (FUZZ_SECONDS for more)."""

import itertools
import os
import time
from pathlib import Path

import pytest

from tests.fuzz.hunting import FINDINGS, damaged, harm_of, keep
from tests.fuzz.wording import harm_of_words, reworded
from tracker.reading.sandbox import Pool

SEED = 20260501
SECONDS = float(os.environ.get("FUZZ_SECONDS", "10"))
SHORT = 150


@pytest.fixture(scope="module")
def pool():
    with Pool(size=1) as pool:
        yield pool


@pytest.mark.parametrize("path", sorted(FINDINGS.glob("*.*")), ids=lambda path: path.name)
def test_u6_a_document_that_once_did_harm_does_none(path: Path, pool: Pool):
    assert harm_of(pool, path.read_bytes(), path.name) == ""


def test_u6_damaged_documents_are_read_or_refused_with_a_reason(pool: Pool):
    until = time.monotonic() + SECONDS
    count = SHORT if "FUZZ_SECONDS" not in os.environ else None

    harms = [
        (str(keep(content, name)), harm)
        for name, content in itertools.islice(
            itertools.takewhile(lambda _: time.monotonic() < until, damaged(SEED)), count
        )
        if (harm := harm_of(pool, content, name))
    ]

    assert harms == []


def test_u6_resolutions_of_damaged_words_are_judged():
    harms = [
        harm for _, resolution in itertools.islice(reworded(SEED), 2 * SHORT) if (harm := harm_of_words(resolution))
    ]

    assert harms == []
