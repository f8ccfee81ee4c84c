"""Every count leads to exactly the rows it counts, whatever the filter."""

import random
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from tests.factories import (
    make_addressee,
    make_deadline,
    make_mandate,
    make_organ,
    make_paragraph,
    make_progress,
    make_resolution,
    make_session,
)
from tests.reports.drawn import drawn_filters
from tracker.accounts.changes import change
from tracker.mandates import schedule, standing
from tracker.mandates.models import Mandate
from tracker.organs.models import Session
from tracker.reports import figures
from tracker.reports.filters import MandateFilter
from tracker.reports.models import DailyFigure
from tracker.reports.pictures import PICTURES

TODAY = date(2004, 10, 1)
WEEK_AGO = TODAY - timedelta(days=7)


@pytest.fixture
def register(cast):
    """Forty mandates of every kind, drawn by a fixed seed."""
    draw = random.Random(6)
    session = make_session("60", opens=date(2005, 9, 13), closes=date(2006, 9, 11))
    make_addressee("Secretary", short_name="Secretary-General")
    make_addressee("Executive Director", entity=cast.unodc)
    with change("Arrange a test"):
        for number in range(40):
            adopted = date(2003, 1, 1) + timedelta(days=draw.randrange(600))
            organ = make_organ(draw.choice(["GA", "SC"]))
            paragraph = make_paragraph(make_resolution(adopted_on=adopted, organ=organ), words="A report.")
            day = TODAY + timedelta(days=draw.randrange(-300, 300))
            mandate = make_mandate(
                paragraph,
                action=f"to submit {number}",
                status=draw.choice(["not started", "in progress", "implemented", "superseded", "proposed"]),
                lead_entity=draw.choice([cast.unodc, cast.unep, None]),
                focal_point=draw.choice([cast.alice, None]),
                deliverable=draw.choice(["report", "report", "meeting"]),
                addressee=draw.choice(["Secretary-General", "Member States", "Executive Director", ""]),
                due=draw.choice([None, (day, day + timedelta(days=draw.randrange(90)))]),
            )
            if draw.random() < 0.3:
                make_deadline(mandate, type="session", number="60", organ=session.organ, relation="at")
            if draw.random() < 0.5:
                make_progress(
                    mandate,
                    cast.alice,
                    symbol=draw.choice(["A/59/205", ""]),
                    on=date(2004, 8, draw.randrange(1, 6)),
                    state=draw.choice(["approved", "submitted"]),
                )
    schedule.refresh(Mandate.objects.all())
    for mandate in Mandate.objects.filter(status__in=Mandate.SETTLED):
        day = TODAY - timedelta(days=draw.randrange(500))
        QuerySet(Mandate).filter(pk=mandate.pk).update(settled_on=day)
    return cast


def asked(query: str, user) -> MandateFilter:
    return MandateFilter(QueryDict(query), Mandate.objects.all(), user=user, today=TODAY)


def counted(address: str, user) -> int:
    path, query = urlsplit(address).path, urlsplit(address).query
    assert path == reverse("mandates:register")
    found = asked(query, user)
    assert found.form.is_valid(), found.form.errors
    return found.qs.count()


def test_every_mark_of_every_picture_leads_to_exactly_the_rows_it_counts(register):
    marks = 0
    for query in drawn_filters(25):
        found = asked(query, register.alice)
        assert found.form.is_valid()
        for name, draw in PICTURES.items():
            picture = draw(found)
            for cell in (cell for row in picture.rows for cell in row if cell.address):
                assert counted(cell.address, register.alice) == int(cell.words), (query, name, cell)
                marks += 1
            for cell in picture.ranges:
                assert counted(cell.address, register.alice) == int(cell.words.rpartition(": ")[2]), (query, name, cell)
            linked = {box.address for box in picture.boxes if box.address}
            assert linked <= {cell.address for row in picture.rows for cell in row}, (query, name)
            nowhere = [cell for row in picture.rows for cell in row[1:] if cell.words and not cell.address]
            assert name in ("addressees", "evidence") or not nowhere, (query, name, nowhere)
    assert marks > 300


