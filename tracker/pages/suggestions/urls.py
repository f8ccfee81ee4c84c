"""Addresses under /suggestions/."""

from django.urls import path

from tracker.pages.suggestions import views

app_name = "suggestions"

urlpatterns = [
    path("", views.queue, name="queue"),
    path("<int:pk>/accept/", views.accept, name="accept"),
    path("<int:pk>/refuse/", views.refuse, name="refuse"),
]
