"""How long a session lives, and what it needs besides a password. Middleware, after the person is known.

A session ends after twelve hours without a request and after seven days in any case (settings). Those whom the
setting SECOND_FACTOR_FOR names see nothing but their account pages until they have a second factor.
"""

import time
from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tracker.accounts.access import MANAGER, entities_of
from tracker.accounts.models import User

Answer = Callable[[HttpRequest], HttpResponse]

# When the session began and was last used, in seconds since 1970; noted at most every so often, to spare writes.
BEGAN, SEEN = "session_began", "session_seen"
NOTE_EVERY = 5 * 60
OPEN_TO_ALL = ("/account/", "/static/", "/livez", "/readyz")


def end_old_sessions(get_response: Answer) -> Answer:
    """Sign people out whose session is older, or was idle for longer, than the settings allow."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            session, now = request.session, time.time()
            began, seen = session.get(BEGAN, now), session.get(SEEN, now)
            if now - began > settings.SESSION_DAYS * 24 * 3600 or now - seen > settings.SESSION_IDLE_HOURS * 3600:
                logout(request)
                messages.info(request, _("You were signed out because you were away for long. Please sign in again."))
            elif BEGAN not in session or now - seen > NOTE_EVERY:
                session[BEGAN], session[SEEN] = began, now
        return get_response(request)

    return answer


def ask_for_second_factor(get_response: Answer) -> Answer:
    """Lead those who must have a second factor, and have none, to where it is set up."""

    def answer(request: HttpRequest) -> HttpResponse:
        if (
            settings.SECOND_FACTOR_FOR
            and request.user.is_authenticated
            and not request.path.startswith(OPEN_TO_ALL)
            and needs_second_factor(request.user)
            and not is_mfa_enabled(request.user)
        ):
            messages.warning(request, _("Your role needs a second factor. Set one up to go on."))
            return redirect("mfa_index")
        return get_response(request)

    return answer


def needs_second_factor(user: User) -> bool:
    """Tell whether the setting SECOND_FACTOR_FOR names the person's role."""
    named = settings.SECOND_FACTOR_FOR
    if user.is_superuser:
        return "administrators" in named
    return "managers" in named and entities_of(user, MANAGER).exists()
