"""The register and the page of a mandate: what they show to whom, how often they ask the database, what they save."""

from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_mandate, make_paragraph, make_progress, make_resolution
from tracker.mandates import standing
from tracker.mandates.models import Mandate

REGISTER = "/mandates/"
LATE = (date(2004, 1, 1), date(2004, 2, 1))


def words_in(answer) -> str:
    """Return the text of a page, spaces folded."""
    parser = HTMLParser()
    words: list[str] = []
    parser.handle_data = words.append
    parser.feed(answer.content.decode())
    return " ".join(" ".join(words).split())


def make_many(cast, count: int) -> list[Mandate]:
    resolution = make_resolution("A/RES/58/140")
    return [
        make_mandate(
            make_paragraph(resolution, str(number)), action=f"action {number}", lead_entity=cast.unodc, due=LATE
        )
        for number in range(1, count + 1)
    ]


# The list


def test_the_list_shows_confirmed_mandates_and_counts_them(cast, sign_in):
    make_mandate(action="to submit a report", lead_entity=cast.unodc, focal_point=cast.alice, due=LATE)
    make_mandate(action="to guess", status="proposed")

    page = words_in(sign_in(cast.rita).get(REGISTER))

    assert "1–1 of 1 mandate" in page
    assert "to submit a report" in page
    assert "to guess" not in page
    assert "Overdue" in page


def test_the_address_filters_and_each_chip_takes_one_value_away(cast, sign_in):
    make_mandate(action="to report", lead_entity=cast.unodc, due=LATE)
    make_mandate(action="to pay", lead_entity=cast.unep)

    answer = sign_in(cast.rita).get(REGISTER, {"state": ["overdue", "due-now"], "entity": "UNODC", "sort": "symbol"})

    page = answer.content.decode()
    assert "to report" in page
    assert "to pay" not in page
    assert 'href="?state=due-now&amp;entity=UNODC&amp;sort=symbol"' in page
    assert 'href="?state=overdue&amp;state=due-now&amp;sort=symbol"' in page


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("?q=&state=overdue&page=", "?state=overdue"),
        ("?page=1", ""),
        ("?page=99", "?page=2"),
        ("?page=x", ""),
        ("?page=0", "?page=2"),
        ("?page=-1&state=overdue", "?state=overdue"),
    ],
)
def test_an_address_with_nothing_to_say_or_past_the_end_leads_to_the_right_one(cast, sign_in, asked, led_to):
    make_many(cast, 51)

    answer = sign_in(cast.rita).get(REGISTER + asked)

    assert (answer.status_code, answer.url) == (302, REGISTER + led_to)


def test_the_list_alone_is_given_to_a_script_with_its_clean_address(cast, sign_in):
    make_many(cast, 1)

    part = sign_in(cast.rita).get(
        REGISTER, {"q": "", "state": "overdue"}, headers={"HX-Request": "true", "HX-Target": "list"}
    )

    assert part["HX-Push-Url"] == f"{REGISTER}?state=overdue"
    assert b"<html" not in part.content
    assert b"action 1" in part.content


def test_the_list_asks_the_database_as_often_for_many_rows_as_for_few(cast, sign_in, django_assert_num_queries):
    client = sign_in(cast.alice)
    make_many(cast, 2)
    with_few = _count_queries(client, REGISTER)

    for mandate in Mandate.objects.all():
        make_mandate(make_paragraph(mandate.resolution), lead_entity=cast.unodc, focal_point=cast.alice, due=LATE)

    with django_assert_num_queries(with_few):
        client.get(REGISTER)
    assert with_few <= 26


def test_finding_nothing_names_the_filter_to_drop_and_the_count_it_would_give(cast, sign_in):
    make_many(cast, 3)

    page = words_in(sign_in(cast.rita).get(REGISTER, {"q": "unheard", "entity": "UNODC"}))

    assert "No mandate matches" in page
    assert "Without the filter “Words” there would be 3." in page


def test_nothing_late_is_good_news_and_an_empty_register_says_what_to_do(cast, sign_in):
    empty = words_in(sign_in(cast.mona).get(REGISTER))
    make_mandate(lead_entity=cast.unodc)
    done = words_in(sign_in(cast.mona).get(REGISTER, {"state": "overdue", "entity": "UNODC"}))

    assert "No mandates yet" in empty
    assert "Nothing is late here" in done


def test_a_filter_that_is_not_understood_is_said_and_not_exported(cast, sign_in):
    make_many(cast, 1)
    client = sign_in(cast.rita)

    page, export = client.get(REGISTER, {"state": "late"}), client.get("/mandates/export.csv", {"state": "late"})

    assert "A filter was not understood" in words_in(page)
    assert export.status_code == 400


