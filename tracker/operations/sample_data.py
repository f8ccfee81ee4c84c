"""Draw a register of any size to measure and try the program with: resolutions, mandates, due dates and progress.

Drawn, not read: the words are made of usual phrases, symbols carry numbers that no organ has reached, and a seed makes
the same register each time. Everything is written through `changes`, in one change a batch, so that the record of
changes holds. Called by the command `make_sample_data`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import connection

from tracker.accounts import changes
from tracker.accounts.changes import Row, change
from tracker.accounts.models import Entity, Membership, User
from tracker.followup.models import Evidence, ProgressUpdate
from tracker.mandates import schedule
from tracker.mandates.models import Addressing, Contribution, Deadline, DueDate, Mandate
from tracker.organs.models import Addressee, Organ
from tracker.reading import symbols
from tracker.resolutions.models import Paragraph, Resolution, Text, Wording

BATCH = 2_500
IN_A_RESOLUTION = 12
FIRST_NUMBER = 5_001
ORGANS = {
    "GA": ("General Assembly", "A/RES/{year}/{number}"),
    "ECOSOC": ("Economic and Social Council", "E/RES/{year}/{number}"),
}
ENTITIES = ("DESA", "DGC", "DPPA", "OCHA", "OHCHR", "OLA", "UNCTAD", "UNDP", "UNEP", "UNESCO", "UNICEF", "UNODC")
ADDRESSEES = ("Secretary-General", "Member States", "Executive Director", "High Commissioner", "regional commissions")
VERBS = (
    ("request", "request"),
    ("invite", "invitation"),
    ("urge", "invitation"),
    ("decide", "binding"),
    ("call upon", "invitation"),
)
ACTIONS = (
    ("to submit a report on {topic}", "report"),
    ("to convene a meeting on {topic}", "meeting"),
    ("to provide assistance in {topic}", "other"),
    ("to include an item on {topic} in its agenda", "agenda"),
    ("to mobilize resources for {topic}", "other"),
)
TOPICS = (
    "crime prevention", "sustainable development", "the law of the sea", "disaster risk reduction", "human settlements",
    "the rights of the child", "multilingualism", "financing for development", "disarmament", "small island States",
    "the advancement of women", "information security", "migration", "water and sanitation", "peacekeeping",
)  # fmt: skip
DONE = (
    "The report was issued.",
    "Consultations were held.",
    "A draft was sent to the members.",
    "Funds were received.",
)
STATUSES = ("not started", "in progress", "in progress", "implemented", "implemented", "continuing", "discontinued")


@dataclass
class Cast:
    """Whom and what the drawn mandates refer to."""

    organs: list[Organ]
    entities: list[Entity]
    addressees: list[Addressee]
    people: dict[int, list[User]] = field(default_factory=dict)


def make_sample_data(
    mandates: int, updates: int, today: date, *, seed: int = 1, told: Callable[[int], None] | None = None
) -> None:
    """Make so many mandates, and so many entries in their logs spread over them. `told` hears how many are made."""
    draw = Random(seed)  # noqa: S311 - drawn data, no secret
    with change("Make sample data: the people and bodies it refers to"):
        cast = _cast()
    start = Resolution.objects.filter(front__sample=True).count()
    for first in range(0, mandates, BATCH):
        count = min(BATCH, mandates - first)
        due = updates * (first + count) // mandates - updates * first // mandates
        with change(f"Make {count} mandates as sample data"):
            start = _batch(cast, draw, start, count, due, today)
        if told:
            told(first + count)
    with connection.cursor() as cursor:
        # Without fresh statistics PostgreSQL takes seconds for what then takes milliseconds.
        cursor.execute("ANALYZE")


def _cast() -> Cast:
    organs = [_known(Organ, code=code, name=name) for code, (name, _symbol) in ORGANS.items()]
    entities = [_known(Entity, short_name=name, name=name) for name in ENTITIES]
    addressees = [_known(Addressee, name=name) for name in ADDRESSEES]
    cast = Cast(organs, entities, addressees)
    for entity in entities:
        cast.people[entity.pk] = [_person(entity, number) for number in range(1, 5)]
    return cast


def _known(model: type[Row], **values: Any) -> Row:
    """Return the row that goes by the first of the values, made if need be."""
    name = next(iter(values))
    return model.objects.filter(**{name: values[name]}).first() or changes.create(model, **values)


def _person(entity: Entity, number: int) -> User:
    """Return one of an entity's focal points, who cannot sign in."""
    address = f"sample{number}@{entity.short_name.lower()}.example"
    known = User.objects.filter(email=address).first()
    if known:
        return known
    person = User.objects.create_user(address, name=f"{entity.short_name} officer {number}", is_active=False)
    changes.create(Membership, user=person, entity=entity, role=Membership.Role.ANALYST)
    return person


