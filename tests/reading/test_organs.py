"""Texts of every organ and kind, from the samples: symbol, kind, dates, paths and votes, in every format alike."""

import html
import re
import textwrap
from pathlib import Path

import pytest

from tests.reading.pdf_file import FIRST, LEFT, TOP, Words, pdf_file
from tests.reading.word_file import paragraph, word_file
from tracker.reading.reader import read_document
from tracker.reading.records import Resolution

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "organs"
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt"))}
_NOTE = re.compile(r"(?:\d|\*)\s[A-Z](?!.*\d{4}$)")
CORRUPTION = "Conference of the States Parties to the United Nations Convention against Corruption"
CLIMATE = "Conference of the Parties to the United Nations Framework Convention on Climate Change"
BIODIVERSITY = "Conference of the Parties to the Convention on Biological Diversity"
CRIME = "Commission on Crime Prevention and Criminal Justice"

# Sample → symbol, organ, session, kind, day of adoption, day of publication, agenda items, addresses, preambular.
EXPECTED = {
    "assembly_decision": (
        "A/DEC/78/590",
        "General Assembly",
        "78",
        "decision",
        "2023-12-22",
        "",
        "",
        "- - - -",
        0,
    ),
    "assembly_vote": (
        "A/RES/78/390",
        "General Assembly",
        "78",
        "resolution",
        "2023-12-04",
        "2023-12-21",
        "100 (b)",
        "1 2",
        1,
    ),
    "biodiversity_decision": (
        "CBD/COP/DEC/15/90",
        BIODIVERSITY,
        "15",
        "decision",
        "",
        "2022-12-19",
        "9A",
        "1 2 2.a 2.b",
        1,
    ),
    "ccpcj_resolution": (
        "E/CN.15/RES/31/90",
        CRIME,
        "31",
        "resolution",
        "",
        "",
        "",
        "1 2 3",
        2,
    ),
    "climate_decision": (
        "91/CP.27",
        CLIMATE,
        "27",
        "decision",
        "2022-11-20",
        "2023-03-17",
        "",
        "1 2 3",
        2,
    ),
    "corruption_conference": (
        "CAC/COSP/RES/9/90",
        CORRUPTION,
        "9",
        "resolution",
        "",
        "",
        "",
        "1 2",
        1,
    ),
    "council_draft": (
        "S/2023/990",
        "Security Council",
        "",
        "resolution",
        "",
        "2023-10-26",
        "",
        "1 2",
        2,
    ),
    "csw_resolution": (
        "E/CN.6/RES/60/90",
        "Commission on the Status of Women",
        "60",
        "resolution",
        "",
        "",
        "",
        "1 2",
        1,
    ),
    "decision_quoted": (
        "A/DEC/78/591",
        "General Assembly",
        "78",
        "decision",
        "2023-12-22",
        "",
        "",
        "- -",
        0,
    ),
    "ecosoc_decision": (
        "E/DEC/2022/390",
        "Economic and Social Council",
        "2022",
        "decision",
        "2022-07-21",
        "2022-08-01",
        "",
        "- .a .b 1 2",
        0,
    ),
    "ecosoc_resolution": (
        "E/RES/2021/90",
        "Economic and Social Council",
        "2021",
        "resolution",
        "2021-07-22",
        "2021-07-30",
        "19 (c)",
        "1 2 3",
        1,
    ),
    "emergency_special": (
        "A/RES/ES-11/90",
        "General Assembly",
        "ES-11",
        "resolution",
        "2022-03-02",
        "2022-03-18",
        "5",
        "1 2",
        1,
    ),
    "environment_assembly": (
        "UNEP/EA.5/Res.90",
        "United Nations Environment Assembly",
        "5",
        "resolution",
        "2022-03-02",
        "2022-03-07",
        "",
        "1 2",
        1,
    ),
    "hrc_decision": (
        "A/HRC/DEC/51/190",
        "Human Rights Council",
        "51",
        "decision",
        "2022-10-06",
        "2022-10-12",
        "1",
        "-",
        1,
    ),
    "hrc_resolution_vote": (
        "A/HRC/RES/49/90",
        "Human Rights Council",
        "49",
        "resolution",
        "2022-03-31",
        "2022-04-08",
        "3",
        "1 2 3 3.a 3.b 4",
        2,
    ),
    "hrc_statement": (
        "A/HRC/PRST/44/9",
        "Human Rights Council",
        "44",
        "statement",
        "2020-07-17",
        "2020-07-20",
        "1",
        "1 2",
        1,
    ),
    "old_council": (
        "S/RES/942 (1967)",
        "Security Council",
        "",
        "resolution",
        "1967-11-22",
        "",
        "",
        "1 1.i 1.ii 2 3",
        1,
    ),
    "old_council_vote": (
        "S/RES/918 (1956)",
        "Security Council",
        "",
        "resolution",
        "1956-10-31",
        "",
        "",
        "-",
        1,
    ),
    "plenary_draft": (
        "A/78/L.90",
        "General Assembly",
        "78",
        "resolution",
        "",
        "2023-12-01",
        "11",
        "1 2",
        1,
    ),
    "roman_parts": (
        "A/RES/217 (III)",
        "General Assembly",
        "3",
        "resolution",
        "1948-12-10",
        "",
        "",
        "A/ B/ B/",
        3,
    ),
    "roman_resolution": (
        "A/RES/1945 (XVIII)",
        "General Assembly",
        "18",
        "resolution",
        "1963-12-11",
        "",
        "",
        "1 2 3",
        2,
    ),
    "social_commission_draft": (
        "E/CN.15/2023/L.9/Rev.1",
        CRIME,
        "32",
        "resolution",
        "",
        "2023-05-25",
        "6",
        "1 2",
        1,
    ),
    "special_session": (
        "A/RES/S-32/90",
        "General Assembly",
        "S-32",
        "resolution",
        "2021-06-02",
        "2021-06-08",
        "7",
        "- - 1 2",
        1,
    ),
    "statement": (
        "S/PRST/2023/90",
        "Security Council",
        "",
        "statement",
        "2023-08-31",
        "2023-08-31",
        "",
        "- - -",
        0,
    ),
}


