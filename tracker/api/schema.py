"""What the description says of every operation: the refusals that any may give, as problems (RFC 9457)."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse

PROBLEM = "application/problem+json"
PROBLEM_BODY = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
    "required": ["type", "title", "status", "detail"],
}


def problems(*statuses: int) -> dict[Any, Any]:
    """Return the refusals of an operation for the schema; those that any may give are always among them."""
    return {(status, PROBLEM): OpenApiResponse(PROBLEM_BODY) for status in (400, 401, 403, 404, 406, 429, *statuses)}


class Schema(AutoSchema):
    def get_response_serializers(self) -> Any:
        given = super().get_response_serializers()
        if isinstance(given, dict):
            return given
        return {200: given, 304: None, **problems()}


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "tracker.api.asking.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": _("Made on the page “API tokens” of your account.")}


def close_requests(result: dict[str, Any], **options: Any) -> dict[str, Any]:
    """Say of what may be sent that it has no other names: an unknown one is refused."""
    for name in ("PatchedMandateChange", "NewProgress"):
        result["components"]["schemas"][name]["additionalProperties"] = False
    return result
