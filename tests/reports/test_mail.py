"""Reminders and digests by real mail: to a server that takes them, and to one that does not."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from tests.factories import PASSWORD, make_mandate, make_view
from tests.mail_server import mail_server
from tracker.accounts.changes import change, delete
from tracker.followup import assignment
from tracker.followup.models import Notice
from tracker.followup.progress import record_progress
from tracker.mandates import standing
from tracker.mandates.models import Mandate
from tracker.operations import doctor
from tracker.reports import mail, saved
from tracker.reports.models import Mailing, Subscription

DAY = date(2027, 3, 1)
NOW = datetime(2027, 3, 1, 6, tzinfo=UTC)


@pytest.fixture
def mandate(cast):
    return make_mandate(lead_entity=cast.unodc, focal_point=cast.alice, due=(DAY, DAY), quiet_since=DAY)


def send(day: date = DAY, now: datetime | None = None) -> mail.Sent:
    return mail.send_reminders(day, now or datetime(day.year, day.month, day.day, 6, tzinfo=UTC))


def words_of(message) -> str:
    part = next(part for part in message.walk() if part.get_content_type() == "text/plain")
    return " ".join(part.get_payload(decode=True).decode().split())


def test_a_reminder_goes_out_with_the_words_and_the_address_of_the_mandate(smtp_sink, cast, mandate):
    assert send() == mail.Sent(1, 1, 0)

    [message] = smtp_sink.messages
    assert message["To"] == "alice@example.org"
    assert message["Subject"] == "Mandate tracker: 1 due"
    assert f"http://testserver/mandates/{mandate.pk}/" in words_of(message)
    assert "submit a report" in words_of(message)
    assert "http://testserver/account/notices/" in words_of(message)


def test_nothing_is_mailed_twice_however_often_the_day_is_asked_for(smtp_sink, cast, mandate):
    for _each in range(3):
        send()

    assert len(smtp_sink.messages) == 1


def test_a_quiet_day_sends_nothing(smtp_sink, cast, mandate):
    assert send(DAY - timedelta(days=200)) == mail.Sent(0, 0, 0)
    assert smtp_sink.messages == []


def test_one_mail_says_all_that_is_new_and_the_next_day_only_what_came_since(smtp_sink, cast, mandate):
    make_mandate(lead_entity=cast.unodc, focal_point=cast.alice, due=(DAY, DAY), quiet_since=DAY)
    send()
    late = send(DAY + timedelta(days=1))

    assert late == mail.Sent(2, 1, 0)
    assert [message["Subject"] for message in smtp_sink.messages] == [
        "Mandate tracker: 2 due",
        "Mandate tracker: 2 overdue",
    ]


def test_what_was_read_in_the_page_is_not_mailed(smtp_sink, cast, mandate):
    mail.reminders.remind(DAY)
    Notice.objects.update(read_at=NOW)

    assert send().mails == 0


@pytest.mark.parametrize(("often", "weekday", "mails"), [("never", 0, 0), ("weekly", 1, 0), ("weekly", 0, 1)])
def test_each_person_chooses_how_often(smtp_sink, cast, mandate, often, weekday, mails):
    cast.alice.preferences = {"notices": {"mail": often}}
    cast.alice.save()
    day = DAY + timedelta(days=weekday)
    assert day.weekday() == weekday

    assert send(day).mails == mails


def test_at_once_means_the_next_run_and_daily_the_next_day(smtp_sink, cast, mandate):
    cast.alice.preferences = {"notices": {"mail": "at once"}}
    cast.alice.save()
    send()
    standing.assign(mandate, by=cast.mona, focal_point=cast.alice)
    Notice.objects.create(user=cast.alice, key="x", kind="assigned", mandate=mandate)

    assert send().mails == 1
    cast.alice.preferences = {"notices": {"mail": "daily"}}
    cast.alice.save()
    Notice.objects.create(user=cast.alice, key="y", kind="assigned", mandate=mandate)
    assert send().mails == 0
    assert send(DAY + timedelta(days=1)).mails == 1


def test_a3_nobody_is_mailed_what_they_may_not_see_any_more(smtp_sink, cast, mandate):
    with change("Sign off"):
        mandate.lead_entity.signs_off = True
        mandate.lead_entity.save()
    record_progress(Mandate.objects.get(), author=cast.alice, done="Secret for now.", on=DAY)
    assert Notice.objects.filter(user=cast.mona, kind="waiting").exists()

    with change("Mona leaves"):
        delete(cast.mona.memberships.all())
    send()

    assert all(message["To"] != "mona@example.org" for message in smtp_sink.messages)


def test_who_watches_is_mailed_once_and_nothing_of_what_they_may_not_see_any_more(smtp_sink, cast, mandate):
    make_mandate(lead_entity=cast.unodc, focal_point=cast.bob, due=(DAY, DAY), quiet_since=DAY)
    for person in (cast.rita, cast.bob):
        assignment.watch(mandate, person, True)

    for _each in range(2):
        send()

    told = {message["To"]: message["Subject"] for message in smtp_sink.messages}
    assert told == {
        "alice@example.org": "Mandate tracker: 1 due",
        "bob@example.org": "Mandate tracker: 2 due",
        "rita@example.org": "Mandate tracker: 1 due",
    }
    assert len(smtp_sink.messages) == 3

    # What was made for somebody who may see nothing any more by the time of the mail stays here.
    mail.reminders.remind(DAY + timedelta(days=1))
    cast.rita.is_active = False
    cast.rita.save()
    send(DAY + timedelta(days=1))
    assert sorted(message["To"] for message in smtp_sink.messages[3:]) == ["alice@example.org", "bob@example.org"]


class Refusing:
    """A mail server that takes no mail for some people, for good or for now."""

    def __init__(self, *refused: str):
        self.refused, self.messages = set(refused), []
        self.words = "550 no such mailbox"

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802
        if address in self.refused:
            return self.words
        envelope.rcpt_tos.append(address)
        return "250 taken"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        self.messages.append(envelope.rcpt_tos[0])
        return "250 kept"


@pytest.fixture
def refusing_server(settings):
    """A server that refuses Alice, in place of the one that takes everything."""
    handler = Refusing("alice@example.org")
    with mail_server(handler, settings):
        yield handler


def test_a_mail_that_is_refused_is_kept_for_the_next_day_and_stops_nobody_elses(refusing_server, cast, mandate):
    make_mandate(lead_entity=cast.unodc, focal_point=cast.mona, due=(DAY, DAY), quiet_since=DAY)

    assert send() == mail.Sent(2, 1, 1)
    assert refusing_server.messages == ["mona@example.org"]
    stands = Mailing.objects.get(user=cast.alice)
    assert (stands.attempts, stands.mailed_on, stands.claimed_at) == (1, None, None)
    assert "no such mailbox" in stands.error
    assert stands.refused_on == DAY

    refusing_server.refused.clear()
    assert send() == mail.Sent(0, 0, 0)
    assert send(DAY + timedelta(days=1)).kept == 0
    assert refusing_server.messages[1] == "alice@example.org"
    taken = Mailing.objects.get(user=cast.alice)
    assert (taken.error, taken.refused_on) == ("", None)


def test_an_address_that_is_full_for_now_is_not_marked(refusing_server, cast, mandate):
    refusing_server.words = "452 mailbox full"

    assert send().kept == 1
    stands = Mailing.objects.get(user=cast.alice)
    assert "mailbox full" in stands.error
    assert stands.refused_on is None


def test_administrators_see_which_addresses_are_refused_until_they_are_corrected(
    refusing_server, cast, mandate, sign_in
):
    send()
    ada = sign_in(cast.ada)
    ada.post("/account/reauthenticate/", {"password": PASSWORD})
    listed = ada.get("/admin/accounts/user/?mailing__refused_on__isempty=0").content.decode()
    assert "address refused on 1 Mar 2027" in listed
    assert "no such mailbox" in listed
    assert "mona@example.org" not in listed
    assert "alice@example.org" in wrong_addresses()

    address = f"/admin/accounts/user/{cast.alice.pk}/change/"
    sent = {"email": "alice@elsewhere.example", "name": "Alice", "is_active": "on"}
    sent |= {f"memberships-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")}
    ada.post(address, sent)

    assert wrong_addresses() == ""


def wrong_addresses() -> str:
    return next(finding.wrong for finding in doctor.examine(NOW) if finding.what == "addresses of people")


def test_a5_a_password_reset_whose_mail_is_refused_says_the_same_as_one_of_nobody(refusing_server, cast, client):
    answers = [
        client.post("/account/password/reset/", {"email": email}, follow=True)
        for email in ("alice@example.org", "nobody@example.org")
    ]

    assert [(answer.status_code, answer.redirect_chain) for answer in answers] == [
        (200, [("/account/password/reset/done/", 302)])
    ] * 2
    assert Mailing.objects.get(user=cast.alice).refused_on


def test_a_mail_server_that_is_not_there_loses_nothing(settings, smtp_sink, cast, mandate):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    with pytest.raises(CommandError, match="1 mails were not taken"):
        call_command("send_reminders", today=DAY.isoformat())
    assert Notice.objects.get().mailed_on is None

    settings.EMAIL_PORT = port
    call_command("send_reminders", today=DAY.isoformat())

    assert len(smtp_sink.messages) == 1


def test_another_sender_at_work_is_left_alone_and_a_dead_one_is_taken_over_from(smtp_sink, cast, mandate):
    Mailing.objects.create(user=cast.alice, claimed_at=NOW)

    assert send(now=NOW + timedelta(minutes=5)).mails == 0
    assert send(now=NOW + timedelta(hours=2)).mails == 1


def test_a_mail_sent_again_after_a_crash_has_the_same_identity(smtp_sink, cast, mandate):
    send()
    # The server took it, but the sender died before it could say so.
    Notice.objects.update(mailed_on=None)
    Mailing.objects.update(mailed_on=None, claimed_at=NOW)
    send(now=NOW + timedelta(hours=2))

    assert len({message["Message-ID"] for message in smtp_sink.messages}) == 1


def test_a_subscribed_view_mails_what_is_new_changed_and_gone_and_then_is_quiet(smtp_sink, cast):
    stays, goes = make_mandate(lead_entity=cast.unodc), make_mandate(lead_entity=cast.unodc)
    view = make_view(cast.rita, "Ours", query="entity=UNODC&status=not-started&status=in-progress")
    known = mail.state_of(saved.asked(view, cast.rita, DAY).qs, DAY)
    saved.subscribe(view, by=cast.rita, channel=Subscription.Channel.MAIL, known=known)
    assert send().mails == 0

    standing.set_status(stays, "in progress", by=cast.alice)
    standing.set_status(goes, "implemented", by=cast.alice)
    new = make_mandate(lead_entity=cast.unodc)
    assert send(DAY + timedelta(days=1)).mails == 1

    [message] = smtp_sink.messages
    words = words_of(message)
    assert message["Subject"] == "Mandate tracker: 3 changes in your views"
    assert f"new: {new}" in words
    assert f"changed: {stays} – in progress" in words
    assert "1 mandate has left it" in words
    assert send(DAY + timedelta(days=2)).mails == 0


def test_a3_a_view_that_is_no_longer_shared_is_not_mailed(smtp_sink, cast):
    view = make_view(cast.mona, "Ours", team=cast.unodc)
    saved.subscribe(view, by=cast.rita, channel=Subscription.Channel.MAIL)
    make_mandate()
    view.team = None
    view.save()

    assert send().mails == 0


def test_a_day_that_is_none_is_refused_with_the_cure(db):
    with pytest.raises(CommandError, match="write it as 2027-03-31"):
        call_command("send_reminders", today="tomorrow")
