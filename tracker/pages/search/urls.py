"""Addresses under /search/."""

from django.urls import path

from tracker.pages.search import drafts, overlap, views

app_name = "search"

urlpatterns = [
    path("", views.search, name="search"),
    path("overlap/", overlap.overlap, name="overlap"),
    path("drafts/", drafts.drafts, name="drafts"),
    path("drafts/<int:pk>/", drafts.draft, name="draft"),
]
