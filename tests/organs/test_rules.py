"""When sessions are, by rule and by table: what the rules give is held against every session whose days are sourced."""

from datetime import date

import pytest

from tracker.organs.calendar_table import ORDINARY, TableCalendar, known_organs, known_sessions
from tracker.organs.rules import assembly_opening, by_rule, numbers_in
from tracker.reading.vocabulary import rows_of

CALENDAR = TableCalendar()
ASSEMBLY = [row for row in known_sessions() if row.organ == "GA" and row.kind == "regular" and row.precision == "day"]


@pytest.mark.parametrize("row", ASSEMBLY, ids=lambda row: row.number)
def test_the_assembly_opens_by_rule_on_the_day_it_opened(row):
    assert assembly_opening(int(row.number)) == row.opens


@pytest.mark.parametrize(
    ("number", "opens"),
    [
        (57, date(2002, 9, 10)),
        (58, date(2003, 9, 16)),
        (77, date(2022, 9, 13)),
        (78, date(2023, 9, 5)),
        (80, date(2025, 9, 9)),
        (81, date(2026, 9, 8)),
        (83, date(2028, 9, 5)),
        (84, date(2029, 9, 11)),
    ],
)
def test_the_rule_of_opening_changes_in_2002_2003_and_2023(number, opens):
    assert assembly_opening(number) == opens


def test_a_session_of_the_assembly_closes_the_day_before_the_next_opens():
    session = by_rule("GA", "90")

    assert (session.opens, session.closes) == (date(2035, 9, 11), date(2036, 9, 8))
    assert session.main_part_closes == date(2035, 12, 31)
    assert session.precision == "rule"


@pytest.mark.parametrize("number", ["0", "590", "99999", "-1", "S-33", "ES-11", "", "seventy", "²"])
def test_a_number_that_is_no_session_has_no_rule(number):
    assert by_rule("GA", number) is None


@pytest.mark.parametrize(
    ("organ", "number", "year"),
    [
        ("HRC", "40", 2019),
        ("HRC", "63", 2026),
        ("CCPCJ", "34", 2025),
        ("CND", "36", 1993),
        ("CSW", "69", 2025),
        ("CSocD", "63", 2025),
        ("CPD", "58", 2025),
        ("StatCom", "56", 2025),
        ("UNFF", "20", 2025),
        ("UNPFII", "24", 2025),
        ("CSTD", "28", 2025),
        ("CPC", "65", 2025),
        ("UNCITRAL", "58", 2025),
        ("ILC", "71", 2019),
        ("ILC", "72", 2021),
        ("CHR", "61", 2005),
        ("PBC", "19", 2025),
        ("COP-UNTOC", "12", 2024),
        ("COSP-UNCAC", "11", 2025),
        ("COP-UNFCCC", "25", 2019),
        ("COP-UNFCCC", "26", 2021),
        ("CONG", "13", 2015),
        ("UNHA", "2", 2023),
    ],
)
def test_the_number_of_a_session_gives_its_year_and_back(organ, number, year):
    window = CALENDAR.session(organ, number)

    assert window.opens.year == year
    if by_rule(organ, number):
        assert by_rule(organ, number).opens.year == year
        assert number in numbers_in(organ, year)


def test_the_rules_miss_the_year_only_where_a_session_is_known_to_have_moved():
    moved = {("CONG", "14"), ("CSD", "10"), ("UNFF", "2")}

    missed = {
        (row.organ, row.number)
        for row in known_sessions()
        if row.kind in ORDINARY and (rule := by_rule(row.organ, row.number)) and rule.opens.year != row.opens.year
    }

    assert missed <= moved


def test_a_session_named_after_a_year_is_found():
    assert CALENDAR.session("ECOSOC", "2005").kind == "substantive"
    assert CALENDAR.session("ECOSOC", "2005", "organizational").opens == date(2005, 2, 1)
    assert CALENDAR.session("ECOSOC", "2035").opens == date(2034, 7, 25)
    assert CALENDAR.session("CND", "2031").number == "74"


def test_a_resumed_part_must_be_named():
    assert CALENDAR.session("CND", "67").kind == "annual"
    assert CALENDAR.session("CND", "67", "resumed").opens == date(2024, 12, 5)
    assert CALENDAR.session("CND", "99", "resumed") is None


def test_special_and_emergency_special_sessions_come_from_the_table_alone():
    assert CALENDAR.session("GA", "ES-11").closes is None
    assert CALENDAR.session("GA", "S-32").opens == date(2021, 6, 2)
    assert CALENDAR.session("GA", "S-99") is None


def test_the_next_session_is_the_first_that_opens_after_a_day():
    assert CALENDAR.next_session("GA", date(2025, 9, 8)).number == "80"
    assert CALENDAR.next_session("GA", date(2025, 9, 9)).number == "81"
    assert CALENDAR.next_session("HRC", date(2026, 7, 31)).number == "63"
    assert CALENDAR.next_session("Committee on Information", date(2025, 1, 1)) is None


def test_an_organ_in_continuous_session_has_no_next_one():
    assert CALENDAR.next_session("SC", date(2025, 1, 1)) is None


def test_each_session_of_the_table_is_found_again_and_belongs_to_a_known_organ():
    codes = {organ.code for organ in known_organs()}

    for row in known_sessions():
        assert row.organ in codes
        assert CALENDAR.session(row.organ, row.number, row.kind) == row


def test_the_reading_knows_the_same_organs_by_name():
    assert {organ.code: organ.name for organ in known_organs()} == {
        row["code"]: row["name"] for row in rows_of("organs_names.csv")
    }
