"""Say what is wrong with this installation, and the cure."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tracker.operations.doctor import examine


class Command(BaseCommand):
    help = (
        "Examine the machine, the settings and the data; name each bad setting with its cure. Status 1 if there is one."
    )
    requires_system_checks = []

    def handle(self, **options):
        wrong = 0
        for finding in examine(timezone.now()):
            if finding.wrong:
                wrong += 1
                self.stdout.write(f"WRONG  {finding.what}: {finding.wrong}\n       {finding.cure}")
            else:
                self.stdout.write(f"ok     {finding.what}")
        if wrong:
            raise CommandError(f"{wrong} to put right", returncode=1)
