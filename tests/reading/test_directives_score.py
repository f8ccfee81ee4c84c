"""The reading keeps the level that the specification asks for, on the provisions that people annotated."""

import pytest

from tests.reading.scoring import dev_files, scores

BARS = {
    "kind accuracy": 0.96,
    "actionable F1": 0.98,
    "verb F1": 0.95,
    "addressee F1": 0.92,
    "ask F1": 0.90,
    "deliverable F1": 0.87,
    "hard deadline F1": 0.94,
    "dated ask F1": 0.92,
    "conditional F1": 0.75,
    "perfect provisions": 0.75,
    "above the line": 0.5,
    "perfect above the line": 0.93,
}


@pytest.fixture(scope="module")
def dev(shared, tmp_path_factory):
    return scores(shared, "dev.jsonl", dev_files(shared), tmp_path_factory.mktemp("dev"))


@pytest.mark.parametrize("measure", BARS)
def test_the_annotated_provisions_are_read_to_the_level_asked_for(dev, measure):
    assert dev[measure] >= BARS[measure]


def test_the_first_example_is_read_without_a_mistake(shared, tmp_path):
    found = scores(shared, "seed.jsonl", [shared / "seed/A_RES_58_140.txt"], tmp_path)

    measures = {name: value for name, value in found.items() if name.endswith(("F1", "accuracy", "perfect provisions"))}
    assert set(measures.values()) == {1.0}