def test_what_is_written_in_a_mandate_is_never_markup(cast, sign_in):
    mandate = make_mandate(action="<script>alert(1)</script>", addressee="<b>x", lead_entity=cast.unodc)
    client = sign_in(cast.ada)

    for address in (REGISTER, mandate.get_absolute_url(), f"{REGISTER}?q=%3Cscript%3E"):
        assert b"<script>alert" not in client.get(address).content
        assert b"<b>x" not in client.get(address).content


def test_nobody_sees_the_register_without_signing_in(client, db):
    assert client.get(REGISTER).status_code == 302


# Exports


def test_the_exports_hold_exactly_the_filtered_list(cast, sign_in):
    make_many(cast, 3)
    make_mandate(action="to pay", lead_entity=cast.unep)
    client = sign_in(cast.rita)

    lines = b"".join(client.get("/mandates/export.csv", {"entity": "UNODC"}).streaming_content).decode().splitlines()
    book = client.get("/mandates/export.xlsx", {"entity": "UNODC"})

    assert len(lines) == 4
    assert "to pay" not in "".join(lines)
    assert b"".join(book.streaming_content).startswith(b"PK")
    assert book["Content-Disposition"].endswith('.xlsx"')


# The status chip


def test_a_status_is_changed_in_place(cast, sign_in):
    mandate = make_mandate(lead_entity=cast.unodc)

    answer = sign_in(cast.alice).post(
        reverse("mandates:status", args=[mandate.pk]),
        {"status": "in progress", "seen": 1},
        headers={"HX-Request": "true"},
    )

    mandate.refresh_from_db()
    assert mandate.status == "in progress"
    assert "In progress" in words_in(answer)


def test_without_a_script_the_chip_leads_back_to_the_list(cast, sign_in):
    mandate = make_mandate(lead_entity=cast.unodc)
    address, client = reverse("mandates:status", args=[mandate.pk]), sign_in(cast.alice)

    back = client.post(address, {"status": "in progress", "seen": 1, "next": "/mandates/?state=overdue"})
    elsewhere = client.post(address, {"status": "implemented", "next": "https://evil.example/"})

    assert back.url == "/mandates/?state=overdue"
    assert elsewhere.url == mandate.get_absolute_url()


def test_a_status_set_meanwhile_by_somebody_else_is_told_and_kept(cast, sign_in):
    mandate = make_mandate(lead_entity=cast.unodc)
    standing.set_status(mandate, "implemented", by=cast.mona)

    answer = sign_in(cast.alice).post(
        reverse("mandates:status", args=[mandate.pk]),
        {"status": "in progress", "seen": 1},
        headers={"HX-Request": "true"},
    )

    assert "Somebody else has set" in words_in(answer)
    assert Mandate.objects.get().status == "implemented"


@pytest.mark.parametrize(("name", "code"), [("rita", 404), ("bob", 404), ("alice", 302), ("ada", 302)])
def test_who_may_not_set_the_status_is_told_nothing(cast, sign_in, name, code):
    mandate = make_mandate(lead_entity=cast.unodc)

    answer = sign_in(getattr(cast, name)).post(reverse("mandates:status", args=[mandate.pk]), {"status": "in progress"})

    assert answer.status_code == code


# The page of a mandate


def test_the_page_shows_words_dates_progress_and_history(cast, sign_in):
    provision = make_paragraph(make_resolution("A/RES/58/140"), "24", words="Requests the Secretary-General to report.")
    spans = {"verb": [0, 8], "addressees": [[9, 30]], "deadlines": []}
    mandate = make_mandate(provision, lead_entity=cast.unodc, due=LATE, as_read={"spans": spans})
    make_progress(mandate, cast.alice, symbol="A/59/205")
    standing.set_status(mandate, "in progress", by=cast.mona)

    answer = sign_in(cast.rita).get(mandate.get_absolute_url())

    page = words_in(answer)
    assert '<mark class="mark-verb" title="operative verb">Requests</mark>' in answer.content.decode()
    assert mandate.deadlines.get().words in page
    assert "A/59/205" in page
    assert "Status: not started → in progress" in page
    assert "/resolutions/A/RES/58/140/#op24" in answer.content.decode()


