"""Draw a register of any size to measure and try the program with."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from tracker.operations.sample_data import make_sample_data


class Command(BaseCommand):
    help = (
        "Draw resolutions with so many mandates, their due dates and entries of progress. Never for a register in use."
    )

    def add_arguments(self, parser):
        parser.add_argument("--mandates", type=int, required=True, help="how many mandates")
        parser.add_argument("--updates", type=int, help="how many entries of progress in all (four a mandate)")
        parser.add_argument("--seed", type=int, default=1, help="the same seed draws the same register (1)")

    def handle(self, *, mandates, updates, seed, **options):
        updates = 4 * mandates if updates is None else updates
        if mandates < 1 or updates < 0:
            raise CommandError("Ask for at least one mandate, and no fewer than no updates.")
        with tqdm(total=mandates, unit=" mandates", disable=None) as bar:
            make_sample_data(
                mandates, updates, timezone.localdate(), seed=seed, told=lambda count: bar.update(count - bar.n)
            )
        self.stdout.write(f"{mandates} mandates and {updates} entries of progress made")
