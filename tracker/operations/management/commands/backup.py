"""Keep everything that the program holds in one file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tracker.operations import backups


class Command(BaseCommand):
    help = (
        "Write database and files to one archive, as they stood at one moment; people go on working. Keep it on "
        "another machine, and the secret key apart from it."
    )

    def add_arguments(self, parser):
        parser.add_argument("--output", type=Path, metavar="FILE", help="where to write it (DATA_DIR/backups/…)")

    def handle(self, *, output, **options):
        now = timezone.now()
        path = output or backups.default_path(now)
        try:
            manifest = backups.make(path, now)
        except (backups.BackupError, OSError) as error:
            raise CommandError(str(error), returncode=1) from error
        size = path.stat().st_size / 2**20
        files = len(manifest.members) - 1
        self.stdout.write(f"{path}: {sum(manifest.rows.values())} rows and {files} files, {size:.1f} MiB")
        for digest in manifest.lost:
            self.stderr.write(f"Lost by the disk, so not in it: the file {digest}")
