"""The journal, one change of it, and the register as it stood on a day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone as clock

from tests import factories
from tests.factories import Cast, make_deadline, make_mandate
from tracker.accounts import changes
from tracker.accounts.changes import Change, change
from tracker.accounts.models import Membership
from tracker.mandates import past, standing
from tracker.mandates.lateness import State
from tracker.mandates.models import Mandate
from tracker.operations.sample_data import make_sample_data


def words_of(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def on(monkeypatch):
    """Return a function that sets the clock to noon of a day."""

    def at(day: date) -> None:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        monkeypatch.setattr("django.utils.timezone.now", lambda: noon)

    return at


# The journal


def test_the_journal_tells_administrators_who_did_what_and_when(cast: Cast, sign_in):
    with change("Rename the office", by=cast.mona, reason="It has a new name."):
        changes.save(cast.unodc, name="Another name")

    page = words_of(sign_in(cast.ada).get("/history/"))

    assert "Rename the office" in page
    assert "Mona" in page
    assert "It has a new name." in page


def test_the_journal_is_filtered_by_who_what_and_when(cast: Cast, sign_in):
    with change("Rename the office", by=cast.mona):
        changes.save(cast.unodc, name="Another name")
    ada, today = sign_in(cast.ada), clock.localdate()

    def found(**asked) -> list[str]:
        return [row.action for row in ada.get("/history/", asked).context["page"]]

    assert found(who="mona") == found(what="rename the") == ["Rename the office"]
    assert found(who="mona", until=today - timedelta(days=1)) == []
    assert found(since=today, what="rename") == ["Rename the office"]


def test_a_change_shows_each_row_with_its_old_and_new_values(cast: Cast, sign_in):
    mandate = make_mandate(lead_entity=cast.unodc)
    with change("Correct", by=cast.mona) as done:
        changes.save(mandate, priority="high", internal_note="Only for us.")

    page = words_of(sign_in(cast.mona).get(f"/history/{done.pk}/"))

    assert "<del>normal</del> → <ins>high</ins>" in page
    assert "Only for us." in page
    assert mandate.get_absolute_url() in page


def test_a_manager_reads_nothing_of_other_entities_nor_of_who_has_which_role(cast: Cast, sign_in):
    mona = sign_in(cast.mona)
    theirs = make_mandate(lead_entity=cast.unep)
    with change("Theirs", by=cast.bob) as of_unep:
        changes.save(theirs, internal_note="A secret of UNEP.")
    with change("Give a role", by=cast.ada) as of_roles:
        changes.create(Membership, user=cast.rita, entity=cast.unep, role="reader")

    actions = [row.action for row in mona.get("/history/", {"what": "e"}).context["page"]]

    assert "Theirs" not in actions
    assert "Give a role" not in actions
    assert mona.get(f"/history/{of_unep.pk}/").status_code == 404
    assert mona.get(f"/history/{of_roles.pk}/").status_code == 404


def test_a_change_that_touched_two_entities_shows_each_only_its_own(cast: Cast, sign_in):
    ours, theirs = make_mandate(lead_entity=cast.unodc), make_mandate(lead_entity=cast.unep)
    with change("Both", by=cast.ada) as both:
        changes.save(ours, internal_note="Ours.")
        changes.save(theirs, internal_note="Theirs alone.")

    page = words_of(sign_in(cast.mona).get(f"/history/{both.pk}/"))

    assert "Ours." in page
    assert "Theirs alone." not in page


def test_a_deleted_row_is_told_with_its_words(cast: Cast, sign_in):
    entity = factories.make_entity("ICRC")
    with change("Delete", by=cast.ada) as done:
        changes.delete(type(entity).objects.filter(pk=entity.pk))

    assert "Removed: Entity" in words_of(sign_in(cast.ada).get(f"/history/{done.pk}/"))


def test_a_change_of_mandates_is_undone_from_history(cast: Cast, sign_in):
    mandate = make_mandate(lead_entity=cast.unodc)
    with change("Set the priority", by=cast.mona) as done:
        changes.save(mandate, priority="high")
    mona = sign_in(cast.mona)

    assert f'action="/mandates/changes/{done.pk}/undo/"' in mona.get(f"/history/{done.pk}/").content.decode()
    mona.post(f"/mandates/changes/{done.pk}/undo/")

    mandate.refresh_from_db()
    assert mandate.priority == "normal"
    assert Change.objects.get(undoes=done).by == cast.mona


# As it stood


@pytest.fixture
def mandate(cast, on) -> Mandate:
    """A mandate of 10 January 2026, due on 1 March, implemented on 5 March, of UNEP since 10 March."""
    on(date(2026, 1, 10))
    mandate = make_mandate(lead_entity=cast.unodc)
    make_deadline(mandate, type="date", relation="by", on="2026-03-01", today=date(2026, 1, 10))
    on(date(2026, 3, 5))
    standing.set_status(Mandate.objects.get(pk=mandate.pk), "implemented", by=cast.mona)
    on(date(2026, 3, 10))
    with change("Hand over", by=cast.ada):
        changes.save(Mandate.objects.get(pk=mandate.pk), lead_entity=cast.unep)
    return mandate


@pytest.mark.parametrize(
    ("day", "status", "state", "entity"),
    [
        (date(2026, 1, 9), None, None, None),
        (date(2026, 1, 10), "not started", State.DUE_LATER, "UNODC"),
        (date(2026, 2, 20), "not started", State.DUE_SOON, "UNODC"),
        (date(2026, 3, 1), "not started", State.DUE_NOW, "UNODC"),
        (date(2026, 3, 2), "not started", State.OVERDUE, "UNODC"),
        (date(2026, 3, 5), "implemented", State.SETTLED, "UNODC"),
        (date(2026, 3, 10), "implemented", State.SETTLED, "UNEP"),
    ],
)
def test_the_register_is_shown_as_it_stood_on_any_day(mandate, sign_in, cast, day, status, state, entity):
    answer = sign_in(cast.rita).get("/history/register/", {"as_at": day.isoformat()})

    shown = [(row.status, found, row.lead_entity.short_name) for row, found, _due in answer.context["rows"]]
    assert shown == ([(status, state, entity)] if status else [])
    assert "to be read only" in words_of(answer)


def test_today_the_past_register_says_what_the_register_says(cast: Cast):
    today = clock.localdate()
    make_sample_data(120, 60, today)

    stood = past.states_on(today, past.mandates_on(today))

    assert {key: state for key, (state, _due) in stood.items()} == {
        row.pk: row.state(today) for row in Mandate.objects.confirmed()
    }


def test_the_registers_address_with_a_day_leads_there(cast: Cast, sign_in):
    answer = sign_in(cast.rita).get("/mandates/", {"as_at": "2026-03-02"})

    assert answer.url == "/history/register/?as_at=2026-03-02"


@pytest.mark.parametrize("day", ["2999-01-01", "20250-01-01", "yesterday", "1066-10-14"])
def test_a_day_that_has_not_been_is_refused_in_words(cast: Cast, sign_in, day):
    answer = sign_in(cast.rita).get("/history/register/", {"as_at": day})

    assert answer.status_code == 200
    assert answer.context["form"].errors["as_at"]


def test_the_past_register_is_filtered(mandate, cast: Cast, sign_in):
    rita = sign_in(cast.rita)

    def found(**asked) -> int:
        return len(rita.get("/history/register/", {"as_at": "2026-03-02", **asked}).context["rows"])

    assert (found(entity="UNODC"), found(entity="UNEP"), found(status="implemented")) == (1, 0, 0)
    assert (found(document=mandate.resolution.symbol), found(document="S/RES")) == (1, 0)
