"""Bytes are kept once, whole, under their digest, and by a name that is only a name."""

import hashlib
import io
import os
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from tracker.files.models import File
from tracker.files.storing import FileRefusedError, clean_name, lost, open_file, store, sweep

PDF = b"%PDF-1.7\n1 0 obj\n"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }
    return tmp_path


def zipped(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for name in names:
            package.writestr(name, b"x")
    return content.getvalue()


def test_bytes_are_found_under_their_digest(db, folder):
    file = store(PDF, "report.pdf", None)

    digest = hashlib.sha256(PDF).hexdigest()
    assert (file.digest, file.size, file.name, file.media_type) == (digest, len(PDF), "report.pdf", "application/pdf")
    assert (folder / digest[:2] / digest).read_bytes() == PDF
    with open_file(file) as stored:
        assert stored.read() == PDF


def test_the_same_bytes_are_kept_once(db, folder):
    first, second = store(PDF, "report.pdf", None), store(io.BytesIO(PDF), "copy.pdf", None)

    assert first == second
    assert File.objects.count() == 1
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [first.digest]


def test_an_empty_file_is_refused_and_leaves_nothing(db, folder):
    with pytest.raises(FileRefusedError, match="empty"):
        store(b"", "report.pdf", None)

    assert not File.objects.exists()
    assert not list(folder.iterdir())


def test_a_file_over_the_limit_is_refused_and_leaves_nothing(db, folder, settings):
    settings.UPLOAD_LIMIT = 2**20

    with pytest.raises(FileRefusedError, match="smaller than 1 MB"):
        store(io.BytesIO(b"x" * (2**20 + 1)), "report.txt", None)

    assert not File.objects.exists()
    assert not list(folder.iterdir())


# What was cut off


def left_behind(folder, name: str) -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(PDF)
    os.utime(path, (0, 0))


def test_r3_bytes_that_got_no_row_are_swept_after_a_day_and_no_others(db, folder):
    kept = store(PDF, "report.pdf", None)
    os.utime(folder / kept.path, (0, 0))
    left_behind(folder, "incoming-x1")
    left_behind(folder, f"ab/ab{'0' * 62}")
    (folder / "incoming-young").write_bytes(b"on its way")

    assert sweep(timezone.now()) == 2

    assert {path.name for path in folder.rglob("*") if path.is_file()} == {kept.digest, "incoming-young"}
    assert sweep(timezone.now() + timedelta(days=2)) == 1
    assert lost() == []


def test_r3_bytes_sent_again_are_not_swept_before_they_have_their_row(db, folder):
    digest = hashlib.sha256(PDF).hexdigest()
    left_behind(folder, f"{digest[:2]}/{digest}")

    file = store(PDF, "report.pdf", None)
    File.objects.all().delete()

    assert sweep(timezone.now()) == 0
    assert (folder / file.path).exists()


def test_a_row_whose_bytes_are_gone_is_found(db, folder):
    file = store(PDF, "report.pdf", None)
    (folder / file.path).unlink()

    assert lost() == [file]


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        (r"C:\Users\ana\report.pdf", "report.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("two\nlines\x00.txt", "twolines.txt"),
        ("  many   spaces .txt", "many spaces .txt"),
        ("تقرير.pdf", "تقرير.pdf"),
        ("..", "file"),
        ("", "file"),
        ("a" * 300 + ".pdf", "a" * 251 + ".pdf"),
        ("a" * 300, "a" * 255),
    ],
)
def test_a_name_is_only_a_name(name, cleaned):
    assert clean_name(name) == cleaned


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"\x89PNG\r\n\x1a\n...", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (
            zipped("[Content_Types].xml", "word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (
            zipped("[Content_Types].xml", "xl/workbook.xml"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (zipped("a.txt"), "application/zip"),
        (b"PK\x03\x04 not really", "application/octet-stream"),
        (b"MZ\x90\x00", "application/vnd.microsoft.portable-executable"),
        (b"<?xml version='1.0'?><svg/>", "application/xml"),
        (b" <!DOCTYPE html><script>", "text/html"),
        ("Résolution".encode(), "text/plain"),
        (b"\x00\x01\x02", "application/octet-stream"),
    ],
)
def test_the_media_type_comes_from_the_bytes(db, content, media_type):
    assert store(content, "anything.pdf", None).media_type == media_type
