"""Mail that a server had taken comes back: the address is marked, and what the mail said is said again."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_mandate
from tests.reports.test_mail import send, wrong_addresses
from tracker.reports import bounces
from tracker.reports.models import Mailing

pytestmark = pytest.mark.django_db
DAY = date(2027, 3, 1)

# As a mail server writes it (RFC 3464, appendix E), of one address that failed and one that is late.
BOUNCE = b"""\
From: MAILER-DAEMON@mail.example.org (Mail Delivery System)
To: tracker@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="A"

--A
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--A
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
Arrival-Date: Mon, 1 Mar 2027 06:00:00 +0000

Final-Recipient: rfc822; Alice@example.org
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <alice@example.org>:
    no such mailbox

Final-Recipient: rfc822; mona@example.org
Action: delayed
Status: 4.4.1

--A
Content-Type: text/rfc822-headers

From: Mandate tracker <tracker@example.org>
To: alice@example.org

--A--
"""


def test_the_address_is_marked_until_it_is_corrected_and_the_mail_goes_out_again(cast, smtp_sink):
    make_mandate(lead_entity=cast.unodc, focal_point=cast.alice, due=(DAY, DAY), quiet_since=DAY)
    assert send(DAY).mails == 1

    assert bounces.take_in(BOUNCE, DAY) == [cast.alice]

    stands = Mailing.objects.get(user=cast.alice)
    assert (stands.refused_on, stands.error) == (DAY, "5.1.1 550 5.1.1 <alice@example.org>: no such mailbox")
    assert "alice@example.org" in wrong_addresses()
    assert not Mailing.objects.filter(user=cast.mona).exists()
    assert send(DAY).mails == 0
    assert send(DAY + timedelta(days=1)).mails == 1
    assert [message["To"] for message in smtp_sink.messages] == ["alice@example.org"] * 2


@pytest.mark.parametrize("content", [b"", b"\xff\x00 no message", b"Subject: I am on leave\n\nUntil Monday."])
def test_what_is_no_report_marks_nobody(cast, content):
    with pytest.raises(bounces.NoBounceError):
        bounces.take_in(content, DAY)
    assert not Mailing.objects.exists()


def test_words_in_another_alphabet_are_kept(cast):
    content = BOUNCE.replace(b"no such mailbox", "почтового ящика нет".encode())
    assert bounces.take_in(content, DAY) == [cast.alice]


def test_a_report_cut_off_in_the_middle_marks_nobody_it_does_not_name(cast):
    assert bounces.take_in(BOUNCE[: BOUNCE.index(b"Action: failed")], DAY) == []


def test_the_command_takes_files_and_names_what_is_no_report(cast, tmp_path, capsys):
    (tmp_path / "back.eml").write_bytes(BOUNCE)
    (tmp_path / "leave.eml").write_bytes(b"Subject: I am on leave\n\nUntil Monday.")

    call_command("note_bounces", str(tmp_path / "back.eml"), str(tmp_path / "leave.eml"))

    said = capsys.readouterr()
    assert "alice@example.org: mail came back" in said.out
    assert "leave.eml" in said.err
    with pytest.raises(CommandError, match=r"gone\.eml: No such file"):
        call_command("note_bounces", str(tmp_path / "gone.eml"))
