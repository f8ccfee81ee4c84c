"""Mail each person what there is to say: their notices, and what has changed in the views that they subscribed to.

Stands above `saved` and `followup.notices`. One mail a person and day (or hour, or week, as they wish); on a quiet day
none. What the person may see is asked when the mail is written. A mail that the server does not take is kept: nothing
is marked as said before it was said, and the next run tries again. No transaction is open while mail is sent.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email.utils import parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.accounts.models import User
from tracker.followup import notices, reminders
from tracker.followup.models import Notice
from tracker.mandates.models import Mandate
from tracker.reports import saved
from tracker.reports.models import Mailing, Subscription

# A sender that has not come back by then has died: the mail is sent again, under the same Message-ID.
CLAIM_LASTS = timedelta(hours=1)
MOST_LINES = 30
MOST_KNOWN = 5000
MONDAY = 0
PERMANENT = 500


@dataclass(frozen=True)
class Sent:
    """What one run came to."""

    reminders: int
    mails: int
    kept: int


@dataclass
class News:
    """What has changed in one view since the person was last told."""

    subscription: Subscription
    added: list[Mandate]
    changed: list[Mandate]
    gone: int
    known: dict[str, list[str]]

    @property
    def count(self) -> int:
        return len(self.added) + len(self.changed) + self.gone


@dataclass
class Digest:
    """One mail: the notices by kind, and the news of views."""

    user: User
    notices: list[Notice]
    news: list[News]
    by_kind: dict[str, list[Notice]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for kind in Notice.Kind.values:
            if of_kind := [notice for notice in self.notices if notice.kind == kind]:
                self.by_kind[kind] = of_kind

    @property
    def groups(self) -> list[tuple[str, list[Notice], int]]:
        """Return heading, the first notices, and how many more there are, for each kind."""
        return [
            (Notice.Kind(kind).label.capitalize(), found[:MOST_LINES], max(len(found) - MOST_LINES, 0))
            for kind, found in self.by_kind.items()
        ]

    @property
    def subject(self) -> str:
        said = [f"{len(found)} {Notice.Kind(kind).label}" for kind, found in self.by_kind.items()]
        if self.news:
            count = sum(one.count for one in self.news)
            said.append(ngettext("%d change in your views", "%d changes in your views", count) % count)
        return f"{_('Mandate tracker')}: {', '.join(said[:4])}"

    @property
    def message_id(self) -> str:
        """Return an identity that follows from what is said, so that programs tell a mail sent again from a new one."""
        said = [notice.key for notice in self.notices] + [str(sorted(one.known.items())) for one in self.news]
        digest = hashlib.sha256("\n".join([str(self.user.pk), *said]).encode()).hexdigest()[:32]
        return f"<{digest}@{parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition('@')[2]}>"


def send_reminders(today: date, now: datetime) -> Sent:
    """Make the day's reminders, and mail every person what is to be said to them now."""
    made = reminders.remind(today)
    mails = kept = 0
    connection = get_connection()
    try:
        for user in _people(today):
            taken = _mail(user, today, now, connection)
            mails += taken is True
            kept += taken is False
    finally:
        connection.close()
    return Sent(made, mails, kept)


def note_refusal(user: User, error: Exception, today: date) -> None:
    """Keep why a mail to the person was not taken, and whether their address will never take one.

    That is what a mail server says by a code from 500 on (RFC 5321, 4.2.1). What comes back later as a message, after
    the server has taken the mail, `bounces` takes in.
    """
    codes = [code for code, _words in error.recipients.values()] if isinstance(error, SMTPRecipientsRefused) else []
    values: dict[str, Any] = {"claimed_at": None, "attempts": models.F("attempts") + 1}
    if any(code >= PERMANENT for code in codes):
        values["refused_on"] = today
    Mailing.objects.get_or_create(user=user)
    Mailing.objects.filter(user=user).update(error=f"{type(error).__name__}: {error}"[:1000], **values)


def state_of(view_rows: QuerySet[Mandate], today: date) -> dict[str, list[str]]:
    """Return what a mail about a view remembers of its mandates: state, status and date, by key."""
    return {
        str(row.pk): [row.state(today).value, row.status, str(row.due_closes or "")] for row in view_rows[:MOST_KNOWN]
    }


