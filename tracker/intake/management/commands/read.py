"""Read resolutions and write what was found, without touching the database."""

import json
import sys
from functools import partial
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from tracker.intake.sources import Source, explained, find_sources, in_turn
from tracker.reading import record
from tracker.reading.records import Reading
from tracker.reading.sandbox import read_safely


class Command(BaseCommand):
    help = "Read resolutions and print or write one NAME.json a document. Folders are walked."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", metavar="PATH", help="a file or a folder")
        parser.add_argument("--output", metavar="DIR", type=Path, help="write NAME.json here instead of printing")
        parser.add_argument("--jobs", type=int, default=1, metavar="N", help="how many files to read at once (1)")
        parser.add_argument("--structure-only", action="store_true", help="leave out what the paragraphs ask")

    def handle(self, *, paths, output, jobs, structure_only, **options):
        sources = find_sources(paths)
        for path in sources.missing:
            self.stderr.write(f"{path}: there is no such file or folder")
        failed, written = len(sources.missing), set()
        results = in_turn(partial(_read, structure_only=structure_only), sources.files, jobs)
        for source, result in tqdm(results, total=len(sources.files), unit="file", disable=not sys.stderr.isatty()):
            problem = _problem(result)
            if problem is None and output:
                problem = _write(source, result, output, structure_only, written)
            elif problem is None:
                self._print(result, structure_only)
            if problem:
                failed += 1
                self.stderr.write(f"{source.path}: {problem}")
        if sources.passed_over:
            self.stderr.write(f"{sources.passed_over} files of other types were passed over")
        if failed:
            raise CommandError(
                f"{failed} of {len(sources.files) + len(sources.missing)} could not be read", returncode=1
            )

    def _print(self, reading: Reading, structure_only: bool) -> None:
        indent = 1 if self.stdout.isatty() else None
        for resolution in reading.resolutions:
            shaped = record.to_json(resolution, structure_only)
            self.stdout.write(json.dumps(shaped, ensure_ascii=False, indent=indent))


def _read(source: Source, structure_only: bool) -> Reading:
    return read_safely(source.path.read_bytes(), source.path.name, structure_only=structure_only)


def _problem(result: Reading | Exception) -> str | None:
    """Return what is wrong with a file, None where a resolution was found in it."""
    if isinstance(result, Exception):
        return explained(result)
    if result.corrigendum:
        corrects = result.corrigendum.symbol
        return f"it is a corrigendum to {corrects}: take it in where {corrects} is, which it corrects"
    return None if result.resolutions else f"no resolution was found in it ({len(result.remains)} blocks of text)"


def _write(source: Source, reading: Reading, output: Path, structure_only: bool, written: set[Path]) -> str | None:
    """Write one file a resolution: NAME.json, NAME-2.json … Returns the problem, if there is one."""
    folder = output / source.folder
    folder.mkdir(parents=True, exist_ok=True)
    for number, resolution in enumerate(reading.resolutions, 1):
        target = folder / f"{source.path.stem}{f'-{number}' if number > 1 else ''}.json"
        if target in written:
            return f"{target} was written by another input of this name; read the two into different folders"
        shaped = record.to_json(resolution, structure_only)
        target.write_text(json.dumps(shaped, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        written.add(target)
    return None
