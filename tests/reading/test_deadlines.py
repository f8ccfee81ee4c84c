"""Deadlines in provisions: what they come to, whose session is meant, what looks back, and inputs nobody expects."""

import re
import time
from datetime import date

import pytest

from tracker.reading.deadlines import DeadlineContext, document_context, events, find_deadlines, intervals
from tracker.reading.deadlines.bodies import organ_of
from tracker.reading.deadlines.places import places_of
from tracker.reading.vocabulary import rows_of
from tracker.reading.vocabulary.numbers import number_of

ASSEMBLY = DeadlineContext(organ="General Assembly", session="78", adopted=date(2023, 12, 19))
COUNCIL = DeadlineContext(organ="Security Council", adopted=date(2020, 6, 29))


def read(text, context=ASSEMBLY):
    return [
        (deadline.words, deadline.type, deadline.organ, deadline.number or deadline.year or deadline.on)
        for deadline in find_deadlines(text, context)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Requests the Secretary-General to report to the General Assembly at its eightieth session",
            [("at its eightieth session", "session", "GA", "80")],
        ),
        (
            "to include in the provisional agenda of its seventy-ninth session the item entitled “Peace by 2030”",
            [("of its seventy-ninth session", "session", "GA", "79")],
        ),
        (
            "to the Human Rights Council at its fifty-eighth session, and to the Assembly at its eightieth session,",
            [
                ("at its fifty-eighth session", "session", "HRC", "58"),
                ("at its eightieth session", "session", "GA", "80"),
            ],
        ),
        (
            "to report to the Commission on the Status of Women at its sixty-ninth and seventieth sessions",
            [("at its sixty-ninth and seventieth sessions", "session", "CSW", number) for number in ("69", "70")],
        ),
        (
            "Agrees that the Legal Subcommittee, at its ninetieth session, should consider the items",
            [("at its ninetieth session", "session", "Legal Subcommittee", "90")],
        ),
        (
            "to inform the sixteenth session of the Committee on World Food Security",
            [],
        ),
        (
            "at the forty-sixth session of the Committee on Information",
            [
                (
                    "at the forty-sixth session of the Committee on Information",
                    "session",
                    "Committee on Information",
                    "46",
                )
            ],
        ),
        (
            "a midterm report no later than 30 July 2024, and a final report by 31 December 2024",
            [
                ("no later than 30 July 2024", "date", "", "2024-07-30"),
                ("by 31 December 2024", "date", "", "2024-12-31"),
            ],
        ),
    ],
)
def test_deadlines_are_read_in_order_with_the_words_that_set_them(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Recalls resolution 57/173 of 18 December 2002 and decision 60/551 of 8 December 2005",
        "the work programme adopted at its seventy-seventh session",
        "the adoption by the Committee, at its sixty-sixth session, of the guidelines",
        "the Commission, at its sixty-fifth session, welcomed the report",
        "in line with the 2030 Agenda for Sustainable Development",
        "the outcome of the twenty-third special session of the General Assembly",
        "the proposed programme budget for 2025",
        "the amount of 61,307,600 dollars for the period from 1 July 2024 to 30 June 2025",
        "the United Nations Decade of Family Farming (2019–2028)",
        "the conference, which was to be held in 2024",
        "remarks by the President of the General Assembly at its seventy-ninth session",
        "the letter from the Chair of the International Law Commission at its seventy-fifth session",
        "the criteria accepted by the Statistical Commission at its fifty-fifth session",
        "the follow-up to the Fourteenth United Nations Congress on Crime Prevention and Criminal Justice",
        "the commitments entered into at the Tenth United Nations Congress on Crime Prevention and Criminal Justice",
        "the partnership launched during the 2018 High-level political forum on sustainable development",
        "contributions to the Fifteenth United Nations Congress on Crime Prevention and Criminal Justice",
        "to extend the strategic plan for the period 2024–2027",
        "to carry out its activities in 2024",
        "in the budget estimates of each year",
        "the cases pending before the Dispute Tribunal",
        "building upon the experience of the Mission",
        "calls upon the parties to cooperate and upon the neighbouring States to help them",
        "to assist States, upon their request, in drafting laws",
        "following the referendum held in November 2020",
        "urgently calls upon the parties to stop",
        "the right of being informed promptly of the charges",
        "to take timely action and to hold regular meetings",
        "a monthly rate of 6,279,100 dollars",
        "since the earlier reports were issued in 2019",
        "",
        "   ",
    ],
)
def test_what_looks_back_or_only_names_a_time_is_no_deadline(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("to issue the rules, once adopted, in all languages", "once adopted"),
        ("to meet upon receipt of the request", "upon receipt of the request"),
        ("to respond by the end of UNMIS’s current mandate", "by the end of UNMIS’s current mandate"),
        ("to submit views before the next session of the Committee on Information", None),
        ("to consult prior to the beginning of the 2024 session of the Disarmament Commission", None),
        (
            "to distribute them in time for their consideration and to provide information on the steps taken",
            "in time for their consideration",
        ),
    ],
)
def test_what_is_due_upon_or_before_an_event_has_its_words_alone(text, words):
    [deadline] = find_deadlines(text, ASSEMBLY)

    assert (deadline.type, deadline.on) == ("event", "")
    assert words is None or deadline.words == words


