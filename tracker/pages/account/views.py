"""A person's own settings. Signing in and passwords are allauth's views with templates of ours."""

from allauth.account.views import LoginView
from axes.decorators import axes_dispatch, axes_form_invalid
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from tracker.pages.account.forms import THEMES, PreferencesForm
from tracker.pages.layout import notice

DEFAULTS = {"theme": "", "single_keys": True, "language": "en"}


@method_decorator(axes_dispatch, name="dispatch")
@method_decorator(axes_form_invalid, name="form_invalid")
class SignInView(LoginView):
    """allauth's page, closed to machines that have guessed too often."""


@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Show and keep the person's preferences."""
    form = PreferencesForm(request.POST or None, initial={**DEFAULTS, **request.user.preferences})
    if not form.is_valid():
        return render(request, "account/preferences.html", {"form": form})
    form.save(request.user)
    notice(request, gettext("Your preferences are saved."))
    response = redirect("account_preferences")
    if language := form.cleaned_data.get("language"):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 24 * 3600, samesite="Lax")
    return response


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the colours chosen in the bar, and go back to the page they were chosen on."""
    chosen = request.POST.get("theme", "")
    if chosen in dict(THEMES):
        request.user.preferences = {**request.user.preferences, "theme": chosen}
        request.user.save(update_fields=["preferences"])
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(back if is_ours else "account_preferences")
