"""Addresses under /progress/."""

from django.urls import path

from tracker.pages.progress import review, views

app_name = "progress"

urlpatterns = [
    path("<int:pk>/log/", views.log, name="log"),
    path("review/", review.review, name="review"),
    path("<int:pk>/decide/", review.decide, name="decide"),
    path("evidence/<int:pk>/", views.evidence, name="evidence"),
]
