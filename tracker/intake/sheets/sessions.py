"""Sheets of sessions: when organs meet. Due dates that rest on a session move with it."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.accounts import changes
from tracker.intake.sheets.plan import Difference, Kind, Plan, Row, Step
from tracker.mandates import schedule
from tracker.organs.models import Organ, Session

DAYS = ("opens", "main_part_closes", "closes")


class Sessions(Kind):
    name = "sessions"
    label = gettext_lazy("Sessions")
    fields = {
        "organ": ("organ", "body"),
        "number": ("number", "session", "number or year", "session number"),
        "kind": ("kind", "type"),
        "name": ("name",),
        "opens": ("opens", "opening", "from", "first day", "start"),
        "main_part_closes": ("main part closes", "end of main part"),
        "closes": ("closes", "closing", "to", "last day", "end"),
        "place": ("place", "venue", "city"),
        "source": ("source",),
    }
    required = ("organ", "number")

    def prepare(self, table, columns, today):
        self.organs = {name.casefold(): row for row in Organ.objects.all() for name in (row.name, row.code)}
        self.stored = {(row.organ_id, row.number, row.kind): row for row in Session.objects.select_related("organ")}
        self.met: dict[tuple, int] = {}

    def read(self, row: Row) -> None:
        outcome, number = row.outcome, row.text("number")
        organ = row.found("organ", self.organs, _("organ"))
        outcome.label = f"{row.text('organ')} {number}"
        if not row.text("organ"):
            row.refuse("organ", _("Give the organ, by its code or name."))
        if not number or len(number) > 20:
            row.refuse("number", _("Give the number or year of the session."))
        kind = row.choice("kind", Session.Kind.choices) or Session.Kind.REGULAR
        values = {name: row.day(name) for name in DAYS}
        values |= {"name": row.text("name")[:200], "place": row.text("place")[:100], "source": row.text("source")[:300]}
        if outcome.wrong:
            return
        key = (organ.pk, number, kind)
        if (earlier := self.met.setdefault(key, outcome.number)) != outcome.number:
            row.refuse("number", _("Row %(row)d says the same already.") % {"row": earlier})
            return
        self._compare(row, key, {name: value for name, value in values.items() if value})

    def _compare(self, row: Row, key: tuple, values: dict) -> None:
        outcome, stored = row.outcome, self.stored.get(key)
        opens = values.get("opens") or (stored.opens if stored else None)
        closes = values.get("closes") or (stored.closes if stored else None)
        if opens and closes and closes < opens:
            row.refuse("closes", _("The session cannot close before it opens."))
            return
        if stored is None:
            organ, number, kind = key
            outcome.state, outcome.values = "new", {"organ_id": organ, "number": number, "kind": kind, **values}
            return
        changed = {name: value for name, value in values.items() if getattr(stored, name) != value}
        outcome.target, outcome.values = stored, changed
        outcome.state = "changed" if changed else "same"
        outcome.differences = [
            Difference(name.replace("_", " "), str(getattr(stored, name) or ""), str(value))
            for name, value in changed.items()
        ]

    def write(self, plan: Plan, today: date, step: Step) -> None:
        to_write = plan.to_write
        made = changes.create_all(Session(settled=True, **one.values) for one in to_write if one.state == "new")
        moved = [session for session in made if session.opens]
        for outcome in to_write:
            if outcome.state == "changed":
                changes.save(outcome.target, settled=True, **outcome.values)
                if set(outcome.values) & set(DAYS):
                    moved.append(outcome.target)
        rows = Session.objects.filter(pk__in=[session.pk for session in moved]).select_related("organ")
        for count, session in enumerate(rows):
            # Of each the due dates that rest on it move too: that takes the time.
            step(len(to_write) - len(rows) + count, len(to_write))
            schedule.move(session, today)
