"""R1: many people and programs write to the same mandates at once; nothing is lost, doubled or refused as locked.

They ask the program as `serve` runs it, with its processes, threads and background worker; every second one is a person
with the form, the others are programs with the API. `make stress` runs the same with 64 writers and more edits
(STRESS_WRITERS, STRESS_EDITS).
"""

import http.client
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

import pytest
from django.conf import settings as program
from django.db import connection
from django.test import Client
from lxml import html

from tests.factories import make_mandate, make_user
from tests.reliability.machine import PATIENCE, ROOT, address_of, free_port
from tracker.accounts import tokens
from tracker.accounts.models import User
from tracker.mandates import schedule
from tracker.mandates.models import Mandate
from tracker.operations import chain

WRITERS = int(os.environ.get("STRESS_WRITERS", "16"))
EDITS = int(os.environ.get("STRESS_EDITS", "4"))
MANDATES = 20
# What 99 of 100 answers may take, in seconds, when the machine has nothing else to do (reliability.md, R1).
GOAL = 1 if connection.vendor == "postgresql" else 2 if WRITERS <= 16 else 10
SAVED, CONFLICT = (200, 302), 409


@dataclass
class Outcome:
    """What the writers met: acknowledged texts by mandate, answers by status, and how long each write took."""

    acknowledged: dict[int, list[str]] = field(default_factory=dict)
    statuses: Counter = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True)
class Asker:
    """One person's or program's way to the server: the headers by which it is known."""

    port: int
    headers: dict[str, str]

    def ask(
        self, verb: str, path: str, body: str | None = None, **headers: str
    ) -> tuple[http.client.HTTPResponse, str]:
        """Return the answer and its body."""
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            asking.request(verb, path, body, {**self.headers, **headers})
            answer = asking.getresponse()
            return answer, answer.read().decode()
        finally:
            asking.close()


class Person(Asker):
    """Somebody who opens the form of a mandate and sends it."""

    def prepare(self, key: int, text: str) -> Callable[[], int]:
        """Open the form and fill it in; return what sends it and gives the status of the answer."""
        path = f"/mandates/{key}/edit/"
        _answer, page = self.ask("GET", path)
        form = next(form for form in html.fromstring(page).forms if "resources" in form.fields)
        body = urlencode({**dict(form.form_values()), "csrfmiddlewaretoken": "a" * 32, "resources": text})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return lambda: self.ask("POST", path, body, **kind)[0].status


class Program(Asker):
    """Something that reads a mandate from the API and changes the version that it has read."""

    def prepare(self, key: int, text: str) -> Callable[[], int]:
        path = f"/api/v1/mandates/{key}/"
        answer, _body = self.ask("GET", path)
        seen = {"If-Match": answer.headers["ETag"], "Content-Type": "application/json"}
        return lambda: self.ask("PATCH", path, json.dumps({"resources": text}), **seen)[0].status


@pytest.fixture
def port(transactional_db, tmp_path) -> Iterator[int]:
    """Serve the test's database as people run the program, and give the port."""
    port = free_port()
    here = {
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": address_of(connection.settings_dict),
        "DJANGO_SETTINGS_MODULE": "tracker.settings",
    }
    here |= {"LOG_LEVEL": "ERROR", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **here}, stdout=subprocess.PIPE, text=True)
    assert any(f":{port}/" in line for line in process.stdout)
    yield port
    # Asked, not killed: only so does it take its children along, which hold its output open. Not by an interrupt, which
    # what a shell started in the background does not hear.
    process.terminate()
    process.communicate(timeout=PATIENCE)


def make_asker(port: int, number: int, user: User) -> Person | Program:
    if number % 2:
        _token, words = tokens.make(user, "R1", scope="write", expires_on=date(2100, 1, 1))
        return Program(port, {"Authorization": f"Bearer {words}"})
    client = Client()
    client.force_login(user)
    cookies = {program.SESSION_COOKIE_NAME: client.cookies[program.SESSION_COOKIE_NAME].value}
    cookies[program.CSRF_COOKIE_NAME] = "a" * 32
    return Person(port, {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())})


def edit(asker: Person | Program, key: int, text: str, outcome: Outcome) -> None:
    """Write a text to a mandate, and after a conflict look at the mandate and write it again."""
    for _try in range(200):
        send = asker.prepare(key, text)
        began = time.perf_counter()
        status = send()
        with outcome.lock:
            outcome.seconds.append(time.perf_counter() - began)
            outcome.statuses[status] += 1
            if status in SAVED:
                outcome.acknowledged.setdefault(key, []).append(text)
        if status != CONFLICT:
            return


@pytest.mark.django_db(transaction=True)
def test_r1_what_many_writers_were_told_is_saved_is_saved_and_nothing_else(cast, port):
    keys = [make_mandate(lead_entity=cast.unodc).pk for _ in range(MANDATES)]
    askers = [make_asker(port, number, make_user(f"Writer{number}", manager=cast.unodc)) for number in range(WRITERS)]
    outcome = Outcome()

    def write(number: int) -> None:
        for turn in range(EDITS):
            edit(askers[number], keys[(number * 7 + turn) % MANDATES], f"writer {number}, edit {turn}", outcome)

    # What every process works out once, such as its templates, is no part of a write.
    for asker in askers:
        asker.prepare(keys[0], "")
    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lasted = time.perf_counter() - began

    assert set(outcome.statuses) <= {*SAVED, CONFLICT}
    assert sum(len(texts) for texts in outcome.acknowledged.values()) == WRITERS * EDITS
    for key in keys:
        told = outcome.acknowledged.get(key, [])
        mandate = Mandate.objects.get(pk=key)
        written = [text for text in mandate.history.order_by("history_id").values_list("resources", flat=True) if text]
        assert mandate.version == 1 + len(told)
        assert sorted(written) == sorted(told)
        assert mandate.resources == (written[-1] if written else "")
    assert chain.first_broken() == chain.first_past_history() == ""
    assert not schedule.drifted().exists()
    marks = statistics.quantiles(outcome.seconds, n=100)
    print(
        f"\n{WRITERS} writers on {connection.vendor}: {dict(outcome.statuses)} in {lasted:.0f} s; "
        f"a write p50 {marks[49]:.2f}, p99 {marks[98]:.2f}, longest {max(outcome.seconds):.2f} s"
    )
    assert marks[98] <= GOAL * float(os.environ.get("STRESS_PATIENCE", "10"))
