"""Serve the pages, with the background worker beside them, until Ctrl+C."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from http.client import HTTPConnection, HTTPException

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.utils import timezone

from tracker.files import storing
from tracker.followup.tasks import look_for_suggestions, undo_change
from tracker.intake.tasks import check_draft, check_sheet, import_sheet, read_file
from tracker.jobs import running
from tracker.mandates.tasks import extend_due_dates
from tracker.operations import chain
from tracker.operations.tasks import count_tables
from tracker.reports.tasks import keep_figures, send_reminders, write_report

# What the worker does once a day, and when it starts; each changes nothing where it has been done.
DAILY = (extend_due_dates, look_for_suggestions, keep_figures, count_tables)
MANAGE = [sys.executable, str(settings.BASE_DIR / "manage.py")]
# What a job that a dead worker left lying is started again by.
TASKS = {task.name: task for task in (read_file, check_draft, check_sheet, import_sheet, undo_change, write_report)}
# Mail that is only printed reaches nobody, and would bury the address and the accounts above it on the terminal.
SENDS_MAIL = settings.EMAIL_BACKEND != "django.core.mail.backends.console.EmailBackend"
SWEEP_EVERY = 60
STOP_WITHIN = 15


class Command(BaseCommand):
    help = (
        "Serve the pages and run the background worker beside them. One Ctrl+C stops both; a dead worker is replaced."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--address", default="127.0.0.1", help="where to listen (127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="on which port (8000)")
        parser.add_argument("--processes", type=int, default=2, help="how many processes answer (2)")
        parser.add_argument("--reload", action="store_true", help="start anew whenever the code changes")

    def handle(self, *, address, port, processes, reload, **options):
        _refuse_taken(address, port)
        # The interrupt too: what a shell started in the background begins with it ignored.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _stop)
        commands = {"web": _web(address, port, processes, reload), "worker": _worker(reload)}
        children = {name: _start(command) for name, command in commands.items()}
        try:
            _wait_until_answering(children["web"], address, port)
            self.stdout.write(f"\nThe mandate tracker is at http://{address}:{port}/ (Ctrl+C stops it)")
            self.stdout.flush()
            self._watch(children, commands)
        except KeyboardInterrupt:
            self.stdout.write("\nStopping")
        finally:
            _stop_all(children.values())

    def _watch(self, children: dict[str, subprocess.Popen], commands: dict[str, list[str]]) -> None:
        """Replace the worker when it dies, take up the jobs of dead ones, and give it the work of each hour and day.

        Ends when the pages end.
        """
        swept, day, hour = 0.0, None, None
        while children["web"].poll() is None:
            if children["worker"].poll() is not None:
                status = children["worker"].returncode
                self.stderr.write(f"The background worker stopped (status {status}): starting another")
                children["worker"] = _start(commands["worker"])
            if time.monotonic() - swept > SWEEP_EVERY:
                swept = time.monotonic()
                running.sweep(timezone.now(), lambda job: TASKS[job.task].enqueue(job.pk))
                if SENDS_MAIL and hour != (hour := timezone.localtime().hour):
                    send_reminders.enqueue()
                if day != timezone.localdate():
                    day = timezone.localdate()
                    chain.note_head(day)
                    storing.sweep(timezone.now())
                    for daily in DAILY:
                        daily.enqueue()
                close_old_connections()
            time.sleep(0.5)
        raise CommandError(f"The pages stopped (status {children['web'].returncode})", returncode=1)


def _web(address: str, port: int, processes: int, reload: bool) -> list[str]:
    options = [
        "--bind",
        f"{address}:{port}",
        "--workers",
        str(processes),
        "--threads",
        "4",
        "--worker-class",
        "tracker.operations.fair_worker.FairWorker",
    ]
    quiet = ["--log-level", "warning", "--no-control-socket"]
    return [sys.executable, "-m", "gunicorn", "tracker.wsgi", *options, *quiet, *(["--reload"] if reload else [])]


def _worker(reload: bool) -> list[str]:
    options = ["--interval", "0.2", "--queue-name", "*", "--no-startup-delay", "--verbosity", "0"]
    return [*MANAGE, "db_worker", *options, "--reload" if reload else "--no-reload"]


def _start(command: list[str]) -> subprocess.Popen:
    """Start a child that the terminal's Ctrl+C does not reach: it is stopped once, by this process."""
    return subprocess.Popen(command, cwd=settings.BASE_DIR, start_new_session=True)  # noqa: S603


def _stop(_number, _frame) -> None:
    raise KeyboardInterrupt


def _stop_all(children: Iterable[subprocess.Popen]) -> None:
    """Ask the children to finish what they are at, and end those that do not."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _refuse_taken(address: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} of {address} cannot be used ({error.strerror}): choose another, for example "
                f"`make run PORT={port + 1}`",
                returncode=1,
            ) from error


def _wait_until_answering(web: subprocess.Popen, address: str, port: int) -> None:
    """Return when the pages give any answer, or when their process has ended."""
    while web.poll() is None:
        asking = HTTPConnection(address, port, timeout=30)
        try:
            asking.request("GET", "/livez")
            asking.getresponse()
        except (OSError, HTTPException):
            time.sleep(0.1)
        else:
            return
        finally:
            asking.close()
