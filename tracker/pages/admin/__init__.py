"""Data entry: every model, for administrators. Importing the package registers all of them."""

from tracker.pages.admin import calendar, mandates, people, progress, records, texts

__all__ = ["calendar", "mandates", "people", "progress", "records", "texts"]
