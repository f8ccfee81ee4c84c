"""W1, W2, W3, W5: what every answer carries, and what no answer does, over all routes."""

import csv
import gzip
import io
import re
from datetime import date

import openpyxl
import pytest
from django.core import mail
from django.test import Client

from tests import factories
from tests.routes import World, address, every_route, make_world, row_for, table


@pytest.fixture
def world(cast) -> World:
    return make_world(cast)


def answers(world: World, who: str):
    """Give the answer of every route to a GET, with its address."""
    rows, client = table(), Client(raise_request_exception=False)
    if world.people[who]:
        client.force_login(world.people[who])
    for route in every_route():
        if route in ("/account/logout/", "/admin/logout/"):
            continue
        row = row_for(rows, route, "GET") or row_for(rows, route, "POST")
        where = address(route, row.of if row else "", world)
        answer = client.get(where)
        if answer.streaming:
            b"".join(answer.streaming_content)
        yield where, answer


def missing_headers(answer, *, private: bool) -> list[str]:
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    lacking = [name for name, value in wanted.items() if answer.get(name) != value]
    policy = answer.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy:
        lacking.append("Content-Security-Policy")
    if private and "no-store" not in answer.get("Cache-Control", ""):
        lacking.append("Cache-Control")
    return lacking


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["anonymous", "administrator"])
def test_w1_every_answer_of_every_route_carries_the_headers(world, who):
    lacking = {}
    for where, answer in answers(world, who):
        if found := missing_headers(answer, private=who != "anonymous"):
            lacking[where] = found

    assert lacking == {}


@pytest.mark.django_db
def test_w1_errors_and_static_files_carry_them_too(cast):
    client = Client(raise_request_exception=False)

    for where, host in (("/nothing/", ""), ("/static/tracker.css", ""), ("/", "elsewhere.example")):
        answer = client.get(where, **({"HTTP_HOST": host} if host else {}))
        if answer.streaming:
            b"".join(answer.streaming_content)
        assert missing_headers(answer, private=False) == [], where


@pytest.mark.django_db
def test_words_are_compressed_for_those_who_take_them_so_and_images_are_not(cast, sign_in):
    client = sign_in(cast.rita)
    factories.make_mandate(lead_entity=cast.unodc, due=(date(2004, 1, 1), date(2004, 2, 1)))

    page, drawing, image = (
        client.get(address, headers={"Accept-Encoding": "gzip"})
        for address in ("/mandates/", "/reports/pictures/timeline.svg", "/reports/pictures/timeline.png")
    )

    assert (page["Content-Encoding"], drawing["Content-Encoding"]) == ("gzip", "gzip")
    assert b"</html>" in gzip.decompress(page.content)
    assert len(page.content) < len(gzip.decompress(page.content)) / 4
    assert not image.has_header("Content-Encoding")
    assert not client.get("/mandates/").has_header("Content-Encoding")


@pytest.mark.django_db
def test_w2_nothing_is_taken_without_the_token_of_a_form(world):
    rows, client = table(), Client(enforce_csrf_checks=True)
    client.force_login(world.people["administrator"])

    taken = {}
    for route in every_route():
        row = row_for(rows, route, "POST")
        where = address(route, row.of if row else "", world)
        sent = {"data": "{}", "content_type": "application/json"} if route.startswith("/api/") else {}
        status = client.post(where, **sent).status_code
        if status not in (403, 404, 405):
            taken[route] = status

    assert taken == {}


@pytest.mark.django_db
def test_w2_signing_in_needs_the_token_too_and_other_sites_may_ask_nothing(world):
    client = Client(enforce_csrf_checks=True)

    refused = client.post("/account/login/", {"login": "ada@example.org", "password": factories.PASSWORD})
    asked = client.options("/mandates/", HTTP_ORIGIN="https://elsewhere.example")

    assert refused.status_code == 403
    assert not any(name.lower().startswith("access-control") for name in asked.headers)


STARTS = (
    *("https://", "http://", "//", "///", "////", "/\\", "\\\\", "\\/", "/\t/", "/\n/", " //", "\x00//", "https:"),
    *("http:/", "https:///", "HTTPS://", "%2f%2f", "/%2f", "/%5c", "//testserver@", "https://testserver@"),
    *(
        "http://testserver:80@",
        "//testserver.",
        "https:\\\\",
        "//%09",
        "／／",
        "/／",
        "ftp://",
        "javascript:alert(1)//",
    ),
)
HOSTS = ("elsewhere.example", "elsewhere.example\\@testserver", "elsewhere.example%00testserver", "ｅlsewhere.example")
ELSEWHERE = [f"{start}{host}{end}" for start in STARTS for host in HOSTS for end in ("", "/mandates/")]


def leaves_the_site(answer) -> bool:
    """Tell whether a browser that follows the answer comes to another host."""
    if answer.status_code not in (301, 302, 303, 307, 308):
        return False
    # Browsers drop blanks at both ends and tabs and newlines anywhere, and take a backslash for a slash.
    target = re.sub(r"[\t\r\n]", "", answer.url.strip("\x00 ")).replace("\\", "/")
    return re.match(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*:|//)", target) is not None


@pytest.mark.django_db
def test_w3_no_address_to_go_to_afterwards_leads_to_another_site(world, monkeypatch):
    assert len(ELSEWHERE) >= 200
    alice, mandate = Client(), world.things["mandate"]
    alice.force_login(world.people["analyst"])
    typed = {"login": "alice@example.org", "password": factories.PASSWORD}
    left = []

    for target in ELSEWHERE:
        status = {"status": "in progress", "next": target}
        given = {
            "sign in": Client().post("/account/login/", {**typed, "next": target}),
            "signed in": alice.get("/account/login/", {"next": target}),
            "colours": alice.post("/account/theme/", {"theme": "dark", "next": target}),
            "status": alice.post(f"/mandates/{mandate.pk}/status/", status),
        }
        left += [(what, target, answer.url) for what, answer in given.items() if leaves_the_site(answer)]

    assert left == []


@pytest.mark.django_db
@pytest.mark.parametrize("header", ["HTTP_HOST", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_SERVER", "HTTP_FORWARDED"])
def test_w3_a_forged_host_never_comes_into_a_mail(cast, header):
    Client().post("/account/password/reset/", {"email": "alice@example.org"}, **{header: "elsewhere.example"})

    assert all("elsewhere.example" not in message.body for message in mail.outbox)


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", '"=1', "=cmd|' /C calc'!A0", "\x00=1"]


@pytest.mark.django_db
@pytest.mark.parametrize("words", [words for words in FORMULAS if "\x00" not in words])
def test_w5_no_cell_of_an_export_is_a_formula(cast, sign_in, words):
    factories.make_mandate(action=words, lead_entity=cast.unodc)
    client = sign_in(cast.alice)

    lines = b"".join(client.get("/mandates/export.csv").streaming_content).decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get("/mandates/export.xlsx").streaming_content)))

    cells = [cell for line in csv.reader(io.StringIO(lines)) for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝")) and len(cell) > 1]
    assert not [cell for sheet in book for line in sheet for cell in line if cell.data_type == "f"]
