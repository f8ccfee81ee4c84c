"""The structure stage: parts, sections, paths, notes, annexes, other organs and kinds, several in a file, junk."""

import time
from pathlib import Path

import pytest

from tracker.reading.formats import akn, text
from tracker.reading.records import Block, Place, Resolution, Source
from tracker.reading.structure import read_structure
from tracker.reading.structure.vocabulary import LISTS

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "resolutions"


def only(source: Source) -> Resolution:
    (resolution,), remains = read_structure(source)
    assert remains == ()
    return resolution


def addresses(resolution: Resolution) -> list[str]:
    return [provision.address for provision in resolution.operative]


def test_a_lettered_resolution_has_parts_sections_and_an_annex():
    resolution = only(text.read((SAMPLES / "lettered.txt").read_bytes()))

    assert resolution.title == "Questions relating to harbours"
    assert resolution.committee == "Fourth Committee"
    assert resolution.originating_document == "A/76/900, para. 8"
    assert [(part.part, part.title, part.meeting) for part in resolution.parts] == [
        ("A", "Lights in the service of ships", "49th plenary meeting"),
        ("B", "Policies of harbours", "49th plenary meeting"),
    ]
    assert addresses(resolution) == [
        "A/", "A/.a", "A/.b", "A/.b.i", "A/.b.ii", "A/.c", "B/I/1", "B/I/2", "B/I/2.-1", "B/I/2.-2", "B/I/3",
    ]  # fmt: skip
    assert [provision.heading for provision in resolution.operative[-2:]] == ["Introduction", "Dredging"]
    assert resolution.operative[4].chapeau == "To provide, in particular:"
    assert resolution.annexes == ("Annex I Table of the tides",)


def test_note_markers_are_taken_out_of_the_words():
    resolution = only(text.read((SAMPLES / "lettered.txt").read_bytes()))

    assert [note.text for note in resolution.footnotes] == ["A/75/1.", "Resolution 70/1.", "A/76/2/Add.1."]
    assert [paragraph.text for paragraph in resolution.preambular] == [
        "Recalling its resolution 75/901 A,",
        "Aware of the tides,",
    ]
    assert [mark.marker for mark in resolution.operative[6].marks] == ["3"]


def test_a_council_resolution_with_its_header_first():
    resolution = only(text.read((SAMPLES / "council_header_first.txt").read_bytes()))

    assert (resolution.symbol, resolution.title) == ("S/RES/9901 (2022)", "Resolution 9901 (2022)")
    assert resolution.session is None
    assert (resolution.meeting, str(resolution.adoption_date)) == ("8990th meeting", "2022-03-03")
    assert [(provision.path, provision.heading) for provision in resolution.operative] == [
        (("1",), None),
        (("2",), "Reporting"),
        (("3",), "Reporting"),
    ]


def test_xml_and_text_take_the_same_way():
    resolution = only(akn.read((SAMPLES / "flat.xml").read_bytes()))

    assert addresses(resolution) == ["1", "2.a", "2.a.i", "2.a.ii", "2.b", "3"]
    assert [provision.verb for provision in resolution.operative] == [
        "Takes note", "Requests", None, None, None, "Decides",
    ]  # fmt: skip
    assert resolution.agenda_items == ("71 (b)",)
    assert (resolution.title, resolution.meeting) == ("Buoys", "49th plenary meeting")


# The rules of the record, as rows of labels and words (":" opens, "" runs on); each row's paths follow.
PATHS = {
    "a letter between h and j": (
        "1. (a) (b) (c) (d) (e) (f) (g) (h) (i) (j)",
        "1 1.a 1.b 1.c 1.d 1.e 1.f 1.g 1.h 1.i 1.j",
    ),
    "a roman numeral below h": (
        "1. (a) (b) (c) (d) (e) (f) (g) (h): (i) (ii)",
        "1 1.a 1.b 1.c 1.d 1.e 1.f 1.g 1.h 1.h.i 1.h.ii",
    ),
    "letters that run on from one roman number to the next": (
        "1. (i): (a) (b) (ii): (c) 2.",
        "1 1.i 1.i.a 1.i.b 1.ii 1.ii.c 2",
    ),
    "numbers quoted inside a paragraph": ("1. 2.: 1. 2. 3. 3.", "1 2 2.1 2.2 2.3 3"),
    "numbers that jump stand as they are": ("1. 2. 5. 6.", "1 2 5 6"),
    "doubled letters go on after z": ("1. (y) (z) (aa) (bb)", "1 1.y 1.z 1.aa 1.bb"),
    "bullets and dashes are counted": ("1.: • •: – – • 2.", "1 1.-1 1.-2 1.-2.-1 1.-2.-2 1.-3 2"),
    "closing words belong to the number": ("1.: (a) (b) _ 2.", "1 1.a 1.b 1 2"),
    "an unfinished sub-paragraph goes on": ("1.: (a)... _ (b) 2.", "1 1.a 1.a 1.b 2"),
    "a chapeau may be missing": ("1.(a) (b) 2.", "1.a 1.b 2"),
}


