"""Drawn data are whole: what they show holds together, and the record of changes says how they came."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tracker.accounts.models import Change
from tracker.followup.models import ProgressUpdate
from tracker.mandates import schedule
from tracker.mandates.models import Mandate
from tracker.operations import chain
from tracker.operations.sample_data import make_sample_data

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 25)


def test_as_many_are_drawn_as_were_asked_for_and_they_hold_together():
    call_command("make_sample_data", mandates=60, updates=90, stdout=StringIO(), stderr=StringIO())

    assert Mandate.objects.confirmed().count() == 60
    assert ProgressUpdate.objects.count() == 90
    assert not schedule.drifted().exists()
    assert chain.first_broken() == chain.first_past_history() == ""


def test_drawing_again_adds_other_resolutions():
    make_sample_data(15, 0, TODAY)
    make_sample_data(15, 0, TODAY)

    assert Mandate.objects.count() == 30


def test_some_are_late_and_some_are_not():
    make_sample_data(60, 0, TODAY)

    assert 0 < Mandate.objects.overdue(TODAY).count() < 60


def test_nothing_is_drawn_for_less_than_one_mandate():
    with pytest.raises(CommandError, match="at least one mandate"):
        call_command("make_sample_data", mandates=0)

    assert not Change.objects.exists()
