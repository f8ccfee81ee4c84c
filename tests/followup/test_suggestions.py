"""Later words propose that a due date was met or a mandate renewed; a person decides once, and it is remembered."""

from dataclasses import replace
from datetime import date

import pytest
from django.db.models import QuerySet

from tests.factories import make_mandate, make_paragraph, make_progress, make_resolution
from tracker.accounts.changes import change
from tracker.accounts.models import Change
from tracker.followup import met, suggestions, tasks
from tracker.followup.models import ProgressUpdate, Suggestion
from tracker.followup.progress import record_progress
from tracker.mandates import standing
from tracker.mandates.models import Mandate
from tracker.reading import record, records
from tracker.resolutions import lineage

TODAY = date(2005, 1, 10)
ASKED = "Requests the Secretary-General to submit a report on crime prevention at its {which} session."


@pytest.fixture
def asked(cast):
    """A mandate of A/RES/58/140 that was due in the autumn of 2004."""
    resolution = make_resolution("A/RES/58/140", title="Crime prevention", adopted_on=date(2003, 12, 22))
    return make_mandate(
        make_paragraph(resolution, "24", words=ASKED.format(which="fifty-ninth")),
        action="to submit a report on crime prevention",
        due=(date(2004, 9, 14), date(2004, 12, 31)),
        lead_entity=cast.unodc,
        focal_point=cast.alice,
    )


def make_later(*words: str, title: str = "Crime prevention"):
    later = make_resolution("A/RES/59/159", title=title, adopted_on=date(2004, 12, 20))
    for number, text in enumerate(words, 1):
        make_paragraph(later, str(number), words=text)
    with change("Trace"):
        lineage.trace(later)
    later.refresh_from_db()
    return later


def look(resolution) -> list[Suggestion]:
    with change("Look"):
        return suggestions.look(resolution)


def test_a_report_taken_note_of_proposes_that_its_due_date_was_met(asked):
    [found] = look(make_later("Takes note of the report of the Secretary-General on crime prevention;"))

    assert (found.kind, found.mandate, found.due_date) == ("met", asked, asked.due_dates.get())
    assert found.confidence >= met.LINE


@pytest.mark.parametrize(
    "words",
    [
        "Takes note of the report of the Board of Auditors;",
        "Takes note of the report of the Secretary-General on the law of the sea;",
        "Requests the Secretary-General to submit a report;",
    ],
)
def test_other_reports_propose_nothing(asked, words):
    assert look(make_later(words)) == []


def test_a_text_on_another_matter_proposes_nothing(asked):
    assert look(make_later("Takes note of the report of the Secretary-General;", title="Fisheries")) == []


def test_accepting_logs_progress_with_evidence_and_meets_the_due_date(asked, cast):
    [found] = look(make_later("Takes note of the report of the Secretary-General on crime prevention;"))

    suggestions.accept(found, by=cast.alice, today=TODAY)

    asked.refresh_from_db()
    update = ProgressUpdate.objects.get()
    assert (asked.due_dates.get().outcome, asked.status) == ("met", "implemented")
    assert "takes note of the report" in update.done.lower()
    assert update.evidence.get().symbol == "A/RES/59/159"


def test_a_refusal_is_remembered(asked, cast):
    later = make_later(
        "Takes note of the report of the Secretary-General;", "Welcomes the report of the Secretary-General;"
    )
    [found] = look(later)

    suggestions.refuse(found, by=cast.alice)

    assert look(later) == []
    assert not suggestions.open_for(cast.alice).exists()
    with pytest.raises(suggestions.DecidedError):
        suggestions.accept(found, by=cast.alice, today=TODAY)


def test_what_has_come_about_in_another_way_is_not_asked_any_more(asked, cast):
    look(make_later("Takes note of the report of the Secretary-General;"))

    record_progress(asked, author=cast.alice, done="Issued.", on=TODAY, due_date=asked.due_dates.get())

    assert not suggestions.open_for(cast.alice).exists()


def test_a_mandate_that_is_settled_is_not_asked_about_any_more(asked, cast):
    look(make_later("Takes note of the report of the Secretary-General;"))

    standing.set_status(asked, "discontinued", by=cast.alice, reason="other")

    assert not suggestions.open_for(cast.alice).exists()


