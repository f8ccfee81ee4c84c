"""Carry recurring due dates on to the horizon: what the worker of `serve` does each day, for machines with cron."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from tracker.mandates import schedule


class Command(BaseCommand):
    help = "Carry recurring due dates on to the horizon. Run it daily where `serve` does not; safe to run again."

    def handle(self, **options):
        extended = schedule.extend(timezone.localdate())
        self.stdout.write(f"Mandates with more due dates: {extended}")
