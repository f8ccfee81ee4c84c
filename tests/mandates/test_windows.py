"""From the words of a deadline to its windows: the table of phrases, row by row, and what a calendar does not know."""

import csv
from datetime import date
from pathlib import Path

import pytest
from dateutil.relativedelta import relativedelta

from tracker.mandates.occurrences import due_windows
from tracker.mandates.windows import WorkingDates, working_dates
from tracker.organs.calendar_table import TableCalendar
from tracker.organs.rules import SessionWindow
from tracker.reading.deadlines import DeadlineContext, find_deadlines
from tracker.reading.records import Deadline

PHRASES = list(csv.DictReader((Path(__file__).parent / "phrases.csv").read_text(encoding="utf-8").splitlines()))
FAMILIES = {"A": 24, "B": 14, "C": 7, "D": 13, "E": 7, "F": 9, "G": 2}
CALENDAR = TableCalendar()
ADOPTED = date(2024, 12, 19)


def windows_of(*deadlines, adopted=ADOPTED, organ="GA", horizon=date(2030, 12, 31), calendar=CALENDAR):
    return due_windows(deadlines, adopted, organ, calendar, horizon)


def days(windows):
    return [(window.opens, window.closes) for window in windows]


@pytest.mark.parametrize("row", PHRASES, ids=lambda row: f"{row['code']} {row['phrase'][:60]}")
def test_a_phrase_comes_to_the_dates_of_the_table(row):
    adopted = date.fromisoformat(row["adopted"])
    context = DeadlineContext(organ=row["organ"], session=row["session"], adopted=adopted)

    deadlines = find_deadlines(row["phrase"], context)
    given = due_windows(deadlines, adopted, row["organ"], CALENDAR, adopted + relativedelta(years=3))
    windows = [window for of_one in given for window in of_one]

    assert {
        "type": " | ".join(deadline.type for deadline in deadlines),
        "relation": " | ".join(deadline.relation for deadline in deadlines),
        "kind": " | ".join(dict.fromkeys(window.kind for window in windows)),
        "ready_by": " | ".join(str(window.opens or "-") for window in windows),
        "overdue_after": " | ".join(str(window.closes or "-") for window in windows),
    } == {name: row[name] for name in ("type", "relation", "kind", "ready_by", "overdue_after")}


def test_the_table_holds_all_76_phrasings_and_at_least_200_phrases():
    codes = {row["code"] for row in PHRASES if row["code"][0] != "X"}

    assert len(PHRASES) >= 200
    assert {letter: sum(code[0] == letter for code in codes) for letter in "ABCDEFG"} == FAMILIES


def test_each_window_says_its_rule_and_its_source():
    [[window]] = windows_of(Deadline(words="", type="session", organ="GA", number="80", relation="at"))

    assert window.rule == "at a session: ready by its first day, overdue after its main part"
    assert window.source == window.session.source != ""


def test_a_session_that_the_calendar_does_not_know_has_no_date():
    [[window]] = windows_of(Deadline(words="", type="session", organ="Committee on Information", number="46"))

    assert (window.kind, window.opens, window.closes) == ("session not dated", None, None)


@pytest.mark.parametrize("number", ["590", "0", "99999", "S-99", "", "abc", "-3", "²"])
def test_a_number_that_no_session_has_gives_no_date(number):
    [[window]] = windows_of(Deadline(words="", type="session", organ="SC", number=number, relation="at"))

    assert window.opens is None


@pytest.mark.parametrize("on", ["2025-02-31", "2025-13", "0", "soon", "", "2025-1-2-3", "99999"])
def test_what_is_no_day_of_the_calendar_is_undated(on):
    [[window]] = windows_of(Deadline(words="", type="date", on=on))

    assert (window.kind, window.opens) == ("undated", None)


@pytest.mark.parametrize(("count", "unit"), [(0, "day"), (-1, "day"), (None, "month"), (10**9, "year"), (3, "moon")])
def test_an_impossible_length_of_time_is_undated(count, unit):
    for kind in ("duration", "recurrence"):
        [[window]] = windows_of(Deadline(words="", type=kind, count=count, unit=unit, relation="within"))

        assert window.opens is None


def test_a_leap_day_moves_to_the_last_of_february():
    [[window]] = windows_of(
        Deadline(words="", type="duration", count=1, unit="year", relation="within"), adopted=date(2024, 2, 29)
    )

    assert window.closes == date(2025, 2, 28)


def test_without_an_adoption_date_nothing_is_counted_from_it():
    duration = Deadline(words="", type="duration", count=90, unit="day", relation="within")
    monthly = Deadline(words="", type="recurrence", count=1, unit="month", relation="every")

    [[once], [repeated]] = windows_of(duration, monthly, adopted=None)

    assert (once.kind, repeated.kind) == ("undated", "undated")


def test_the_horizon_adds_occurrences_and_renumbers_none():
    every_year = Deadline(words="", type="recurrence", count=1, unit="year", relation="every")

    [near] = windows_of(every_year, horizon=date(2026, 12, 31))
    [far] = windows_of(every_year, horizon=date(2030, 12, 31))

    assert [window.occurrence for window in far] == [1, 2, 3, 4, 5, 6]
    assert far[: len(near)] == near


def test_a_correction_of_a_session_moves_what_rests_on_it():
    moved = SessionWindow("CND", "69", "annual", date(2026, 4, 13), date(2026, 4, 17))
    deadline = Deadline(words="", type="session", organ="CND", number="69", relation="at")

    [[window]] = windows_of(deadline, calendar=TableCalendar([moved]))

    assert (window.opens, window.closes) == (date(2026, 4, 13), date(2026, 4, 17))


def test_a_recurrence_ends_with_the_date_beside_it():
    every_year = Deadline(words="", type="recurrence", count=1, unit="year", relation="every")
    until = Deadline(words="", type="date", on="2026", relation="until")

    recurring, [end] = windows_of(every_year, until)

    assert [window.opens.year for window in recurring] == [2025, 2026]
    assert (end.kind, end.closes) == ("expires", date(2026, 12, 31))


def test_a_period_that_ends_before_it_starts_is_undated():
    [[window]] = windows_of(Deadline(words="", type="period", start="2026-05-10", end="2026-05-01"))

    assert window.kind == "undated"


def test_a_report_is_handed_in_ten_weeks_and_issued_six_weeks_before_a_session():
    session = CALENDAR.session("GA", "80")

    assert working_dates(session.opens) == WorkingDates(submission=date(2025, 7, 1), issue=date(2025, 7, 29))
    assert working_dates(session.opens, submission_weeks=8, issue_weeks=4).issue == date(2025, 8, 12)
