"""What programs read and write: the lists of the pages, changes that lose nothing, and each request once."""

import threading
from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from tests.factories import make_deadline, make_mandate, make_paragraph, make_progress, make_resolution, make_session
from tests.reports.drawn import drawn_filters
from tracker.accounts.changes import Change
from tracker.followup.models import ProgressUpdate
from tracker.mandates import standing
from tracker.reading import record
from tracker.reading.formats import akn
from tracker.reports.akn4un import as_akn
from tracker.reports.originals import as_record
from tracker.resolutions.models import Text

LATE = (date(2004, 1, 1), date(2004, 2, 1))


@pytest.fixture
def mandate(cast):
    return make_mandate(lead_entity=cast.unodc, due=LATE, internal_note="Not for others.")


def test_the_list_takes_the_filters_of_the_register(cast, program, mandate):
    make_mandate(status="implemented")
    asking = program(cast.rita)

    late = asking.get("mandates/?state=overdue&entity=UNODC").json()

    assert late["count"] == 1
    assert late["results"][0]["lateness"] == "overdue"
    assert asking.get("mandates/").json()["count"] == 2


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("mandates/?state=late", "state"),
        ("mandates/?password=x", "password"),
        ("mandates/?lead_entity__short_name=UNODC", "lead_entity__short_name"),
        ("mandates/?sort=focal_point__password", "sort"),
        ("mandates/?q=%00", "q"),
        ("resolutions/?adopted_from=soon", "adopted_from"),
        ("sessions/?id__gt=0", "id__gt"),
    ],
)
def test_a_filter_that_is_none_is_named_and_refused(cast, program, address, name):
    answer = program(cast.rita).get(address)

    assert answer.status_code == 400
    assert name in answer.json()["errors"]


def test_a_list_is_given_a_page_at_a_time(cast, program):
    resolution = make_resolution()
    for number in range(1, 4):
        make_mandate(make_paragraph(resolution, str(number)))

    first = program(cast.rita).get("mandates/?size=2").json()

    assert (first["count"], len(first["results"])) == (3, 2)
    assert "page=2" in first["next"]


def test_what_has_not_changed_is_not_sent_again(cast, program, mandate):
    asking = program(cast.rita)
    for address in ("mandates/", f"mandates/{mandate.pk}/"):
        tag = asking.get(address)["ETag"]

        again = asking.get(address, **{"If-None-Match": tag})

        assert (again.status_code, again.content) == (304, b"")


def test_internal_notes_are_for_the_own_entity(cast, program, mandate):
    assert program(cast.rita).get(f"mandates/{mandate.pk}/").json()["internal_note"] == "Not for others."
    assert program(cast.bob).get(f"mandates/{mandate.pk}/").json()["internal_note"] is None


def test_r2_a_change_needs_the_version_that_was_read(cast, program, mandate):
    answer = program(cast.mona).patch(f"mandates/{mandate.pk}/", {"priority": "high"})

    assert answer.status_code == 428


def test_a_change_is_made_by_the_commands_of_the_pages(cast, program, mandate):
    asking = program(cast.mona)
    tag = asking.get(f"mandates/{mandate.pk}/")["ETag"]

    answer = asking.patch(
        f"mandates/{mandate.pk}/",
        {"status": "in progress", "priority": "high", "focal_point": cast.alice.pk},
        **{"If-Match": tag},
    )

    mandate.refresh_from_db()
    assert answer.status_code == 200
    assert (mandate.status, mandate.priority, mandate.focal_point) == ("in progress", "high", cast.alice)
    assert Change.objects.first().by == cast.mona


def test_r2_a_conflict_names_both_values_and_changes_nothing(cast, program, mandate):
    asking = program(cast.mona)
    tag = asking.get(f"mandates/{mandate.pk}/")["ETag"]
    standing.edit(mandate, by=cast.ada, seen=mandate.version, priority="low")

    answer = asking.patch(f"mandates/{mandate.pk}/", {"priority": "high"}, **{"If-Match": tag})

    mandate.refresh_from_db()
    assert answer.status_code == 409
    assert answer.json()["fields"]["priority"] == {"stored": "low", "sent": "high"}
    assert mandate.priority == "low"


