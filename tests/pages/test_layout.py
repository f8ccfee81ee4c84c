"""What every page shares: the bar, its count of what is overdue, marks, chips, and the answers to errors."""

from datetime import date, timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils import timezone

from tests.factories import Cast, make_mandate
from tracker.mandates.lateness import State
from tracker.mandates.models import Mandate
from tracker.pages import layout
from tracker.pages.templatetags import tracker_tags


def days_ago(count: int) -> tuple[date, date]:
    day = timezone.localdate() - timedelta(days=count)
    return day, day


def test_the_bar_counts_what_is_overdue_at_the_persons_entity_and_links_to_that_list(cast: Cast, sign_in):
    make_mandate(due=days_ago(3), lead_entity=cast.unodc)
    make_mandate(due=days_ago(3), lead_entity=cast.unodc, status="implemented")
    make_mandate(due=days_ago(-3), lead_entity=cast.unodc)
    make_mandate(due=days_ago(3), lead_entity=cast.unep)

    page = sign_in(cast.alice).get("/").content.decode()

    assert "Overdue 1" in " ".join(page.split())
    assert 'href="/mandates/?state=overdue&amp;entity=UNODC"' in page


def test_an_administrators_count_is_of_all_entities(cast: Cast):
    make_mandate(due=days_ago(3), lead_entity=cast.unodc)
    make_mandate(due=days_ago(3), lead_entity=None)

    counted = layout.late(cast.ada, timezone.localdate())

    assert counted.count == 2
    assert parse_qs(urlsplit(counted.address).query) == {"state": ["overdue"]}


def test_the_count_takes_one_query(cast: Cast, django_assert_num_queries):
    make_mandate(due=days_ago(3), lead_entity=cast.unodc)

    with django_assert_num_queries(1):
        assert layout.late(cast.mona, timezone.localdate()).count == 1


def test_only_those_who_may_take_in_are_led_there(cast: Cast, sign_in):
    assert ">Take in<" in sign_in(cast.mona).get("/").content.decode()
    assert ">Take in<" not in sign_in(cast.rita).get("/").content.decode()


def test_a_page_that_needs_an_action_is_not_there_for_others(cast: Cast):
    @layout.needs("resolution.take_in")
    def page(request):
        return HttpResponse("here")

    request = RequestFactory().get("/")
    request.user = cast.mona
    assert page(request).content == b"here"

    for stranger in (cast.alice, AnonymousUser()):
        request.user = stranger
        with pytest.raises(Http404):
            page(request)


def test_what_is_not_there_is_said_calmly(cast: Cast, sign_in):
    answer = sign_in(cast.alice).get("/nothing/at/all/")

    assert answer.status_code == 404
    assert "Nothing is here" in answer.content.decode()


def test_a_form_that_is_too_old_is_explained(cast: Cast):
    client = Client(enforce_csrf_checks=True)

    answer = client.post("/account/login/", {"login": "alice@example.org", "password": "x"})

    assert answer.status_code == 403
    assert "This form is too old" in answer.content.decode()


def test_pages_hold_no_inline_script_or_style(cast: Cast, sign_in):
    page = sign_in(cast.ada).get("/").content.decode()

    assert "<style" not in page
    assert " style=" not in page
    assert " onclick=" not in page
    assert page.count("<script") == page.count("<script src=") + page.count('<script type="module" src=')


@pytest.mark.parametrize(
    ("words", "spans", "shown"),
    [
        ("Requests a report", [], "Requests a report"),
        (
            "Requests a report",
            [("verb", 0, 8)],
            '<mark class="mark-verb" title="operative verb">Requests</mark> a report',
        ),
        (
            "a <b> report",
            [("deliverable", 2, 12), ("verb", 6, 12)],
            (
                'a <mark class="mark-deliverable" title="deliverable">&lt;b&gt; </mark>'
                '<mark class="mark-deliverable mark-verb" title="deliverable, operative verb">report</mark>'
            ),
        ),
        ("short", [("deadline", 3, 99)], 'sho<mark class="mark-deadline" title="deadline">rt</mark>'),
    ],
)
def test_found_words_are_marked_where_they_stand(words, spans, shown):
    assert tracker_tags.marked(words, spans) == shown


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (date(2027, 3, 3), "in 99 d"),
        (date(2026, 11, 24), "today"),
        (date(2026, 11, 12), "12 d ago"),
        (date(2004, 12, 14), "21 y ago"),
        (date(2030, 11, 24), "in 4 y"),
    ],
)
def test_dates_are_told_from_today(value, words):
    assert tracker_tags.from_today(value, date(2026, 11, 24)) == words


def test_a_date_is_written_absolute_and_relative():
    shown = Template("{% load tracker_tags %}{% day when %}").render(
        Context({"when": date(2027, 3, 3), "today": date(2026, 11, 24)})
    )

    assert shown == '<time datetime="2027-03-03">3 Mar 2027, in 99 d</time>'


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_an_icon_a_class_and_words(state):
    chip = tracker_tags.state_chip(state)

    assert "#" in chip
    assert f"state-{state.value.replace(' ', '-')}" in chip
    assert state.label in unescape(chip)


@pytest.mark.parametrize("status", Mandate.Status.values)
def test_every_status_has_an_icon_and_words(status):
    assert Mandate.Status(status).label.lower() in tracker_tags.status_chip(status).lower()


def test_one_of_several_values_of_a_filter_is_taken_away():
    request = RequestFactory().get("/mandates/?state=overdue&state=due-now&entity=UNODC&page=3")

    without_one = tracker_tags.without(Context({"request": request}), "state", "overdue")
    without_all = tracker_tags.without(Context({"request": request}), "state")

    assert parse_qs(without_one[1:]) == {"state": ["due-now"], "entity": ["UNODC"]}
    assert parse_qs(without_all[1:]) == {"entity": ["UNODC"]}
