"""The address /go/."""

from django.urls import path

from tracker.pages.palette import views

app_name = "palette"

urlpatterns = [path("", views.go, name="go")]
