"""Setting up: once it makes everything, a second time nothing."""

from io import StringIO

import pytest
from django.conf import settings as program
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from tests.factories import make_user
from tracker.accounts.changes import Change
from tracker.accounts.models import User
from tracker.mandates.models import Mandate
from tracker.operations import demo
from tracker.organs.models import Addressee, Session
from tracker.resolutions.models import Resolution

pytestmark = pytest.mark.django_db


def set_up() -> str:
    out = StringIO()
    call_command("set_up", stdout=out)
    return out.getvalue()


def test_set_up_in_development_gives_a_calendar_a_resolution_and_accounts_to_try(settings):
    settings.DEBUG = True

    said = set_up()

    assert Session.objects.filter(organ__code="GA", number="59").exists()
    assert Addressee.objects.filter(name="Secretary-General").exists()
    assert Resolution.objects.get().symbol == "A/RES/58/140"
    assert Mandate.objects.confirmed().count() >= 14
    assert {role for role, _address, _name in demo.open_accounts()} == {
        "administrator",
        *(f"{role} of {entity}" for role in ("manager", "analyst", "reader") for entity in ("UNODC", "UNEP")),
    }
    assert demo.PASSWORD in said
    assert "manager@unodc.example" in said


def test_set_up_again_changes_nothing(settings):
    settings.DEBUG = True
    set_up()
    before = list(Change.objects.values_list("pk", "digest"))

    said = set_up()

    assert list(Change.objects.values_list("pk", "digest")) == before
    assert said.strip().splitlines()[0].startswith("Demo accounts")


def test_r11_set_up_refuses_a_database_that_a_newer_version_made():
    MigrationRecorder(connection).record_applied("files", "0099_from_the_future")

    with pytest.raises(CommandError, match="newer version"):
        set_up()


def test_every_demo_account_signs_in_with_the_password_printed(settings, client):
    settings.DEBUG = True
    demo.make_accounts()

    for _role, address, _name in demo.open_accounts():
        assert User.objects.get(email=address).check_password(demo.PASSWORD)


def test_demo_accounts_are_closed_when_the_program_is_set_up_for_production(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    demo.make_accounts()

    said = set_up()

    assert not User.objects.filter(is_active=True).exists()
    assert not Resolution.objects.exists()
    assert "7 demo accounts closed" in said


def test_the_first_administrator_comes_from_the_environment(settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT = tmp_path
    monkeypatch.setenv("ADMIN_EMAIL", "chief@example.org")
    monkeypatch.setenv("ADMIN_PASSWORD", "a long and private sentence")

    set_up()
    set_up()

    chief = User.objects.get(email="chief@example.org")
    assert chief.is_superuser
    assert chief.check_password("a long and private sentence")


def test_an_administrator_with_a_weak_password_is_refused_with_the_reason(settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT = tmp_path
    monkeypatch.setenv("ADMIN_EMAIL", "chief@example.org")
    monkeypatch.setenv("ADMIN_PASSWORD", "password")

    with pytest.raises(CommandError, match="ADMIN_PASSWORD: This password is too short"):
        set_up()


def test_people_whom_an_office_knows_keep_their_accounts_in_production(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    make_user("Zoe")

    set_up()

    assert User.objects.get(name="Zoe").is_active
    assert program.DEBUG is False
