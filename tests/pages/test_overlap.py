"""What asks the same, on pages: as a mandate, as a paragraph, as pasted words; and a draft checked by the worker."""

from contextlib import suppress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import make_deadline, make_mandate, make_organ, make_paragraph, make_resolution
from tracker.accounts import changes
from tracker.intake import tasks
from tracker.jobs.models import Job
from tracker.mandates.models import Mandate
from tracker.organs import directory
from tracker.reading.records import UnreadableError
from tracker.resolutions.models import Reading, Resolution

pytestmark = pytest.mark.django_db

REPORT = "Requests the Secretary-General to submit a report on trafficking in women and girls"
DRAFT = f"""The General Assembly,

Recalling its resolution 58/140,

1. {REPORT}, within existing resources;

2. Calls for <b>action</b> against crime;

3. Takes note of the report.
"""


@pytest.fixture
def known(cast) -> Mandate:
    """A mandate of the Economic and Social Council that asks the Secretary-General for the report."""
    directory.load_directory()
    council = make_organ("ECOSOC", name="Economic and Social Council")
    provision = make_paragraph(
        make_resolution("E/RES/2020/1", organ=council), "7", words=f"{REPORT} in armed conflict."
    )
    mandate = make_mandate(provision, lead_entity=cast.unodc, internal_note="A secret word.", status="in progress")
    make_deadline(mandate, words="by 31 March 2027", type="date", relation="by", on="2027-03-31")
    return mandate


def work() -> Job:
    """Do what waits for the worker, and return the last job."""
    for job in Job.objects.filter(state=Job.State.WAITING):
        with suppress(UnreadableError):
            tasks.check_draft.call(job.pk)
    return Job.objects.latest("pk")


def checked(client, text: str) -> str:
    """Return the page of a draft that was pasted and checked."""
    where = client.post("/search/drafts/", {"text": text})["Location"]
    work()
    return client.get(where).content.decode()


def test_pasted_words_show_the_mandate_with_all_that_tells_it(known, cast, sign_in):
    html = sign_in(cast.bob).post("/search/overlap/", {"words": f"4. {REPORT};"}).content.decode()

    assert 'href="/resolutions/E/RES/2020/1/#op7"' in html
    assert f'href="/mandates/{known.pk}/">request: Secretary-General' in html
    for words in ("Economic and Social Council", "by 31 March 2027", "In progress", "same addressee", "% alike"):
        assert words in html
    assert f'<mark class="mark-common" title="in both texts">{REPORT}</mark>' in html
    assert "secret" not in html


def test_a_mandate_and_a_paragraph_lead_to_what_asks_the_same(known, cast, sign_in):
    later = make_mandate(make_paragraph(make_resolution("A/RES/80/1"), "3", words=f"{REPORT}."))
    client = sign_in(cast.alice)
    links = [f"/search/overlap/?mandate={later.pk}", f"/search/overlap/?provision={later.provision_id}"]

    assert links[0] in client.get(f"/mandates/{later.pk}/").content.decode()
    assert links[1] in client.get("/resolutions/A/RES/80/1/").content.decode()
    for link in links:
        html = client.get(link).content.decode()
        assert "Asked of: Secretary-General" in html
        assert 'href="/resolutions/E/RES/2020/1/#op7"' in html
        assert html.count("data-row-link") == 1


def test_what_was_rejected_asks_nothing(known, cast, sign_in):
    other = make_mandate(make_paragraph(words=f"{REPORT} in armed conflict."), status="rejected")

    html = sign_in(cast.alice).get(f"/search/overlap/?mandate={known.pk}").content.decode()

    assert "No mandate here asks this" in html
    assert str(other.resolution) not in html
    assert "Search for a few of the words" in html


@pytest.mark.parametrize(
    "query", ["mandate=x", "mandate=", "provision=-1", "provision=99999999999999999999", "mandate=5"]
)
def test_what_is_not_there_is_not_found(cast, sign_in, query):
    assert sign_in(cast.alice).get(f"/search/overlap/?{query}").status_code == 404


@pytest.mark.parametrize(
    ("words", "answer"), [("  ", "Paste the words of one paragraph"), ("x" * 5001, "check the whole as a draft")]
)
def test_words_that_are_no_provision_are_refused_with_the_cure(cast, sign_in, words, answer):
    refused = sign_in(cast.alice).post("/search/overlap/", {"words": words})

    assert refused.status_code == 422
    assert answer in refused.content.decode()


