"""Take resolutions into the database, by the same way as the web page."""

import hashlib
import sys
from collections import Counter
from functools import partial

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone
from tqdm import tqdm

from tracker.files.storing import store
from tracker.intake import take_in
from tracker.intake.sources import Source, explained, find_sources, in_turn
from tracker.mandates.models import Mandate
from tracker.organs import directory
from tracker.reading import archive, records
from tracker.reading.sandbox import read_safely
from tracker.reading.vocabulary import Vocabulary
from tracker.resolutions.models import Reading, Resolution


class Command(BaseCommand):
    help = "Read resolutions and take them in. Safe to stop and to run again: what is there already stays as it is."

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", metavar="PATH", help="a file or a folder")
        parser.add_argument("--dry-run", action="store_true", help="say what would come of it, and store nothing")
        parser.add_argument(
            "--confirm",
            choices=["none", "above-line", "all"],
            default="none",
            help="which proposals to accept at once; default none: people review them",
        )
        parser.add_argument("--jobs", type=int, default=1, metavar="N", help="how many files to read at once (1)")

    def handle(self, *, paths, dry_run, confirm, jobs, **options):
        sources = find_sources(paths)
        counts = Counter(failed=len(sources.missing))
        for path in sources.missing:
            self.stderr.write(f"{path}: there is no such file or folder")
        context = take_in.Context(timezone.localdate())
        read = partial(_read, vocabulary=directory.vocabulary(), known=_known_digests())
        results = in_turn(read, sources.files, jobs)
        for source, result in tqdm(results, total=len(sources.files), unit="file", disable=not sys.stderr.isatty()):
            problem = result if isinstance(result, Exception) else None
            if problem is None:
                try:
                    outcomes = self._take_in(source, *result, confirm, dry_run, context)
                    counts.update(outcomes or ["without a resolution"])
                except records.UnreadableError as error:
                    problem = error
            if problem:
                counts["failed"] += 1
                self.stderr.write(f"{source.path}: {explained(problem)}")
        self._report(counts, sources.passed_over, dry_run)
        if counts["failed"]:
            raise CommandError(f"{counts['failed']} could not be read", returncode=1)

    def _take_in(
        self,
        source: Source,
        content: bytes,
        found: records.Reading | None,
        confirm: str,
        dry_run: bool,
        context: take_in.Context,
    ) -> list[str]:
        """Take in one file, or with `dry_run` do so and take it back. Returns the outcome of each resolution."""
        with transaction.atomic():
            if found is None:
                reading = Reading.objects.get(file__digest=_digest(content), reader=take_in.reader_version())
                symbols = {resolution.symbol for resolution in archive.unpack_reading(reading.record).resolutions}
                is_here = Resolution.objects.filter(symbol__in=symbols).count() == len(symbols)
                waiting = Mandate.objects.proposed().filter(resolution__symbol__in=symbols)
                if is_here and (confirm == "none" or not waiting.exists()):
                    return ["same"] * len(symbols)
            else:
                reading = take_in.keep(store(content, source.path.name, None), source.path.name, found)
            taken = take_in.take_in(reading, by=None, today=context.today, confirm=confirm, context=context)
            transaction.set_rollback(dry_run)
        return [one.outcome for one in taken]

    def _report(self, counts: Counter, passed_over: int, dry_run: bool) -> None:
        words = ", ".join(
            f"{counts[name]} {name}" for name in ("new", "same", "changed", "without a resolution", "failed")
        )
        self.stdout.write(
            f"{'Would be: ' if dry_run else ''}{words}" + (f", {passed_over} passed over" if passed_over else "")
        )
        if not dry_run:
            with connection.cursor() as cursor:
                # Without fresh statistics the register's queries are planned for empty tables.
                cursor.execute("ANALYZE")


def _known_digests() -> frozenset[str]:
    """Return the digests of the files that this version of the reader has read: they need not be read again."""
    return frozenset(Reading.objects.filter(reader=take_in.reader_version()).values_list("file__digest", flat=True))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read(source: Source, vocabulary: Vocabulary, known: frozenset[str]) -> tuple[bytes, records.Reading | None]:
    """Return a file's bytes with what they hold; None where that is known."""
    content = source.path.read_bytes()
    if _digest(content) in known:
        return content, None
    return content, read_safely(content, source.path.name, vocabulary=vocabulary)
