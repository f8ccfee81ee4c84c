"""The dashboard: the same filters as the register, pictures with their twins, and each as a file."""

import re
import xml.etree.ElementTree as ET
from datetime import date
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from tests.factories import make_deadline, make_mandate, make_paragraph, make_resolution, make_session
from tracker.jobs.models import Job
from tracker.mandates.models import Mandate
from tracker.reports import tasks
from tracker.reports.filters import MandateFilter
from tracker.reports.pictures import PICTURES

LATE = (date(2004, 1, 1), date(2004, 2, 1))
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def mandates(cast):
    return [make_mandate(lead_entity=cast.unodc, due=LATE if number else None) for number in range(3)]


def test_the_dashboard_shows_numbers_and_pictures_with_their_twins(cast, mandates, sign_in):
    page = sign_in(cast.rita).get("/reports/").content.decode()

    assert "3 mandates" in page
    assert "/mandates/?state=overdue" in page
    assert page.count("The same as a table") >= 3
    assert "style=" not in page
    assert "<style" not in page


def test_the_dashboard_takes_the_filters_of_the_register(cast, mandates, sign_in):
    page = sign_in(cast.rita).get("/reports/?state=overdue&entity=UNODC").content.decode()

    assert "2 mandates" in page
    assert "remove this filter" in page


def test_a_filter_that_no_row_matches_says_so(cast, mandates, sign_in):
    page = sign_in(cast.rita).get("/reports/?q=unheard").content.decode()

    assert "There is nothing to draw" in page
    assert '<svg class="drawing"' not in page


def test_a_filter_that_cannot_be_understood_is_named(cast, mandates, sign_in):
    client = sign_in(cast.rita)

    assert "A filter was not understood" in client.get("/reports/?closes_from=soon").content.decode()
    assert client.get("/reports/pictures/timeline.svg?closes_from=soon").status_code == 400


@pytest.mark.parametrize("name", PICTURES)
def test_each_picture_is_a_file_of_three_kinds(cast, mandates, sign_in, name):
    client = sign_in(cast.rita)

    svg, png, csv = (client.get(f"/reports/pictures/{name}.{form}") for form in ("svg", "png", "csv"))

    assert ET.fromstring(svg.content).tag == "{http://www.w3.org/2000/svg}svg"
    assert png.content.startswith(b"\x89PNG")
    assert csv["Content-Type"] == "text/csv; charset=utf-8"
    assert all("attachment" in answer["Content-Disposition"] for answer in (svg, png, csv))


def test_a_picture_that_is_none_is_not_there(cast, sign_in):
    client = sign_in(cast.rita)

    assert client.get("/reports/pictures/secrets.svg").status_code == 404
    assert client.get("/reports/pictures/load.exe").status_code == 404


def test_names_are_written_as_words_in_every_picture(cast, sign_in):
    make_mandate(make_paragraph(make_resolution()), addressee=HOSTILE, due=LATE)
    client = sign_in(cast.rita)

    page = client.get("/reports/").content.decode()
    svg = client.get("/reports/pictures/addressees.svg").content.decode()

    assert HOSTILE not in page + svg
    assert "&lt;script&gt;" in page
    assert ET.fromstring(svg) is not None


def test_only_people_who_have_signed_in_see_the_dashboard(cast):
    assert Client().get("/reports/").status_code == 302


def test_the_dashboard_asks_a_constant_number_of_queries(cast, mandates, sign_in, django_assert_max_num_queries):
    client = sign_in(cast.rita)

    with django_assert_max_num_queries(40):
        client.get("/reports/")


def test_the_brief_is_the_table_of_exactly_the_filter(cast, mandates, sign_in):
    page = sign_in(cast.rita).get("/reports/brief/?state=overdue").content.decode()

    assert "2 mandates, as at" in page
    assert page.count("<tr>") == 3


def test_a_brief_over_nothing_says_so(cast, mandates, sign_in):
    assert "There is nothing to report" in sign_in(cast.rita).get("/reports/brief/?q=unheard").content.decode()


def test_a_document_is_written_in_the_background_for_the_person_who_asked(cast, mandates, sign_in):
    client = sign_in(cast.rita)

    asked = client.post("/reports/documents/?state=overdue", {"kind": "table", "form": "docx"})
    job = Job.objects.get()
    waiting = client.get(asked.url).content.decode()
    tasks.write_report.call(job.pk)
    written = client.get(f"/reports/documents/{job.pk}/file/")

    assert "Waiting for the background worker" in waiting
    assert b"".join(written.streaming_content).startswith(b"PK")
    assert "table-" in written["Content-Disposition"]
    assert sign_in(cast.ada).get(f"/reports/documents/{job.pk}/file/").status_code == 404


