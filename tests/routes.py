"""Every address that the program answers, filled in from one of each thing: what tests "over all routes" are driven by.

`make_world` makes one of each thing, all of UNODC; `every_route` walks the list of URLs; `address` fills a route in.
The table tests/accounts/access_matrix.csv says for each route which thing its address names.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.apps import apps
from django.urls import URLResolver, get_resolver

from tests import factories
from tests.factories import Cast
from tracker.accounts import changes, tokens
from tracker.accounts.changes import change
from tracker.accounts.models import User
from tracker.files.storing import store
from tracker.followup import comments, requests
from tracker.followup.models import Evidence, Notice, Suggestion
from tracker.intake import draft
from tracker.jobs.models import Job
from tracker.mandates import overlap
from tracker.mandates.models import Mandate, Tag, Tagging
from tracker.reading.archive import pack
from tracker.reading.directives.gaps import Gaps
from tracker.reading.reader import read_document
from tracker.reports import saved
from tracker.resolutions.models import Reading, Renewal, Text, Wording

TABLE = Path(__file__).parent / "accounts" / "access_matrix.csv"
PEOPLE = ("anonymous", "disabled", "stranger", "reader", "analyst", "manager", "administrator")
PARAMETER = re.compile(r"<(?:\w+:)?\w+>|\(\?P<\w+>(?:[^()\[\]]|\[[^\]]*\])*\)|\(\[\^/\]\+\)")
TEXT = b"""The General Assembly,

1. Requests the Secretary-General to submit a report to the General Assembly at its fifty-ninth session;

