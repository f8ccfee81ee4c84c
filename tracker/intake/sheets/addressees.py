"""Sheets of addressees: the directory of names that texts address."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.accounts import changes
from tracker.accounts.models import Entity
from tracker.intake.sheets.plan import EVERY, Difference, Kind, Plan, Row, Step
from tracker.organs.models import Addressee


class Addressees(Kind):
    name = "addressees"
    label = gettext_lazy("Addressees")
    fields = {
        "name": ("name", "addressee", "full name"),
        "short_name": ("short name", "acronym", "abbreviation"),
        "kind": ("kind", "type", "category"),
        "aliases": ("aliases", "other names", "also known as"),
        "entity": ("entity", "lead entity", "entity that leads"),
    }
    required = ("name",)

    def prepare(self, table, columns, today):
        self.stored = {row.name.casefold(): row for row in Addressee.objects.select_related("entity")}
        self.entities = {name.casefold(): row for row in Entity.objects.all() for name in (row.name, row.short_name)}
        self.met: dict[str, int] = {}

    def read(self, row: Row) -> None:
        outcome, name = row.outcome, row.text("name")
        outcome.label = name
        if not name or len(name) > 250:
            row.refuse("name", _("Give the name in full, in at most 250 letters."))
        elif (earlier := self.met.setdefault(name.casefold(), outcome.number)) != outcome.number:
            row.refuse("name", _("Row %(row)d says the same already.") % {"row": earlier})
        given = {
            "short_name": row.text("short_name")[:50],
            "kind": row.text("kind")[:60],
            "aliases": [alias for part in row.text("aliases").split(";") if (alias := part.strip())],
            "entity": row.found("entity", self.entities, _("entity")),
        }
        if outcome.wrong:
            return
        values = {key: value for key, value in given.items() if value not in ("", None, [])}
        stored = self.stored.get(name.casefold())
        if stored is None:
            outcome.state, outcome.values = "new", {"name": name, **values}
            return
        changed = {key: value for key, value in values.items() if getattr(stored, key) != value}
        outcome.target, outcome.values = stored, changed
        outcome.state = "changed" if changed else "same"
        outcome.differences = [
            Difference(key.replace("_", " "), str(getattr(stored, key) or ""), str(value))
            for key, value in changed.items()
        ]

    def write(self, plan: Plan, today: date, step: Step) -> None:
        rows = plan.to_write
        made = changes.create_all(Addressee(settled=True, **one.values) for one in rows if one.state == "new")
        changed = [one for one in rows if one.state == "changed"]
        for count, outcome in enumerate(changed, start=len(made)):
            changes.save(outcome.target, settled=True, **outcome.values)
            if count % EVERY == 0:
                step(count, len(rows))
