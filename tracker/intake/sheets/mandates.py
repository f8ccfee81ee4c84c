"""Sheets of mandates: each row a provision of a document, what it asks of whom, by when, and how it stands.

A row means the mandate of its address, where it has one (exports do); else the mandate on its paragraph with the same
verb and action; else that with the same verb. Two mandates on one paragraph are told apart by these. A document that is
not here yet is made from its symbol, to be completed when its text is taken in.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.accounts import changes
from tracker.accounts.models import Entity, User
from tracker.intake.sheets.plan import Difference, Kind, Outcome, Plan, Row, Step
from tracker.mandates import proposals, schedule
from tracker.mandates.models import Addressing, Mandate
from tracker.mandates.proposals import Correction, Names
from tracker.mandates.standing import FOLLOWED, UNFULFILLED
from tracker.organs.models import Organ
from tracker.reading import symbols
from tracker.reading.deadlines.context import DeadlineContext
from tracker.resolutions.models import Paragraph, Resolution

OWN_ADDRESS = re.compile(r"/mandates/(\d+)/")
YES, NO = ("yes", "y", "true", "1", "x"), ("no", "n", "false", "0")
STATUSES = [(status.value, status.label) for status in map(Mandate.Status, FOLLOWED)]
PLAIN = ("verb", "strength", "action", "deliverable", "status", "reason", "priority", "public_statement", "resources")


class Mandates(Kind):
    name = "mandates"
    label = gettext_lazy("Mandates")
    fields = {
        "document": ("document", "symbol", "resolution", "document symbol", "resolution symbol"),
        "paragraph": ("paragraph", "para", "op", "operative paragraph", "paragraph number", "provision"),
        "verb": ("operative verb", "verb"),
        "strength": ("strength",),
        "action": ("action", "mandate", "what is asked", "request", "task", "mandate text", "text"),
        "addressees": ("addressees", "addressee", "addressed to", "responsible body"),
        "deliverable": ("deliverable", "type of deliverable"),
        "conditional": ("conditional",),
        "deadline": ("deadline", "due", "due date", "by when"),
        "status": ("status", "implementation status"),
        "reason": ("reason",),
        "lead_entity": ("lead entity", "lead", "lead department", "entity", "responsible entity"),
        "focal_point": ("focal point", "focal", "responsible person", "contact"),
        "priority": ("priority",),
        "resources": ("resources",),
        "public_statement": ("public statement", "statement"),
        "title": ("title", "resolution title"),
        "adopted": ("adopted", "adopted on", "date of adoption"),
        "address": ("address", "link", "url"),
    }
    required = ("document", "paragraph", "action")
    derived = ("Adopting organ", "Ready by", "Overdue after", "Lateness", "Last heard of")

    def prepare(self, table, columns, today):
        place = columns.places.get("document")
        given = {str(cells[place]) for _number, cells in table.rows} if place is not None else set()
        wanted = {symbol for words in given if (symbol := symbols.canonical(words))} | given
        self.resolutions = {
            row.symbol: row for row in _in(Resolution.objects.select_related("organ"), "symbol", wanted)
        }
        keys = [row.pk for row in self.resolutions.values()]
        paragraphs = _in(Paragraph.objects.filter(kind=Paragraph.Kind.OPERATIVE), "resolution", keys)
        self.paragraphs: dict[tuple[int, str], Paragraph] = {}
        for row in paragraphs:
            self.paragraphs.setdefault((row.resolution_id, row.address), row)
        decided = Mandate.objects.not_rejected().defer("as_read")
        rows = decided.select_related("lead_entity", "focal_point")
        self.mandates = {
            row.pk: row for row in _in(rows.prefetch_related("addressings__addressee", "deadlines"), "resolution", keys)
        }
        self.by_provision: dict[int, list[Mandate]] = {}
        for mandate in self.mandates.values():
            self.by_provision.setdefault(mandate.provision_id, []).append(mandate)
        self.organs = {row.name: row for row in Organ.objects.all()}
        self.entities = {name.casefold(): row for row in Entity.objects.all() for name in (row.name, row.short_name)}
        people = list(User.objects.all())
        self.people = {name.casefold(): row for row in people for name in (row.name, row.email) if name}
        self.today = today
        self.met: dict[tuple, int] = {}

    def read(self, row: Row) -> None:
        outcome = row.outcome
        symbol, number = self._place(row)
        outcome.label = f"{symbol}, {row.text('paragraph')}"
        values = self._values(row)
        if outcome.wrong:
            return
        mandate = self._meant(row, symbol, number, values)
        if outcome.wrong:
            return
        key = (mandate.pk,) if mandate else (symbol, number, values.get("verb"), values.get("action"))
        if key in self.met:
            row.refuse("paragraph", _("Row %(row)d says the same already.") % {"row": self.met[key]})
            return
        self.met[key] = outcome.number
        if mandate is None:
            self._make(row, symbol, number, values)
        else:
            self._compare(row, mandate, values)

    def _place(self, row: Row) -> tuple[str, str]:
        given, paragraph = row.text("document"), row.text("paragraph")
        symbol = symbols.canonical(given) or symbols.canonical(given.upper()) or given
        if not given:
            row.refuse("document", _("Give the symbol of the document, such as A/RES/58/140."))
        elif symbol not in self.resolutions and self._organ(symbol) is None:
            row.refuse("document", _("“%(value)s” is no symbol of a resolution that is known here.") % {"value": given})
        number = _number(paragraph)
        if not number:
            row.refuse("paragraph", _("Give the number of the operative paragraph, such as 24 or 12 (a)."))
        return symbol, number

    def _values(self, row: Row) -> dict[str, Any]:
        """Return what the cells say, by field; what they leave empty is left out."""
        values = {
            "verb": row.text("verb").lower()[:60],
            "action": row.words("action"),
            "strength": row.choice("strength", Mandate.Strength.choices),
            "deliverable": row.choice("deliverable", Mandate.Deliverable.choices),
            "status": row.choice("status", STATUSES),
            "reason": row.choice("reason", Mandate.Reason.choices),
            "priority": row.choice("priority", Mandate.Priority.choices),
            "resources": row.text("resources")[:200],
            "public_statement": row.words("public_statement"),
            "lead_entity": row.found("lead_entity", self.entities, _("entity")),
            "focal_point": row.found("focal_point", self.people, _("person")),
            "addressees": [name for part in row.text("addressees").split(";") if (name := part.strip())],
            "deadline": row.text("deadline"),
        }
        if conditional := row.text("conditional").casefold():
            if conditional not in YES + NO:
                row.refuse("conditional", _("Write yes or no."))
            values["conditional"] = conditional in YES
        if values["status"] in UNFULFILLED and not values["reason"]:
            row.refuse("status", _("Say in a column “Reason” why it is %(status)s.") % {"status": values["status"]})
        return {name: value for name, value in values.items() if value not in ("", None, [])}

    def _meant(self, row: Row, symbol: str, number: str, values: dict[str, Any]) -> Mandate | None:
        """Return the mandate that a row means, None for a new one."""
        if own := OWN_ADDRESS.search(row.text("address")):
            mandate = self.mandates.get(int(own[1]))
            if mandate is None:
                row.refuse("address", _("This mandate is not, or no longer, here under that document."))
            return mandate
        resolution = self.resolutions.get(symbol)
        provision = self.paragraphs.get((resolution.pk, number)) if resolution else None
        there = (
            [one for one in self.by_provision.get(provision.pk, []) if (one.pk,) not in self.met] if provision else []
        )
        same_verb = [one for one in there if "verb" not in values or one.verb == values["verb"]]
        same = [one for one in same_verb if one.action == values.get("action")]
        if not same and len(same_verb) > 1:
            row.refuse(
                "paragraph",
                _("%(count)d mandates of this paragraph could be meant: add the column “Address” of an export.")
                % {"count": len(same_verb)},
            )
        return next(iter(same or same_verb), None)

    def _make(self, row: Row, symbol: str, number: str, values: dict[str, Any]) -> None:
        for name in ("verb", "action"):
            if name not in values:
                row.refuse(name, _("A new mandate needs its operative verb and what is asked."))
        outcome = row.outcome
        if outcome.wrong:
            return
        about = {"symbol": symbol, "number": number, "title": row.text("title"), "adopted": row.day("adopted")}
        outcome.values = {**values, "about": about}
        if not outcome.wrong:
            outcome.state = "new"

    def _compare(self, row: Row, mandate: Mandate, values: dict[str, Any]) -> None:
        outcome = row.outcome
        addressees = [str(one) for one in mandate.addressings.all()]
        deadline = "; ".join(one.words for one in mandate.deadlines.all())
        stored = {name: getattr(mandate, name) for name in values if name not in ("addressees", "deadline")}
        stored |= {"addressees": addressees, "deadline": deadline}
        changed = {name: value for name, value in values.items() if not _alike(stored[name], value)}
        outcome.target, outcome.values = mandate, changed
        outcome.differences = [
            Difference(str(name).replace("_", " "), _shown(stored[name]), _shown(value))
            for name, value in changed.items()
        ]
        outcome.state = "changed" if changed else "same"

    def write(self, plan: Plan, today: date, step: Step) -> None:
        names, rows = Names(), plan.to_write
        for start in range(0, len(rows), schedule.AT_ONCE):
            step(start, len(rows))
            self._write(rows[start : start + schedule.AT_ONCE], names, today)
        step(len(rows), len(rows))

    def _write(self, outcomes: list[Outcome], names: Names, today: date) -> None:
        """Write some rows with all that hangs on them, due dates too."""
        keys = [mandate.pk for mandate in self._create([one for one in outcomes if one.state == "new"], names, today)]
        for outcome in outcomes:
            if outcome.state == "changed":
                self._change(outcome.target, outcome.values, names)
                keys.append(outcome.target.pk)
        some = Mandate.objects.filter(pk__in=keys).select_related("resolution__organ")
        schedule.reschedule(some.prefetch_related("deadlines__organ", "due_dates"), today)

    def _create(self, fresh: list, names: Names, today: date) -> list[Mandate]:
        provisions = self._provisions(outcome.values["about"] for outcome in fresh)
        mandates = []
        for outcome in fresh:
            given = outcome.values
            provision = provisions[given["about"]["symbol"], given["about"]["number"]]
            plain = {
                name: given[name] for name in (*PLAIN, "conditional", "lead_entity", "focal_point") if name in given
            }
            status = plain.pop("status", Mandate.Status.NOT_STARTED)
            mandates.append(Mandate(provision=provision, resolution=provision.resolution, status=status, **plain))
        changes.create_all(mandates)
        # Derived, so without history: from today on somebody answers for it.
        models.QuerySet(Mandate).filter(pk__in=[one.pk for one in mandates]).update(quiet_since=today)
        pairs = list(zip(mandates, (outcome.values for outcome in fresh), strict=True))
        changes.create_all(
            Addressing(mandate=mandate, addressee=names.addressees.named(name), words=name[:300])
            for mandate, given in pairs
            for name in given.get("addressees", ())
        )
        changes.create_all(
            deadline
            for mandate, given in pairs
            if "deadline" in given
            for deadline in proposals.deadline_rows(mandate, _understood(mandate, given["deadline"]), names)
        )
        return mandates

    def _provisions(self, abouts: Iterable[dict]) -> dict[tuple[str, str], Paragraph]:
        """Return the paragraph of each place, with documents and paragraphs made that are not here yet."""
        abouts = list(abouts)
        new_documents = {about["symbol"]: about for about in abouts if about["symbol"] not in self.resolutions}
        made = changes.create_all(self._resolution(about) for about in new_documents.values())
        self.resolutions |= {row.symbol: row for row in made}
        last = dict(
            Paragraph.objects.filter(resolution__in={self.resolutions[about["symbol"]].pk for about in abouts})
            .order_by()
            .values_list("resolution")
            .annotate(last=models.Max("position"))
        )
        fresh = []
        for about in abouts:
            resolution = self.resolutions[about["symbol"]]
            if (key := (resolution.pk, about["number"])) not in self.paragraphs:
                last[resolution.pk] = last.get(resolution.pk, 0) + 1
                kind, position = Paragraph.Kind.OPERATIVE, last[resolution.pk]
                row = Paragraph(resolution=resolution, kind=kind, address=about["number"], position=position)
                self.paragraphs[key] = row
                fresh.append(row)
        changes.create_all(fresh)
        found = {}
        for about in abouts:
            resolution = self.resolutions[about["symbol"]]
            provision = self.paragraphs[resolution.pk, about["number"]]
            provision.resolution = resolution
            found[about["symbol"], about["number"]] = provision
        return found

    def _resolution(self, about: dict) -> Resolution:
        parsed = symbols.parse(about["symbol"])
        kind = parsed.kind if parsed and parsed.kind in Resolution.Kind.values else Resolution.Kind.RESOLUTION
        symbol = about["symbol"]
        return Resolution(
            symbol=symbol,
            sort_key=symbols.sort_key(symbol),
            kind=kind,
            organ=self._organ(symbol),
            title=about["title"],
            adopted_on=about["adopted"],
        )

    def _organ(self, symbol: str) -> Organ | None:
        return self.organs.get(symbols.organ_of(symbol) or "") if symbols.parse(symbol) else None

    def _change(self, mandate: Mandate, values: dict[str, Any], names: Names) -> None:
        plain = {name: value for name, value in values.items() if name not in ("addressees", "deadline")}
        deadlines = _understood(mandate, values["deadline"]) if "deadline" in values else None
        proposals.correct(mandate, Correction(plain, values.get("addressees"), deadlines), names)


def _understood(mandate: Mandate, words: str) -> list:
    resolution = mandate.resolution
    return proposals.understand(words, DeadlineContext(organ=resolution.organ.name, adopted=resolution.adopted_on))


def _number(words: str) -> str:
    """Return the address that a paragraph's number comes to: "OP 12 (a)" gives "12.a", "IV, 12" gives "IV/12"."""
    words = words.replace("/", ",")
    words = re.sub(r"(?i)^\s*(operative\s+)?(paragraphs?|paras?|pp|op)\b\.?\s*", "", words)
    above, comma, own = words.rpartition(",")
    steps = re.findall(r"[\w–]+", own)
    return "/".join([*(part.strip() for part in above.split(",") if comma), ".".join(steps)]) if steps else ""


def _alike(stored: Any, given: Any) -> bool:
    if isinstance(stored, str) and isinstance(given, str):
        return " ".join(stored.split()) == " ".join(given.split())
    return stored == given


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "; ".join(value) if isinstance(value, list) else str(value if value is not None else "")


def _in(rows: models.QuerySet, name: str, keys: Iterable) -> Iterable:
    """Give the rows of which a column holds one of many keys, some keys at a time."""
    keys = sorted(keys)
    for start in range(0, len(keys), 500):
        yield from rows.filter(**{f"{name}__in": keys[start : start + 500]})
