"""A list asks as many questions of the database whether it is short or long."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.routes import Row, address, make_world, table
from tracker.operations.sample_data import make_sample_data

TODAY = date(2026, 11, 25)
# What answers with a page, as an administrator sees it: files and the data-entry pages are not lists of this kind.
NO_LISTS = ("/admin/", "/account/", "/livez", "/readyz", "/mandates/export", "/api/")


def lists() -> list[Row]:
    """Return the routes whose answer can grow with the register: all that name no one thing."""
    return [
        row
        for row in table()
        if row.verb == "GET"
        and not row.of
        and row.answers["administrator"] == "yes"
        and not row.route.startswith(NO_LISTS)
        and "<" not in row.route
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["analyst", "administrator"])
def test_the_number_of_queries_of_every_list_does_not_grow_with_the_register(cast, sign_in, who):
    world = make_world(cast)
    client = sign_in(world.people[who])
    rows = [row for row in lists() if row.answers[who] == "yes"]
    make_sample_data(6, 12, TODAY)

    def asked(row: Row) -> int:
        client.get(address(row.route, row.of, world))
        with CaptureQueriesContext(connection) as queries:
            client.get(address(row.route, row.of, world))
        return len(queries)

    few = {row.route: asked(row) for row in rows}
    make_sample_data(60, 120, TODAY, seed=2)
    many = {row.route: asked(row) for row in rows}

    assert {route: (few[route], many[route]) for route in few if many[route] > few[route]} == {}