@pytest.mark.parametrize("name", PATHS)
def test_the_level_of_a_label_follows_from_its_neighbours(name):
    labels, expected = PATHS[name]
    endings = {":": " to do:", ".": " to do"}
    blocks = [Block("The General Assembly,", Place(1)), Block("Recalling its resolution,", Place(2))]
    for line, label in enumerate(labels.split(), start=3):
        ending = endings[":"] if label.endswith(":") else endings["."] if label.endswith("...") else " to do;"
        printed = label.removesuffix(":").removesuffix("...") if label != "_" else ""
        blocks.append(Block(f"decides{ending}", Place(line), printed, "operative"))

    resolution = only(Source("made up", (*blocks,)))

    assert " ".join(addresses(resolution)) == expected


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["1 -", "(أ)", "(ب)", "2 -"], "1 1.a 1.b 2"),
        (["1 -", "’1‘", "’2‘", "2 -"], "1 1.i 1.ii 2"),
        (["1.", "㈠", "㈡", "（三）", "2."], "1 1.i 1.ii 1.iii 2"),
        (["1.", "a)", "b)", "i)", "ii)", "2."], "1 1.a 1.b 1.b.i 1.b.ii 2"),
        (["1.", "а)", "б)", "в)", "2."], "1 1.a 1.b 1.c 2"),
    ],
)
def test_labels_of_every_script_are_latin_letters_by_their_place(labels, expected):
    blocks = [Block("A/RES/76/903", Place(1), role="front")]
    blocks += [Block("…：", Place(line), label, "operative") for line, label in enumerate(labels, start=2)]

    resolution = only(Source("made up", (*blocks,)))

    assert " ".join(addresses(resolution)) == expected


KINDS = [
    (
        ("52/3. The right to boats\nThe Human Rights Council,\nRecalling,\n1. Urges States;\n2. Decides to go on."
        "\n56th meeting\n3 April 2023\n[Adopted without a vote.]"),
        ("A/HRC/RES/52/3", "Human Rights Council", "52", "resolution", "The right to boats", "2023-04-03", "1 2"),
    ),
    (
        ("Resolution 2013/40\nPreventing leaks\nThe Economic and Social Council,\nRecalling,\n1. Invites States.\n"
        "47th plenary meeting\n25 July 2013"),
        ("E/RES/2013/40", "Economic and Social Council", "2013", "resolution", "Preventing leaks", "2013-07-25", "1"),
    ),
    (
        "Resolution 61/3\nShips\nThe Commission on Narcotic Drugs,\nRecalling the Convention,\n1. Urges States to act.",
        ("E/CN.7/RES/61/3", "Commission on Narcotic Drugs", "61", "resolution", "Ships", "None", "1"),
    ),
    (
        ("1145 (XII). The agency\nThe General Assembly,\nNoting the Statute,\nApproves the agreement.\n"
        "715th plenary meeting,\n14 November 1957."),
        ("A/RES/1145 (XII)", "General Assembly", "12", "resolution", "The agency", "1957-11-14", ""),
    ),
    (
        ("78/501. Appointments\n"
        "At its 1st plenary meeting, on 5 September 2023, the General Assembly appointed a Committee."),
        ("A/DEC/78/501", "General Assembly", "78", "decision", "Appointments", "2023-09-05", ""),
    ),
    (
        ("S/PRST/2023/4\nStatement by the President of the Security Council\n"
        "At the 9380th meeting of the Security Council, held on 20 July 2023, the President of the Security Council "
        "made the following statement on behalf of the Council:\n"
        "“The Security Council requests the Secretary-General to report.”"),
        ("S/PRST/2023/4", "Security Council", "None", "statement", "Statement by the President of the Security Council",
         "2023-07-20", ""),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), KINDS)
