"""Addresses under /saved/."""

from django.urls import path

from tracker.pages.saved import views

app_name = "saved"

urlpatterns = [
    path("", views.views, name="list"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.open_view, name="open"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/remove/", views.remove, name="remove"),
    path("<int:pk>/subscribe/", views.subscribe, name="subscribe"),
    path("subscriptions/<int:pk>/revoke/", views.revoke, name="revoke"),
    path("link/<str:secret>/mandates.ics", views.calendar, name="calendar"),
    path("link/<str:secret>/mandates.atom", views.feed, name="feed"),
]