def test_words_from_outside_are_never_markup(known, cast, sign_in):
    client = sign_in(cast.alice)

    assert "<b>action" not in client.post("/search/overlap/", {"words": f"<b>action {REPORT}"}).content.decode()
    assert "<b>action" not in checked(client, DRAFT)


def test_a_draft_shows_what_asks_the_same_and_what_is_missing_and_stores_nothing_else(known, cast, sign_in):
    before = Resolution.objects.count(), Mandate.objects.count(), Reading.objects.count()

    html = checked(sign_in(cast.bob), DRAFT)

    assert 'href="/resolutions/E/RES/2020/1/#op7"' in html
    assert "1 mandate asks the same" in html
    assert "No mandate here asks this" in html
    missing = [line.split("</dd>")[0] for line in html.split("<dt>")[1:5]]
    assert ["missing" in line for line in missing] == [True, True, True, False]
    assert ['href="#draft-1-2">2</a>' in line for line in missing] == [True, True, False, False]
    assert 'href="#draft-1-1">1</a>' in missing[3]
    assert "1 operative paragraph asks nothing" in html
    assert (Resolution.objects.count(), Mandate.objects.count(), Reading.objects.count()) == before


def test_a_draft_with_a_symbol_in_a_file_is_checked_too(known, cast, sign_in):
    client = sign_in(cast.alice)
    head = "United Nations\nA/C.3/80/L.10\nGeneral Assembly\n\nFrance: draft resolution\n\nTrafficking in women\n\n"
    file = SimpleUploadedFile("draft.txt", (head + DRAFT).encode())

    where = client.post("/search/drafts/", {"file": file})["Location"]
    work()
    html = client.get(where).content.decode()

    assert '<span class="symbol">A/C.3/80/L.10</span>' in html
    assert "E/RES/2020/1" in html


def test_a_checked_draft_shows_mandates_as_they_stand_now(known, cast, sign_in):
    client = sign_in(cast.alice)
    where = client.post("/search/drafts/", {"text": DRAFT})["Location"]
    work()
    with changes.change("Arrange a test"):
        changes.save(known, status="rejected")

    assert "E/RES/2020/1" not in client.get(where).content.decode()


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Dear colleagues, the meeting is at ten.", "No operative paragraph was found."),
        (f"1. {REPORT};\n\n2. Takes note.", "with the words that open it"),
    ],
)
def test_a_text_that_is_no_draft_says_what_to_do(cast, sign_in, text, answer):
    html = checked(sign_in(cast.alice), text)

    assert "This draft could not be checked." in html
    assert answer in html
    assert 'href="/search/drafts/">Try another text' in html


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ({"text": " "}, "Paste the text of a draft, or choose a file."),
        ({"text": DRAFT, "file": SimpleUploadedFile("a.txt", DRAFT.encode())}, "Give the text or a file, not both."),
        ({"file": SimpleUploadedFile("a.txt", b"")}, "empty"),
        ({"text": "x" * 2000}, "must be smaller than"),
        ({"file": SimpleUploadedFile("a.txt", b"x" * 2000)}, "must be smaller than"),
    ],
)
def test_what_cannot_be_checked_is_refused_before_it_is_kept(cast, sign_in, settings, given, answer):
    settings.UPLOAD_LIMIT = 1000

    refused = sign_in(cast.alice).post("/search/drafts/", given)

    assert refused.status_code == 422
    assert answer in refused.content.decode()
    assert not Job.objects.exists()


def test_a_draft_is_seen_by_whoever_gave_it_alone(known, cast, sign_in):
    where = sign_in(cast.alice).post("/search/drafts/", {"text": DRAFT})["Location"]
    work()

    assert sign_in(cast.alice).get(where).status_code == 200
    assert sign_in(cast.ada).get(where).status_code == 404


def test_a_script_that_polls_is_told_when_the_check_is_done(known, cast, sign_in):
    client = sign_in(cast.alice)
    where = client.post("/search/drafts/", {"text": DRAFT})["Location"]

    waiting = client.get(where, headers={"HX-Request": "true"})
    work()
    done = client.get(where, headers={"HX-Request": "true"})

    assert (waiting.status_code, waiting.headers.get("HX-Refresh")) == (200, None)
    assert (done.status_code, done.headers.get("HX-Refresh")) == (286, "true")
