"""Addresses under /public/."""

from django.urls import path

from tracker.pages.public import views

app_name = "public"

urlpatterns = [
    path("", views.register, name="register"),
    path("pictures/", views.pictures, name="pictures"),
    path("resolutions/<path:symbol>/", views.resolution, name="resolution"),
]
