"""The addresses of the start page."""

from django.urls import path

from tracker.pages.start import views

urlpatterns = [
    path("", views.start, name="start"),
    path("example/load/", views.load_example, name="load_example"),
    path("example/remove/", views.remove_example, name="remove_example"),
]
