"""Look through all resolutions for what they suggest about mandates."""

from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from tracker.followup import suggestions
from tracker.resolutions.models import Resolution


class Command(BaseCommand):
    help = (
        "Propose due dates that later resolutions show to be met, mandates that they renew, and the next session where"
        " a report has no time. Safe to run again: what was proposed or refused before is left alone. `serve` does it"
        " daily, the latest texts first; run it after many older mandates were accepted."
    )

    def handle(self, **options):
        rows = Resolution.objects.exclude(adopted_on=None).order_by("adopted_on", "pk")
        shown = tqdm(rows, unit="resolution", disable=not self.stderr.isatty())
        self.stdout.write(f"{suggestions.look_through(shown, timezone.localdate())} new suggestions")
