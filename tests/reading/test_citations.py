"""Citations: what a text cites, under its one symbol and with its place; and what is no citation."""

import pytest

from tracker.reading.citations import cite, find_citations
from tracker.reading.records import Paragraph, Provision, Resolution

ASSEMBLY = "General Assembly"
BIODIVERSITY = "Conference of the Parties to the Convention on Biological Diversity"


@pytest.mark.parametrize(
    ("text", "organ", "expected"),
    [
        ("its resolution 57/173 of 18 December 2002", ASSEMBLY, ["A/RES/57/173"]),
        ("Economic and Social Council resolution 2003/24 of 22 July 2003", ASSEMBLY, ["E/RES/2003/24"]),
        ("Council resolution 2021/3", ASSEMBLY, ["E/RES/2021/3"]),
        ("resolutions 1514 (XV) of 14 December 1960 on colonial countries and 1541 (XV)", ASSEMBLY,
         ["A/RES/1514 (XV)", "A/RES/1541 (XV)"]),
        ("resolutions 74/92 A and B of 13 December 2019, 75/101 A and ES-11/4", ASSEMBLY,
         ["A/RES/74/92 A-B", "A/RES/75/101 A", "A/RES/ES-11/4"]),
        ("See resolutions 32/151, para. 10, and 37/111, para. 5, and others", ASSEMBLY,
         ["A/RES/32/151", "A/RES/37/111"]),
        ("Human Rights Council resolutions 43/1 of 19 June 2020 and 47/21", ASSEMBLY,
         ["A/HRC/RES/43/1", "A/HRC/RES/47/21"]),
        ("resolutions 1325 (2000) and S/RES/1373 (2001)", "Security Council",
         ["S/RES/1325 (2000)", "S/RES/1373 (2001)"]),
        ("General Assembly resolution 77/1", "Security Council", ["A/RES/77/1"]),
        ("its resolution 49/13", "Human Rights Council", ["A/HRC/RES/49/13"]),
        ("its decision 74/537", ASSEMBLY, ["A/DEC/74/537"]),
        ("A/58/222, and A/47/277-S/24111", ASSEMBLY, ["A/58/222", "A/47/277", "S/24111"]),
        ("FCCC/CP/2015/10/Add.1, decision 1/CP.21", ASSEMBLY, ["FCCC/CP/2015/10/Add.1", "1/CP.21"]),
        ("United Nations Environment Assembly resolutions 5/7 and 5/8 of 2 March 2022", ASSEMBLY,
         ["UNEP/EA.5/Res.7", "UNEP/EA.5/Res.8"]),
        (f"decision X/2 of the tenth meeting of the {BIODIVERSITY}", ASSEMBLY, ["CBD/COP/DEC/X/2"]),
        (f"decision IX/16 C, adopted at the ninth meeting of the {BIODIVERSITY}", ASSEMBLY, ["CBD/COP/DEC/IX/16 C"]),
        ("resolution 3/4 of 30 January 2018 of the United Nations Environment Assembly", ASSEMBLY, ["UNEP/EA.3/Res.4"]),
    ],
)  # fmt: skip
def test_a_citation_comes_under_its_symbol(text, organ, expected):
    found = find_citations(text, organ)

    assert [citation.symbol for citation in found] == expected
    assert all(text[citation.start : citation.end] == citation.words for citation in found)


@pytest.mark.parametrize(
    "text",
    [
        "Universal Postal Congress resolutions 5/7 and 5/8 of 2 March 2022",
        "resolution 3/4 of 30 January 2018 of the Conference of Ministers",
        "decision 15/29 of 19 December 2022 of the Conference of the Parties to the Convention",
        "decision X/2 of the Committee",
        "HIV/AIDS, 24/7 and and/or",
        "a resolution on the years 2019/20",
    ],
)
def test_a_number_whose_organ_is_not_known_is_no_citation(text):
    assert find_citations(text, ASSEMBLY) == ()


def test_paragraphs_and_provisions_carry_their_citations():
    resolution = Resolution(
        "A/RES/58/140",
        organ=ASSEMBLY,
        preambular=(Paragraph("Recalling its resolution 57/173,"),),
        operative=(Provision(("1",), "Takes note of A/58/222;"), Provision(("2",), "Decides;")),
    )

    cited = cite(resolution)

    assert [citation.symbol for citation in cited.preambular[0].citations] == ["A/RES/57/173"]
    assert [[citation.symbol for citation in provision.citations] for provision in cited.operative] == [
        ["A/58/222"],
        [],
    ]
