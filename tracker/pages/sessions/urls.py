"""Addresses under /sessions/."""

from django.urls import path

from tracker.pages.sessions import views

app_name = "sessions"

urlpatterns = [
    path("", views.session_list, name="list"),
    path("<int:pk>/", views.session, name="session"),
]
