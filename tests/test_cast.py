"""The cast of the tests is what it says."""

from datetime import date

from django.core.mail import send_mail

from tests import factories
from tracker.accounts.access import may
from tracker.mandates.models import Mandate


def test_each_of_the_cast_may_do_what_their_role_says(cast):
    mandate = factories.make_mandate(due=(date(2004, 9, 14), date(2004, 12, 31)), lead_entity=cast.unodc)

    allowed = {
        person.name
        for person in (cast.alice, cast.mona, cast.rita, cast.bob, cast.ada)
        if may(person, "mandate.log_progress", mandate)
    }

    assert allowed == {"Alice", "Mona", "Ada"}
    assert list(Mandate.objects.overdue(date(2005, 1, 1))) == [mandate]


def test_mail_goes_through_a_real_server(smtp_sink, settings):
    send_mail("Two mandates are overdue", "See them.", None, ["alice@example.org"])

    assert [message["Subject"] for message in smtp_sink.messages] == ["Two mandates are overdue"]