def test_a_renewal_hands_owner_status_and_evidence_on_and_supersedes_the_old_mandate(asked, cast):
    with change("Arrange a test"):
        make_progress(asked, cast.alice, symbol="A/59/205")
    later = make_later(ASKED.format(which="sixtieth"))
    new = make_mandate(later.paragraphs.get(), action="to submit a report")
    [found] = look(later)

    suggestions.accept(found, by=cast.ada, today=TODAY)

    asked.refresh_from_db()
    new.refresh_from_db()
    assert (asked.status, asked.superseded_by) == ("superseded", new)
    assert (new.lead_entity, new.focal_point) == (cast.unodc, cast.alice)
    assert new.updates.get().evidence.get().symbol == "A/59/205"


def test_only_those_who_answer_for_the_mandate_see_a_suggestion(asked, cast):
    look(make_later("Takes note of the report of the Secretary-General;"))

    seen = {person.name: suggestions.open_for(person).count() for person in (cast.alice, cast.rita, cast.bob, cast.ada)}

    assert seen == {"Alice": 1, "Rita": 0, "Bob": 0, "Ada": 1}


# Another reading


@pytest.fixture
def read(asked):
    """The mandate as the reader gave it."""
    directive = records.Directive(
        verb="request",
        strength="request",
        addressees=(records.Addressee("Secretary-General", "the Secretary-General"),),
        action="to submit a report on crime prevention",
        deliverable="report",
        confidence=0.8,
    )
    as_read = record.directive_json(directive)
    QuerySet(Mandate).filter(pk=asked.pk).update(as_read=as_read)
    asked.refresh_from_db()
    return directive


def read_again(mandate: Mandate, directive: records.Directive) -> Suggestion | None:
    with change("Read again"):
        return suggestions.read_otherwise(mandate, directive)


def other(read: records.Directive) -> records.Directive:
    """Return the same directive, read as asked of the Executive Director by a day."""
    return replace(
        read,
        addressees=(records.Addressee("Executive Director", "the Executive Director"),),
        deadlines=(records.Deadline("by 31 March 2005", "date", on="2005-03-31"),),
    )


def test_the_same_reading_proposes_nothing(asked, read):
    assert read_again(asked, read) is None


def test_another_reading_leaves_the_mandate_alone_until_somebody_accepts(asked, read, cast):
    found = read_again(asked, other(read))
    assert [str(row) for row in asked.addressings.all()] == ["Secretary-General"]

    suggestions.accept(found, by=cast.mona, today=TODAY)

    asked.refresh_from_db()
    assert [str(row) for row in asked.addressings.all()] == ["Executive Director"]
    assert [row.words for row in asked.deadlines.all()] == ["by 31 March 2005"]
    assert (asked.due_opens, asked.due_closes) == (date(2005, 3, 31), date(2005, 3, 31))
    assert asked.addressings.get().history.get().change.by == cast.mona


def test_another_reading_that_is_refused_stays_refused_until_yet_another_says_otherwise(asked, read, cast):
    suggestions.refuse(read_again(asked, other(read)), by=cast.mona)

    assert read_again(asked, other(read)).accepted is False
    assert [str(row) for row in asked.addressings.all()] == ["Secretary-General"]
    again = read_again(asked, replace(other(read), deliverable="meeting"))
    assert again.accepted is None


def test_a_reading_that_keeps_the_deadline_keeps_what_was_done_about_it(asked, read, cast):
    [met] = look(make_later("Takes note of the report of the Secretary-General on crime prevention;"))
    suggestions.accept(met, by=cast.alice, today=TODAY)
    words = asked.deadlines.get().words
    kept = replace(read, deliverable="other", deadlines=(records.Deadline(words, "period"),))

    suggestions.accept(read_again(asked, kept), by=cast.mona, today=TODAY)

    asked.refresh_from_db()
    assert (asked.deliverable, asked.due_dates.get().outcome) == ("other", "met")


# Each day


def test_looking_through_texts_leaves_no_entry_in_the_record_where_nothing_is_new(asked):
    later = make_later("Takes note of the report of the Secretary-General;")
    before = Change.objects.count()

    counts = [suggestions.look_through([later], date(2006, 1, 1)) for _time in range(2)]

    assert counts == [1, 0]
    assert Change.objects.count() == before + 1


@pytest.mark.parametrize(("longest", "found"), [(300, 1), (-1, 0)])
def test_the_daily_look_stops_when_its_time_is_over(asked, monkeypatch, longest, found):
    make_later("Takes note of the report of the Secretary-General;")
    monkeypatch.setattr(tasks, "LONGEST", longest)

    tasks.look_for_suggestions.call()

    assert Suggestion.objects.filter(kind="met").count() == found