def test_every_number_leads_to_exactly_the_rows_it_counts(register):
    counts = 0
    for query in drawn_filters(25):
        for number in figures.numbers(asked(query, register.alice)):
            if number.counted.count:
                assert counted(number.counted.address, register.alice) == number.counted.count, (query, number)
                counts += 1
    assert counts > 30


def test_what_is_due_at_each_session_leads_to_exactly_the_rows_it_counts(register):
    counts = 0
    for query in drawn_filters(25):
        for found in figures.at_sessions(asked(query, register.alice), Session.objects.all()).values():
            assert counted(found.address, register.alice) == found.count, query
            counts += 1
    assert counts > 3


def test_the_parts_of_the_bars_are_all_mandates_on_the_addressee(register):
    for query in drawn_filters(20):
        found = asked(query, register.alice)
        groups, _left = figures.by_addressee(found)
        for group in groups:
            every = found.narrowed(addressee=group.words)
            assert group.total == asked(every.urlencode(), register.alice).qs.count()


def test_the_own_entity_stands_on_top_and_then_the_most_overdue(register):
    groups, _left = figures.by_addressee(asked("", register.alice))

    assert groups[0].words == "Executive Director"
    assert groups[0].is_own
    late = [group.parts["overdue"].count for group in groups[1:]]
    assert late == sorted(late, reverse=True)


def test_a_number_shows_its_change_since_last_week(register):
    now = {number.name: number.counted.count for number in figures.numbers(asked("", register.ada))}
    figures.keep(WEEK_AGO)
    DailyFigure.objects.filter(entity=None, name="overdue").update(count=now["overdue"] + 3)

    changes = {number.name: number.change for number in figures.numbers(asked("", register.ada))}

    assert changes["overdue"] == -3
    assert set(changes.values()) - {None} != set()


def test_the_change_of_an_entity_is_its_own_and_other_filters_have_none(register):
    figures.keep(WEEK_AGO)
    DailyFigure.objects.filter(entity=register.unodc, name="overdue").update(count=0)

    own = figures.numbers(asked("entity=UNODC", register.alice))[0]
    other = figures.numbers(asked("entity=UNODC&deliverable=report", register.alice))[0]

    assert own.change == own.counted.count
    assert other.change is None


def test_what_waits_at_other_entities_is_not_told_by_the_change(register):
    figures.keep(WEEK_AGO)

    changes = {number.name: number.change for number in figures.numbers(asked("", register.bob))}

    assert changes["waiting"] is None
    assert changes["overdue"] is not None


def test_the_numbers_of_a_day_are_kept_once(register):
    first = figures.keep(TODAY)

    assert figures.keep(TODAY) == first == DailyFigure.objects.count()


def test_a_mandate_is_settled_on_the_day_its_status_says_so_and_not_after_it_is_opened_again(cast):
    mandate = make_mandate(lead_entity=cast.unodc)

    standing.set_status(mandate, "implemented", by=cast.alice)
    settled = mandate.settled_on
    standing.set_status(mandate, "in progress", by=cast.alice)

    assert settled is not None
    assert mandate.settled_on is None
    assert Mandate.objects.get().settled_on is None


def test_the_burn_up_carries_the_last_year_on_between_its_slowest_and_its_fastest_quarter(cast):
    resolution = make_resolution(adopted_on=date(2000, 1, 1))
    days = [date(2004, 9, 20), date(2004, 9, 1), date(2004, 5, 1), date(2003, 11, 1)]  # 2, 1, 0 and 1 in the quarters
    with change("Arrange a test"):
        for number in range(10):
            status = "implemented" if number < len(days) else "in progress"
            make_mandate(make_paragraph(resolution), status=status)
    for mandate, day in zip(Mandate.objects.filter(status="implemented"), days, strict=True):
        QuerySet(Mandate).filter(pk=mandate.pk).update(settled_on=day)

    picture = PICTURES["growth"](asked("", cast.alice))

    assert "4 to 10 of 10 settled" in picture.note
    [band] = picture.areas
    today, fastest, slowest = (tuple(float(part) for part in point.split(",")) for point in band.points.split())
    assert today[1] == slowest[1] > fastest[1]
    assert today[0] < slowest[0] == fastest[0]
    [expected] = [line for line in picture.lines if line.kind == "expected"]
    assert len({point.split(",")[1] for point in expected.points.split()}) == 1
