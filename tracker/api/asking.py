"""Who asks, how often, and how answers look that are refusals.

A program shows a token in the header ("Authorization: Bearer mtr_…"), never in the address, where logs would keep it;
a person who has signed in may ask with the session. Every refusal is a problem as RFC 9457 describes it.
"""

from http import HTTPStatus
from threading import Lock
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import SimpleRateThrottle

from tracker.accounts import tokens
from tracker.accounts.changes import KeyReusedError, StaleError
from tracker.accounts.models import Token
from tracker.api.schema import PROBLEM


class TokenAuthentication(BaseAuthentication):
    """Know a person by a token in the header. It is looked up at each request, so a revoked one ends at once."""

    def authenticate(self, request: Request) -> tuple[Any, Token] | None:
        mark, _blank, words = get_authorization_header(request).decode("latin-1").partition(" ")
        if mark.lower() != "bearer":
            return None
        token = tokens.find(words.strip(), timezone.localdate())
        if token is None:
            raise exceptions.AuthenticationFailed(_("The token is not known, has expired or was revoked."))
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class HasScope(BasePermission):
    """A token that only reads writes nothing. What a person may do to a row, `access` says as for the pages."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not request.user.is_authenticated:
            return False
        if request.method in SAFE_METHODS or not isinstance(request.auth, Token):
            return True
        if request.auth.scope != Token.Scope.WRITE:
            raise exceptions.PermissionDenied(_("This token may only read."))
        return True


class PersonThrottle(SimpleRateThrottle):
    """So many requests of one person in a minute (API_REQUESTS_PER_MINUTE, counted in each process of the server)."""

    scope = "person"
    cache = caches["throttles"]
    _lock = Lock()

    def get_rate(self) -> str:
        return f"{settings.API_REQUESTS_PER_MINUTE}/min"

    def get_cache_key(self, request: Request, view: Any) -> str:
        return f"api-{request.user.pk or self.get_ident(request)}"

    def allow_request(self, request: Request, view: Any) -> bool:
        with self._lock:
            return super().allow_request(request, view)


class Conflict(exceptions.APIException):
    """Somebody else has changed the same fields: both values are in the answer."""

    status_code = HTTPStatus.CONFLICT
    default_code = "conflict"


class VersionMissing(exceptions.APIException):
    status_code = HTTPStatus.PRECONDITION_REQUIRED
    default_code = "precondition_required"
    default_detail = "Send the ETag of what you changed in If-Match, so that nobody's change is lost."


class KeyReused(exceptions.APIException):
    status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    default_code = "idempotency_key_reused"
    default_detail = "This Idempotency-Key was used before, for another request. Take a new one."


def problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """Return the answer to an error that is the asker's; None for one that is ours, which the server then logs."""
    extra: dict[str, Any] = {}
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    elif isinstance(error, KeyReusedError):
        error = KeyReused()
    elif isinstance(error, StaleError):
        pairs = {name: {"stored": str(error.theirs[name]), "sent": str(error.yours[name])} for name in error.theirs}
        extra, error = {"fields": pairs}, Conflict(_("Somebody else has changed the same fields."))
    if not isinstance(error, exceptions.APIException):
        return None
    status = HTTPStatus(error.status_code)
    if isinstance(error, exceptions.ValidationError):
        extra["errors"] = error.detail
        detail = _("Some of what was sent cannot be understood.")
    else:
        detail = str(error.detail)
    code = error.default_code.replace("_", "-")
    body = {"type": f"about:blank#{code}", "title": status.phrase, "status": status.value, "detail": detail, **extra}
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(max(int(error.wait), 1))
    return Response(body, status=status.value, headers=headers, content_type=PROBLEM)