def only(content: bytes) -> Resolution:
    reading = read_document(content, "sample", structure_only=True)
    assert reading.remains == ()
    (resolution,) = reading.resolutions
    return resolution


def told(found: Resolution) -> tuple:
    addresses = " ".join(provision.address or "-" for provision in found.operative)
    days = (str(day or "") for day in (found.adoption_date, found.publication_date))
    agenda = ", ".join(found.agenda_items)
    named = (found.symbol, found.organ, found.session or "", found.kind)
    return (*named, *days, agenda, addresses, len(found.preambular))


def as_word(words: str) -> bytes:
    return word_file("".join(paragraph(html.escape(line, quote=False).lstrip("\t")) for line in words.splitlines()))


def as_page(words: str) -> bytes:
    body = "".join(f"<p>{html.escape(' '.join(line.split()), quote=False)}</p>\n" for line in words.splitlines())
    return f"<!DOCTYPE html><html><body>{body}</body></html>".encode()


def as_pdf(words: str) -> bytes:
    """Set the sample as a page is: lines of some length, the first of a paragraph indented, space between paragraphs.

    Notes are left out: on a page they are small print with raised markers, for which test_pdf has samples of its own.
    """
    pages, height = [[]], TOP
    for line in words.splitlines():
        if _NOTE.match(line):
            continue
        line = re.sub(r"(?<=[a-z\d],)\d\b", "", line)
        page = pages[-1]
        first, *rest = textwrap.wrap(" ".join(line.split()), 60) or [""]
        page.append(Words(first, FIRST if line.startswith("\t") else LEFT, height))
        for more in rest:
            height -= 12
            page.append(Words(more, LEFT, height))
        height -= 22
        if height < 80:
            pages.append([])
            height = TOP
    return pdf_file(*pages)


def test_every_sample_has_its_line():
    assert EXPECTED.keys() == TEXTS.keys()


@pytest.mark.parametrize("name", EXPECTED)
def test_what_is_said_of_a_text_of_every_organ_and_kind(name):
    assert told(only(TEXTS[name].encode())) == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("made", [as_word, as_page, as_pdf])
def test_every_format_gives_the_same(name, made):
    assert told(only(made(TEXTS[name]))) == EXPECTED[name]


@pytest.mark.parametrize(
    ("name", "opening", "closing"),
    [
        ("hrc_resolution_vote", "[Adopted by a recorded vote of 29 to 6", "Nepal]"),
        ("assembly_vote", "The resolution was adopted by a recorded vote of 150 to 5", "Abstaining: France, India"),
        ("hrc_decision", "[Adopted without a vote.]", "[Adopted without a vote.]"),
        ("old_council", "Adopted unanimously at the 1382nd meeting.", "meeting."),
        ("old_council_vote", "Adopted at the 751st meeting by 7 votes to 2", "(Australia, Belgium)."),
    ],
)
def test_the_vote_is_kept_with_the_states_that_voted(name, opening, closing):
    found = only(TEXTS[name].encode())

    assert found.vote.startswith(opening)
    assert found.vote.endswith(closing)
    assert found.remains == ()
    assert found.annexes == ()


@pytest.mark.parametrize("name", ["council_draft", "plenary_draft", "social_commission_draft"])
def test_a_draft_is_no_adopted_text(name):
    assert only(TEXTS[name].encode()).is_draft


def test_the_parts_of_an_old_resolution_keep_their_meetings_in_words():
    found = only(TEXTS["roman_parts"].encode())

    assert [(part.part, part.title) for part in found.parts] == [
        ("A", "UNIVERSAL DECLARATION OF HARBOURS Preamble"),
        ("B", "RIGHT OF PETITION"),
    ]
    assert found.parts[1].meeting == "Hundred and eighty-third plenary meeting"
    assert str(found.parts[1].adoption_date) == "1948-12-10"


def test_a_body_that_is_not_known_is_named_in_the_symbol_and_never_taken_for_another():
    words = "Resolution 3/1\nBuoys\nThe Congress of Pilots and Masters,\nRecalling the sea,\n1. Invites States to sail."

    found = only(words.encode())

    assert (found.symbol, found.organ) == ("Congress of Pilots and Masters 3/1", "Congress of Pilots and Masters")