def test_internal_notes_and_waiting_entries_are_shown_to_their_entity_only(cast, sign_in):
    mandate = make_mandate(lead_entity=cast.unodc, internal_note="Ask Vienna first.")
    make_progress(mandate, cast.alice, done="A draft is ready.", state="submitted")
    standing.edit(mandate, by=cast.mona, seen=1, internal_note="Vienna said yes.")

    pages = {name: words_in(sign_in(getattr(cast, name)).get(mandate.get_absolute_url())) for name in ("rita", "bob")}

    for secret in ("Vienna said yes", "Ask Vienna", "A draft is ready"):
        assert secret in pages["rita"]
        assert secret not in pages["bob"]


def test_the_page_asks_the_database_a_fixed_number_of_times(cast, sign_in, django_assert_num_queries):
    mandate = make_mandate(lead_entity=cast.unodc, due=LATE)
    make_progress(mandate, cast.alice, symbol="A/59/205")
    client = sign_in(cast.alice)
    before = _count_queries(client, mandate.get_absolute_url())

    for _number in range(3):
        make_progress(mandate, cast.alice, symbol="A/59/205")
        standing.set_status(mandate, "in progress" if _number % 2 else "continuing", by=cast.alice)

    with django_assert_num_queries(before):
        client.get(mandate.get_absolute_url())


def test_marks_are_left_out_where_the_words_have_changed(cast, sign_in):
    provision = make_paragraph(words="Short.")
    mandate = make_mandate(provision, as_read={"spans": {"verb": [0, 800]}})

    assert b"<mark class" not in sign_in(cast.ada).get(mandate.get_absolute_url()).content


# Editing


def as_sent(mandate: Mandate, **given) -> dict:
    """Return what the edit form sends: every field as stored, but for what is given."""
    names = ("action", "verb", "strength", "deliverable", "priority", "resources", "internal_note", "public_statement")
    sent = {name: getattr(mandate, name) for name in names}
    return sent | {"seen": mandate.version, "lead_entity": mandate.lead_entity_id or "", "focal_point": ""} | given


def test_a_manager_edits_and_assigns_in_one_change(cast, sign_in):
    mandate = make_mandate(lead_entity=cast.unodc)
    address = reverse("mandates:edit", args=[mandate.pk])

    answer = sign_in(cast.mona).post(address, as_sent(mandate, action="to report", focal_point=cast.alice.pk))

    mandate.refresh_from_db()
    assert answer.status_code == 302
    assert (mandate.action, mandate.focal_point) == ("to report", cast.alice)
    assert mandate.history.first().change == mandate.history.all()[1].change


def test_edits_of_different_fields_are_both_kept(cast, sign_in):
    mandate = make_mandate(lead_entity=cast.unodc)
    sent = as_sent(mandate, internal_note="Mine.")
    standing.edit(mandate, by=cast.ada, seen=1, action="to report at once")

    answer = sign_in(cast.mona).post(reverse("mandates:edit", args=[mandate.pk]), sent)

    mandate.refresh_from_db()
    assert answer.status_code == 302
    assert (mandate.action, mandate.internal_note) == ("to report at once", "Mine.")


def test_edits_of_the_same_field_show_both_texts_and_either_can_be_chosen(cast, sign_in):
    mandate, client = make_mandate(lead_entity=cast.unodc), sign_in(cast.mona)
    address = reverse("mandates:edit", args=[mandate.pk])
    sent = as_sent(mandate, action="to report mine", resources="from the budget")
    standing.edit(mandate, by=cast.ada, seen=1, action="to report theirs", internal_note="Theirs too.")

    refused = client.post(address, sent)
    page = refused.content.decode()
    carried = dict(refused.context["conflict"].carried)
    client.post(address, carried | {"seen": refused.context["conflict"].seen, "action": "to report mine"})

    mandate.refresh_from_db()
    assert refused.status_code == 409
    assert "to report mine" in page
    assert "to report theirs" in page
    kept = (mandate.action, mandate.resources, mandate.internal_note)
    assert kept == ("to report mine", "from the budget", "Theirs too.")


@pytest.mark.parametrize(("name", "code"), [("rita", 404), ("alice", 404), ("bob", 404), ("mona", 200), ("ada", 200)])
def test_only_managers_of_the_entity_edit(cast, sign_in, name, code):
    mandate = make_mandate(lead_entity=cast.unodc)

    assert sign_in(getattr(cast, name)).get(reverse("mandates:edit", args=[mandate.pk])).status_code == code


def test_what_is_due_tomorrow_is_not_late_today(cast, sign_in):
    tomorrow = timezone.localdate() + timedelta(days=1)
    make_mandate(due=(tomorrow, tomorrow))

    page = words_in(sign_in(cast.rita).get(REGISTER))

    assert "Due soon" in page
    assert "in 1 d" in page


def _count_queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)
