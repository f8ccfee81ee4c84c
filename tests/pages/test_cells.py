"""Cells of the register that are edited where they stand."""

from html import unescape

import pytest

from tests.factories import make_addressee, make_mandate
from tracker.accounts.changes import Change, change, save
from tracker.followup.models import Notice
from tracker.mandates.models import Mandate

HTMX = {"HX-Request": "true"}


@pytest.fixture
def mandate(cast):
    make_addressee("Member States")
    return make_mandate(lead_entity=cast.unodc)


@pytest.fixture
def mona(cast, sign_in):
    return sign_in(cast.mona)


def words_of(answer) -> str:
    return unescape(" ".join(answer.content.decode().split()))


def keep(client, mandate: Mandate, name: str, typed: str, before: str):
    sent = {"typed": typed, "before": before}
    return client.post(f"/mandates/{mandate.pk}/cell/{name}/", sent, headers=HTMX)


@pytest.mark.parametrize(
    ("name", "before", "typed", "shown"),
    [
        ("addressee", "Secretary-General", "Member States; World Bank", "Member States; World Bank"),
        ("focal", "", "alice", "Alice"),
        ("priority", "normal", "High", "high"),
        ("tags", "", "budget; Vienna", "Vienna; budget"),
    ],
)
def test_what_is_typed_is_kept_and_can_be_undone(mona, mandate, name, before, typed, shown):
    answer = keep(mona, mandate, name, typed, before)

    assert answer.status_code == 200
    assert "is now “" in words_of(answer)
    field = mona.get(f"/mandates/{mandate.pk}/cell/{name}/", headers=HTMX)
    assert field.context["typed"] == shown

    done = Change.objects.first()
    assert done.by.name == "Mona"
    assert mona.post(f"/mandates/changes/{done.pk}/undo/").status_code == 302
    assert mona.get(f"/mandates/{mandate.pk}/cell/{name}/", headers=HTMX).context["typed"] == before


def test_an_addressee_of_the_directory_is_found_and_another_kept_as_words(mona, mandate):
    keep(mona, mandate, "addressee", "member states; Friends of the Chair", "Secretary-General")

    found = {addressing.words: addressing.addressee for addressing in mandate.addressings.all()}
    assert str(found["member states"]) == "Member States"
    assert found["Friends of the Chair"] is None


def test_a_new_focal_point_is_told(mona, mandate, cast):
    keep(mona, mandate, "focal", "Alice", "")

    assert Notice.objects.get().user == cast.alice


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("focal", "Nobody Known", "is nobody here"),
        ("priority", "urgent", "Choose one of: high, normal, low"),
        ("addressee", " ; ", "addressed to somebody"),
        ("tags", "x" * 41, "at most 40 letters"),
    ],
)
def test_what_cannot_be_kept_is_said_with_what_was_typed(mona, mandate, name, typed, words):
    before = mona.get(f"/mandates/{mandate.pk}/cell/{name}/", headers=HTMX).context["typed"]

    answer = keep(mona, mandate, name, typed, before)

    assert answer.status_code == 422
    assert words in words_of(answer)
    assert f'value="{typed.strip()}"' in words_of(answer)


def test_r2_a_cell_that_somebody_else_has_written_shows_both_and_writes_nothing(mona, mandate, cast):
    with change("Meanwhile", by=cast.ada):
        save(mandate, focal_point=cast.rita)

    answer = keep(mona, mandate, "focal", "Alice", "")

    assert answer.status_code == 409
    assert "Somebody else has put “Rita” here meanwhile" in words_of(answer)
    assert 'value="Alice"' in words_of(answer)
    assert Mandate.objects.get().focal_point == cast.rita
    assert keep(mona, mandate, "focal", "Alice", "Rita").status_code == 200
    assert Mandate.objects.get().focal_point == cast.alice


def test_the_same_again_writes_nothing(mona, mandate):
    changes = Change.objects.count()

    answer = keep(mona, mandate, "priority", "normal", "normal")

    assert "is now" not in words_of(answer)
    assert Change.objects.count() == changes


def test_others_see_no_pen_and_meet_nothing(mandate, cast, sign_in):
    for person in (cast.alice, cast.rita, cast.bob):
        client = sign_in(person)
        assert "cell-pen" not in client.get("/mandates/").content.decode()
        assert keep(client, mandate, "focal", "Alice", "").status_code == 404
    assert Mandate.objects.get().focal_point is None


def test_a_cell_that_is_none_is_not_there(mona, mandate):
    assert keep(mona, mandate, "version", "9", "1").status_code == 404


def test_without_scripts_a_cell_is_a_page(mona, mandate):
    page = mona.get(f"/mandates/{mandate.pk}/cell/priority/")
    answer = mona.post(f"/mandates/{mandate.pk}/cell/priority/", {"typed": "high", "before": "normal"})

    assert "<h1>Priority</h1>" in words_of(page)
    assert answer.url == f"/mandates/{mandate.pk}/"
    assert Mandate.objects.get().priority == "high"
