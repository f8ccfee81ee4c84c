"""What the worker does with a file that came in: it reads a document, checks a draft or a sheet, or imports it."""

from dataclasses import asdict, replace
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from tracker.accounts.access import may, visible
from tracker.files.models import File
from tracker.files.storing import open_file
from tracker.intake import draft, sheets, take_in
from tracker.jobs import running
from tracker.jobs.models import Job
from tracker.mandates.models import Mandate

STATES = ("error", "changed", "new", "same")
MOST_SHOWN = 200
# What an import says that it does from inside its transaction.
WRITING = "writing"


@task()
def read_file(job_key: int) -> None:
    """Read one file that came in; the result names the reading, which waits for somebody to review it."""
    with running.running(job_key) as job:
        file = File.objects.get(pk=job.arguments["file"])
        running.progress(job, 0, 1, job.arguments["name"])
        with open_file(file) as content:
            reading = take_in.read(file, content.read(), job.arguments["name"])
        job.result = {"reading": reading.pk}


@task()
def check_draft(job_key: int) -> None:
    """Hold a draft against the mandates that whoever asked may see. Only the job keeps what was found."""
    with running.running(job_key) as job:
        among = visible(Mandate.objects.not_rejected(), job.started_by, "mandate.view")
        with open_file(File.objects.get(pk=job.arguments["file"])) as content:
            drafts = draft.check(content.read(), job.arguments["name"], among, partial(running.progress, job))
        job.result = {"drafts": draft.pack(drafts)}


@task()
def check_sheet(job_key: int) -> None:
    """Say row by row what a sheet would do, and write nothing of it."""
    with running.running(job_key) as job:
        table = _table(job)
        columns = sheets.columns_of(table, job.arguments.get("kind", ""), job.arguments.get("columns"))
        shown = {
            "kind": columns.kind,
            "headings": table.headings,
            "columns": columns.by_heading(table),
            "left": columns.left,
            "derived": columns.derived,
            "missing": columns.missing,
        }
        if not columns.missing:
            plan = sheets.check(table, columns, timezone.localdate(), partial(running.progress, job))
            shown |= _summary(plan) | {"shown": plan.shown}
        job.result = shown


@task()
def import_sheet(job_key: int) -> None:
    """Do what a sheet says, all or nothing, for whoever may still do so.

    What came of it is kept in the same transaction: one that is killed just after it says when it runs again what it
    did the first time, not that all is there already.
    """
    with running.running(job_key) as job:
        if job.result:
            return
        if not may(job.started_by, "data_entry"):
            raise sheets.SheetError(_("You may not import any more."))
        table = _table(job)
        columns = sheets.columns_of(table, job.arguments["kind"], job.arguments["columns"])
        sheets.take_in(
            table,
            columns,
            by=job.started_by,
            today=timezone.localdate(),
            name=job.arguments["name"],
            step=partial(running.progress, job),
            written=partial(running.progress_within, job, step=WRITING),
            done=partial(_keep, job),
            shown=job.arguments["shown"],
        )


def _keep(job: Job, plan: sheets.Plan) -> None:
    job.result = {"kind": job.arguments["kind"], "change": plan.change, **_summary(plan)}
    job.save(update_fields=["result"])


def _table(job: Job) -> sheets.Table:
    with open_file(File.objects.get(pk=job.arguments["file"])) as content:
        return sheets.read(content.read(), job.arguments["name"])


def _summary(plan: sheets.Plan) -> dict:
    """Return the counts of a plan, and its first rows of note: what is wrong, then what changes, then what is new."""
    counts = {state: plan.count(state) for state in STATES}
    noted = [one for state in STATES[:3] for one in plan.outcomes if one.state == state][:MOST_SHOWN]
    return {"counts": counts, "rows": [asdict(replace(one, target=None, values={})) for one in noted]}
