"""The settings under which the tests run: the program's own, in an environment that no machine's `.env` changes.

`TEST_DATABASE_URL` names another database than SQLite; `make test` runs everything that touches one on both.
"""

import os
import tempfile
from importlib import import_module

_directory = tempfile.TemporaryDirectory(prefix="tracker-tests-")
# Parallel workers are children of the process that imports this first: they share its name for the test database.
_run = os.environ.setdefault("TEST_RUN", str(os.getpid()))

os.environ.update(
    DEBUG="true",
    SECRET_KEY="only-for-the-tests-0123456789-abcdefghijklmnopqrstuvwxyz",
    DATABASE_URL=os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{_directory.name}/tracker.sqlite3",
    DATA_DIR=_directory.name,
    CACHE_URL="dbcache://cache_entries",
    EMAIL_URL="memorymail://",
    FROM_ADDRESS="Mandate tracker <tracker@example.org>",
    SITE_ADDRESS="http://testserver",
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    TIME_ZONE="UTC",
    LOG_LEVEL="WARNING",
)
_OWN = (
    *("HTTPS", "AUDIT_HEADS", "SECOND_FACTOR_FOR", "OIDC_SERVER", "TRUSTED_PROXIES"),
    *("DUE_SOON_DAYS", "SILENT_AFTER_MONTHS", "ESCALATE_AFTER_DAYS", "CONFIDENCE_LINE", "UPLOAD_LIMIT"),
)
for _name in _OWN:
    os.environ.pop(_name, None)

_program = import_module("tracker.settings")
globals().update({name: getattr(_program, name) for name in dir(_program) if name.isupper()})

DATABASES = _program.DATABASES
if DATABASES["default"]["ENGINE"] == "tracker.sqlite":
    # A file, not memory: the live server, the worker and the tests of many writers each need a connection of their own.
    DATABASES["default"]["TEST"] = {"NAME": f"{_directory.name}/test.sqlite3"}
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_tracker_{_run}"}
    DATABASES["default"]["CONN_MAX_AGE"] = 0

# Argon2 is slow by intention; the tests sign in often.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
