"""An import of a sheet is taken back as a whole, unless somebody has worked on what it made."""

from datetime import date

import pytest

from tests.factories import make_mandate, make_paragraph, make_progress
from tests.intake.test_sheets import HEADINGS, ROW, csv_of
from tracker.accounts.models import Change
from tracker.followup import comments, undoing
from tracker.followup.progress import record_progress
from tracker.followup.tasks import undo_change
from tracker.intake import sheets
from tracker.jobs import running
from tracker.jobs.models import Job
from tracker.mandates import schedule
from tracker.mandates.models import Deadline, DueDate, Mandate
from tracker.operations import chain
from tracker.organs import calendar, directory
from tracker.resolutions.models import Paragraph, Resolution

TODAY = date(2026, 11, 25)


@pytest.fixture
def imported(cast) -> Change:
    """A sheet of three mandates in two paragraphs of one document, none of which was here."""
    calendar.load_calendar()
    directory.load_directory()
    rows = [ROW, [*ROW[:1], "13", *ROW[2:]], [*ROW[:1], "13", "invite", *ROW[3:]]]
    table = sheets.read(csv_of(HEADINGS, *rows), "rows.csv")
    plan = sheets.take_in(table, sheets.columns_of(table), by=cast.ada, today=TODAY, name="rows.csv")
    return Change.objects.get(pk=plan.change)


def counts() -> list[int]:
    return [model.objects.count() for model in (Resolution, Paragraph, Mandate, Deadline, DueDate)]


def test_all_that_an_import_made_goes_and_its_history_stays(cast, imported):
    assert counts()[:3] == [1, 2, 3]
    assert undoing.may_undo(cast.ada, imported)

    assert undoing.undo(imported, by=cast.ada) == []

    assert counts() == [0] * 5
    assert Mandate.history.filter(change=imported).count() == 3
    assert imported.undone_by.by == cast.ada
    assert not chain.first_broken()


def test_what_it_only_changed_gets_its_earlier_values_and_dates_back(cast):
    calendar.load_calendar()
    directory.load_directory()
    mandate = make_mandate(make_paragraph(words="Requests a report."), lead_entity=cast.unodc, action="to report")
    heading = ["Document", "Paragraph", "Operative verb", "Action", "Deadline"]
    row = [mandate.resolution.symbol, mandate.provision.address, mandate.verb, "to report at length", "by 1 May 2027"]
    table = sheets.read(csv_of(heading, row), "rows.csv")
    plan = sheets.take_in(table, sheets.columns_of(table), by=cast.ada, today=TODAY, name="rows.csv")
    changed = Mandate.objects.get()
    assert changed.due_closes == date(2027, 5, 1)

    undoing.undo(Change.objects.get(pk=plan.change), by=cast.ada)

    mandate.refresh_from_db()
    assert (mandate.action, mandate.due_closes) == ("to report", None)
    assert not schedule.drifted().exists()
    assert not DueDate.objects.exists()


def test_nothing_is_undone_where_somebody_has_worked_on_a_mandate(cast, imported):
    before = counts()
    one, other, _third = Mandate.objects.order_by("pk")
    record_progress(one, author=cast.alice, done="Drafted.", on=TODAY)
    comments.comment(other, by=cast.mona, words="Who does this?")

    with pytest.raises(undoing.WorkedOnError, match=r"comment.*Mona.*progress.*Alice") as refused:
        undoing.undo(imported, by=cast.ada)

    assert "Nothing was undone" in str(refused.value)
    assert counts() == before
    assert not Change.objects.filter(undoes=imported).exists()


def test_what_others_added_to_its_document_keeps_it(cast, imported):
    table = sheets.read(csv_of(HEADINGS, [*ROW[:1], "14", *ROW[2:]]), "more.csv")
    sheets.take_in(table, sheets.columns_of(table), by=cast.ada, today=TODAY, name="more.csv")

    with pytest.raises(undoing.WorkedOnError, match="paragraph"):
        undoing.undo(imported, by=cast.ada)


def test_only_administrators_undo_an_import(cast, imported):
    assert [person.name for person in (cast.ada, cast.mona, cast.alice) if undoing.may_undo(person, imported)] == [
        "Ada"
    ]


def test_the_page_of_the_import_leads_there_and_says_why_not(cast, imported, sign_in):
    ada = sign_in(cast.ada)
    assert f'action="/mandates/changes/{imported.pk}/undo/"' in ada.get(f"/history/{imported.pk}/").content.decode()
    make_progress(Mandate.objects.first(), cast.alice)

    answer = ada.post(f"/mandates/changes/{imported.pk}/undo/", follow=True)

    assert "somebody has worked on what this change made" in answer.content.decode()
    assert Mandate.objects.count() == 3


@pytest.fixture
def long(monkeypatch) -> None:
    """Three rows are too many for one request."""
    monkeypatch.setattr(undoing, "MOST_AT_ONCE", 2)


def test_many_rows_are_taken_back_in_the_background_once(cast, imported, sign_in, long):
    ada, page = sign_in(cast.ada), f"/mandates/changes/{imported.pk}/"
    ada.post(f"{page}undo/")
    ada.post(f"{page}undo/")
    job = Job.objects.get()
    assert Mandate.objects.count() == 3
    Job.objects.update(state=Job.State.RUNNING)
    running.progress_within(job, 1200, 5000)
    said = ada.get(page, headers={"HX-Request": "true"}).content.decode()
    assert "Undoing, all or nothing: 1,200 of 5,000 rows" in said
    assert "Undo all of it" not in ada.get(page).content.decode()

    undo_change.call(job.pk)

    assert counts() == [0] * 5
    answer = ada.get(page, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Refresh"]) == (286, "true")
    said = ada.get(page).content.decode()
    assert "Undone by Ada" in said
    assert "3 mandates are not here any more" in said
    # One that was killed just after it had written finds its work done.
    undo_change.call(job.pk)
    assert Job.objects.get().state == Job.State.DONE


def test_why_many_rows_were_not_taken_back_is_said_where_it_was_asked(cast, imported, sign_in, long):
    ada, page = sign_in(cast.ada), f"/mandates/changes/{imported.pk}/"
    ada.post(f"{page}undo/")
    make_progress(Mandate.objects.first(), cast.alice)

    with pytest.raises(undoing.WorkedOnError):
        undo_change.call(Job.objects.get().pk)

    said = ada.get(page).content.decode()
    assert "Nothing was undone, because somebody has worked on" in said
    assert "Undo all of it" in said
    assert Mandate.objects.count() == 3


def test_who_may_not_undo_any_more_when_its_turn_comes_does_not(cast, imported, sign_in, long):
    sign_in(cast.ada).post(f"/mandates/changes/{imported.pk}/undo/")
    cast.ada.is_superuser = False
    cast.ada.save()

    with pytest.raises(PermissionError):
        undo_change.call(Job.objects.get().pk)

    assert Mandate.objects.count() == 3
