"""Guessing passwords is slowed down: which machine asks, and what it is told when it has guessed too often.

Called by django-axes, which counts; the limits stand in the settings.
"""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def client_ip(request: HttpRequest) -> str:
    """Return the address of the machine that asks, as the trusted proxies tell it."""
    return get_adapter().get_client_ip(request) if "REMOTE_ADDR" in request.META else ""


def locked_out(request: HttpRequest, response=None, credentials=None, *args, **kwargs) -> HttpResponse:
    """Say that this machine has to wait; the same whether the account is there or not."""
    answer = render(request, "account/locked.html", status=429)
    answer["Retry-After"] = "3600"
    return answer
