"""A2–A4: what a form does not offer is not written, a right withdrawn ends at once, and nobody decides on their own."""

import pytest
from lxml import html

from tests.factories import Cast, make_mandate, make_progress
from tracker.accounts import changes
from tracker.accounts.changes import Change, change, tracked_models
from tracker.accounts.models import Membership, User
from tracker.followup.models import ProgressUpdate
from tracker.mandates.models import Mandate

pytestmark = pytest.mark.django_db


def form_of(client, where: str, name: str) -> dict:
    """Return what the form that has the field would send."""
    page = html.fromstring(client.get(where).content)
    form = next(form for form in page.forms if name in form.fields)
    return {key: value for key, value in form.form_values() if key != "csrfmiddlewaretoken"}


def values_of(row) -> dict:
    return {column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields}


def test_a2_fields_that_a_form_does_not_offer_are_not_written(cast: Cast, sign_in):
    mandate = make_mandate(lead_entity=cast.unodc)
    mona, where = sign_in(cast.mona), f"/mandates/{mandate.pk}/edit/"
    sent = form_of(mona, where, "resources")
    before = values_of(mandate)
    smuggled = {
        "id": "999", "pk": "999", "version": "77", "status": "implemented", "provision": "999", "resolution": "999",
        "as_read": "{}", "confidence": "1", "due_opens": "2001-01-01", "due_closes": "2001-01-01", "timing": "met",
        "quiet_since": "2001-01-01", "superseded_by": str(mandate.pk), "is_superuser": "1", "change": "1",
    }  # fmt: skip

    mona.post(where, {**smuggled, **sent, "resources": "From the budget."})

    after = values_of(Mandate.objects.get(pk=mandate.pk))
    assert {name for name in before if before[name] != after[name]} == {"resources", "version"}
    assert after["version"] == before["version"] + 1


def test_a2_nobody_makes_themselves_administrator_by_their_preferences(cast: Cast, sign_in):
    smuggled = dict.fromkeys(("is_superuser", "is_staff", "groups", "user_permissions", "memberships-0-role"), "1")

    sign_in(cast.rita).post("/account/preferences/", {"theme": "dark", **smuggled, "email": "ada@example.org"})

    rita = User.objects.get(pk=cast.rita.pk)
    assert (rita.is_superuser, rita.is_staff, rita.email) == (False, False, "rita@example.org")
    assert list(rita.memberships.values_list("role", flat=True)) == ["reader"]


def test_a2_an_entry_of_progress_is_ones_own_and_not_approved_by_its_sender(cast: Cast, sign_in):
    with change("Sign off from now on"):
        changes.save(cast.unodc, signs_off=True)
    mandate = make_mandate(lead_entity=cast.unodc)
    alice, where = sign_in(cast.alice), f"/progress/{mandate.pk}/log/"
    smuggled = {"author": str(cast.mona.pk), "state": "approved", "decided_by": str(cast.mona.pk), "mandate": "999"}

    alice.post(
        where, {**form_of(alice, where, "done"), **smuggled, "done": "Something.", "next_step": "No further steps"}
    )

    update = ProgressUpdate.objects.get()
    assert (update.author, update.mandate, update.decided_by) == (cast.alice, mandate, None)
    assert update.state != ProgressUpdate.State.APPROVED


@pytest.mark.parametrize("how", ["role lowered", "role taken", "account closed"])
def test_a3_a_right_withdrawn_between_opening_and_saving_ends_at_once(cast: Cast, sign_in, how):
    mandate = make_mandate(lead_entity=cast.unodc)
    mona, where = sign_in(cast.mona), f"/mandates/{mandate.pk}/edit/"
    sent = form_of(mona, where, "resources")
    with change("Withdraw"):
        if how == "role lowered":
            changes.save(cast.mona.memberships.get(), role=Membership.Role.READER)
        elif how == "role taken":
            changes.delete(Membership.objects.filter(user=cast.mona))
        else:
            User.objects.filter(pk=cast.mona.pk).update(is_active=False)
    before = Change.objects.count()

    answer = mona.post(where, {**sent, "resources": "Too late."})

    assert answer.status_code in (302, 404)
    assert Mandate.objects.get(pk=mandate.pk).resources == ""
    assert Change.objects.count() == before


def test_a3_who_has_left_an_entity_exports_nothing_of_its_own(cast: Cast, sign_in):
    make_mandate(lead_entity=cast.unodc, internal_note="Only for UNODC.")
    rita = sign_in(cast.rita)
    inside = b"".join(rita.get("/mandates/export.csv").streaming_content).decode()
    with change("Leave"):
        changes.delete(Membership.objects.filter(user=cast.rita))

    outside = b"".join(rita.get("/mandates/export.csv").streaming_content).decode()

    assert "Only for UNODC." not in outside
    assert outside.count("\n") == inside.count("\n")


def test_a4_a_manager_does_not_approve_their_own_entry(cast: Cast, sign_in):
    mandate = make_mandate(lead_entity=cast.unodc)
    update = make_progress(mandate, cast.mona, state="submitted")

    def state_after(person: User) -> str:
        sign_in(person).post(f"/progress/{update.pk}/decide/", {"decision": "approve"})
        return ProgressUpdate.objects.get(pk=update.pk).state

    assert state_after(cast.mona) == "submitted"
    assert state_after(cast.ada) == "approved"


def test_every_tracked_model_refuses_a_write_without_a_change():
    for model in tracked_models():
        with pytest.raises(changes.OutsideChangeError):
            model._default_manager.update(version=1)
