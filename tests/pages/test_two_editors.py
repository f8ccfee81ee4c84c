"""R2: two people at one mandate, through the forms they use. Nothing typed is lost, nothing overwritten unseen."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import make_mandate
from tracker.accounts import changes
from tracker.files.storing import store
from tracker.followup import bulk, undoing
from tracker.followup.bulk import Edit
from tracker.intake import take_in
from tracker.mandates import standing
from tracker.mandates.models import Mandate

TEXT = """A/RES/58/140
Resolution adopted by the General Assembly on 22 December 2003

The General Assembly,

1. Requests the Secretary-General to submit a report to the General Assembly at its fifty-ninth session;
"""


@pytest.fixture
def mandate(cast) -> Mandate:
    return make_mandate(lead_entity=cast.unodc, action="to report")


def opened(client, mandate: Mandate) -> dict:
    """Return what the edit form holds when somebody opens it."""
    form = client.get(reverse("mandates:edit", args=[mandate.pk])).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False)}


def save(client, mandate: Mandate, values: dict, **typed):
    return client.post(reverse("mandates:edit", args=[mandate.pk]), values | typed)


def test_r2_edits_of_different_fields_are_merged(cast, mandate, sign_in):
    mona, ada = sign_in(cast.mona), sign_in(cast.ada)
    both = opened(mona, mandate)

    save(ada, mandate, both, action="to report twice")
    answer = save(mona, mandate, both, internal_note="Ask Vienna.")

    mandate.refresh_from_db()
    assert answer.status_code == 302
    assert (mandate.action, mandate.internal_note) == ("to report twice", "Ask Vienna.")


def test_r2_edits_of_the_same_field_show_both_texts_and_keep_the_rest(cast, mandate, sign_in):
    mona, ada = sign_in(cast.mona), sign_in(cast.ada)
    both = opened(mona, mandate)
    save(ada, mandate, both, action="to report twice")

    answer = save(mona, mandate, both, action="to report thrice", resources="Voluntary funds")

    page = answer.content.decode()
    mandate.refresh_from_db()
    assert answer.status_code == 409
    assert all(words in page for words in ("to report twice", "to report thrice", "Voluntary funds"))
    assert (mandate.action, mandate.resources) == ("to report twice", "")


@pytest.mark.parametrize("how", ["deleted", "right withdrawn", "given away"])
def test_r2_what_was_typed_survives_where_it_can_no_longer_be_saved(cast, mandate, sign_in, how):
    mona = sign_in(cast.mona)
    values = opened(mona, mandate)
    with changes.change("Arrange a test"):
        match how:
            case "deleted":
                changes.delete(mandate.addressings.all())
                changes.delete(Mandate.objects.filter(pk=mandate.pk))
            case "right withdrawn":
                changes.save(cast.mona.memberships.get(), role="reader")
            case "given away":
                changes.save(mandate, lead_entity=cast.unep)

    answer = save(mona, mandate, values, internal_note="An hour of careful words.")

    assert answer.status_code == 404
    assert "An hour of careful words." in answer.content.decode()
    assert not Mandate.objects.filter(internal_note__contains="careful").exists()


def test_r2_a_bulk_edit_of_another_field_is_merged_with_an_edit(cast, mandate, sign_in):
    mona = sign_in(cast.mona)
    values = opened(mona, mandate)
    bulk.apply(Mandate.objects.all(), Edit(focal_point=cast.alice), by=cast.ada)

    answer = save(mona, mandate, values, action="to report twice")

    mandate.refresh_from_db()
    assert answer.status_code == 302
    assert (mandate.focal_point, mandate.action) == (cast.alice, "to report twice")


def test_r2_a_bulk_edit_of_the_same_field_is_shown_beside_an_edit(cast, mandate, sign_in):
    mona = sign_in(cast.mona)
    values = opened(mona, mandate)
    bulk.apply(Mandate.objects.all(), Edit(priority="high"), by=cast.ada)

    answer = save(mona, mandate, values, priority="low")

    mandate.refresh_from_db()
    assert (answer.status_code, mandate.priority) == (409, "high")


def test_r2_an_undo_leaves_what_was_edited_after_the_change(cast, mandate, sign_in):
    done, _count = bulk.apply(Mandate.objects.all(), Edit(priority="high"), by=cast.ada)
    mona = sign_in(cast.mona)
    save(mona, mandate, opened(mona, mandate), internal_note="Ask Vienna.")

    left = undoing.undo(done, by=cast.ada)

    mandate.refresh_from_db()
    assert (mandate.internal_note, mandate.priority, len(left)) == ("Ask Vienna.", "high", 1)


def test_r2_a_reading_taken_in_meanwhile_leaves_an_edit_alone(cast, sign_in, settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }
    taken_in(cast, TEXT)
    mandate = Mandate.objects.get()
    with changes.change("Arrange a test"):
        changes.save(mandate, lead_entity=cast.unodc)
    mona = sign_in(cast.mona)
    values = opened(mona, mandate)

    taken_in(cast, TEXT.replace("a report", "a full report"))
    answer = save(mona, mandate, values, action="to report in full")

    mandate.refresh_from_db()
    assert answer.status_code == 302
    assert mandate.action == "to report in full"


def test_r2_a_status_set_from_a_stale_row_is_refused_with_what_stands_now(cast, mandate, sign_in):
    standing.set_status(mandate, "continuing", by=cast.ada)

    page = sign_in(cast.alice).post(
        reverse("mandates:status", args=[mandate.pk]), {"status": "implemented", "seen": 1}, follow=True
    )

    assert "Somebody else has set" in page.content.decode()
    mandate.refresh_from_db()
    assert mandate.status == "continuing"


def taken_in(cast, text: str) -> None:
    content = text.encode()
    with changes.change("Arrange a test"):
        found = take_in.read(store(content, "text.txt", cast.ada), content, "text.txt")
        take_in.take_in(found, by=cast.ada, today=date(2004, 1, 1), confirm="all")
