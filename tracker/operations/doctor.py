"""Examine the machine, the settings and the data, and name the cure of all that is wrong. Asked by `manage.py doctor`.

Each examination gives findings: what was looked at, what is wrong with it (nothing, if all is well), and the cure.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django_tasks_db.models import DBTaskResult

from tracker.accounts.append_only import unprotected
from tracker.accounts.models import User
from tracker.files import storing
from tracker.jobs.models import Job
from tracker.mandates import schedule
from tracker.operations import backups, chain, demo, upgrading
from tracker.reports.models import Mailing

LOCAL = {"localhost", "127.0.0.1", "[::1]", "::1", "testserver"}
LEAST_FREE = 0.1
LONGEST_WAIT = timedelta(minutes=1)
LONGEST_WITHOUT_BACKUP = timedelta(hours=26)
# Their locks do not hold between machines, so that two writers can destroy the file (https://sqlite.org/faq.html#q5).
NETWORK_FILE_SYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "glusterfs", "ceph"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `wrong` is empty where all is well; then `cure` is too."""

    what: str
    wrong: str = ""
    cure: str = ""


def examine(now: datetime) -> Iterator[Finding]:
    """Give all findings; what cannot be examined because an earlier finding is bad is left out."""
    yield from _settings()
    yield from _disk(Path(settings.DATA_DIR))
    yield from _backup(now)
    database = list(_database())
    yield from database
    if not any(finding.wrong for finding in database if finding.what == "migrations"):
        yield from _people()
        yield from _work(now)
        yield from _data()


def _settings() -> Iterator[Finding]:
    local = set(settings.ALLOWED_HOSTS) <= LOCAL
    off = "Set DEBUG=false in the environment or in .env, then run set_up."
    yield Finding(
        "DEBUG is on" if settings.DEBUG else "DEBUG is off",
        *_if(settings.DEBUG and not local, "others would see the program's insides and its demo accounts", off),
    )
    weak = not settings.SECRET_KEY_IS_LASTING or len(settings.SECRET_KEY) < 50 or len(set(settings.SECRET_KEY)) < 5
    yield Finding(
        "SECRET_KEY",
        *_if(weak, "missing or too short: sessions could be forged", "Set SECRET_KEY to 50 random characters or more."),
    )
    yield Finding(
        "ALLOWED_HOSTS",
        *_if(
            "*" in settings.ALLOWED_HOSTS, "any name is answered to", "Set ALLOWED_HOSTS to the names of this service."
        ),
    )
    address = urlsplit(settings.SITE_ADDRESS)
    plain = address.hostname not in LOCAL and (address.scheme != "https" or not settings.HTTPS)
    yield Finding(
        "HTTPS",
        *_if(
            plain,
            f"{settings.SITE_ADDRESS} is reached without it",
            "Set HTTPS=true and SITE_ADDRESS=https://… behind a proxy.",
        ),
    )
    unsent = not settings.DEBUG and settings.EMAIL_BACKEND.endswith("console.EmailBackend")
    yield Finding(
        "mail",
        *_if(
            unsent,
            "it is printed, not sent: nobody can reset a password",
            "Set EMAIL_URL=smtp+tls://user:password@host:587.",
        ),
    )


def _disk(folder: Path) -> Iterator[Finding]:
    usage = shutil.disk_usage(folder)
    share = usage.free / usage.total
    yield Finding(
        f"disk of {folder}: {share:.0%} free",
        *_if(share < LEAST_FREE, f"less than {LEAST_FREE:.0%} free", "Free space, or move DATA_DIR to a larger disk."),
    )


def _backup(now: datetime) -> Iterator[Finding]:
    made = backups.last_made()
    age = f"made {(now - made) / timedelta(hours=1):.0f} hours ago" if made else "none was made"
    late = made is None or now - made > LONGEST_WITHOUT_BACKUP
    yield Finding(
        f"backup: {age}",
        *_if(
            late and not settings.DEBUG,
            "what was entered since would be lost with this machine",
            "Run `python manage.py backup` each night, for example by cron.",
        ),
    )


def _database() -> Iterator[Finding]:
    yield from _sqlite() if connection.vendor == "sqlite" else _postgresql()
    coming, unknown = upgrading.coming(), upgrading.unknown()
    yield Finding(
        "migrations",
        *_if(coming, f"{len(coming)} are not applied", "Run `python manage.py set_up` (after a backup)."),
    )
    yield Finding(
        "version of the database",
        *_if(unknown, f"a newer program made it ({', '.join(unknown)})", "Run that version, or restore a backup."),
    )


