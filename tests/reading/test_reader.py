"""The reader: the format from the bytes, the sample that ships with the program, the corpus where it is at hand."""

import json
from pathlib import Path

import pytest

import tracker.reading
from tracker.reading.reader import read_document
from tracker.reading.record import to_json
from tracker.reading.records import UnreadableError

SHIPPED = Path(tracker.reading.__file__).parent / "samples" / "A_RES_58_140.txt"
SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "resolutions"
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"


def test_the_sample_that_ships_is_read_whole():
    reading = read_document(SHIPPED.read_bytes(), "sample.txt")

    (resolution,) = reading.resolutions
    assert (reading.format, reading.language, reading.remains) == ("text", "en", ())
    assert (resolution.symbol, resolution.session) == ("A/RES/58/140", "58")
    assert (str(resolution.adoption_date), str(resolution.publication_date)) == ("2003-12-22", "2004-02-04")
    assert (resolution.agenda_items, resolution.meeting) == (("108",), "77th plenary meeting")
    assert (resolution.committee, resolution.originating_document) == ("Third Committee", "A/58/499")
    assert (len(resolution.preambular), len(resolution.operative), len(resolution.footnotes)) == (22, 24, 4)
    assert [citation.symbol for citation in resolution.operative[0].citations] == ["A/RES/57/173"]
    assert all(provision.judgement for provision in resolution.operative)


def test_the_format_is_told_from_the_bytes_not_the_name():
    assert read_document((SAMPLES / "flat.xml").read_bytes(), "letter.pdf", structure_only=True).format == "akn"
    assert read_document((SAMPLES / "lettered.txt").read_bytes(), "letter.xml", structure_only=True).format == "text"


@pytest.mark.parametrize("content", [b"", b"{\\rtf1 words}", b"<?xml version='1.0'?><a>", bytes(range(256)) * 9])
def test_what_cannot_be_read_is_refused(content):
    with pytest.raises(UnreadableError):
        read_document(content, "file")


# Ways of the corpus into its truth, a sample of each: a name's every path and text must come out.
GOAL = 0.98


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of official structures is not beside the project")
@pytest.mark.parametrize(("folder", "ending"), [("txt", "txt"), ("akn", "xml")])
def test_the_corpus_is_read_as_its_truth_says(folder, ending):
    names = sorted(path.stem for path in (CORPUS / "truth").glob("*.json"))[::15]

    right = sum(_agrees(CORPUS / folder / f"{name}.{ending}", CORPUS / "truth" / f"{name}.json") for name in names)

    assert right >= GOAL * len(names)


def _agrees(source: Path, truth: Path) -> bool:
    expected = json.loads(truth.read_text(encoding="utf-8"))
    resolutions = read_document(source.read_bytes(), source.name, structure_only=True).resolutions
    if len(resolutions) != 1:
        return False
    found = to_json(resolutions[0], structure_only=True)
    return found["symbol"] == expected["symbol"] and [
        (entry["part"], entry["path"]) for entry in found["operative"]
    ] == [(entry["part"], entry["path"]) for entry in expected["operative"]]
