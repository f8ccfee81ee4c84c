"""What the program asks of the service of single sign-on, and where it asks.

The service is a setting; where its tokens and people are asked for is what the service itself says (its discovery
document). That may be another public machine, never one within the house: a service that is not what it was must not
lead the program to what only the program can reach (W4).
"""

import ipaddress
import socket
from typing import Any
from urllib.parse import urlsplit

from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.helpers import render_authentication_error
from django.conf import settings
from requests import PreparedRequest, Response, Session
from requests.adapters import HTTPAdapter
from requests.exceptions import InvalidURL, RequestException, TooManyRedirects

SECONDS = 5


class Guarded(HTTPAdapter):
    """Connects to the service, and to other machines only where they are public and by the same scheme."""

    def send(self, request: PreparedRequest, *args: Any, **options: Any) -> Response:
        asked, service = urlsplit(request.url), urlsplit(settings.OIDC_SERVER)
        if asked.scheme != service.scheme or (asked.hostname != service.hostname and not _is_public(asked.hostname)):
            raise InvalidURL(f"{asked.scheme}://{asked.netloc} is no place to which a sign-on service may lead")
        return super().send(request, *args, **options)


class ServiceSession(Session):
    """Asks the service, and says on a page of its own when it does not answer; redirects are not followed."""

    def __init__(self) -> None:
        super().__init__()
        self.adapters.clear()
        for scheme in ("https://", "http://"):
            self.mount(scheme, Guarded())

    def request(self, method: str, url: str, **options: Any) -> Response:
        try:
            answer = super().request(method, url, **{"timeout": SECONDS, **options, "allow_redirects": False})
            if answer.is_redirect:
                raise TooManyRedirects(f"{url} leads elsewhere")
            if method == "GET":
                answer.raise_for_status()
                answer.json()
        except RequestException as error:
            raise ImmediateHttpResponse(render_authentication_error(context.request, None, exception=error)) from error
        return answer


def _is_public(host: str | None) -> bool:
    """Tell whether a name stands for public machines alone; one that stands for none is left to the connection."""
    try:
        found = socket.getaddrinfo(host, None)
    except OSError:
        return True
    return all(ipaddress.ip_address(address[0].split("%")[0]).is_global for *_rest, address in found)
