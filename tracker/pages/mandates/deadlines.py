"""How each deadline of a mandate was understood: its words, the session or day they name, and their dates."""

from dataclasses import dataclass

from tracker.followup.models import ProgressUpdate
from tracker.mandates.models import Deadline, DueDate, Mandate


@dataclass(frozen=True)
class Understood:
    """A deadline with its due dates; `deadline` is None for dates that people have set without words."""

    deadline: Deadline | None
    due_dates: list[DueDate]

    @property
    def shown(self) -> list[DueDate]:
        """Return the due dates worth a line: of many, the first open ones and the last one settled."""
        settled = [due for due in self.due_dates if due.outcome != DueDate.Outcome.OPEN]
        still_open = [due for due in self.due_dates if due.outcome == DueDate.Outcome.OPEN]
        return [*settled[-1:], *still_open[:5]]

    @property
    def more(self) -> int:
        return len(self.due_dates) - len(self.shown)


def understood(mandate: Mandate) -> list[Understood]:
    """Return the deadlines in the order of the text, then the dates that hang on none.

    Each due date says how often it has slipped, which request for more time waits, and which entries met it.
    """
    rows = mandate.due_dates.select_related("session__organ", "deadline", "owner").order_by("closes", "opens", "id")
    due_dates = list(rows.prefetch_related("requests__made_by", "updates__evidence"))
    for due in due_dates:
        asked = due.requests.all()
        due.slips = sum(1 for request in asked if request.granted)
        due.pending = next((request for request in asked if request.granted is None), None)
        is_met = due.outcome == DueDate.Outcome.MET
        due.met_by = [
            update for update in due.updates.all() if is_met and update.state == ProgressUpdate.State.APPROVED
        ]
    found = [
        Understood(deadline, [due for due in due_dates if due.deadline_id == deadline.pk])
        for deadline in mandate.deadlines.select_related("organ")
    ]
    loose = [due for due in due_dates if due.deadline_id is None]
    return [*found, Understood(None, loose)] if loose else found
