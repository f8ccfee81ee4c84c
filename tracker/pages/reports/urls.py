"""Addresses under /reports/."""

from django.urls import path

from tracker.pages.reports import calendar, dashboard, documents

app_name = "reports"

urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("calendar/", calendar.month, name="month"),
    path("calendar/sessions/", calendar.by_session, name="by_session"),
    path("calendar.ics", calendar.export, name="calendar"),
    path("sessions.ics", calendar.sessions, name="sessions"),
    path("brief/", documents.brief, name="brief"),
    path("documents/", documents.make, name="make"),
    path("documents/<int:pk>/", documents.job, name="job"),
    path("documents/<int:pk>/file/", documents.document, name="document"),
    path("style/", documents.style, name="style"),
    path("pictures/<slug:name>.<slug:form>", dashboard.picture, name="picture"),
]
