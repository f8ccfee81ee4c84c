"""Which due dates later words meet: told by who reports, by the session in the symbol, by the subject, by the days."""

from datetime import date

import pytest

from tests.factories import make_deadline, make_mandate, make_paragraph, make_resolution, make_session
from tracker.accounts import changes
from tracker.followup.met import LINE, met_by
from tracker.mandates.models import Mandate
from tracker.resolutions.models import Paragraph, Resolution

OPENS, CLOSES = date(2004, 9, 14), date(2004, 12, 31)


@pytest.fixture
def session(db):
    return make_session("59", opens=OPENS, closes=date(2005, 9, 12), main_part_closes=CLOSES)


@pytest.fixture
def earlier(session) -> Resolution:
    return make_resolution("A/RES/58/140", title="Crime prevention in cities", adopted_on=date(2003, 12, 22))


def ask(resolution: Resolution, address: str, words: str, **values) -> Mandate:
    """Return a mandate that is due at the fifty-ninth session."""
    mandate = make_mandate(make_paragraph(resolution, address, words=words), action=words, **values)
    make_deadline(mandate, type="session", relation="at", organ=resolution.organ, number="59")
    return mandate


def say(earlier: Resolution | None, *said: str | tuple[str, str], title: str = "Crime prevention in cities"):
    """Return a resolution of the fifty-ninth session; a pair is a paragraph with the note at its end."""
    later = make_resolution("A/RES/59/159", title=title, adopted_on=date(2004, 12, 20), follows=earlier)
    with changes.change("Arrange a test"):
        changes.save(later, session=later.organ.sessions.get(number="59"))
        for number, one in enumerate(said, 1):
            words, note = one if isinstance(one, tuple) else (one, "")
            paragraph = make_paragraph(later, str(number), words=words)
            if note:
                make_paragraph(later, str(number), words=note, kind=Paragraph.Kind.NOTE)
                changes.save(paragraph.wordings.get(), marks=[[str(number), len(words) - 1]])
    return later


def addresses(later: Resolution) -> list[str]:
    return sorted(met.due.mandate.provision.address for met in met_by(later))


@pytest.mark.parametrize(("note", "symbol"), [("A/59/205.", "A/59/205"), ("", "A/RES/59/159")])
def test_a_report_of_the_session_is_the_one_asked_for_and_the_evidence(earlier, note, symbol):
    ask(earlier, "24", "Requests the Secretary-General to report on crime.")

    [met] = met_by(say(earlier, ("Takes note of the report of the Secretary-General;", note)))

    assert met.symbol == symbol
    assert met.score >= LINE


@pytest.mark.parametrize("note", ["A/57/205.", "See A/HRC/59/2.", "S/2004/205."])
def test_a_document_of_another_session_or_organ_is_another_report(earlier, note):
    ask(earlier, "24", "Requests the Secretary-General to report on crime.")

    assert addresses(say(earlier, ("Takes note of the report of the Secretary-General;", note))) == []


def test_what_several_paragraphs_ask_to_report_on_is_met_by_one_report(earlier):
    for address in ("3", "4"):
        ask(earlier, address, "Requests the Secretary-General to go on and to report thereon.")
    ask(earlier, "5", "Requests the Office to report thereon.", addressee="Office")

    assert addresses(say(earlier, "Takes note of the report of the Secretary-General;")) == ["3", "4"]


def test_a_report_with_a_subject_is_the_one_that_asks_for_it(earlier):
    ask(earlier, "3", "Requests the Secretary-General to submit a report on trafficking in firearms.")
    ask(earlier, "4", "Requests the Secretary-General to submit a report on witness protection.")

    later = say(earlier, "Takes note of the report of the Secretary-General on witness protection;")

    assert addresses(later) == ["4"]


def test_many_reports_of_one_author_do_not_say_which_is_meant(earlier):
    ask(earlier, "3", "Requests the Secretary-General to report thereon.")
    noted = [("Takes note of the report of the Secretary-General;", f"A/59/{number}.") for number in range(200, 205)]

    assert addresses(say(earlier, *noted)) == []
    assert addresses(say_again(noted[:2])) == ["3"]


def say_again(noted: list[tuple[str, str]]) -> Resolution:
    """Leave a text only its first paragraphs."""
    later = Resolution.objects.get(symbol="A/RES/59/159")
    with changes.change("Arrange a test"):
        changes.delete(Paragraph.objects.filter(resolution=later).exclude(address__in=["1", "2"]))
    return later


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (("Recalling the reports of the Secretary-General on crime prevention in cities,", "A/59/205."), ["24"]),
        (("Recalling the reports of the Secretary-General on crime prevention in cities,", ""), []),
        (("Recalling the reports of the Secretary-General on the law of the sea,", "A/59/205."), []),
    ],
)
def test_a_text_that_follows_another_may_name_the_title_of_the_one_that_asked(earlier, said, found):
    ask(earlier, "24", "Requests the Secretary-General to report thereon.")

    assert addresses(say(None, said, title="Cities")) == found


@pytest.mark.parametrize(
    ("held", "found"),
    [
        ("Welcomes the conference on crime prevention held on 2 and 3 November 2004;", ["7"]),
        ("Welcomes the conference on crime prevention held on 2 and 3 November 1999;", []),
        ("Welcomes the conference on crime prevention held from 4 to 5 January 2005;", []),
        ("Welcomes the conference on fisheries held on 2 and 3 November 2004;", []),
    ],
)
def test_a_meeting_is_the_one_asked_for_where_day_and_matter_agree(earlier, held, found):
    ask(earlier, "7", "Requests the Secretary-General to convene a conference on crime.", deliverable="meeting")

    assert addresses(say(earlier, held)) == found


def test_a_draft_and_a_text_without_a_past_meet_nothing(session):
    draft = make_resolution("A/C.3/59/L.1", adopted_on=None)
    make_paragraph(draft, "1", words="Takes note of the report of the Secretary-General;")

    assert met_by(draft) == met_by(say(None, "Takes note of the report of the Secretary-General;")) == []
