"""Addresses under /intake/."""

from django.urls import path

from tracker.pages.intake import sheets, views

app_name = "intake"

urlpatterns = [
    path("", views.new, name="new"),
    path("jobs/<int:pk>/", views.job, name="job"),
    path("sheets/", sheets.new, name="sheet_new"),
    path("sheets/<int:pk>/", sheets.sheet, name="sheet"),
    path("sheets/<int:pk>/check/", sheets.check_again, name="sheet_check"),
    path("sheets/<int:pk>/import/", sheets.take_in, name="sheet_import"),
    path("readings/<int:pk>/", views.reading, name="reading"),
]
