"""Write what people have corrected in the reading as examples, so that the reading can be improved from use."""

import json
import sys
from contextlib import nullcontext
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from tracker.mandates.corrections import corrections


class Command(BaseCommand):
    help = (
        "Write the provisions whose reading people have corrected, one JSON record a line, in the shape of the "
        "annotated examples. Internal notes are not in it."
    )

    def add_arguments(self, parser):
        parser.add_argument("--output", type=Path, metavar="FILE", help="where to; default: the standard output")

    def handle(self, *, output, **options):
        written = 0
        try:
            opened = output.open("w", encoding="utf-8") if output else nullcontext(self.stdout)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}", returncode=1) from error
        with opened as file:
            for one in corrections():
                file.write(json.dumps(one, ensure_ascii=False) + "\n")
                written += 1
        sys.stderr.write(f"{written} provisions corrected\n")