def _batch(cast: Cast, draw: Random, start: int, count: int, updates: int, today: date) -> int:
    """Make mandates with everything under and over them. Returns the number of the next resolution."""
    resolutions = changes.create_all(
        _resolution(cast, draw, start + n, today) for n in range(-(-count // IN_A_RESOLUTION))
    )
    texts = changes.create_all(Text(resolution=row, language="en", title=row.title) for row in resolutions)
    places = [
        (resolutions[n // IN_A_RESOLUTION], texts[n // IN_A_RESOLUTION], n % IN_A_RESOLUTION + 1) for n in range(count)
    ]
    provisions = changes.create_all(
        Paragraph(resolution=row, position=at, kind=Paragraph.Kind.OPERATIVE, address=str(at), provision_kind="mandate")
        for row, _text, at in places
    )
    mandates = [_mandate(cast, draw, provision) for provision in provisions]
    addressees = [draw.choice(cast.addressees) for _ in mandates]
    changes.create_all(
        Wording(text=text, paragraph=mandate.provision, position=at, words=_words(mandate, addressee))
        for (_row, text, at), mandate, addressee in zip(places, mandates, addressees, strict=True)
    )
    for mandate in mandates:
        mandate.quiet_since = today - timedelta(days=draw.randrange(900))
    changes.create_all(mandates)
    changes.create_all(
        Addressing(mandate=mandate, addressee=addressee, words=f"the {addressee}")
        for mandate, addressee in zip(mandates, addressees, strict=True)
    )
    changes.create_all(
        Contribution(mandate=mandate, entity=draw.choice([one for one in cast.entities if one != mandate.lead_entity]))
        for mandate in mandates
        if draw.random() < 0.2
    )
    _dates(draw, mandates, today)
    _progress(cast, draw, mandates, updates, today)
    return start + len(resolutions)


def _resolution(cast: Cast, draw: Random, number: int, today: date) -> Resolution:
    organ = cast.organs[number % len(cast.organs)]
    adopted = today - timedelta(days=draw.randrange(30, 365 * 20))
    symbol = ORGANS[organ.code][1].format(year=adopted.year, number=FIRST_NUMBER + number)
    return Resolution(
        symbol=symbol, sort_key=symbols.sort_key(symbol), organ=organ, adopted_on=adopted,
        title=f"{draw.choice(TOPICS).capitalize()} and {draw.choice(TOPICS)}", front={"sample": True},
    )  # fmt: skip


def _mandate(cast: Cast, draw: Random, provision: Paragraph) -> Mandate:
    (verb, strength), (action, deliverable) = draw.choice(VERBS), draw.choice(ACTIONS)
    entity = draw.choice(cast.entities)
    return Mandate(
        provision=provision, resolution=provision.resolution, verb=verb, strength=strength, deliverable=deliverable,
        action=action.format(topic=draw.choice(TOPICS)), conditional=draw.random() < 0.1,
        confidence=draw.uniform(0.6, 1),
        status=draw.choice(STATUSES), lead_entity=entity if draw.random() < 0.95 else None,
        focal_point=draw.choice(cast.people[entity.pk]) if draw.random() < 0.6 else None,
    )  # fmt: skip


def _words(mandate: Mandate, addressee: Addressee) -> str:
    return f"{mandate.verb.capitalize()}s the {addressee} {mandate.action}."


def _dates(draw: Random, mandates: list[Mandate], today: date) -> None:
    """Give four of five mandates a day to be done by, before and after today; the columns of the register follow."""
    dated = [
        (mandate, today + timedelta(days=draw.randrange(-700, 1500))) for mandate in mandates if draw.random() < 0.8
    ]
    deadlines = changes.create_all(
        Deadline(mandate=mandate, words=f"by {day:%-d %B %Y}", type="date", relation="by", on=day.isoformat())
        for mandate, day in dated
    )
    changes.create_all(
        DueDate(mandate=mandate, deadline=deadline, opens=day, closes=day, rule="the day that is named")
        for (mandate, day), deadline in zip(dated, deadlines, strict=True)
    )
    schedule.refresh(mandates)


def _progress(cast: Cast, draw: Random, mandates: list[Mandate], updates: int, today: date) -> None:
    led = [mandate for mandate in mandates if mandate.lead_entity_id]
    entries = changes.create_all(
        ProgressUpdate(
            mandate=mandate, author=draw.choice(cast.people[mandate.lead_entity_id]), done=draw.choice(DONE),
            on=today - timedelta(days=draw.randrange(1200)), status=draw.choice(("", "", "in progress")),
            state="submitted" if draw.random() < 0.02 else "approved",
        )
        for mandate in _in_turn(draw, led, updates)
    )  # fmt: skip
    changes.create_all(
        Evidence(update=entry, symbol=f"A/{draw.randrange(40, 80)}/{draw.randrange(1, 900)}")
        for entry in entries
        if draw.random() < 0.3
    )


def _in_turn(draw: Random, mandates: list[Mandate], count: int) -> Iterator[Mandate]:
    for _ in range(count if mandates else 0):
        yield draw.choice(mandates)
