"""Take in tables that people keep by hand: mandates, addressees and sessions from CSV files and workbooks.

`check` says row by row what a sheet would do – new, changed, same, or the cell that is wrong – and writes nothing.
`take_in` does it, all or nothing, in one change; done again it finds everything the same. An empty cell says nothing:
it leaves what is stored. Columns are guessed from their headings; the lists that the program exports come back as they
are.

django-import-export was tried for this: it saves row by row past the commands of this program (due dates, history in
bulk), so that only its idea is kept, the dry run whose rows are new, changed, same or wrong.
"""

from collections.abc import Callable
from datetime import date

from django.db import connection, transaction
from django.utils.translation import gettext as _

from tracker.accounts.changes import Step, change, no_step
from tracker.accounts.models import User
from tracker.intake.sheets.addressees import Addressees
from tracker.intake.sheets.columns import Columns, guess
from tracker.intake.sheets.mandates import Mandates
from tracker.intake.sheets.plan import Kind, Outcome, Plan, no_end
from tracker.intake.sheets.sessions import Sessions
from tracker.intake.sheets.table import SheetError, Table, read

__all__ = ["KINDS", "Columns", "Plan", "SheetError", "Table", "check", "columns_of", "read", "take_in"]

KINDS: dict[str, type[Kind]] = {kind.name: kind for kind in (Mandates, Addressees, Sessions)}
# One import at a time; a number of our own choosing.
LOCK = 7_301


def columns_of(table: Table, kind: str = "", chosen: dict[str, str] | None = None) -> Columns:
    """Return what the columns of a table hold: as chosen, by heading, where somebody chose; else as guessed."""
    kinds = [KINDS[kind]] if kind in KINDS else list(KINDS.values())
    return guess(table, kinds, chosen or {})


def check(table: Table, columns: Columns, today: date, step: Step = no_step) -> Plan:
    """Return what a sheet would do, writing nothing."""
    return KINDS[columns.kind]().plan(table, columns, today, step)


def take_in(
    table: Table,
    columns: Columns,
    *,
    by: User,
    today: date,
    name: str,
    step: Step = no_step,
    written: Step = no_step,
    done: Callable[[Plan], None] = no_end,
    shown: dict[str, str] | None = None,
) -> Plan:
    """Do what a sheet says, all of it or nothing. Raises SheetError where a row is wrong, with nothing written.

    What is stored is looked at again within the change, and two imports of one sheet come one after the other. `shown`
    is what the check showed (`Plan.shown`): where somebody has written into such a row since, it is refused too.
    `step` is told how many rows are looked at, before the transaction; `written` how many are written, within it, and
    `done` what came of it, last within it: what it keeps is kept if the sheet is.
    """
    check(table, columns, today, step)
    with transaction.atomic():
        _wait_for_others()
        kind = KINDS[columns.kind]()
        plan = kind.plan(table, columns, today, no_step)
        if plan.wrong:
            raise SheetError(_("%(count)d rows are wrong, so nothing was imported.") % {"count": plan.count("error")})
        if shown is not None and (otherwise := plan.otherwise(shown)):
            raise SheetError(_other_than_shown(otherwise))
        if plan.count("new") or plan.count("changed"):
            with change(_("Import “%(name)s”") % {"name": name}, by=by) as made:
                kind.write(plan, today, written)
            plan.change = made.pk
        done(plan)
    return plan


def _other_than_shown(outcomes: list[Outcome]) -> str:
    first = outcomes[0]
    changes = "; ".join(f"{one.what}: “{one.before}”" for one in first.differences)
    return _(
        "Somebody has written here since the sheet was checked, so nothing was imported: row %(row)d (%(label)s) is "
        "now %(changes)s. Rows in all: %(count)d. Check the sheet again, and import it if it still says what you want."
    ) % {"row": first.number, "label": first.label, "changes": changes, "count": len(outcomes)}


def _wait_for_others() -> None:
    """Let one import write after the other; SQLite does so by itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
