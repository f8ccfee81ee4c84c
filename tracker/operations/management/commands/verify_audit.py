"""Verify that nobody has altered the record of changes, nor a row past it."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tracker.accounts.append_only import unprotected
from tracker.accounts.changes import Head
from tracker.operations import chain


class Command(BaseCommand):
    help = (
        "Verify the chain of changes against itself, the rows, and the heads noted day by day outside the database; "
        "name the first that does not hold. Status 1 if there is one. `serve` notes the head daily; --note does it now."
    )

    def add_arguments(self, parser):
        parser.add_argument("--note", action="store_true", help="note today's head if it has not been noted")

    def handle(self, *, note, **options):
        if broken := chain.first_broken() or chain.first_past_history():
            raise CommandError(f"Altered: {broken}", returncode=1)
        if note and chain.note_head(timezone.localdate()):
            self.stdout.write(f"Head noted in {chain.notes_file()}: copy it to where this machine cannot write")
        head = Head.objects.first()
        self.stdout.write(f"{head.number if head else 0} changes verified: nothing was altered")
        if open_tables := unprotected():
            self.stderr.write(f"{len(open_tables)} tables can be rewritten unseen: run set_up")
