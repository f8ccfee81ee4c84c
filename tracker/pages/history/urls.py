"""Addresses under /history/."""

from django.urls import path

from tracker.pages.history import views

app_name = "history"

urlpatterns = [
    path("", views.journal, name="journal"),
    path("<int:pk>/", views.change, name="change"),
    path("register/", views.register, name="register"),
]