def _people(today: date) -> list[User]:
    """Return who may have something to be told, and wishes a mail today."""
    unread = Notice.objects.filter(user=models.OuterRef("pk"), read_at=None, mailed_on=None)
    subscribed = Subscription.objects.filter(user=models.OuterRef("pk"), channel=Subscription.Channel.MAIL)
    people = User.objects.filter(models.Exists(unread) | models.Exists(subscribed), is_active=True).exclude(email="")
    mailed = dict(Mailing.objects.filter(mailed_on__isnull=False).values_list("user", "mailed_on"))
    # A server that said "never" is asked again once a day: somebody may have put the address or the mailbox right.
    people = people.exclude(mailing__refused_on=today)
    return [user for user in people.order_by("pk") if _wishes_now(user, mailed.get(user.pk), today)]


def _wishes_now(user: User, mailed_on: date | None, today: date) -> bool:
    match notices.Wishes.of(user).mail:
        case notices.NEVER:
            return False
        case notices.AT_ONCE:
            return True
        case notices.WEEKLY:
            return (mailed_on is None or mailed_on <= today - timedelta(days=1)) and today.weekday() == MONDAY
        case _:
            return mailed_on is None or mailed_on < today


def _mail(user: User, today: date, now: datetime, connection: Any) -> bool | None:
    """Send one person's mail. True when the server took it, False when it is kept, None when there was nothing."""
    if not _claim(user, now):
        return None
    with translation.override(user.preferences.get("language") or settings.LANGUAGE_CODE):
        digest = _digest(user, today)
        if not digest.notices and not digest.news:
            Mailing.objects.filter(user=user).update(claimed_at=None)
            return None
        message = _message(digest, today)
    message.connection = connection
    try:
        connection.open()
        message.send()
    except (SMTPException, OSError) as error:
        connection.close()
        note_refusal(user, error, today)
        return False
    _mark(digest, today)
    return True


def _claim(user: User, now: datetime) -> bool:
    """Take the person's mail for this sender; False where another is at it."""
    Mailing.objects.get_or_create(user=user)
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM_LASTS)
    return Mailing.objects.filter(free, user=user).update(claimed_at=now) == 1


def _digest(user: User, today: date) -> Digest:
    unsaid = notices.readable(user).filter(read_at=None, mailed_on=None, kind__in=notices.Wishes.of(user).kinds)
    subscribed = saved.subscriptions_of(user).filter(channel=Subscription.Channel.MAIL)
    news = [_news(one, today) for one in subscribed if saved.may_still_see(one)]
    return Digest(user, list(unsaid.order_by("made_at", "pk")), [one for one in news if one.count])


def _news(subscription: Subscription, today: date) -> News:
    rows = saved.asked(subscription.view, subscription.user, today).qs
    before, now = subscription.known, state_of(rows, today)
    touched = [int(key) for key, state in now.items() if before.get(key) != state]
    found = list(rows.filter(pk__in=touched[:MOST_LINES]))
    return News(
        subscription,
        added=[row for row in found if str(row.pk) not in before],
        changed=[row for row in found if str(row.pk) in before],
        gone=len(before.keys() - now.keys()),
        known=now,
    )


def _message(digest: Digest, today: date) -> EmailMultiAlternatives:
    shown = {"digest": digest, "today": today, "site": settings.SITE_ADDRESS}
    message = EmailMultiAlternatives(
        subject=digest.subject,
        body=render_to_string("mail/digest.txt", shown),
        to=[digest.user.email],
        headers={"Message-ID": digest.message_id, "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string("mail/digest.html", shown), "text/html")
    return message


def _mark(digest: Digest, today: date) -> None:
    """Keep that all of the mail was said, together."""
    with transaction.atomic():
        Notice.objects.filter(pk__in=[notice.pk for notice in digest.notices]).update(mailed_on=today)
        for one in digest.news:
            Subscription.objects.filter(pk=one.subscription.pk).update(known=one.known, mailed_on=today)
        Mailing.objects.filter(user=digest.user).update(
            mailed_on=today, claimed_at=None, attempts=0, error="", refused_on=None
        )
