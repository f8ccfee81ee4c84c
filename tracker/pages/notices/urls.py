"""Addresses under /notices/."""

from django.urls import path

from tracker.pages.notices import views

app_name = "notices"

urlpatterns = [
    path("", views.notices, name="list"),
    path("read/", views.read_all, name="read_all"),
    path("<int:pk>/", views.follow, name="follow"),
]
