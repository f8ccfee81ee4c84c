"""Bring the database to where the program can be served. Run again it changes nothing."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from tracker.accounts.append_only import protect
from tracker.accounts.models import Entity, User
from tracker.intake import example
from tracker.operations import demo, upgrading
from tracker.organs.calendar import load_calendar
from tracker.organs.directory import load_directory
from tracker.settings import env


class Command(BaseCommand):
    help = (
        "Make or upgrade the database, load the calendar of sessions and the directory of addressees, and make the "
        "first administrator from ADMIN_EMAIL and ADMIN_PASSWORD. While DEBUG is on: demo accounts, and A/RES/58/140."
    )
    requires_system_checks = []

    def handle(self, **options):
        self._migrate()
        self._say(_unless_nothing(load_calendar), "organs and sessions loaded from the calendar")
        self._say(_unless_nothing(load_directory), "addressees loaded from the directory")
        self._make_administrator()
        if settings.DEBUG:
            made = demo.make_accounts()
            self._say(made, "demo accounts made")
            # With the accounts, and then no more: whoever removes the example has done with it.
            if made:
                lead = Entity.objects.get(short_name="UNODC")
                self._say(example.load(timezone.localdate(), lead=lead), f"mandates taken in from {example.SYMBOL}")
            self._show_accounts()
        else:
            call_command("collectstatic", interactive=False, verbosity=0)
            self._say(demo.close_accounts(), "demo accounts closed, because DEBUG is off")

    def _migrate(self) -> None:
        if unknown := upgrading.unknown():
            raise CommandError(
                f"A newer version of the program made this database ({unknown[0]}): run that version, or restore a "
                "backup that this one made.",
                returncode=1,
            )
        self._say(upgrading.upgrade(), "migrations applied")
        call_command("createcachetable", verbosity=0)
        protect()

    def _make_administrator(self) -> None:
        address, password = env.str("ADMIN_EMAIL", default=""), env.str("ADMIN_PASSWORD", default="")
        if not address or User.objects.filter(email__iexact=address).exists():
            return
        try:
            validate_password(password, User(email=address))
        except ValidationError as error:
            raise CommandError(f"ADMIN_PASSWORD: {' '.join(error.messages)}") from error
        User.objects.create_superuser(address, password, name=address.partition("@")[0])
        self.stdout.write(f"Administrator {address} made")

    def _show_accounts(self) -> None:
        accounts = demo.open_accounts()
        if accounts:
            self.stdout.write(f"\nDemo accounts, while DEBUG is on; the password of all is {demo.PASSWORD}")
        for role, address, name in accounts:
            self.stdout.write(f"  {role:18} {address:26} {name}")

    def _say(self, count: int, what: str) -> None:
        if count:
            self.stdout.write(f"{count} {what}")


def _unless_nothing(load: Callable[[], int]) -> int:
    """Run one of the loaders; where it finds nothing to do, leave no entry in the log of changes either."""
    with transaction.atomic():
        changed = load()
        transaction.set_rollback(not changed)
    return changed
