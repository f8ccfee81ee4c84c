"""Bring back what a backup holds."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tracker.operations import backups


class Command(BaseCommand):
    help = (
        "Bring back database and files from an archive that `backup` wrote, by this version or an older one, and "
        "verify them. First stop the program, and set the secret key of the machine on which it was made: the ends of "
        "the record of changes are signed with it."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE", help="the archive")
        parser.add_argument(
            "--replace", action="store_true", help="take the place of what is here, which is kept in a backup first"
        )

    def handle(self, *, file, replace, **options):
        try:
            manifest = backups.restore(file, timezone.now(), replace=replace)
        except (backups.BackupError, OSError) as error:
            raise CommandError(str(error), returncode=1) from error
        self.stdout.write(
            f"Brought back {sum(manifest.rows.values())} rows as of {manifest.made_at}, and verified them"
        )
