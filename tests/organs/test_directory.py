"""Names lead to addressees, organs and sessions."""

import pytest

from tests import factories
from tracker.accounts.changes import change
from tracker.organs import directory

pytestmark = pytest.mark.django_db


def test_a_name_is_found_by_its_aliases_whatever_the_case():
    row = factories.make_addressee(
        "United Nations Office on Drugs and Crime", short_name="UNODC", aliases=["the Office"]
    )

    found = directory.AddresseeRows()

    assert found.named("unodc") == found.named("The Office".lower()) == row
    assert found.named("nobody") is None


def test_an_organ_not_met_before_is_added_once():
    with change("Take in"):
        first = directory.organ_named("The Conference of the Parties to the Convention")
        second = directory.organ_named("Conference of the Parties to the Convention")

    assert first == second
    assert first.code


def test_the_readers_vocabulary_knows_the_names_of_the_database():
    before = directory.digest()
    factories.make_addressee("Bureau of Weights", short_name="BW")

    assert directory.vocabulary().names["bureau of weights"] == "Bureau of Weights"
    assert directory.digest() != before
