"""Take in the messages that mail servers send back when a mail they had taken cannot be delivered after all (RFC 3464).

Stands beside `mail`. Anybody can send such a message: it marks an address, and stops no mail but that day's.
"""

from collections.abc import Iterator
from datetime import date
from email import message_from_bytes
from email.message import Message

from django.db import transaction

from tracker.accounts.models import User
from tracker.followup.models import Notice
from tracker.reports.models import Mailing

REPORT = "message/delivery-status"
# RFC 3463, 3: the first figure of a status. 4 is a delay, which the server tells of and tries again.
FOR_GOOD = "5."


class NoBounceError(ValueError):
    """A message that tells of no mail that came back."""


def take_in(content: bytes, today: date) -> list[User]:
    """Mark the addresses from which a mail came back for good, and return whose they are.

    Raises NoBounceError where the message is no report of a delivery. One of a delay marks nobody.
    """
    reports = [part for part in message_from_bytes(content).walk() if part.get_content_type() == REPORT]
    if not reports:
        raise NoBounceError
    marked = []
    for address, words in (found for report in reports for found in _failed(report)):
        for user in User.objects.filter(email__iexact=address):
            _mark(user, words, today)
            marked.append(user)
    return marked


@transaction.atomic
def _mark(user: User, words: str, today: date) -> None:
    """Mark an address, and take what the last mail said as not yet said."""
    mailing, _is_new = Mailing.objects.update_or_create(
        user=user, defaults={"refused_on": today, "error": words[:1000]}
    )
    if mailing.mailed_on:
        Notice.objects.filter(user=user, read_at=None, mailed_on=mailing.mailed_on).update(mailed_on=None)


def _failed(report: Message) -> Iterator[tuple[str, str]]:
    """Give the addresses that a report says get no mail, each with why. Its first group of fields is of the server."""
    for fields in report.get_payload():
        # Words that are not ASCII come as objects of their own.
        said = {name.lower(): str(value).strip() for name, value in fields.items()}
        status = said.get("status", "")
        if said.get("action", "").lower() == "failed" and status.startswith(FOR_GOOD):
            address, words = (said.get(name, "").partition(";")[2] for name in ("final-recipient", "diagnostic-code"))
            yield address.strip(), " ".join(f"{status} {words}".split())