@pytest.mark.parametrize("name", ["version", "id", "quiet_since", "confidence", "due_closes", "resolution", "lateness"])
def test_a2_no_other_field_can_be_sent(cast, program, mandate, name):
    asking = program(cast.ada)
    tag = asking.get(f"mandates/{mandate.pk}/")["ETag"]

    answer = asking.patch(f"mandates/{mandate.pk}/", {name: "1"}, **{"If-Match": tag})

    assert answer.status_code == 400
    assert name in answer.json()["errors"]


def test_who_does_not_answer_for_a_mandate_changes_nothing(cast, program, mandate):
    asking = program(cast.bob)
    tag = asking.get(f"mandates/{mandate.pk}/")["ETag"]

    changed = asking.patch(f"mandates/{mandate.pk}/", {"status": "implemented"}, **{"If-Match": tag})
    logged = asking.post(f"mandates/{mandate.pk}/progress/", {"done": "Ours."})

    mandate.refresh_from_db()
    assert (changed.status_code, logged.status_code, mandate.status) == (400, 404, "not started")


def test_progress_is_logged_with_its_evidence(cast, program, mandate):
    given = {"done": "The report was issued.", "status": "implemented", "evidence": ["A/59/205"], "on": "2004-08-02"}

    answer = program(cast.alice).post(f"mandates/{mandate.pk}/progress/", given)

    update = ProgressUpdate.objects.get()
    assert answer.status_code == 201
    assert answer.json()["evidence"][0]["symbol"] == "A/59/205"
    assert (update.author, update.mandate.status) == (cast.alice, "implemented")


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({}, "done"),
        ({"done": "x", "on": "2999-01-01"}, "on"),
        ({"done": "x", "evidence": ["javascript:alert(1)"]}, "evidence"),
        ({"done": "x", "status": "proposed"}, "status"),
        ({"done": "x", "share": 101}, "share"),
        ({"done": "x", "state": "approved"}, "state"),
    ],
)
def test_progress_that_cannot_be_is_refused_with_its_place(cast, program, mandate, given, name):
    answer = program(cast.alice).post(f"mandates/{mandate.pk}/progress/", given)

    assert answer.status_code == 400
    assert name in answer.json()["errors"]
    assert not ProgressUpdate.objects.exists()


def test_drafts_of_others_are_not_in_the_log(cast, program, mandate):
    make_progress(mandate, cast.alice, state="submitted")

    assert program(cast.bob).get("progress/").json()["count"] == 0
    assert program(cast.rita).get("progress/").json()["count"] == 1


def test_r8_the_same_request_under_the_same_key_is_done_once(cast, program, mandate):
    asking, key = program(cast.alice), {"Idempotency-Key": "sheet-7"}

    answers = [asking.post(f"mandates/{mandate.pk}/progress/", {"done": "Once."}, **key) for _turn in range(3)]

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert ProgressUpdate.objects.count() == 1


def test_r8_another_request_under_a_used_key_is_refused(cast, program, mandate):
    asking, key = program(cast.alice), {"Idempotency-Key": "sheet-7"}
    asking.post(f"mandates/{mandate.pk}/progress/", {"done": "Once."}, **key)

    answer = asking.post(f"mandates/{mandate.pk}/progress/", {"done": "Twice."}, **key)

    assert answer.status_code == 422
    assert ProgressUpdate.objects.count() == 1


def test_r8_the_key_of_one_person_is_not_that_of_another(cast, program, mandate):
    key = {"Idempotency-Key": "sheet-7"}
    for person in (cast.alice, cast.mona):
        program(person).post(f"mandates/{mandate.pk}/progress/", {"done": "Each."}, **key)

    assert ProgressUpdate.objects.count() == 2


