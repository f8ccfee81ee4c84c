"""A1: who meets what at every address, by every verb; the table beside this module declares each cell.

`yes` is any answer of the page itself (a form that is refused too), `no` is "not there" (404), `sign in` leads to the
sign-in page, `405` is a verb that nobody may use here. A route that the table does not know fails with the line to add.
"""

import re
from datetime import date

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.routes import PEOPLE, Row, World, address, every_route, make_world, row_for, table
from tracker.accounts import tokens
from tracker.accounts.changes import Change

VERBS = ("GET", "POST")
# Only what programs use knows these; pages answer 405 before anything else is looked at.
OTHER_VERBS = ("PUT", "PATCH", "DELETE")
PARTS = sorted({route.split("/")[1] for route in every_route()})


@pytest.fixture
def world(cast) -> World:
    return make_world(cast)


def clients(world: World) -> dict[str, Client]:
    """Return a browser for each kind of person; the disabled one had signed in before."""
    found = {}
    for who, person in world.people.items():
        found[who] = Client(raise_request_exception=False)
        if person:
            found[who].force_login(person)
        if who == "disabled":
            person.is_active = False
            person.save()
    return found


def ask(client: Client, verb: str, where: str):
    """Return the answer, and take back whatever asking has changed, the session too."""
    cookies = client.cookies.output()
    with transaction.atomic():
        answer = client.generic(verb, where, content_type="application/x-www-form-urlencoded")
        if hasattr(answer, "streaming_content"):
            b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    if client.cookies.output() != cookies:
        client.cookies.clear()
        client.cookies.load(cookies.replace("Set-Cookie: ", ""))
    return answer


def word_for(answer) -> str:
    """Return the word of the table for an answer; any other status stands for itself."""
    if answer.status_code == 302 and answer.url.startswith(("/account/login/", "/admin/login/")):
        return "sign in"
    if answer.status_code == 404:
        return "no"
    if answer.status_code < 400 or answer.status_code in (400, 409, 422):
        return "yes"
    return str(answer.status_code)


@pytest.mark.django_db
@pytest.mark.parametrize("part", PARTS)
def test_a1_everybody_meets_what_the_table_says_at_every_route(world, part):
    rows, asking = table(), clients(world)
    wrong, undeclared = [], []

    for route in every_route():
        if route.split("/")[1] != part:
            continue
        for verb in (*VERBS, *OTHER_VERBS):
            row = row_for(rows, route, verb)
            if row is None and verb in OTHER_VERBS:
                continue
            where = address(route, row.of if row else "", world)
            met = {who: word_for(ask(asking[who], verb, where)) for who in PEOPLE}
            if row is None:
                undeclared.append(",".join([route, verb, "", *met.values()]))
            else:
                differs = {who: f"{row.answers[who]} → {met[who]}" for who in PEOPLE if row.answers[who] != met[who]}
                wrong += [f"{verb} {where}: {differs}"] if differs else []

    assert not undeclared, (
        "add to tests/accounts/access_matrix.csv, after checking each cell (and naming the thing in the third):\n"
        + "\n".join(undeclared)
    )
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
@pytest.mark.parametrize("scope", ["read", "write"])
def test_a1_a_token_opens_the_api_as_its_person_does_and_no_page_at_all(world, scope):
    """By the table: pages meet it as they meet nobody, the API as its analyst; one that reads never gets to writing."""
    words = tokens.make(world.people["analyst"], "A test", scope=scope, expires_on=date(2999, 1, 1))[1]
    client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {words}"})
    rows, wrong = table(), []

    for route in every_route():
        for verb in (*VERBS, *OTHER_VERBS):
            if row := row_for(rows, route, verb):
                is_api = row.answers["anonymous"] == "401"
                expected = row.answers["analyst" if is_api else "anonymous"]
                if is_api and scope == "read" and verb != "GET":
                    expected = "403"
                met = word_for(ask(client, verb, address(route, row.of, world)))
                wrong += [f"{verb} {route}: {expected} → {met}"] if met != expected else []

    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_a1_pages_know_no_verbs_but_get_and_post(world):
    rows, ada = table(), clients(world)["administrator"]

    answers = {
        f"{verb} {route}": ask(ada, verb, address(route, _of(rows, route), world)).status_code
        for route in every_route()
        for verb in OTHER_VERBS
        if row_for(rows, route, verb) is None
    }

    assert {what for what, status in answers.items() if status != 405} == set()


@pytest.mark.django_db
def test_a1_what_is_not_yours_is_answered_like_what_is_not_there(world):
    """By the same words: nobody learns from an answer what another entity has."""
    rows, asking = table(), clients(world)

    for row in rows:
        if "*" in row.route or not row.of or row.of.startswith("="):
            continue
        here, missing = address(row.route, row.of, world), address(row.route, row.of, world, missing=True)
        for who, said in row.answers.items():
            if said == "no":
                bodies = [_bare(ask(asking[who], row.verb, where), where) for where in (here, missing)]
                assert bodies[0] == bodies[1], f"{who} {row.verb} {here}"


@pytest.mark.django_db
def test_w2_looking_changes_nothing(world):
    """No GET of any page writes to a tracked row."""
    rows, ada = table(), clients(world)["administrator"]
    before = Change.objects.count()

    written = []
    for route in every_route():
        where = address(route, _of(rows, route), world)
        with CaptureQueriesContext(connection) as asked:
            ask(ada, "GET", where)
        written += [f"{where}: {query['sql'][:80]}" for query in asked.captured_queries if _writes(query["sql"])]

    assert written == []
    assert Change.objects.count() == before


def test_every_line_of_the_table_speaks_of_a_route():
    routes = every_route()
    dead = [
        row.route
        for row in table()
        if not any(row.holds_for(route, verb) for route in routes for verb in (*VERBS, *OTHER_VERBS))
    ]

    assert dead == []


def _of(rows: list[Row], route: str) -> str:
    return next((row.of for row in rows for verb in (*VERBS, *OTHER_VERBS) if row.holds_for(route, verb)), "")


def _bare(answer, where: str) -> str:
    """Return status and words of an answer without what differs by itself: tokens, and the address asked for."""
    words = re.sub(r"[A-Za-z0-9]{64}", "", answer.content.decode())
    return f"{answer.status_code} {words.replace(where, '')}"


# What a visit may write: the session, the cache, and who signed in when.
ALLOWED = ("django_session", "cache_entries", "usersessions_usersession", "axes_")


def _writes(sql: str) -> bool:
    is_write = re.match(r"\s*(INSERT|UPDATE|DELETE)\b", sql, re.IGNORECASE) is not None
    return is_write and not any(name in sql for name in ALLOWED)