def test_other_organs_and_kinds(words, expected):
    found = only(text.read_lines(words))

    told = (found.symbol, found.organ, str(found.session), found.kind, found.title, str(found.adoption_date))
    assert (*told, " ".join(addresses(found))) == expected


def test_a_draft_names_its_committee_and_is_no_adopted_text():
    draft = only(
        text.read_lines(
            "United Nations A/C.3/78/L.12\nGeneral Assembly Distr.: Limited\n24 October 2023\nSeventy-eighth session\n"
            "Third Committee\nAgenda item 26 (b)\nArgentina and Chile: draft resolution\nBoats for all\n"
            "The General Assembly,\nRecalling its resolutions,\n1. Urges States to act."
        )
    )

    assert (draft.symbol, draft.is_draft, draft.committee) == ("A/C.3/78/L.12", True, "Third Committee")
    assert (draft.title, draft.agenda_items, draft.adoption_date) == ("Boats for all", ("26 (b)",), None)


def test_several_resolutions_of_one_file_come_one_by_one():
    words = "\n".join(
        f"Resolution adopted by the General Assembly on {day} December 2003\n58/{day}. Title {day}\n"
        f"The General Assembly,\nRecalling its resolution 57/1,\n1. Decides;\n2. Requests.\n"
        f"7{day}th plenary meeting\n{day} December 2003"
        for day in (1, 2, 3)
    )

    resolutions, remains = read_structure(text.read_lines(words))

    assert [(one.symbol, str(one.adoption_date)) for one in resolutions] == [
        ("A/RES/58/1", "2003-12-01"),
        ("A/RES/58/2", "2003-12-02"),
        ("A/RES/58/3", "2003-12-03"),
    ]
    assert remains == ()


def test_what_is_no_resolution_is_all_left_over():
    source = text.read_lines("Dear all,\nplease buy:\n1. Milk\n2. Bread\nThanks")

    resolutions, remains = read_structure(source)

    assert (resolutions, remains) == ((), source.blocks)


HEAD = "58/140.\tTitle\n\tThe General Assembly,\n\tRecalling its resolution 57/1,\n\t1.\tDecides:\n"
JUNK = {
    "commas": "a, " * 300_000,
    "clauses": "Recalling its resolution 57/173 of 18 December 2002, " * 18_000,
    "capitals": "ALL CAPITALS " * 75_000,
    "nested labels": "\t(i)\tto do:\n\t(a)\tto do:\n" * 8_000,
    "restarting numbers": "\t1.\tDecides:\n\t\tHeading\n" * 8_000,
    "parts": "A\nTitle\nThe General Assembly,\n\t1.\tDecides;\n" * 5_000,
    "markers": "word1 word2, word3; " * 40_000 + "\n1 First note\n2 Second note\n",
    "stops": "1.2.3.4." * 100_000,
}


@pytest.mark.parametrize("name", JUNK)
def test_junk_takes_no_longer_than_it_is_long(name):
    source = text.read_lines(HEAD + JUNK[name])

    started = time.process_time()
    read_structure(source)

    # About a second is the goal for 1 MB on a quiet machine; anything worse than linear takes minutes.
    assert time.process_time() - started < 8


def test_the_word_lists_are_read_back_whole():
    languages = {"en", "fr", "es", "ru", "ar", "zh"}

    assert set(LISTS) == {"organ", "annex", "preambular", "adverb", "month", "adopted", "agenda", "small"}
    assert set(LISTS["organ"]) == set(LISTS["annex"]) == languages
    assert set(LISTS["adopted"]) == set(LISTS["agenda"]) == languages - {"en"}
    assert all(len(months) == 12 for months in LISTS["month"].values())
    for name, by_language in LISTS.items():
        for words in by_language.values():
            assert len(words) == len(set(words)), name
            assert all(word == word.strip() and word for word in words), name
