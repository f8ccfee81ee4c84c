"""The quick form logs progress with evidence, within a row or without scripts, and its files are given back safely."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_mandate, make_progress
from tracker.accounts import changes
from tracker.files.storing import store
from tracker.followup.models import Evidence, ProgressUpdate
from tracker.mandates import standing
from tracker.mandates.models import Mandate

PDF = b"%PDF-1.7\n"
SCRIPT = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }


@pytest.fixture
def mandate(cast) -> Mandate:
    return make_mandate(lead_entity=cast.unodc)


def log(client, mandate: Mandate, *, script: bool = False, **given):
    sent = {"on": timezone.localdate().isoformat(), "status": mandate.status, "seen": mandate.version} | given
    return client.post(reverse("progress:log", args=[mandate.pk]), sent, headers=SCRIPT if script else {})


def test_the_form_is_a_fragment_for_a_script_and_a_page_without(cast, mandate, sign_in):
    address, client = reverse("progress:log", args=[mandate.pk]), sign_in(cast.alice)

    part, page = client.get(address, headers=SCRIPT), client.get(address)

    assert b"<form" in part.content
    assert b"<html" not in part.content
    assert b"<html" in page.content


def test_status_and_evidence_are_logged_at_once_and_the_row_is_told(cast, mandate, sign_in):
    answer = log(sign_in(cast.alice), mandate, script=True, status="implemented", evidence="a/59/205")

    mandate.refresh_from_db()
    assert answer["HX-Trigger"] == f"mandate-{mandate.pk}-changed"
    assert b"is logged" in answer.content
    assert (mandate.status, Evidence.objects.get().symbol) == ("implemented", "A/59/205")


def test_without_a_script_one_is_led_back_to_the_list(cast, mandate, sign_in):
    back = log(sign_in(cast.alice), mandate, done="Begun.", next="/mandates/?state=overdue")
    elsewhere = log(sign_in(cast.alice), mandate, done="Begun.", next="//evil.example")

    assert back.url == "/mandates/?state=overdue"
    assert elsewhere.url == mandate.get_absolute_url()


def test_files_are_kept_as_evidence(cast, mandate, sign_in):
    files = [SimpleUploadedFile("../report.pdf", PDF), SimpleUploadedFile("note.txt", b"Seen.")]

    log(sign_in(cast.alice), mandate, files=files)

    assert sorted(Evidence.objects.values_list("name", "file__media_type")) == [
        ("note.txt", "text/plain"),
        ("report.pdf", "application/pdf"),
    ]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Say what was done"),
        ({"evidence": "javascript:alert(1)"}, "is not a link"),
        ({"evidence": "the report we sent"}, "neither a link"),
        ({"status": "discontinued"}, "Say why"),
        ({"status": "proposed", "done": "x"}, "not one of the available choices"),
        ({"done": "Later.", "on": (date.today() + timedelta(days=2)).isoformat()}, "cannot lie ahead"),
        ({"done": "Half.", "share": "101"}, "100"),
        ({"done": "x", "files": SimpleUploadedFile("empty.txt", b"")}, "empty"),
    ],
)
def test_what_is_refused_is_said_with_all_that_was_typed(cast, mandate, sign_in, given, words):
    answer = log(sign_in(cast.alice), mandate, script=True, **given)

    assert words in answer.content.decode()
    assert given.get("done", "") in answer.content.decode()
    assert not ProgressUpdate.objects.exists()


def test_a_status_set_meanwhile_is_told_and_what_was_typed_stays(cast, mandate, sign_in):
    standing.set_status(mandate, "implemented", by=cast.mona)
    client = sign_in(cast.alice)

    refused = log(client, mandate, script=True, status="in progress", seen=1, done="Typed with care.")
    logged = log(client, mandate, script=True, status="in progress", seen=2, done="Typed with care.")

    assert "Somebody else has set the status" in refused.content.decode()
    assert "Typed with care." in refused.content.decode()
    assert 'name="seen" value="2"' in refused.content.decode()
    assert b"is logged" in logged.content


@pytest.mark.parametrize(("name", "code"), [("rita", 404), ("bob", 404), ("alice", 200), ("mona", 200), ("ada", 200)])
def test_only_those_who_report_on_the_mandate_find_the_form(cast, mandate, sign_in, name, code):
    assert sign_in(getattr(cast, name)).get(reverse("progress:log", args=[mandate.pk])).status_code == code


def test_a_proposal_has_no_log(cast, sign_in):
    proposal = make_mandate(lead_entity=cast.unodc, status="proposed")

    assert sign_in(cast.ada).get(reverse("progress:log", args=[proposal.pk])).status_code == 404


def test_where_somebody_signs_off_the_form_says_so(cast, mandate, sign_in):
    with changes.change("Arrange a test"):
        changes.save(cast.unodc, signs_off=True)
    client = sign_in(cast.alice)

    form = client.get(reverse("progress:log", args=[mandate.pk]), headers=SCRIPT)
    answer = log(client, mandate, script=True, done="Sent.")

    assert b"approves it before it counts" in form.content
    assert b"has to approve it" in answer.content


def test_evidence_is_given_as_a_download_that_no_browser_opens(cast, mandate, sign_in):
    piece = _with_file(mandate, cast.alice, "approved")

    answer = sign_in(cast.bob).get(reverse("progress:evidence", args=[piece.pk]))

    assert b"".join(answer.streaming_content) == b"<html><script>alert(1)</script>"
    assert answer["Content-Disposition"] == 'attachment; filename="page.html"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")


def test_evidence_of_a_waiting_entry_is_for_its_entity_only(cast, mandate, sign_in):
    address = reverse("progress:evidence", args=[_with_file(mandate, cast.alice, "submitted").pk])

    answers = [sign_in(person).get(address) for person in (cast.rita, cast.bob)]
    answers[0].close()

    assert [answer.status_code for answer in answers] == [200, 404]


def test_evidence_that_is_no_file_cannot_be_downloaded(cast, mandate, sign_in):
    piece = make_progress(mandate, cast.alice, symbol="A/59/205").evidence.get()

    assert sign_in(cast.alice).get(reverse("progress:evidence", args=[piece.pk])).status_code == 404


def _with_file(mandate: Mandate, author, state: str) -> Evidence:
    file = store(b"<html><script>alert(1)</script>", "page.html", author)
    update = make_progress(mandate, author, state=state)
    with changes.change("Arrange a test"):
        return changes.create(Evidence, update=update, file=file, name="page.html")