def test_the_words_stand_where_the_span_says_whatever_the_typography():
    text = "the Secretary‑General, by 31\u00a0March\u00a02025, to report “by 2030” to it at its eightieth session;"

    found = find_deadlines(text, ASSEMBLY)

    assert [text[each.found.start : each.found.end] for each in found] == [each.words for each in found]
    assert [each.on or each.number for each in found] == ["2025-03-31", "80"]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("to be held at Vienna from 28 June to 9 July 2024", "2024-06-28", "2024-07-09"),
        ("from 2025 onwards", "2025", ""),
        ("with effect from 1 January 2025", "2025-01-01", ""),
        ("to hold consultations in the second half of 2024", "2024-07", "2024-12"),
        ("to extend the mandate for the period from 1 January 2024 to 31 December 2026", "2024-01-01", "2026-12-31"),
    ],
)
def test_a_period_has_its_start_and_end(text, start, end):
    [deadline] = find_deadlines(text, ASSEMBLY)

    assert (deadline.type, deadline.start, deadline.end) == ("period", start, end)


@pytest.mark.parametrize(
    ("text", "kind", "count", "unit"),
    [
        ("within ninety days of the adoption of this resolution", "duration", 90, "day"),
        ("within sixty (60) days of the adoption of this resolution", "duration", 60, "day"),
        ("Decides to extend for a further period of twelve months the mandate", "duration", 12, "month"),
        ("to report every 180 days", "recurrence", 180, "day"),
        ("to submit an annual report to the Council", "recurrence", 1, "year"),
        ("to report biennially", "recurrence", 2, "year"),
        ("at three-monthly intervals", "recurrence", 3, "month"),
        ("to keep the Council regularly informed", "recurrence", None, ""),
    ],
)
def test_lengths_of_time_and_what_recurs_are_counted(text, kind, count, unit):
    [deadline] = find_deadlines(text, COUNCIL)

    assert (deadline.type, deadline.count, deadline.unit, deadline.counted_from) == (kind, count, unit, "")


@pytest.mark.parametrize(
    ("text", "organ"),
    [
        ("to report to the Committee on Information at its successive sessions", "Committee on Information"),
        ("to report to the General Assembly at its future sessions", ""),
        ("to report at future sessions", ""),
    ],
)
def test_what_recurs_at_the_sessions_of_another_body_says_whose(text, organ):
    [deadline] = find_deadlines(text, ASSEMBLY)

    assert (deadline.type, deadline.unit, deadline.organ) == ("recurrence", "session", organ)


@pytest.mark.parametrize(
    ("text", "counted_from", "relation"),
    [
        ("within 30 days of the signing of the agreement", "the signing of the agreement", "within"),
        ("no later than 60 days prior to the expiry of the mandate", "the expiry of the mandate", "before"),
        ("60 days after 1 January 2021", "2021-01-01", "within"),
        ("within 9 days of the adoption of resolution 2500 (2019)", "the adoption of resolution 2500 (2019)", "within"),
    ],
)
def test_a_length_counted_from_anything_else_says_from_what(text, counted_from, relation):
    [deadline] = find_deadlines(text, COUNCIL)

    assert (deadline.type, deadline.counted_from, deadline.relation) == ("duration", counted_from, relation)


def test_a_day_without_a_year_is_the_next_one_after_the_adoption():
    assert read("the first report due by 15 November", COUNCIL) == [("by 15 November", "date", "", "2020-11-15")]
    assert read("to report by 15 March", COUNCIL) == [("by 15 March", "date", "", "2021-03-15")]


@pytest.mark.parametrize("text", ["to report by 31 February 2025", "to report by 31 February", "by 0 May 2025"])
def test_a_day_that_no_calendar_has_is_kept_without_a_date(text):
    [deadline] = find_deadlines(text, ASSEMBLY)

    assert (deadline.type, deadline.on) == ("date", "")
    assert deadline.words in text


