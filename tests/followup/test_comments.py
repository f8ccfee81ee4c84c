"""Comments among the entities of a mandate, and people called by name."""

from datetime import date

import pytest

from tests.factories import make_mandate, make_user
from tracker.accounts.changes import Change
from tracker.accounts.models import User
from tracker.followup import comments, notices
from tracker.followup.models import Comment, Notice, ProgressUpdate

DAY = date(2026, 11, 25)


@pytest.fixture
def mandate(cast):
    return make_mandate(lead_entity=cast.unodc, quiet_since=DAY)


def told(person) -> list[tuple[str, str]]:
    return [(notice.kind, notice.words) for notice in notices.readable(person)]


def test_a_comment_is_no_progress_and_moves_nothing(cast, mandate):
    comments.comment(mandate, by=cast.alice, words="  Has anybody asked Vienna?  ")

    mandate.refresh_from_db()
    assert Comment.objects.get().words == "Has anybody asked Vienna?"
    assert not ProgressUpdate.objects.exists()
    assert (mandate.version, mandate.quiet_since) == (1, DAY)
    assert Change.objects.first().by == cast.alice


@pytest.mark.parametrize(
    ("words", "called", "unheard"),
    [
        ("@Mona please look", ["Mona"], []),
        ("please look, @mona.", ["Mona"], []),
        ("(@Mona, @Rita and @Mona)", ["Mona", "Rita"], []),
        ("@Ana Petrova, @ana.silva and @Ana", ["Ana Petrova", "Ana Silva"], ["Ana"]),
        ("@Monarch and @Bob", [], ["Monarch", "Bob"]),
        ("write to mona@example.org or x.@y", [], []),
        ("@ Mona", [], []),
    ],
)
def test_who_is_called_by_which_words(cast, mandate, words, called, unheard):
    for first, last in (("Ana", "Petrova"), ("Ana", "Silva")):
        person = make_user(f"{first}.{last}", analyst=cast.unodc)
        User.objects.filter(pk=person.pk).update(name=f"{first} {last}")

    people, names = comments.called_in(words, comments.people_for(mandate))

    assert ([person.name for person in people], names) == (called, unheard)


def test_who_is_called_is_told_and_who_cannot_see_it_is_not(cast, mandate):
    said = comments.comment(mandate, by=cast.alice, words="@Mona and @Bob: what do you think?")

    assert said.called == [cast.mona]
    assert said.unheard == ["Bob"]
    assert told(cast.mona) == [("mentioned", "@Mona and @Bob: what do you think?")]
    assert not Notice.objects.filter(user=cast.bob).exists()


def test_the_focal_point_and_earlier_voices_are_told_but_not_the_writer(cast):
    mandate = make_mandate(lead_entity=cast.unodc, focal_point=cast.rita)
    comments.comment(mandate, by=cast.mona, words="First.")

    comments.comment(mandate, by=cast.alice, words="Second.")

    assert told(cast.rita) == [("commented", "Second."), ("commented", "First.")]
    assert told(cast.mona) == [("commented", "Second.")]
    assert told(cast.alice) == []


def test_a3_comments_are_seen_by_the_entities_of_the_mandate_alone(cast, mandate):
    comments.comment(mandate, by=cast.alice, words="Between us.")

    assert comments.readable(mandate, cast.rita).exists()
    assert comments.readable(mandate, cast.ada).exists()
    assert not comments.readable(mandate, cast.bob).exists()


def test_its_author_alone_takes_a_comment_back_with_what_it_told(cast, mandate):
    made = comments.comment(mandate, by=cast.alice, words="@Mona hm").comment

    with pytest.raises(comments.RefusedError):
        comments.withdraw(made, by=cast.mona)
    comments.withdraw(made, by=cast.alice)

    assert not Comment.objects.exists()
    assert told(cast.mona) == []
    assert Comment.history.filter(words="@Mona hm").exists()


def test_an_empty_comment_is_refused(cast, mandate):
    with pytest.raises(comments.RefusedError, match="Write something"):
        comments.comment(mandate, by=cast.alice, words=" \n ")
