"""The example that ships with the program: loaded once, removed whole."""

from datetime import date

from tests.factories import Cast, make_progress
from tracker.accounts.changes import change, create
from tracker.followup.models import Comment, ProgressUpdate
from tracker.intake import example
from tracker.mandates.models import DueDate, Mandate
from tracker.resolutions.models import Resolution

TODAY = date(2004, 6, 1)


def test_the_example_is_loaded_once(cast: Cast):
    first, second = example.load(TODAY, lead=cast.unodc), example.load(TODAY, lead=cast.unodc)

    assert (first > 0, second) == (True, 0)
    assert Mandate.objects.confirmed().filter(lead_entity=cast.unodc).count() == first


def test_the_example_is_removed_with_what_was_logged_on_it_and_can_come_back(cast: Cast):
    loaded = example.load(TODAY, lead=cast.unodc)
    mandate = Mandate.objects.confirmed().first()
    wrong = make_progress(mandate, author=cast.alice, done="Sent the wrong letter.")
    make_progress(mandate, author=cast.alice, done="Sent the right letter.", corrects=wrong)
    with change("Arrange a test"):
        create(Comment, mandate=mandate, author=cast.alice, words="Was it the right one?")

    removed = example.remove(by=cast.ada)

    assert removed >= loaded
    assert not any(model.objects.exists() for model in (Resolution, Mandate, DueDate, ProgressUpdate))
    assert ProgressUpdate.history.filter(history_type="-").count() == 2
    assert example.load(TODAY, lead=cast.unodc) == loaded
