"""Send reminders and digests by mail: for cron, where `serve` does not run."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tracker.reports import mail


class Command(BaseCommand):
    help = "Make the reminders of the day and mail everybody what is to be said to them. Run it as often as you like."

    def add_arguments(self, parser):
        parser.add_argument("--today", metavar="DAY", help="as if it were this day (2027-03-31)")

    def handle(self, *, today, **options):
        try:
            day = date.fromisoformat(today) if today else timezone.localdate()
        except ValueError as error:
            raise CommandError(f"{today} is no day: write it as 2027-03-31") from error
        sent = mail.send_reminders(day, timezone.now())
        self.stdout.write(f"{sent.reminders} new reminders, {sent.mails} mails sent")
        if sent.kept:
            raise CommandError(f"{sent.kept} mails were not taken by the mail server; they are kept for the next run")