def _sqlite() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        pragma = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "quick_check")
        }
    yield Finding(
        f"SQLite {sqlite3.sqlite_version}, journal mode {pragma['journal_mode']}",
        *_if(
            pragma["journal_mode"] == "wal" and not settings.WAL_IS_SAFE,
            "this version can lose commits in WAL mode (https://sqlite.org/wal.html#walresetbug)",
            "Leave the journal mode to the settings, or take SQLite 3.51.3 or newer.",
        ),
    )
    yield Finding(
        "SQLite synchronous",
        *_if(
            pragma["synchronous"] < 2, "a power cut can lose what was acknowledged", "Leave PRAGMA synchronous at FULL."
        ),
    )
    yield Finding(
        "SQLite foreign keys",
        *_if(not pragma["foreign_keys"], "they are not enforced", "Leave PRAGMA foreign_keys at ON."),
    )
    yield Finding(
        "SQLite transactions",
        *_if(
            settings.DATABASES["default"]["OPTIONS"].get("transaction_mode") != "IMMEDIATE",
            "writers would be refused as “database is locked”",
            "Leave transaction_mode at IMMEDIATE.",
        ),
    )
    yield Finding(
        "SQLite file",
        *_if(pragma["quick_check"] != "ok", f"damaged: {pragma['quick_check']}", "Restore the last good backup."),
    )
    kind = _file_system(Path(settings.DATA_DIR))
    yield Finding(
        f"file system {kind}",
        *_if(
            kind in NETWORK_FILE_SYSTEMS,
            "SQLite is not safe over a network",
            "Use a local disk, or PostgreSQL by DATABASE_URL.",
        ),
    )


def _postgresql() -> Iterator[Finding]:
    version = connection.pg_version
    yield Finding(
        f"PostgreSQL {version // 10_000}",
        *_if(version < 150_000, "older than what the program is tested on", "Upgrade to PostgreSQL 15 or newer."),
    )


def _people() -> Iterator[Finding]:
    yield Finding(
        "administrator",
        *_if(
            not User.objects.filter(is_superuser=True, is_active=True).exists(),
            "there is none",
            "Run `python manage.py createsuperuser`, or set_up with ADMIN_EMAIL and ADMIN_PASSWORD.",
        ),
    )
    open_ones = len(demo.open_accounts())
    yield Finding(
        "demo accounts",
        *_if(
            open_ones and not settings.DEBUG,
            f"{open_ones} can sign in with a known password",
            "Run `python manage.py set_up`.",
        ),
    )
    refused = Mailing.objects.filter(refused_on__isnull=False, user__is_active=True).select_related("user")
    addresses = [mailing.user.email for mailing in refused.order_by("refused_on")]
    yield Finding(
        "addresses of people",
        *_if(
            addresses,
            f"the mail server refuses {len(addresses)} for good: {', '.join(addresses[:3])}",
            "Correct them under “people” in the data entry.",
        ),
    )


def _work(now: datetime) -> Iterator[Finding]:
    waiting = DBTaskResult.objects.ready().order_by("enqueued_at")
    oldest = waiting.first()
    late = oldest is not None and now - oldest.enqueued_at > LONGEST_WAIT
    yield Finding(
        f"background work: {waiting.count()} waiting",
        *_if(
            late,
            "nobody takes it up",
            "Start a worker: `python manage.py serve`, or `db_worker` beside your web server.",
        ),
    )
    failed = Job.objects.filter(state=Job.State.FAILED, made_at__gte=now - timedelta(days=1)).count()
    yield Finding(
        "background work that failed since yesterday",
        *_if(failed, f"{failed} jobs", "Read the error of each under “jobs” in the admin."),
    )


def _data() -> Iterator[Finding]:
    lost = storing.lost()
    yield Finding(
        "files",
        *_if(
            lost,
            f"the disk has lost {len(lost)}: {', '.join(map(str, lost[:3]))}",
            "Restore DATA_DIR/files from a backup.",
        ),
    )
    drifted = schedule.drifted().count()
    yield Finding(
        "due dates",
        *_if(
            drifted, f"{drifted} mandates do not say what their due dates say", "Restore from a backup and report this."
        ),
    )
    open_tables = unprotected()
    yield Finding(
        "record of changes is append-only",
        *_if(open_tables, f"{len(open_tables)} tables can be rewritten", "Run `python manage.py set_up`."),
    )
    broken = chain.first_broken() or chain.first_past_history()
    yield Finding(
        "record of changes", *_if(broken, broken, "Compare with the last good backup: somebody wrote past the program.")
    )


def _if(bad: object, wrong: str, cure: str) -> tuple[str, str]:
    return (wrong, cure) if bad else ("", "")


def _file_system(folder: Path) -> str:
    """Return the kind of file system the folder is on; "unknown" where the machine does not tell."""
    mounts = Path("/proc/self/mounts")
    if not mounts.exists():
        return "unknown"
    kinds = {line.split()[1]: line.split()[2] for line in mounts.read_text(encoding="utf-8").splitlines()}
    places = [str(place) for place in (folder.resolve(), *folder.resolve().parents)]
    return next((kinds[place] for place in places if place in kinds), "unknown")
