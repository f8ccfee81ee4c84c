"""Addresses under /resolutions/."""

from django.urls import path

from tracker.pages.resolutions import comparing, settling, views

app_name = "resolutions"

urlpatterns = [
    path("", views.resolution_list, name="list"),
    path("paragraphs/<int:pk>/", settling.paragraph, name="settle"),
    path("paragraphs/<int:pk>/split/", settling.split, name="split"),
    path("paragraphs/<int:pk>/merge/", settling.merge, name="merge"),
    path("words/<int:pk>/", settling.place, name="place"),
    path("words/<int:pk>/dismiss/", settling.dismiss, name="dismiss"),
    path("compare/<path:symbol>/", comparing.compare, name="compare"),
    path("lineage/<path:symbol>/", comparing.lineage_page, name="lineage"),
    # A symbol holds slashes and blanks: /resolutions/A/RES/58/140/.
    path("<path:symbol>/", views.resolution, name="resolution"),
]
