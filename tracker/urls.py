"""Addresses: the first part names the package of `pages` and the folder of `templates` that answer."""

from django.contrib import admin
from django.urls import include, path

from tracker.operations import health

urlpatterns = [
    path("livez", health.livez),
    path("readyz", health.readyz),
    path("", include("tracker.pages.start.urls")),
    path("intake/", include("tracker.pages.intake.urls")),
    path("resolutions/", include("tracker.pages.resolutions.urls")),
    path("mandates/", include("tracker.pages.mandates.urls")),
    path("progress/", include("tracker.pages.progress.urls")),
    path("search/", include("tracker.pages.search.urls")),
    path("suggestions/", include("tracker.pages.suggestions.urls")),
    path("sessions/", include("tracker.pages.sessions.urls")),
    path("go/", include("tracker.pages.palette.urls")),
    path("notices/", include("tracker.pages.notices.urls")),
    path("saved/", include("tracker.pages.saved.urls")),
    path("reports/", include("tracker.pages.reports.urls")),
    path("history/", include("tracker.pages.history.urls")),
    path("api/", include("tracker.api.urls")),
    path("public/", include("tracker.pages.public.urls")),
    path("account/", include("tracker.pages.account.urls")),
    path("admin/", admin.site.urls),
]
