"""AKN4UN XML: roles, labels, notes, what the metadata state, and what is refused."""

from pathlib import Path

import pytest

from tracker.reading.formats import akn
from tracker.reading.records import UnreadableError

SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "resolutions" / "flat.xml"


def test_a_paragraph_keeps_label_italics_and_note_marks_apart():
    source = akn.read(SAMPLE.read_bytes())

    block = next(block for block in source.blocks if block.label == "1.")

    assert block.text == "Takes note of the report;"
    assert (block.role, block.emphasis) == ("operative", ((0, 10),))
    assert [(mark.marker, mark.offset) for mark in block.marks] == [("2", 25)]
    assert [(note.label, note.text) for note in source.blocks if note.role == "note"] == [
        ("1", "See A/75/2."),
        ("2", "A/76/3."),
    ]


def test_a_number_without_words_goes_before_its_first_point():
    labels = [block.label for block in akn.read(SAMPLE.read_bytes()).blocks if block.role == "operative"]

    assert labels == ["1.", "2. (a)", "(i)", "(ii)", "(b)", ""]


def test_what_the_metadata_state_is_handed_on():
    source = akn.read(SAMPLE.read_bytes())

    assert source.language == "en"
    assert source.stated == {
        "symbol": "A/RES/76/902",
        "publication_date": "2021-12-20",
        "session": "76",
        "agenda": "Agenda item 71 (b)",
        "agenda_titles": "Oceans",
        "originating": "A/76/L.9",
        "title_tagged": "Buoys",
        "enacting_formula": "The General Assembly,",
        "met": "49th plenary meeting",
        "adopted": "2021-12-09",
    }


DOCTYPE = "<?xml version='1.0' encoding='utf-16'?>\n<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>\n<a>&b;</a>"


@pytest.mark.parametrize(
    ("content", "reason", "place"),
    [
        (b"", "empty", ""),
        (b"<html/>", "not Akoma Ntoso", ""),
        (b"<akomaNtoso><p>cut off", "broken", "line 1"),
        (b"<akomaNtoso>" + b"<p>" * 50_000, "nested too deep", ""),
        (DOCTYPE.replace("utf-16", "utf-8").encode(), "DOCTYPE", "line 2"),
        (DOCTYPE.encode("utf-16"), "DOCTYPE", "line 2"),
        (b"<?xml version='1.0' encoding='utf-7'?>+ADwAIQ-DOCTYPE a+AD4-<a/>", "DOCTYPE", ""),
    ],
)
def test_broken_and_unsafe_xml_is_refused_in_words(content, reason, place):
    with pytest.raises(UnreadableError, match=reason) as refused:
        akn.read(content)

    assert refused.value.place == place
