"""Take in mail that came back: for the pipe or folder into which a mail server puts what is sent to FROM_ADDRESS."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tracker.reports import bounces


class Command(BaseCommand):
    help = (
        "Mark the addresses of people from which a mail came back for good. Gives nothing back to the mail server but "
        'its status: in Postfix, an alias such as  tracker: |"/path/.venv/bin/python /path/manage.py note_bounces -"'
    )

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", metavar="FILE", help="messages as they came, one a file; - reads one")

    def handle(self, *, paths, **options):
        today = timezone.localdate()
        others = []
        for path in paths:
            try:
                content = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
                marked = bounces.take_in(content, today)
            except bounces.NoBounceError:
                others.append(path)
            except OSError as error:
                raise CommandError(f"{path}: {error.strerror}") from error
            else:
                for user in marked:
                    self.stdout.write(f"{user.email}: mail came back; correct the address in data entry")
        if others:
            self.stderr.write(f"No report of a mail that came back, and left alone: {', '.join(others)}")
