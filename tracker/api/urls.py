"""Addresses under /api/: version 1, its description, and the pages that show it."""

from django.urls import include, path
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.authentication import SessionAuthentication
from rest_framework.routers import SimpleRouter

from tracker.api import views
from tracker.api.asking import HasScope, TokenAuthentication
from tracker.api.browser import browser

router = SimpleRouter(use_regex_path=False)
router.register("mandates", views.MandateViewSet)
router.register("resolutions", views.ResolutionViewSet)
router.register("provisions", views.ProvisionViewSet)
router.register("due-dates", views.DueDateViewSet)
router.register("progress", views.ProgressViewSet)
router.register("sessions", views.SessionViewSet)
router.register("addressees", views.AddresseeViewSet)
router.register("entities", views.EntityViewSet)

app_name = "api"

urlpatterns = [
    path("", browser, name="browser"),
    path(
        "v1/schema",
        SpectacularJSONAPIView.as_view(
            authentication_classes=[TokenAuthentication, SessionAuthentication], permission_classes=[HasScope]
        ),
        name="schema",
    ),
    path("v1/", include((router.urls, "v1"))),
    path("v1/<path:rest>", views.nothing),
]
