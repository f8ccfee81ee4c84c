"""Programs that ask: each shows a token of one of the cast."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from tracker.accounts import tokens
from tracker.accounts.models import User


@pytest.fixture(autouse=True)
def unhurried() -> None:
    """Forget how often earlier tests have asked."""
    caches["throttles"].clear()


@pytest.fixture
def token_of(db) -> Callable[..., str]:
    """Return a function that makes a token of a person, and gives its words."""

    def made(person: User, scope: str = "write", expires_on: date | None = None) -> str:
        day = expires_on or timezone.localdate() + timedelta(days=30)
        return tokens.make(person, "A test", scope=scope, expires_on=day)[1]

    return made


class Program:
    """Asks the API with a token."""

    def __init__(self, words: str):
        self.client = Client(headers={"Authorization": f"Bearer {words}"})

    def get(self, address: str, **headers: str) -> Any:
        return self.client.get(f"/api/v1/{address}", headers=headers)

    def post(self, address: str, data: Any, **headers: str) -> Any:
        return self.client.post(f"/api/v1/{address}", data, content_type="application/json", headers=headers)

    def patch(self, address: str, data: Any, **headers: str) -> Any:
        return self.client.patch(f"/api/v1/{address}", data, content_type="application/json", headers=headers)


@pytest.fixture
def program(token_of) -> Callable[..., Program]:
    """Return a function that gives a program with a token of the person."""
    return lambda person, **options: Program(token_of(person, **options))


@pytest.fixture
def program_of() -> Callable[[str], Program]:
    """Return a function that gives a program with a token by its words."""
    return Program
