"""The data-entry pages, light on a desk and dark on a phone: axe finds nothing but what is named here.

Django draws them; what its markup leaves out, `data-entry.css` and `data-entry.js` put right as far as they can.
"""

import pytest
from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.factories import PASSWORD
from tests.routes import World, make_world
from tracker.accounts.changes import Tracked

# What axe finds and stays, by its rule, with the reason.
EXCEPTED = {
    "empty-table-header": "no rule of WCAG: the column that names a row of a table within a form has no heading itself",
}
KINDS = [("light", 1280), ("dark", 320)]
TRACKED = {
    model._meta.label_lower: model
    for model in admin.site._registry
    if issubclass(model, Tracked) or model._meta.label == "accounts.User"
}


@pytest.fixture
def world(cast) -> World:
    return make_world(cast)


@pytest.fixture
def administrator(world, cast, client, sign_in_browser) -> Page:
    page = sign_in_browser(cast.ada)
    # What gives rights asks for the password once more.
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return page


def test_axe_finds_nothing_on_the_first_pages(administrator, live_server, find_faults):
    addresses = [reverse("admin:index"), reverse("admin:app_list", args=["mandates"])]

    wrong = [fault for where in addresses for fault in find_faults(administrator, live_server.url + where, KINDS)]

    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("label", sorted(TRACKED))
def test_axe_finds_nothing_on_the_list_and_the_form_of(label, administrator, live_server, find_faults):
    model, name = TRACKED[label], label.replace(".", "_")
    key = model._default_manager.order_by("pk").values_list("pk", flat=True)[0]
    addresses = [reverse(f"admin:{name}_changelist"), reverse(f"admin:{name}_change", args=[key])]

    wrong = [
        fault
        for where in addresses
        for fault in find_faults(administrator, live_server.url + where, KINDS, tuple(EXCEPTED))
    ]

    assert wrong == [], "\n".join(wrong)


def test_a_list_that_is_searched_has_the_name_of_its_field(administrator, live_server, world):
    mandate = world.things["mandate"]
    administrator.goto(live_server.url + reverse("admin:mandates_mandate_change", args=[mandate.pk]))

    expect(administrator.get_by_role("combobox", name="Lead entity", exact=True)).to_contain_text("UNODC")
    expect(administrator.get_by_role("combobox", name="Addressee", exact=True).first).to_contain_text("Secretary")
