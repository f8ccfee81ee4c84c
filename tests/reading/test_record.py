"""The record: the JSON shape of a resolution, and back."""

from pathlib import Path

from tracker.reading.formats import akn, text
from tracker.reading.record import from_json, to_json
from tracker.reading.records import Directive, Found, Judgement, Provision, Resolution
from tracker.reading.structure import read_structure

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "resolutions"


def test_a_record_comes_back_as_it_went():
    for source in (
        text.read((SAMPLES / "lettered.txt").read_bytes()),
        akn.read((SAMPLES / "flat.xml").read_bytes()),
    ):
        record = to_json(read_structure(source)[0][0], structure_only=True)

        assert to_json(from_json(record), structure_only=True) == record


def test_a_judged_provision_carries_its_directives_and_the_spans_of_their_words():
    judgement = Judgement(
        "directive", (Directive("request", "request", action="to go", verb_found=Found(0, 8)),), confidence=0.9
    )
    resolution = Resolution("A/RES/1/1", operative=(Provision(("1",), "Requests him to go.", judgement=judgement),))

    (entry,) = to_json(resolution)["operative"]
    (bare,) = to_json(resolution, structure_only=True)["operative"]

    assert (entry["kind"], entry["confidence"]) == ("directive", 0.9)
    assert entry["directives"][0]["spans"]["verb"] == [0, 8]
    assert "kind" not in bare
