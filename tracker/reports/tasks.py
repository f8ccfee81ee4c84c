"""What the background worker does for what goes out."""

from django.http import QueryDict
from django.utils import timezone
from django_tasks import task

from tracker.files.storing import open_file, store
from tracker.jobs import running
from tracker.reports import figures, followed, mail, pdf, word
from tracker.reports.models import HouseStyle


@task()
def send_reminders() -> None:
    """Send the reminders and digests that are due; asked for each hour, it says nothing twice."""
    mail.send_reminders(timezone.localdate(), timezone.now())


@task()
def keep_figures() -> None:
    """Keep the numbers of the day, so that the dashboard can say what has changed since last week."""
    figures.keep(timezone.localdate())


@task()
def write_report(job_key: int) -> None:
    """Write the report that somebody asked for: of what the person may see now, not when it was asked for."""
    with running.running(job_key) as job:
        asked = followed.reader_of(job.started_by, QueryDict(job.arguments["query"]), timezone.localdate())
        is_table = job.arguments["kind"] == "table"
        report = followed.gather(asked, by_text=not is_table)
        running.progress(job, 0, max(len(report.rows), 1), report.title)
        if job.arguments["form"] == "pdf":
            content = (pdf.follow_up_table if is_table else pdf.implementation)(report)
        else:
            style = HouseStyle.objects.first()
            template = None
            if style:
                with open_file(style.file) as opened:
                    template = opened.read()
            write = word.follow_up_table if is_table else word.implementation
            content = write(report, template, lambda done: running.progress(job, done, len(report.rows), report.title))
        name = f"{job.arguments['kind']}-{asked.today.isoformat()}.{job.arguments['form']}"
        job.result = {"file": store(content, name, job.started_by).pk, "name": name}
