"""The public site: off by default, and then open to all with what is public, and nothing else."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from tests.factories import make_mandate, make_paragraph, make_progress, make_resolution
from tracker.accounts.access import visible
from tracker.accounts.changes import change, save
from tracker.mandates.models import Mandate


@pytest.fixture
def mandate(cast):
    resolution = make_resolution("A/RES/58/140", title="Crime prevention")
    found = make_mandate(
        make_paragraph(resolution, "24", words="Requests the Secretary-General to report."),
        lead_entity=cast.unodc,
        focal_point=cast.alice,
        internal_note="Not for others.",
        public_statement="On its way.",
    )
    make_progress(found, cast.alice, done="Only inside.", state="submitted")
    make_mandate(make_paragraph(resolution, "25"), action="to guess", status="proposed")
    make_mandate(make_paragraph(make_resolution("A/C.3/1", adopted_on=None)), action="to draft")
    return found


@pytest.fixture
def is_open(settings):
    settings.PUBLIC_SITE = True


@pytest.mark.parametrize("address", ["", "pictures/", "resolutions/A/RES/58/140/"])
def test_the_public_site_is_off_by_default(cast, mandate, sign_in, address):
    assert Client().get(f"/public/{address}").status_code == 404
    assert sign_in(cast.ada).get(f"/public/{address}").status_code == 404


def test_anybody_sees_the_register_and_nothing_internal(cast, mandate, is_open):
    answer = Client().get("/public/")
    page = answer.content.decode()

    assert "1 mandate" in page
    assert "On its way." in page
    assert not [
        words for words in ("Not for others.", "Alice", "to guess", "to draft", "Only inside.") if words in page
    ]
    assert "public" in answer["Cache-Control"]
    assert "max-age=300" in answer["Cache-Control"]
    assert not answer.cookies


@pytest.mark.parametrize("query", ["focal=me", "focal=1", "waiting=yes", "tag=x", "focal_point__email=a", "silent=1"])
def test_filters_that_ask_for_people_or_for_the_inside_are_none(cast, mandate, is_open, query):
    assert "1 mandate" in Client().get(f"/public/?{query}").content.decode()


def test_the_pictures_lead_to_the_public_list(cast, mandate, is_open):
    page = Client().get("/public/pictures/").content.decode()

    assert "/public/?" in page
    assert "/mandates/?" not in page
    assert "Waiting for review" not in page


def test_the_pictures_are_drawn_anew_only_after_a_change(cast, mandate, is_open, django_assert_max_num_queries):
    before = Client().get("/public/pictures/").content.decode()

    with django_assert_max_num_queries(6):
        assert Client().get("/public/pictures/").content.decode() == before

    with change("Settle it"):
        save(mandate, status="implemented")
    assert Client().get("/public/pictures/").content.decode() != before


def test_a_text_is_shown_with_the_status_of_what_it_asks(cast, mandate, is_open):
    page = Client().get("/public/resolutions/A/RES/58/140/").content.decode()

    assert "Requests the Secretary-General to report." in page
    assert "Not started" in page
    assert Client().get("/public/resolutions/A/C.3/1/").status_code == 404


def test_somebody_who_has_signed_in_sees_the_same(cast, mandate, is_open, sign_in):
    assert "Alice" not in sign_in(cast.alice).get("/public/").content.decode()


def test_other_pages_still_ask_to_sign_in(cast, mandate, is_open):
    assert Client().get("/mandates/").status_code == 302
    assert Client().get("/api/v1/mandates/").status_code == 401


def test_no_other_action_is_open_to_strangers(mandate, is_open):
    assert visible(Mandate.objects.all(), AnonymousUser(), "mandate.view").count() == 1
    assert not visible(Mandate.objects.all(), AnonymousUser(), "mandate.edit").exists()
    assert not visible(Mandate.objects.all(), AnonymousUser(), "register.export").exists()
