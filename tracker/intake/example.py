"""The example that ships with the program, A/RES/58/140: here with one click, and gone again with one.

Above `take_in`, through which it comes like any other resolution. The set-up of a machine to try takes it in too.
"""

from datetime import date
from pathlib import Path

from tracker import reading
from tracker.accounts import changes
from tracker.accounts.changes import change
from tracker.accounts.models import Entity, User
from tracker.files.storing import store
from tracker.followup.models import Comment, ProgressUpdate, Request
from tracker.intake import take_in
from tracker.mandates.models import Mandate
from tracker.resolutions.models import Resolution

FILE = Path(reading.__file__).parent / "samples" / "A_RES_58_140.txt"
SYMBOL = "A/RES/58/140"


def is_here() -> bool:
    return Resolution.objects.filter(symbol=SYMBOL).exists()


def load(today: date, *, by: User | None = None, lead: Entity | None = None) -> int:
    """Read the example and accept what it asks, led by `lead` where no rule names an entity.

    Returns how many mandates there are now; 0 if the example was here already.
    """
    if is_here():
        return 0
    content = FILE.read_bytes()
    found = take_in.read(store(content, FILE.name, by), content, FILE.name)
    with change(f"Take in {SYMBOL} as an example", by=by):
        taken = take_in.take_in(found, by=by, today=today, confirm="all")
        mandates = Mandate.objects.filter(resolution__in=[one.resolution for one in taken])
        if lead:
            changes.update(mandates.filter(lead_entity=None), lead_entity=lead)
        return mandates.count()


def remove(*, by: User | None = None) -> int:
    """Take the example out again, with all that was logged on it; the history keeps its last state.

    Returns how many mandates went with it.
    """
    with change(f"Remove the example {SYMBOL}", by=by):
        mandates = Mandate.objects.filter(resolution__symbol=SYMBOL)
        count = mandates.count()
        for model in (Comment, Request):
            changes.delete(model.objects.filter(mandate__in=mandates))
        # A correction holds on to the entry that it corrects, so the newest go first.
        for update in ProgressUpdate.objects.filter(mandate__in=mandates).order_by("-pk"):
            changes.delete(ProgressUpdate.objects.filter(pk=update.pk))
        changes.delete(mandates)
        changes.delete(Resolution.objects.filter(symbol=SYMBOL))
        return count