def test_only_an_administrator_sets_the_house_style(cast, sign_in):
    assert sign_in(cast.mona).get("/reports/style/").status_code == 404

    refused = sign_in(cast.ada).post("/reports/style/", {"file": SimpleUploadedFile("a.docx", b"no document")})

    assert refused.status_code == 422
    assert "This is not a .docx document" in refused.content.decode()


def test_a_month_shows_what_falls_due_on_its_days(cast, mandates, sign_in):
    make_session("58", opens=date(2004, 2, 10), closes=date(2004, 2, 20))

    page = sign_in(cast.rita).get("/reports/calendar/?month=2004-02").content.decode()

    assert "February 2004" in page
    assert "closes_from=2004-02-01&amp;closes_to=2004-02-01" in page
    assert "2 due" in page
    assert "GA 58" in page


def test_a_year_of_sessions_shows_what_is_due_at_each_and_when_papers_are_wanted(cast, sign_in):
    session = make_session("60", opens=date(2005, 9, 13), closes=date(2006, 9, 11))
    make_session("59", opens=date(2004, 9, 14), closes=date(2005, 9, 12))
    make_session("61", opens=date(2006, 9, 12))
    for entity in (cast.unodc, cast.unep):
        mandate = make_mandate(lead_entity=entity)
        make_deadline(mandate, type="session", number="60", organ=session.organ, relation="at")
    client = sign_in(cast.rita)

    page = client.get("/reports/calendar/sessions/?year=2005&entity=UNODC").content.decode()

    assert "GA 59" in page
    assert "GA 61" not in page
    assert "1 due" in page
    assert "2005-07-05" in page  # ten weeks before the session opens
    [address] = re.findall(r'href="(/mandates/[^"]*due_at=[^"]*)"', page)
    assert "1 mandate" in client.get(unescape(address)).content.decode()


@pytest.mark.parametrize("year", ["", "x", "99999", "-1", "1899"])
def test_a_year_that_is_none_is_this_year(cast, sign_in, year):
    page = sign_in(cast.rita).get("/reports/calendar/sessions/", {"year": year}).content.decode()

    assert f"Sessions of {timezone.localdate().year}" in page


@pytest.mark.parametrize("month", ["2004-13", "0000-00", "x", "-", "99999-1"])
def test_a_month_that_is_none_is_this_month(cast, sign_in, month):
    assert sign_in(cast.rita).get(f"/reports/calendar/?month={month}").status_code == 200


def test_due_dates_and_sessions_go_to_calendar_programs(cast, mandates, sign_in):
    session = make_session("99", opens=timezone.localdate(), closes=timezone.localdate())
    client = sign_in(cast.rita)

    due = Calendar.from_ical(client.get("/reports/calendar.ics?entity=UNODC").content)
    sessions = Calendar.from_ical(client.get("/reports/sessions.ics?organ=GA").content)

    assert len(due.walk("VEVENT")) == 2
    assert [str(event["UID"]).split("@")[0] for event in sessions.walk("VEVENT")] == [f"session-{session.pk}"]
    assert client.get("/reports/calendar.ics?state=late").status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "q=' OR 1=1 --",
        'q=") UNION SELECT password FROM accounts_user --',
        "q=NEAR(a b, 0) OR *",
        "lead_entity__name__startswith=U",
        "focal_point__password__startswith=a",
        "sort=focal_point__password",
        "sort=due; DROP TABLE mandates_mandate",
        "entity=UNODC' OR '1'='1",
        "session=58' OR ''='",
        "addressee=%25' OR 1=1 --",
        "due_at=GA/58' OR 1=1 --",
        "due_at=//////",
        "status={'$ne': null}",
        "closes_from=2004-01-01' OR 1=1",
    ],
)
def test_w6_hostile_filters_find_nothing_more_and_break_nothing(cast, mandates, sign_in, query):
    client, asked = sign_in(cast.rita), dict([query.split("=", 1)])

    answers = [client.get(address, asked, follow=True) for address in ("/mandates/", "/reports/", "/reports/brief/")]

    assert {answer.status_code for answer in answers} == {200}
    assert MandateFilter(asked, Mandate.objects.all(), user=cast.rita, today=date(2004, 10, 1)).qs.count() <= 3
    assert "md5$" not in "".join(answer.content.decode() for answer in answers)
