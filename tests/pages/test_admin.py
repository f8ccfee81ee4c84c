"""Data entry: every model is there for administrators, each save is a change, due dates follow."""

from datetime import date

import pytest
from django.contrib import admin
from django.urls import reverse

from tests import factories
from tracker.accounts import changes
from tracker.accounts.changes import change, tracked_models
from tracker.accounts.models import Change, Entity
from tracker.organs.models import Addressee, Session

pytestmark = pytest.mark.django_db

# Entered where they belong: as inline rows of another model, or by the program alone.
INLINE = {
    "mandates.Addressing",
    "mandates.Contribution",
    "mandates.DueDate",
    "mandates.Tagging",
    "followup.Evidence",
}


@pytest.fixture
def ada(cast, sign_in):
    client = sign_in(cast.ada)
    client.post("/account/reauthenticate/", {"password": factories.PASSWORD})
    return client


def form_of(client, address: str) -> dict:
    """Return what the page's form would send as it stands."""
    context = client.get(address).context
    forms = [
        context["adminform"].form,
        *(form for formset in context["inline_admin_formsets"] for form in formset.formset),
    ]
    sent = {}
    for formset in context["inline_admin_formsets"]:
        sent |= {
            f"{formset.formset.prefix}-{name}": value for name, value in formset.formset.management_form.initial.items()
        }
    for form in forms:
        for field in form:
            value = field.value()
            if value is True:
                sent[field.html_name] = "on"
            elif value not in (None, False):
                sent[field.html_name] = "\n".join(value) if isinstance(value, list) else value
    return sent


def test_every_tracked_model_is_entered_here_or_inside_another():
    entered = {model._meta.label for model in admin.site._registry}

    assert {model._meta.label for model in tracked_models()} - entered == INLINE


@pytest.mark.parametrize("model", sorted(admin.site._registry, key=lambda model: model._meta.label), ids=str)
def test_every_list_and_search_opens(ada, model):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"

    assert ada.get(reverse(name)).status_code == 200
    assert ada.get(reverse(name), {"q": "x"}).status_code == 200


def test_nobody_but_administrators_finds_anything_here(cast, sign_in, client):
    for person in (cast.mona, cast.alice, cast.rita):
        assert sign_in(person).get("/admin/", follow=True).status_code == 404
    assert client.get("/admin/").status_code == 302


def test_a_session_is_corrected_and_its_due_dates_follow(ada, cast):
    session = factories.make_session("59", opens=date(2004, 9, 14), closes=date(2005, 9, 12))
    mandate = factories.make_mandate()
    factories.make_deadline(mandate, words="w", type="session", relation="at", number="59", organ=session.organ)
    address = reverse("admin:organs_session_change", args=[session.pk])

    answer = ada.post(address, form_of(ada, address) | {"opens": "2004-09-21"}, follow=True)

    mandate.refresh_from_db()
    session.refresh_from_db()
    assert mandate.due_opens == date(2004, 9, 21)
    assert (session.settled, session.version) == (True, 3)
    assert session.history.first().change.by == cast.ada
    assert "The due dates of 1 mandate follow." in answer.content.decode()


def test_a_session_that_closes_before_it_opens_is_refused_in_words(ada):
    session = factories.make_session("59", opens=date(2004, 9, 14))
    address = reverse("admin:organs_session_change", args=[session.pk])

    answer = ada.post(address, form_of(ada, address) | {"closes": "2004-09-01"})

    assert "The session cannot close before it opens." in answer.content.decode()
    assert Session.objects.get().closes is None


def test_a_stale_save_shows_both_texts_and_a_second_one_wins(ada, cast):
    address = reverse("admin:accounts_entity_change", args=[cast.unodc.pk])
    sent = form_of(ada, address) | {"name": "Mine"}
    with change("Meanwhile"):
        changes.save(cast.unodc, name="Theirs")

    refused = ada.post(address, sent)
    seen = refused.context["adminform"].form.data["seen"]
    ada.post(address, sent | {"seen": seen})

    assert "meanwhile saved “Theirs”; you wrote “Mine”" in refused.content.decode()
    assert Entity.objects.get(pk=cast.unodc.pk).name == "Mine"


def test_aliases_are_typed_one_a_line(ada):
    addressee = factories.make_addressee("Secretary-General", aliases=["SG"])
    address = reverse("admin:organs_addressee_change", args=[addressee.pk])

    ada.post(address, form_of(ada, address) | {"aliases": "SG\n the Secretary General \n"})

    assert Addressee.objects.get().aliases == ["SG", "the Secretary General"]


def test_a_mandate_is_corrected_with_its_deadline_in_one_change(ada):
    mandate = factories.make_mandate()
    deadline = factories.make_deadline(mandate, words="by 2005", type="date", relation="by", on="2005")
    address = reverse("admin:mandates_mandate_change", args=[mandate.pk])
    sent = form_of(ada, address)
    field = next(name for name, value in sent.items() if name.endswith("-on") and value == "2005")
    before = Change.objects.count()

    ada.post(address, sent | {field: "2006", "priority": "high"})

    mandate.refresh_from_db()
    deadline.refresh_from_db()
    assert (mandate.priority, deadline.on, mandate.due_closes) == ("high", "2006", date(2006, 12, 31))
    assert Change.objects.count() == before + 1


def test_a_person_is_added_with_a_role(ada, cast):
    ada.post(
        reverse("admin:accounts_user_add"),
        {"email": "new@example.org", "name": "New", "usable_password": "false"},
    )
    person = cast.unodc.memberships.model.user.field.related_model.objects.get(email="new@example.org")
    address = reverse("admin:accounts_user_change", args=[person.pk])
    prefix = "memberships-"

    ada.post(
        address,
        form_of(ada, address)
        | {
            f"{prefix}TOTAL_FORMS": 1,
            f"{prefix}0-user": person.pk,
            f"{prefix}0-entity": cast.unodc.pk,
            f"{prefix}0-role": "analyst",
        },
    )

    assert person.memberships.get().role == "analyst"
