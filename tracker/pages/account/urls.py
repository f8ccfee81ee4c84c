"""Addresses under /account/: preferences, and the sign-in pages of allauth; nobody registers by themselves."""

from django.urls import include, path
from django.views.generic import RedirectView

from tracker.pages.account import keys, notices, tokens, views

urlpatterns = [
    path("login/", views.SignInView.as_view(), name="account_login"),
    path("preferences/", views.preferences, name="account_preferences"),
    path("keys/", keys.keys, name="account_keys"),
    path("notices/", notices.notices, name="account_notices"),
    path("tokens/", tokens.token_list, name="account_tokens"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="account_token_revoke"),
    path("theme/", views.theme, name="account_theme"),
    # The address by which a person signs in is given by an administrator, so allauth's page for it is not shown.
    path("email/", RedirectView.as_view(pattern_name="account_preferences"), name="account_email"),
    path("", include("allauth.account.urls")),
    path("second-factor/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
    path("single-sign-on/", include("allauth.socialaccount.urls")),
    path("single-sign-on/", include("allauth.socialaccount.providers.openid_connect.urls")),
]
