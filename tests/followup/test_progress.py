"""Progress is appended with its evidence, moves the mandate, and waits where somebody signs off."""

from datetime import date

import pytest

from tests.factories import make_deadline, make_mandate, make_paragraph, make_progress, make_resolution
from tracker.accounts import changes
from tracker.accounts.changes import Change, StaleError
from tracker.files.models import File
from tracker.followup.evidence import EvidenceGiven, EvidenceRefusedError, given_in, values_of
from tracker.followup.models import Evidence, ProgressUpdate
from tracker.followup.progress import readable, record_progress
from tracker.mandates.models import Contribution

DUE = (date(2004, 9, 14), date(2004, 12, 31))
ON = date(2004, 8, 24)


def test_progress_moves_the_mandate_and_keeps_its_evidence_in_one_change(cast):
    mandate = make_mandate(due=DUE, lead_entity=cast.unodc)

    update = record_progress(
        mandate, author=cast.alice, done="Report issued.", on=ON, status="implemented", evidence=given_in("a/59/205")
    )

    mandate.refresh_from_db()
    assert (mandate.status, mandate.quiet_since, mandate.due_closes) == ("implemented", ON, None)
    assert (update.state, update.evidence.get().symbol) == ("approved", "A/59/205")
    assert update.history.get().change == mandate.history.first().change == update.evidence.get().history.get().change


def test_progress_without_a_status_leaves_the_status(cast):
    mandate = make_mandate(lead_entity=cast.unodc)

    record_progress(mandate, author=cast.alice, done="Draft sent for comments.", on=ON)

    mandate.refresh_from_db()
    assert (mandate.status, mandate.version, mandate.quiet_since) == ("not started", 1, ON)


def test_a_late_entry_does_not_make_the_mandate_quieter(cast):
    mandate = make_mandate(quiet_since=date(2005, 1, 1))

    record_progress(mandate, author=cast.ada, done="Report issued.", on=ON)

    assert mandate.quiet_since == date(2005, 1, 1)


def test_where_the_entity_signs_off_an_analysts_entry_waits_and_moves_nothing(cast):
    _sign_off(cast.unodc)
    mandate = make_mandate(lead_entity=cast.unodc)

    by_alice = record_progress(mandate, author=cast.alice, done="Done.", on=ON, status="implemented")
    waiting = mandate.status
    by_mona = record_progress(mandate, author=cast.mona, done="Done.", on=ON, status="implemented")

    assert (by_alice.state, waiting) == ("submitted", "not started")
    assert (by_mona.state, mandate.status) == ("approved", "implemented")


def test_a_contributing_entity_reports_its_part_without_moving_the_status(cast):
    mandate = make_mandate(lead_entity=cast.unodc)
    with changes.change("Arrange a test"):
        changes.create(Contribution, mandate=mandate, entity=cast.unep)

    update = record_progress(mandate, author=cast.bob, done="Our chapter is sent.", on=ON, status="implemented")

    mandate.refresh_from_db()
    assert (update.status, mandate.status, mandate.quiet_since) == ("implemented", "not started", ON)


def test_an_entry_may_meet_one_due_date(cast):
    mandate = make_mandate(due=DUE, lead_entity=cast.unodc)

    record_progress(mandate, author=cast.alice, done="Report issued.", on=ON, due_date=mandate.due_dates.get())

    due = mandate.due_dates.get()
    mandate.refresh_from_db()
    assert (due.outcome, due.settled_on, mandate.timing) == ("met", ON, "met")


def test_of_a_recurring_deadline_each_date_is_met_on_its_own(cast):
    mandate = make_mandate(make_paragraph(make_resolution(adopted_on=date(2003, 1, 1))), lead_entity=cast.unodc)
    make_deadline(mandate, words="every year", type="recurrence", relation="every", count=1, unit="year")
    first, second = mandate.due_dates.order_by("occurrence")[:2]

    record_progress(mandate, author=cast.alice, done="Report issued.", on=ON, due_date=first)

    mandate.refresh_from_db()
    assert [due.outcome for due in mandate.due_dates.order_by("occurrence")[:2]] == ["met", "open"]
    assert mandate.due_closes == second.closes


@pytest.mark.parametrize(
    "wrong", [{"evidence": given_in("javascript:alert(1)")}, {"status": "discontinued"}, {"status": "done"}]
)
def test_what_is_refused_leaves_nothing_behind(cast, wrong):
    mandate, before = make_mandate(lead_entity=cast.unodc), Change.objects.count()

    with pytest.raises(ValueError, match=r"."):
        record_progress(mandate, author=cast.alice, done="Done.", on=ON, **wrong)

    assert not ProgressUpdate.objects.exists()
    assert not Evidence.objects.exists()
    assert Change.objects.count() == before


def test_a_status_chosen_on_an_old_version_is_refused_whole(cast):
    mandate = make_mandate(lead_entity=cast.unodc)
    record_progress(mandate, author=cast.mona, done="Begun.", on=ON, status="in progress")

    with pytest.raises(StaleError):
        record_progress(mandate, author=cast.alice, done="Done.", on=ON, status="implemented", seen=1)

    assert ProgressUpdate.objects.count() == 1


def test_entries_that_wait_are_seen_by_their_entity_only(cast):
    mandate = make_mandate(lead_entity=cast.unodc)
    approved, waiting = make_progress(mandate, cast.alice), make_progress(mandate, cast.alice, state="submitted")

    seen = {person.name: set(readable(person)) for person in (cast.rita, cast.bob, cast.ada)}

    assert seen == {"Rita": {approved, waiting}, "Bob": {approved}, "Ada": {approved, waiting}}


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("A/59/205", {"symbol": "A/59/205", "name": ""}),
        ("58/140", {"symbol": "A/RES/58/140", "name": ""}),
        ("https://www.unodc.org/report?id=1", {"link": "https://www.unodc.org/report?id=1", "symbol": "", "name": ""}),
        ("www.unodc.org/report", {"link": "https://www.unodc.org/report", "symbol": "", "name": ""}),
        (
            "https://undocs.org/en/A/59/205",
            {"link": "https://undocs.org/en/A/59/205", "symbol": "A/59/205", "name": ""},
        ),
        ("HTTP://example.org", {"link": "HTTP://example.org", "symbol": "", "name": ""}),
    ],
)
def test_what_is_pasted_is_recognised(words, values):
    assert values_of(EvidenceGiven(words)) == values


@pytest.mark.parametrize(
    "words",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,<script>",
        "file:///etc/passwd",
        "ftp://example.org/a",
        "https://",
        "https://[half",
        'https://example.org/"onmouseover="alert(1)',
        "the report we sent",
        "https://example.org/" + "a" * 500,
    ],
)
def test_what_is_neither_link_nor_symbol_is_refused(words):
    with pytest.raises(EvidenceRefusedError):
        values_of(EvidenceGiven(words))


def test_several_pieces_stand_on_lines_or_between_semicolons():
    assert [given.words for given in given_in("A/59/205; https://a.org/x,y\n\n A/59/206 ")] == [
        "A/59/205",
        "https://a.org/x,y",
        "A/59/206",
    ]


def test_a_file_is_evidence_by_its_own_name():
    file = File(name="first.pdf")

    assert values_of(EvidenceGiven(file=file, name="second.pdf")) == {"file": file, "name": "second.pdf"}
    assert values_of(EvidenceGiven(file=file))["name"] == "first.pdf"


def _sign_off(entity):
    with changes.change("Arrange a test"):
        changes.save(entity, signs_off=True)