def test_the_document_tells_which_body_a_short_name_means_and_when_it_meets_next():
    title = "Report of the Special Committee on the Charter of the United Nations"
    texts = [
        "Takes note of the report of the Special Committee on the Charter of the United Nations",
        "Requests the Special Committee, at its session in 2024, to continue its consideration of all proposals",
        "Requests the Secretary-General to brief the Special Committee at its next session",
    ]
    context = document_context("General Assembly", "78", date(2023, 12, 7), title, texts)

    assert read(texts[1], context) == [("at its session in 2024", "session", "C-CHARTER", "2024")]
    assert read(texts[2], context) == [("at its next session", "session", "C-CHARTER", "2024")]


def test_a_next_session_that_the_document_leaves_open_is_an_event_of_its_organ():
    text = "Invites the Commission on Narcotic Drugs to consider it at its next session"

    [deadline] = find_deadlines(text, ASSEMBLY)

    assert (deadline.type, deadline.organ, deadline.number) == ("event", "CND", "")


def test_its_in_a_sub_paragraph_is_the_body_of_the_chapeau():
    context = DeadlineContext(
        organ="General Assembly",
        session="78",
        adopted=date(2023, 12, 7),
        chapeau="Requests the Commission on Narcotic Drugs:",
    )

    assert read("(a) To consider, at its sixty-eighth session, the report", context)[0][2:] == ("CND", "68")


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("fifty-ninth", 59),
        ("Eightieth", 80),
        ("one hundred and twelfth", 112),
        ("103rd", 103),
        ("two hundred and forty-fifth", 245),
        ("ninety", 90),
        ("one hundred and eighty", 180),
        ("zero", 0),
        ("seventy first", 71),
        ("umpteenth", None),
    ],
)
def test_numbers_are_read_in_words_and_digits(words, number):
    assert number_of(words) == number


@pytest.mark.parametrize("name", ["the General Assembly", "GA", "ga", "Assembly", "Fifth Committee"])
def test_an_organ_goes_by_its_code_whatever_it_is_called(name):
    assert organ_of(name) == "GA"


@pytest.mark.parametrize(
    "piece",
    [
        "within ",
        "for a further year ",
        "the General Assembly ",
        "1 January 2030 and ",
        "by 2030 ",
        "“",
        "at its session ",
        "the Commission at its ninetieth session ",
    ],
)
def test_reading_takes_time_in_proportion_to_the_text(piece):
    def seconds(size):
        text = piece * (size // len(piece))
        start = time.process_time()
        find_deadlines(text, ASSEMBLY)
        return time.process_time() - start

    assert seconds(40_000) < 12 * seconds(10_000) + 0.5


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("запросить Генерального секретаря представить доклад на восьмидесятой сессии", ASSEMBLY),
        ("请秘书长向大会第八十届会议提交报告", ASSEMBLY),
        ("at its ⅻ session by ٣ May ٢٠٢٥", ASSEMBLY),
        ("at its eightieth session by 5 May within 3 days annually", DeadlineContext()),
        ("at its seventy-ninth session", DeadlineContext(organ="", session="ES-11")),
        ("within 999999999 years, every 999999 days, at its 9999th session, by 99 May 2199", ASSEMBLY),
        ("\x00\ufeff\u202eby 2030", ASSEMBLY),
    ],
)
def test_no_input_breaks_the_reading(text, context):
    for deadline in find_deadlines(text, context):
        assert text[deadline.found.start : deadline.found.end] == deadline.words


def test_the_word_lists_are_whole():
    relations = {"at", "by", "before", "from", "until", "every", "within", ""}

    assert all({row["session"], row["date"]} <= relations for row in rows_of("deadline_leads.csv"))
    assert all(row["relation"] in relations for row in rows_of("deadline_events.csv"))
    assert all(bool(row["count"]) == bool(row["unit"]) for row in rows_of("deadline_recurrences.csv"))
    assert all(row["word"] for row in rows_of("deadline_words.csv"))
    for name in ("deadline_leads.csv", "deadline_soft.csv", "deadline_recurrences.csv", "deadline_events.csv"):
        words = [row["words"] for row in rows_of(name)]
        assert len(words) == len(set(words))


def test_each_word_of_urgency_is_found_and_has_no_date():
    for row in rows_of("deadline_soft.csv"):
        [deadline] = find_deadlines(f"to act {row['words']}", ASSEMBLY)

        assert (deadline.words, deadline.type) == (row["words"], "soft")


def test_the_signs_told_in_one_look_are_those_that_a_search_for_each_finds():
    texts = (
        "before the end of the year, and annually thereafter",
        "eachead of timeverywhere, at the end of June",
        "quarterly and semi-annual reports as soon as possible",
        "nothing of that kind",
    )

    for text in texts:
        for words in (events._EVENT_SIGNS, events._SOFT_SIGNS, intervals._RECURRENCE_SIGNS, intervals._ADJECTIVE_SIGNS):
            expected = sorted(match.span() for word in words for match in re.finditer(re.escape(word), text))
            assert places_of(text, words) == expected
