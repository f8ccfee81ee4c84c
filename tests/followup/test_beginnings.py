"""Evidence in PDF and Word shows its first words to whoever signs off, read by the worker and never by the web."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_tasks_db.models import DBTaskResult

from tests.factories import make_mandate
from tests.reading.pdf_file import Words, pdf_file
from tests.reading.word_file import word_file
from tracker.accounts import changes
from tracker.files.models import File
from tracker.files.storing import store
from tracker.followup.models import ProgressUpdate
from tracker.followup.tasks import BEGINNING, read_beginning

SENTENCE = "The conference was held in Vienna."
PDF = pdf_file([Words(SENTENCE, 123.0, 700.0)])
WORD = word_file(f"<w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>")


@pytest.fixture
def mandate(cast):
    with changes.change("Arrange a test"):
        changes.save(cast.unodc, signs_off=True)
    return make_mandate(lead_entity=cast.unodc)


def hand_in(client, mandate, *files: tuple[str, bytes]) -> None:
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    client.post(f"/progress/{mandate.pk}/log/", {"on": "2004-08-24", "done": "Held.", "files": uploads})


def waiting() -> list[int]:
    """Return the keys of the files that wait for the worker."""
    results = DBTaskResult.objects.filter(task_path=read_beginning.module_path)
    return [result.args_kwargs["args"][0] for result in results]


@pytest.mark.parametrize(("name", "content"), [("report.pdf", PDF), ("report.docx", WORD)])
def test_the_first_words_of_a_document_are_beside_the_entry_once_the_worker_has_read_it(
    cast, mandate, sign_in, name, content
):
    hand_in(sign_in(cast.alice), mandate, (name, content))
    mona = sign_in(cast.mona)
    before = mona.get("/progress/review/").content.decode()
    [key] = waiting()

    read_beginning.func(key)

    page = mona.get("/progress/review/").content.decode()
    assert name in before
    assert SENTENCE not in before
    assert f'<pre tabindex="0" aria-label="{name}">{SENTENCE}</pre>' in page


def test_only_documents_are_read_and_each_file_once(cast, mandate, sign_in):
    alice = sign_in(cast.alice)
    hand_in(alice, mandate, ("note.txt", b"Seen."), ("data.bin", b"\x00\x01\x02"), ("a.pdf", PDF))
    for key in waiting():
        read_beginning.func(key)

    hand_in(alice, mandate, ("again.pdf", PDF))

    assert ProgressUpdate.objects.count() == 2
    assert [File.objects.get(pk=key).name for key in waiting()] == ["a.pdf"]


def test_a_document_that_cannot_be_read_says_so_and_can_still_be_downloaded(cast, mandate, sign_in):
    hand_in(sign_in(cast.alice), mandate, ("broken.pdf", b"%PDF-1.7 and nothing more"))
    [key] = waiting()

    read_beginning.func(key)

    page = sign_in(cast.mona).get("/progress/review/").content.decode()
    assert "No words could be read in it" in page
    assert "/progress/evidence/" in page


def test_what_a_document_says_is_shown_as_words_and_no_more_than_its_beginning(cast, mandate, sign_in):
    body = "<w:p><w:r><w:t>&lt;script&gt;alert(1)&lt;/script&gt; " + "word " * 2000 + "</w:t></w:r></w:p>"
    hand_in(sign_in(cast.alice), mandate, ("long.docx", word_file(body)))
    [key] = waiting()

    read_beginning.func(key)

    assert len(File.objects.get(pk=key).beginning) == BEGINNING
    page = sign_in(cast.mona).get("/progress/review/").content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


def test_a_file_that_the_disk_has_lost_stops_no_worker(cast):
    file = store(PDF, "lost.pdf", cast.alice)
    File.objects.filter(pk=file.pk).update(digest="0" * 64)

    read_beginning.func(file.pk)

    assert File.objects.get(pk=file.pk).beginning == ""
