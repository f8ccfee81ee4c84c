"""R10: a backup is whole whatever goes on meanwhile, and what it holds comes back; what is none is refused in words."""

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.factories import make_mandate
from tracker.operations import backups
from tracker.operations.backups import BackupError, postgresql

NOW = datetime(2026, 11, 25, 18, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def backup(cast, settings, tmp_path) -> Path:
    """A backup of a register with one mandate."""
    settings.DATA_DIR, settings.AUDIT_HEADS = tmp_path, tmp_path / "heads.txt"
    make_mandate(lead_entity=cast.unodc)
    path = tmp_path / "kept.zip"
    backups.make(path, NOW)
    return path


def changed(path: Path, member: str, content: bytes) -> Path:
    """Return a copy of an archive in which one member holds something else."""
    other = path.with_name("other.zip")
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(other, "w") as copied:
        for name in archive.namelist():
            copied.writestr(name, content if name == member else archive.read(name))
    return other


def manifest_of(path: Path) -> dict:
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read("manifest.json"))


def test_a_backup_says_what_is_in_it_and_keeps_no_secret(backup, settings):
    manifest = manifest_of(backup)

    assert manifest["rows"]["mandates_mandate"] == 1
    assert "mandates.0001_initial" in manifest["migrations"]
    assert backups.last_made() == NOW
    assert settings.SECRET_KEY.encode() not in backup.read_bytes()
    assert backup.stat().st_mode & 0o077 == 0


def test_a_backup_never_takes_the_place_of_another(backup):
    with pytest.raises(BackupError, match="choose another name"):
        backups.make(backup, NOW)


def test_backups_of_the_same_second_have_names_of_their_own(backup, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    first = backups.default_path(NOW)
    first.parent.mkdir(exist_ok=True)
    first.touch()
    second = backups.default_path(NOW)
    second.touch()

    assert len({first, second, backups.default_path(NOW)}) == 3


def test_what_is_here_is_not_overwritten_unasked(backup):
    with pytest.raises(BackupError, match="--replace"):
        backups.restore(backup, NOW)


def test_a_damaged_backup_is_refused_before_anything_is_touched(backup, tmp_path):
    with pytest.raises(BackupError, match="database is not what was written"):
        backups.restore(changed(backup, "database", b"something else"), NOW, replace=True)
    (tmp_path / "cut.zip").write_bytes(backup.read_bytes()[:2000])
    with pytest.raises(BackupError, match="is no backup, or is damaged"):
        backups.restore(tmp_path / "cut.zip", NOW, replace=True)

    assert not list(tmp_path.glob("backups/*"))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"migrations": ["files.0001_initial", "files.0099_later"]}, "files.0099_later"),
        ({"database": "another"}, "The backup is of another"),
        ({"format": 99}, "another format"),
    ],
)
def test_a_backup_that_does_not_fit_is_refused_with_the_reason(backup, said, words):
    manifest = json.dumps(manifest_of(backup) | said).encode()

    with pytest.raises(BackupError, match=words):
        backups.restore(changed(backup, "manifest.json", manifest), NOW, replace=True)


def test_without_the_programs_of_postgresql_the_cure_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(BackupError, match="install PostgreSQL's client programs"):
        postgresql.load(tmp_path / "database", {})
