"""Fixtures that every test may ask for: the cast, browsers' clients signed in, and a mail server."""

from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest
from django.conf import settings as program
from django.core.servers.basehttp import WSGIRequestHandler
from django.test import Client, TransactionTestCase

from tests import factories
from tests.mail_server import mail_server
from tracker.accounts import append_only
from tracker.accounts.models import User

# The server of the tests sends headers and body apart: without this each answer waits 40 ms for the client to nod.
WSGIRequestHandler.disable_nagle_algorithm = True

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
LONGEST = ("tests/reliability/", "tests/browser/test_every_page", "tests/operations/", "tests/api/", "tests/accounts/")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, each of which one worker runs, so that none is left with one at the end.

    On a second database, leave out what would say the same again: what touches none, and the browser's tests.
    """
    items.sort(key=lambda item: not str(item.path.relative_to(ROOT)).startswith(LONGEST))
    if program.DATABASES["default"]["ENGINE"] == "tracker.sqlite":
        return
    config.hook.pytest_deselected(items=[item for item in items if not _belongs_on_each_database(item)])
    items[:] = [item for item in items if _belongs_on_each_database(item)]


def _belongs_on_each_database(item: pytest.Item) -> bool:
    asks = {"db", "transactional_db", "django_db_setup", "django_db_reset_sequences"} & set(item.fixturenames)
    in_class = isinstance(getattr(item, "cls", None), type) and issubclass(item.cls, TransactionTestCase)
    touches = bool(asks) or in_class or item.get_closest_marker("django_db") is not None
    return touches and "browser" not in item.path.parts


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """Lift the triggers of the record of changes, should there be any: they stop the flush between tests."""
    with django_db_blocker.unblock():
        append_only.lift()


@pytest.fixture
def cast(db) -> factories.Cast:
    """The people of every test, in the database."""
    return factories.make_cast()


@pytest.fixture
def sign_in(db) -> Callable[[User], Client]:
    """Return a function that gives a client in which the person has signed in."""

    def signed_in(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return signed_in


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of corpora beside the project. Tests that measure against them are skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("needs the corpora in ../shared, which are not part of the project")
    return SHARED


class Inbox:
    """Keeps the messages that a real mail server was handed."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        self.messages.append(message_from_bytes(envelope.content))
        return "250 kept"


@pytest.fixture
def smtp_sink(settings) -> Iterator[Inbox]:
    """Run a mail server, let the program send to it, and give what arrives there."""
    inbox = Inbox()
    with mail_server(inbox, settings):
        yield inbox
