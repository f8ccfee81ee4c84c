"""What paragraphs say was done, and what only sounds like it."""

import time
from datetime import date

import pytest

from tracker.followup.findings import findings_in


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Takes note of the report of the Secretary-General;", [("report", "Secretary-General", "")]),
        ("Taking note of the report of the Secretary-General on crime,", [("report", "Secretary-General", "crime")]),
        ("Having considered the reports of the Secretary-General,", [("report", "Secretary-General", "")]),
        (
            "Welcomes the report of the United Nations High Commissioner for Refugees entitled “Asylum”;",
            [("report", "United Nations High Commissioner for Refugees", "Asylum")],
        ),
        (
            "Takes note of the report of the Secretary-General on crime and the reports of the Special Rapporteur;",
            [("report", "Secretary-General", "crime"), ("report", "Special Rapporteur", "")],
        ),
        (
            "Takes note of the interim report on freedom of thought of the Special Rapporteur;",
            [("report", "Special Rapporteur", "freedom of thought of the Special Rapporteur")],
        ),
        (
            "Notes the work of the Scientific Committee, takes note of the report on its sixty-ninth session;",
            [("report", "Scientific Committee", "")],
        ),
        (
            "Welcoming the convening of the World Summit in Geneva,",
            [("meeting", "", "the convening of the World Summit in Geneva")],
        ),
        ("Requests the Secretary-General to submit a report on the work of the Office;", []),
        ("Looks forward to the report of the Secretary-General;", []),
        ("Welcomes developments in the procedures for publishing the reports of the Committee;", []),
        ("Welcomes the decision to convene the conference to be held in 2025;", []),
        ("Notes the proposal of the Government to host an international meeting in 2024;", []),
        ("Recalling its resolution entitled “Outcome of the Conference on Housing”,", []),
        ("", []),
    ],
)
def test_what_was_done_is_told_from_what_is_asked(words, found):
    assert [(one.kind, one.author, one.about) for one in findings_in(words)] == found


def test_the_span_holds_the_words():
    words = "Recalling its resolution, takes note of the report of the Secretary-General;"

    [found] = findings_in(words)

    assert words[found.start : found.end] == found.words == "takes note of the report of the Secretary-General"
    assert words[found.at :].startswith("report of the Secretary-General;")


def test_what_is_only_recalled_is_marked():
    [recalled], [noted] = (findings_in(f"{verb} the report of the Secretary-General;") for verb in ("Recalls", "Notes"))

    assert (recalled.is_recalled, noted.is_recalled) == (True, False)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("the workshop held on 2 and 3 August 2022", (date(2022, 8, 2), date(2022, 8, 3))),
        ("the meeting held from 27 to 30 May 2024", (date(2024, 5, 27), date(2024, 5, 30))),
        ("the congress held from 28 June to 9 July 2004", (date(2004, 6, 28), date(2004, 7, 9))),
        ("the event held on 7 December 2023", (date(2023, 12, 7), date(2023, 12, 7))),
        ("the forum held in May 2023", (date(2023, 5, 1), date(2023, 5, 31))),
        ("the forum held in 2023", (date(2023, 1, 1), date(2023, 12, 31))),
        ("the forum held in Geneva, pursuant to its resolution of 7 December 2020", None),
        ("the forum held on 31 February 2023", None),
    ],
)
def test_a_meeting_keeps_the_days_on_which_it_was_held(words, days):
    [found] = findings_in(f"Welcomes {words};")

    assert (found.kind, found.days) == ("meeting", days)


@pytest.mark.parametrize(
    "piece",
    [
        "report of the ",
        "noting ",
        "welcomes the holding of ",
        "A of ",
        "meeting held ",
        "“",
        "report on its ",
        "on 2 and ",
    ],
)
def test_words_made_to_be_slow_are_answered_at_once(piece):
    begun = time.process_time()

    findings_in("Takes note of the " + piece * 5_000)

    assert time.process_time() - begun < 2