def test_r8_fifty_requests_at_once_under_one_key_have_one_effect(transactional_db, cast, token_of, program_of):
    mandate = make_mandate(lead_entity=cast.unodc)
    words = token_of(cast.alice)
    statuses: list[int] = []

    def ask() -> None:
        try:
            answer = program_of(words).post(
                f"mandates/{mandate.pk}/progress/", {"done": "Once."}, **{"Idempotency-Key": "fifty"}
            )
            statuses.append(answer.status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _turn in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert statuses == [201] * 50
    assert ProgressUpdate.objects.count() == 1


def test_the_count_of_the_api_is_that_of_the_page_and_of_the_export(cast, program, sign_in):
    for number in range(6):
        status = "implemented" if number % 2 else "not started"
        make_mandate(status=status, due=LATE if number % 3 else None, lead_entity=cast.unodc)
    asking, client = program(cast.alice), sign_in(cast.alice)

    for query in drawn_filters(10):
        listed = asking.get(f"mandates/?{query}&size=500").json()
        lines = b"".join(client.get(f"/mandates/export.csv?{query}").streaming_content).decode().strip().splitlines()
        page = client.get(f"/mandates/?{query}", follow=True).context["listing"].page.paginator.count
        assert listed["count"] == page == len(listed["results"]) == len(lines) - 1, query


def test_the_other_lists_answer_with_their_rows(cast, program):
    session = make_session("59", opens=date(2004, 9, 14), closes=date(2005, 9, 12))
    mandate = make_mandate()
    make_deadline(mandate, type="session", number="59", organ=session.organ, relation="at")
    asking = program(cast.rita)

    assert asking.get(f"resolutions/?symbol={mandate.resolution.symbol}").json()["count"] == 1
    assert asking.get(f"provisions/?resolution={mandate.resolution.symbol}").json()["results"][0]["words"]["en"]
    assert asking.get("due-dates/?due_at=GA/59").json()["results"][0]["mandate"] == mandate.pk
    assert asking.get("sessions/?organ=GA").json()["results"][0]["slug"] == "GA/59"
    assert asking.get("addressees/?q=secretary").json()["count"] == 1
    assert asking.get("entities/?q=crime").json()["results"][0]["short_name"] == "UNODC"


def test_a_resolution_goes_out_as_xml_and_as_a_record_that_can_be_read_again(cast, program):
    resolution = make_resolution("A/RES/58/140")
    make_paragraph(resolution, "1", kind="preambular", words="Recalling its resolution 57/173,")
    make_paragraph(resolution, "1", words="Requests the Secretary-General: <to report>")
    make_paragraph(resolution, "1.a", depth=1, words="To report & to advise;")
    make_paragraph(resolution, "2", words="Decides to remain seized of the matter.")
    asking = program(cast.rita)

    xml = asking.get(f"resolutions/{resolution.pk}/akn/")
    told = asking.get(f"resolutions/{resolution.pk}/record/").json()

    assert [entry["path"] for entry in told["operative"]] == [["1"], ["1", "a"], ["2"]]
    words = [block.text for block in akn.read(xml.content).blocks if block.role == "operative"]
    assert words == [entry["text"] for entry in told["operative"]]
    assert record.from_json(told).symbol == "A/RES/58/140"
    assert as_akn(as_record(Text.objects.get()), timezone.localdate()) == xml.content


def test_a_language_that_is_not_here_is_not_there(cast, program):
    paragraph = make_paragraph(words="Requests nothing.")

    assert program(cast.rita).get(f"resolutions/{paragraph.resolution.pk}/akn/?language=fr").status_code == 404


def test_what_asks_the_same_as_a_mandate_is_given_with_the_words_in_common(cast, program):
    asked = make_mandate(make_paragraph(words="Requests the Secretary-General to report on trafficking in women."))
    same = make_mandate(make_paragraph(words="Invites the Secretary-General to report on trafficking in women."))
    make_mandate(
        make_paragraph(words="Urges the Secretary-General to report on trafficking in women."), status="rejected"
    )

    answer = program(cast.rita).get(f"mandates/{asked.pk}/overlap/")

    [one] = answer.json()
    assert (one["mandate"]["id"], one["is_same_addressee"], one["language"]) == (same.pk, True, "en")
    assert [one["words"][start:end] for start, end in one["common"]] == [
        "Secretary-General to report on trafficking in women"
    ]
    assert 0.65 <= one["likeness"] < 1
