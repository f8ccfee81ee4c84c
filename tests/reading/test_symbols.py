"""Document symbols: every usual spelling, their order, their files, their organs."""

import pytest

from tracker.reading import symbols


@pytest.mark.parametrize(
    ("words", "organ", "kind", "expected"),
    [
        ("79/1", "", "resolution", "A/RES/79/1"),
        ("A/RES/79/1", "", "resolution", "A/RES/79/1"),
        ("75/101 A and B", "", "resolution", "A/RES/75/101 A-B"),
        ("A/RES/75/101 A–B", "", "resolution", "A/RES/75/101 A-B"),
        ("ES-11/4", "", "resolution", "A/RES/ES-11/4"),
        ("1145 (XII)", "", "resolution", "A/RES/1145 (XII)"),
        ("A/RES/1145(XII)", "", "resolution", "A/RES/1145 (XII)"),
        ("217 A (III)", "", "resolution", "A/RES/217 A (III)"),
        ("181 (II) A", "", "resolution", "A/RES/181 A (II)"),
        ("2666 (2022)", "", "resolution", "S/RES/2666 (2022)"),
        ("S/RES/2666(2022)", "", "resolution", "S/RES/2666 (2022)"),
        ("S/PRST/2023/4", "", "resolution", "S/PRST/2023/4"),
        ("2003/24", "", "resolution", "E/RES/2003/24"),
        ("2003/240", "", "resolution", "E/DEC/2003/240"),
        ("78/501", "", "resolution", "A/DEC/78/501"),
        ("74/537", "General Assembly", "decision", "A/DEC/74/537"),
        ("52/2", "Human Rights Council", "resolution", "A/HRC/RES/52/2"),
        ("1998/72", "Commission on Human Rights", "resolution", "E/CN.4/RES/1998/72"),
        ("A/C.3/78/L.12/Rev.1", "", "resolution", "A/C.3/78/L.12/Rev.1"),
        ("A/58/222.", "", "resolution", "A/58/222"),
        ("1/CP.21", "", "resolution", "1/CP.21"),
        ("UNEP/EA.5/Res.14", "", "resolution", "UNEP/EA.5/Res.14"),
        ("5/14", "United Nations Environment Assembly", "resolution", "UNEP/EA.5/Res.14"),
        ("15/4", "Conference of the Parties to the Convention on Biological Diversity", "decision", "CBD/COP/DEC/15/4"),
        ("X/2", "Conference of the Parties to the Convention on Biological Diversity", "decision", "CBD/COP/DEC/X/2"),
        ("UNEP/CBD/COP/DEC/IX/16 C", "", "resolution", "CBD/COP/DEC/IX/16 C"),
        ("X/2", "", "decision", None),
        ("3201 (S-VI)", "", "resolution", "A/RES/3201 (S-VI)"),
        ("3/1", "Congress of Pilots", "resolution", "Congress of Pilots 3/1"),
        ("the year 2022", "", "resolution", None),
        ("", "", "resolution", None),
    ],
)
def test_every_spelling_comes_to_one_symbol(words, organ, kind, expected):
    assert symbols.canonical(words, organ, kind) == expected


@pytest.mark.parametrize(
    "symbol",
    ["A/RES/79/1", "A/RES/75/101 A-B", "A/RES/1145 (XII)", "S/RES/2666 (2022)", "E/RES/2003/24", "A/HRC/RES/52/2"],
)
def test_a_symbol_spelt_right_stays_as_it_is(symbol):
    assert symbols.canonical(symbol) == symbol


@pytest.mark.parametrize(
    ("symbol", "name"),
    [
        ("A/RES/75/101 A-B", "A_RES_75_101A-B"),
        ("S/RES/2666 (2022)", "S_RES_2666_2022"),
        ("A/RES/ES-11/4", "A_RES_ES-11_4"),
        ("../../etc", ".._.._etc"),
    ],
)
def test_a_file_is_named_for_its_symbol(symbol, name):
    assert symbols.file_name(symbol) == name


def test_symbols_sort_by_their_numbers():
    mixed = ["A/RES/78/10", "S/RES/9 (1946)", "A/RES/1145 (XII)", "A/RES/78/9", "A/RES/9/1", "S/RES/10 (1946)"]

    assert symbols.sort_key("CBD/COP/DEC/IX/16") < symbols.sort_key("CBD/COP/DEC/X/2")
    assert sorted(mixed, key=symbols.sort_key) == [
        "A/RES/9/1",
        "A/RES/78/9",
        "A/RES/78/10",
        "A/RES/1145 (XII)",
        "S/RES/9 (1946)",
        "S/RES/10 (1946)",
    ]


def test_a_symbol_names_its_organ_and_whether_it_is_a_draft():
    assert symbols.organ_of("A/HRC/RES/52/2") == "Human Rights Council"
    assert symbols.organ_of("E/CN.15/2023/1") == "Commission on Crime Prevention and Criminal Justice"
    assert symbols.organ_of("1/CP.21").startswith("Conference of the Parties to the United Nations Framework")
    assert symbols.organ_of("WHA76.4") == "World Health Assembly"
    assert symbols.organ_of("LOS/2015/10") is None
    assert symbols.is_draft("A/C.3/78/L.12")
    assert not symbols.is_draft("A/RES/78/12")


@pytest.mark.parametrize(("numeral", "value"), [("XII", 12), ("iv", 4), ("IIII", 0), ("hello", 0), ("", 0)])
def test_only_a_well_formed_roman_numeral_has_a_value(numeral, value):
    assert symbols.roman_value(numeral) == value
