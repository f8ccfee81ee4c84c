"""The app of all pages, and the data-entry site in place of Django's own."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin


class PagesConfig(AppConfig):
    name = "tracker.pages"
    default = True


class DataEntryConfig(admin.AdminConfig):
    default = False
    default_site = "tracker.pages.data_entry.DataEntrySite"