2. Takes note of the report.
"""


@dataclass(frozen=True)
class Row:
    """One line of the table: what each kind of person meets at a route when asking by a verb."""

    route: str
    verb: str
    of: str
    answers: dict[str, str]

    def holds_for(self, route: str, verb: str) -> bool:
        """Tell whether the line speaks of the route: "*" stands for anything, as a verb for GET and POST."""
        if verb not in (("GET", "POST") if self.verb == "*" else (self.verb,)):
            return False
        return route == self.route or re.fullmatch(re.escape(self.route).replace(r"\*", ".*"), route) is not None


@dataclass(frozen=True)
class World:
    """The people who ask, and one of each thing that addresses name. `stranger` manages another entity."""

    people: dict[str, User | None]
    things: dict[str, Any]


def every_route() -> list[str]:
    """Return the patterns of all addresses, as written in the lists of URLs: "/mandates/<int:pk>/edit/"."""
    return sorted({f"/{route}" for route in _walk(get_resolver())})


def table() -> list[Row]:
    """Return the lines of the table; "#" begins a comment."""
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [
        Row(line["route"], line["verb"], line["of"] or "", {who: line[who] for who in PEOPLE})
        for line in csv.DictReader(lines)
    ]


def row_for(rows: list[Row], route: str, verb: str) -> Row | None:
    """Return the first line that speaks of the route and the verb."""
    return next((row for row in rows if row.holds_for(route, verb)), None)


def address(route: str, of: str, world: World, *, missing: bool = False) -> str:
    """Return the route with its parameters filled in, in order, from the things that `of` names.

    A word of `of` names a thing of the world, by its key, or by another of its attributes after a dot; "=word" stands
    for the word itself. With `missing`, things have keys and names that nothing here has.
    """
    words = iter(of.split())
    keys = _admin_keys(route)

    def value(_found: re.Match) -> str:
        word = next(words, "")
        if word.startswith("="):
            return word[1:]
        if missing:
            return "987654321" if "." not in word else "nothing-like-it"
        if not word:
            return str(next(keys, None) or 987654321)
        name, _dot, attribute = word.partition(".")
        return str(getattr(world.things[name], attribute or "pk"))

    return PARAMETER.sub(value, route).replace("^", "").removesuffix("$")


def make_world(cast: Cast) -> World:
    """Return the people of the table and one of each thing."""
    disabled = factories.make_user("Dora", manager=cast.unodc)
    people = {
        "anonymous": None,
        "disabled": disabled,
        "stranger": factories.make_user("Marek", manager=cast.unep),
        "reader": cast.rita,
        "analyst": cast.alice,
        "manager": cast.mona,
        "administrator": cast.ada,
    }
    things = _texts() | _followed(cast) | {"person": cast.alice, "entity": cast.unodc}
    file = store(TEXT, "resolution.txt", cast.mona)
    # Read here, not in the sandbox, whose process takes a second to start.
    record = pack(read_document(TEXT, "resolution.txt"))
    found = Reading.objects.create(file=file, name="resolution.txt", reader="tests", record=record)
    sheet = Job.objects.create(
        task="check_sheet",
        started_by=cast.ada,
        state="done",
        arguments={"name": "a.csv", "file": file.pk},
        result={"kind": "mandates", "headings": [], "columns": {}, "missing": ["document"]},
    )
    job = Job.objects.create(task="read_file", started_by=cast.mona, state="running", arguments={"name": "a.txt"})
    things |= _told(cast, things["mandate"]) | {"draft": _draft(cast)}
    return World(
        people,
        things | {"sheet": sheet, "reading": found, "job": job, "file": file, "session": factories.make_session()},
    )


def _draft(cast: Cast) -> Job:
    """A draft that Ada has had checked, one paragraph of which asks what a mandate asks."""
    words = "Requests the Secretary-General to submit a report."
    same = overlap.find(overlap.asked_in(words), Mandate.objects.all())
    paragraph = draft.Checked("1", words, [draft.Ask("request", ["Secretary-General"], [])], same)
    found = draft.Draft("A/C.3/80/L.1", "Reports", "en", Gaps(no_deadline=("1",)), 0, [paragraph])
    done = {"state": "done", "arguments": {"name": "draft.txt"}, "result": {"drafts": draft.pack([found])}}
    return Job.objects.create(task="check_draft", started_by=cast.ada, **done)


def _told(cast: Cast, mandate: Any) -> dict[str, Any]:
    """A view that Alice shares with UNODC, what she subscribed to in it, and a notice to her."""
    view = factories.make_view(cast.alice, "Late", team=cast.unodc)
    calendar, calendar.secret = saved.subscribe(view, by=cast.alice, channel="ics")
    feed, feed.secret = saved.subscribe(view, by=cast.alice, channel="atom")
    notice = Notice.objects.create(user=cast.alice, key="late-1", kind="late", mandate=mandate)
    token, _words = tokens.make(cast.alice, "A sheet", scope="read", expires_on=date(2999, 1, 1))
    said = comments.comment(mandate, by=cast.alice, words="Between us.")
    return {"comment": said.comment, "token": token, "view": view, "calendar": calendar, "feed": feed, "notice": notice}


def _texts() -> dict[str, Any]:
    resolution = factories.make_resolution("A/RES/58/140")
    paragraph = factories.make_paragraph(resolution, "1", words="Requests the Secretary-General to submit a report.")
    with change("Arrange a test"):
        text = Text.objects.get(resolution=resolution)
        unplaced = changes.create(Wording, text=text, paragraph=None, position=9, words="Words that nobody placed.")
    return {"resolution": resolution, "paragraph": paragraph, "unplaced": unplaced}


def _followed(cast: Cast) -> dict[str, Any]:
    """One mandate of UNODC with all that hangs on it, none of it public."""
    mandate = factories.make_mandate(lead_entity=cast.unodc, internal_note="Not for strangers.")
    factories.make_deadline(mandate, words="by 2005", type="date", relation="by", on="2005")
    update = factories.make_progress(mandate, cast.alice, symbol="A/59/205", state="submitted")
    with change("Arrange a test"):
        evidence = changes.create(
            Evidence, update=update, file=store(b"What was done.", "done.txt", cast.alice), name="done.txt"
        )
    with change("Arrange a test", by=cast.mona) as done:
        changes.save(mandate, priority="high")
    due_date = mandate.due_dates.first()
    with change("Arrange a test"):
        suggestion = changes.create(
            Suggestion,
            kind="met",
            mandate=mandate,
            provision=mandate.provision,
            due_date=due_date,
            confidence=0.9,
            proposal={"words": "Notes it.", "span": [0, 5], "symbol": "A/59/205", "on": "2004-12-20"},
        )
        changes.create(Tagging, mandate=mandate, tag=changes.create(Tag, name="urgent"))
        later = factories.make_paragraph(mandate.resolution, "99", words="Requests it again.")
        changes.create(Renewal, earlier=mandate.provision, later=later, likeness=0.9)
    asked = requests.ask(mandate, "retire", by=cast.alice, on=date(2004, 1, 1), reason="Done elsewhere.")
    return {
        "request": asked,
        "suggestion": suggestion,
        "mandate": mandate,
        "update": update,
        "evidence": evidence,
        "due_date": due_date,
        "change": done,
    }


def _walk(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, route)
        else:
            yield route


def _admin_keys(route: str) -> Iterator[Any]:
    """Give the key of a row that an address of the data-entry pages may name, then that of its first history row."""
    model = _admin_model(route)
    row = model and model._default_manager.order_by("pk").first()
    if row:
        yield row.pk
        if hasattr(model, "history"):
            yield model.history.filter(id=row.pk).order_by("history_id").values_list("history_id", flat=True).first()


def _admin_model(route: str) -> Any:
    """Return the model whose rows an address of the data-entry pages names."""
    parts = route.split("/")[1:]
    is_of_model = parts[0] == "admin" and len(parts) > 3 and parts[1] in apps.app_configs
    return apps.get_model(parts[1], parts[2]) if is_of_model else None
