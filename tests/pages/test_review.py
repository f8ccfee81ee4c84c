"""Reviewing proposals: merge, split, the usual time, one correction for its likes, all decided in one post."""

from datetime import date

import pytest

from tests.intake.forest import FOREST
from tracker.files.storing import store
from tracker.intake import take_in as intake
from tracker.mandates.models import Mandate
from tracker.organs import calendar, directory
from tracker.reading import archive
from tracker.resolutions.models import Reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def reading(db) -> Reading:
    calendar.load_calendar()
    directory.load_directory()
    content = FOREST.encode()
    return intake.read(store(content, "forest.txt", None), content, "forest.txt")


@pytest.fixture
def ada(cast, sign_in):
    return sign_in(cast.ada)


def form_of(reading: Reading, **verdicts: str) -> dict[str, str]:
    """Return what an untouched review form sends, everything accepted but for `p8_2="merge"`: paragraph 8, second."""
    sent, seen = {}, {}
    for candidate in intake.candidates(archive.unpack_reading(reading.record)):
        number, directive = candidate.provision.address, candidate.directive
        seen[number] = seen.get(number, 0) + 1
        names = "; ".join(addressee.name for addressee in directive.addressees)
        fields = {
            "verdict": verdicts.get(f"p{number}_{seen[number]}", verdicts.get("others", "accept")),
            "verb": directive.verb,
            "addressees": names,
            "action": directive.action,
            "deliverable": directive.deliverable,
            "deadlines": "; ".join(deadline.words for deadline in directive.deadlines),
            "second_addressees": names,
            "second_deliverable": directive.deliverable,
        }
        sent |= {f"{candidate.key.replace('.', '-')}-{name}": value for name, value in fields.items()}
    return sent


def prefix(reading: Reading, number: str) -> str:
    found = intake.candidates(archive.unpack_reading(reading.record))
    return next(one.key.replace(".", "-") for one in found if one.provision.address == number)


def post(client, reading: Reading, sent: dict[str, str]):
    return client.post(f"/intake/readings/{reading.pk}/", sent)


def on(number: str) -> list[Mandate]:
    return list(Mandate.objects.filter(provision__address=number).order_by("position"))


def test_a_proposal_merges_into_the_one_before_it_in_its_paragraph(ada, reading):
    post(ada, reading, form_of(reading, p8_2="merge"))

    first, second = on("8")
    assert first.status == Mandate.Status.NOT_STARTED
    assert "seeds" in first.action
    assert "buy" in first.action
    assert second.status == Mandate.Status.REJECTED


def test_merging_keeps_addressees_and_deadlines_of_both(ada, reading):
    sent = form_of(reading, p8_2="merge") | {f"{prefix(reading, '8')}-deadlines": "by 2006"}

    post(ada, reading, sent)

    first, second = on("8")
    named = {str(row) for row in first.addressings.all()}
    assert named >= {str(row) for row in second.addressings.all()}
    assert [row.words for row in first.deadlines.all()] == ["by 2006"]
    assert first.due_closes == date(2006, 12, 31)


def test_what_is_alone_in_its_paragraph_is_not_offered_to_merge(ada, reading):
    answer = post(ada, reading, form_of(reading, p3_1="merge"))

    assert answer.status_code == 422
    assert not Mandate.objects.exists()


def test_merging_into_what_is_no_mandate_is_refused_in_words(ada, reading):
    answer = post(ada, reading, form_of(reading, p8_1="reject", p8_2="merge"))

    assert answer.status_code == 422
    assert "The one before is no mandate" in answer.content.decode()
    assert not Mandate.objects.exists()


def test_a_proposal_is_split_in_two_mandates(ada, reading):
    sent = form_of(reading)
    first = prefix(reading, "12")
    sent |= {
        f"{first}-action": "to report to the General Assembly at its sixtieth session",
        f"{first}-second_action": "to plant one tree a day",
        f"{first}-second_addressees": "Member States",
        f"{first}-second_deliverable": "other",
        f"{first}-second_deadlines": "by 31 March 2005",
    }

    post(ada, reading, sent)

    report, tree = on("12")
    assert (report.due_opens, tree.due_closes) == (date(2005, 9, 13), date(2005, 3, 31))
    assert [str(row) for row in tree.addressings.all()] == ["Member States"]
    assert (tree.status, tree.as_read) == (Mandate.Status.NOT_STARTED, None)


def test_the_usual_time_is_offered_for_a_report_without_a_time_and_counts_only_when_ticked(ada, reading):
    page = ada.get(f"/intake/readings/{reading.pk}/").content.decode()
    assert page.count("Not in the text, but usual: the next session, GA 59") == 1

    post(ada, reading, form_of(reading))

    assert on("3")[0].deadlines.count() == 0


def test_a_deadline_that_only_says_where_another_starts_is_shown_without_a_date(ada, reading):
    text = FOREST.replace("at its sixtieth session on", "annually, starting at its sixtieth session, on").encode()
    other = intake.read(store(text, "other.txt", None), text, "other.txt")

    page = ada.get(f"/intake/readings/{other.pk}/")

    assert page.status_code == 200
    assert "says from when the other counts" in page.content.decode()


def test_the_usual_time_that_a_person_accepts_is_marked_as_not_in_the_text(ada, reading):
    post(ada, reading, form_of(reading) | {f"{prefix(reading, '3')}-usual_time": "on"})

    mandate = on("3")[0]
    deadline = mandate.deadlines.get()
    assert deadline.is_inferred
    assert (deadline.type, deadline.number, mandate.due_opens) == ("session", "59", date(2004, 9, 14))
    assert "not in the text" in ada.get(mandate.get_absolute_url()).content.decode()


def test_a_corrected_addressee_is_put_right_wherever_the_same_was_read(ada, reading):
    sent = form_of(reading)
    corrected = prefix(reading, "9")
    sent |= {f"{corrected}-addressees": "United Nations Environment Programme", f"{corrected}-spreads": "on"}

    post(ada, reading, sent)

    assert [str(row) for row in on("9")[0].addressings.all()] == ["United Nations Environment Programme"]
    assert [str(row) for row in on("10")[0].addressings.all()] == ["United Nations Environment Programme"]
    assert [str(row) for row in on("1")[0].addressings.all()] == ["Secretary-General"]


def test_a_correction_stays_where_it_is_unless_it_is_asked_to_spread(ada, reading):
    sent = form_of(reading) | {f"{prefix(reading, '9')}-addressees": "United Nations Environment Programme"}

    post(ada, reading, sent)

    assert [str(row) for row in on("10")[0].addressings.all()] == ["Panel of Foresters"]


def test_what_is_above_the_line_is_listed_before_it_is_accepted_at_once(ada, reading):
    page = ada.get(f"/intake/readings/{reading.pk}/").content.decode()

    listed = page.partition('<dialog id="sure"')[2].partition("</dialog>")[0]
    sure = [one for one in intake.candidates(archive.unpack_reading(reading.record)) if one.directive.confidence >= 0.9]
    assert listed.count("data-sure-of") == len(sure) > 0
