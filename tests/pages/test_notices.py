"""The bell, the list of notices, comments on a mandate's page, and the choice of what one is told."""

from html import unescape

import pytest

from tests.factories import make_mandate
from tracker.followup import comments
from tracker.followup.models import Comment, Notice
from tracker.reports.models import Mailing


def words_of(answer) -> str:
    return unescape(" ".join(answer.content.decode().split()))


@pytest.fixture
def mandate(cast):
    return make_mandate(lead_entity=cast.unodc, focal_point=cast.alice)


def test_the_bell_counts_and_a_notice_leads_to_its_place_and_is_read(cast, mandate, sign_in):
    comments.comment(mandate, by=cast.mona, words="@Alice look")
    alice = sign_in(cast.alice)
    assert "1 notice not read yet" in words_of(alice.get("/"))

    assert "@Alice look" in words_of(alice.get("/notices/?unread=1"))
    answer = alice.post(f"/notices/{Notice.objects.get().pk}/")

    assert answer.url == f"/mandates/{mandate.pk}/#comments"
    assert "0 notices not read yet" in words_of(alice.get("/"))
    assert "You have read everything" in words_of(alice.get("/notices/?unread=1"))


def test_all_notices_are_marked_read_and_only_ones_own(cast, mandate, sign_in):
    for person in (cast.alice, cast.mona):
        Notice.objects.create(user=person, key="late-1", kind="late", mandate=mandate)

    sign_in(cast.alice).post("/notices/read/")

    assert Notice.objects.get(user=cast.alice).read_at
    assert Notice.objects.get(user=cast.mona).read_at is None


def test_a_new_focal_point_is_told_from_the_form_of_the_mandate(cast, mandate, sign_in):
    mona = sign_in(cast.mona)
    form = mona.get(f"/mandates/{mandate.pk}/edit/").context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}

    mona.post(f"/mandates/{mandate.pk}/edit/", {**sent, "focal_point": cast.rita.pk})

    assert [notice.kind for notice in Notice.objects.filter(user=cast.rita)] == ["assigned"]


def test_a_comment_is_added_on_the_page_and_says_whom_it_told(cast, mandate, sign_in):
    alice = sign_in(cast.alice)

    answer = alice.post(
        f"/mandates/{mandate.pk}/comments/", {"words": "@Mona, <script>alert(1)</script> @Zoe"}, follow=True
    )

    words = words_of(answer)
    assert "Mona is told." in words
    assert "is called @Zoe" in words
    assert "<script>alert(1)" not in answer.content.decode()


def test_strangers_neither_see_nor_write_comments(cast, mandate, sign_in):
    made = comments.comment(mandate, by=cast.alice, words="Between us.").comment
    bob = sign_in(cast.bob)

    assert "Between us." not in words_of(bob.get(f"/mandates/{mandate.pk}/"))
    assert bob.post(f"/mandates/{mandate.pk}/comments/", {"words": "Hello"}).status_code == 404
    assert bob.post(f"/mandates/comments/{made.pk}/withdraw/").status_code == 404
    assert sign_in(cast.mona).post(f"/mandates/comments/{made.pk}/withdraw/").status_code == 404
    assert Comment.objects.count() == 1


def test_what_one_is_told_is_chosen_on_a_page_and_kept(cast, sign_in):
    alice = sign_in(cast.alice)

    assert alice.get("/account/notices/").context["form"]["watched"].value() is True
    answer = alice.post("/account/notices/", {"mail": "weekly", "kinds": ["late"], "before": ["14"]}, follow=True)

    cast.alice.refresh_from_db()
    chosen = {"mail": "weekly", "kinds": ["late"], "before": [14], "watched": False}
    assert cast.alice.preferences["notices"] == chosen
    assert "Your choice is saved." in words_of(answer)
    assert alice.post("/account/notices/", {"mail": "hourly"}).status_code == 200
    cast.alice.refresh_from_db()
    assert cast.alice.preferences["notices"]["mail"] == "weekly"


def test_a_person_whose_mail_was_refused_sees_why(cast, sign_in):
    Mailing.objects.create(user=cast.alice, error="SMTPRecipientsRefused: 550 no such mailbox", attempts=3)

    assert "550 no such mailbox" in words_of(sign_in(cast.alice).get("/account/notices/"))
