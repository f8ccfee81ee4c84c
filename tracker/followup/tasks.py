"""What the worker does for the follow-up as days go by."""

import time
from collections.abc import Iterator
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from tracker.accounts.models import Change
from tracker.files import storing
from tracker.files.models import File
from tracker.followup import suggestions, undoing
from tracker.jobs import running
from tracker.reading.records import Reading, UnreadableError
from tracker.reading.sandbox import read_safely
from tracker.resolutions.models import Resolution

# In seconds. Other work waits meanwhile; the latest texts come first, the command `suggest` looks at all.
LONGEST = 300
BEGINNING = 3000
# How many rows that an undo left as they are are named.
MOST_NAMED = 10
# Of which the beginning is read: PDF and Word, the older Word among all that OLE holds. Texts and pictures are shown.
DOCUMENTS = frozenset(
    (
        "application/pdf",
        "application/x-ole-storage",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    )
)


@task()
def read_beginning(file_key: int) -> None:
    """Keep the first words of a PDF or Word file that was given as evidence, for those who look at it before they sign.

    Read in the sandbox, as all that comes from outside; of a file that cannot be read nothing is kept but that.
    """
    file = File.objects.get(pk=file_key)
    try:
        with storing.open_file(file) as content:
            file.beginning = _first_words(read_safely(content.read(), file.name, structure_only=True))
    except (UnreadableError, FileNotFoundError):
        file.beginning = ""
    file.save(update_fields=["beginning"])


@task()
def undo_change(job_key: int) -> None:
    """Take back a change that made many rows, for whoever may still do so; the result names what was left as it is."""
    with running.running(job_key) as job:
        done = Change.objects.get(pk=job.arguments["change"])
        if hasattr(done, "undone_by"):
            return
        if not undoing.may_undo(job.started_by, done):
            raise PermissionError(_("You may not undo this change any more."))
        left = undoing.undo(done, by=job.started_by, step=partial(running.progress_within, job))
        job.result = {"left": left[:MOST_NAMED]}


@task()
def look_for_suggestions() -> None:
    """Look at what has been adopted, the latest first, as far as the time goes. It proposes nothing twice."""
    suggestions.look_through(_in_time(), timezone.localdate())


def _in_time() -> Iterator[Resolution]:
    """Give the resolutions while there is time, each fetched when its turn comes: others write meanwhile."""
    ends = time.monotonic() + LONGEST
    rows = Resolution.objects.exclude(adopted_on=None)
    for key in list(rows.order_by("-adopted_on", "-pk").values_list("pk", flat=True)):
        if time.monotonic() > ends:
            return
        yield from rows.filter(pk=key)


def _first_words(reading: Reading) -> str:
    """Return the beginning of what a file says: all of a report, which is no resolution, is among the remains."""
    said = [
        words
        for found in reading.resolutions
        for words in (found.symbol, found.title, *(one.text for one in (*found.preambular, *found.operative)))
    ]
    said += [f"{block.label} {block.text}".strip() for block in reading.remains]
    return "\n".join(words for words in said if words)[:BEGINNING]
