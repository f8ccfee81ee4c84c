"""Machines to kill, and to bring back from a backup."""

import random
from collections.abc import Iterator

import pytest

from tests.reliability.machine import MAKING_AN_ADMINISTRATOR, SET_UP, Machine, make_machine


@pytest.fixture(scope="session")
def ready(tmp_path_factory, django_db_setup) -> Iterator[Machine]:
    """A machine that has been set up, with an administrator and the example: the others are copies of it."""
    machine = make_machine(tmp_path_factory.mktemp("ready"))
    machine.manage("set_up")
    machine.run("-c", SET_UP + MAKING_AN_ADMINISTRATOR)
    yield machine
    machine.remove()


@pytest.fixture
def machine(ready, tmp_path) -> Iterator[Machine]:
    machine = make_machine(tmp_path / "machine", like=ready)
    yield machine
    machine.remove()


@pytest.fixture
def bare(tmp_path) -> Iterator[Machine]:
    """A machine without any table."""
    machine = make_machine(tmp_path / "bare")
    yield machine
    machine.remove()


@pytest.fixture
def draw(request) -> random.Random:
    return random.Random(request.node.name)
