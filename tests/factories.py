"""Make the rows that a test needs, each in a change, with values that a test need not care about filled in.

A test that makes many does so within one change of its own, which is faster.

The cast is the same in every test: Alice is an analyst, Mona a manager and Rita a reader of UNODC; Bob is an analyst of
UNEP and must not see what is UNODC's own; Ada is an administrator.
"""

from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from tracker.accounts import changes
from tracker.accounts.models import Entity, Membership, User
from tracker.files.models import File
from tracker.followup.models import Evidence, ProgressUpdate
from tracker.mandates import schedule
from tracker.mandates.models import Addressing, Deadline, Mandate
from tracker.organs.models import Addressee, Organ, Session
from tracker.reading.citations import find_citations
from tracker.reports.models import SavedView
from tracker.resolutions.index import symbol_words
from tracker.resolutions.models import Paragraph, Reading, Resolution, Text, Wording

PASSWORD = "correct-horse-battery"

_next = count(1)


@dataclass(frozen=True)
class Cast:
    """The people of every test, and the two entities they work for."""

    unodc: Entity
    unep: Entity
    alice: User
    mona: User
    rita: User
    bob: User
    ada: User


def make_cast() -> Cast:
    """Return the cast, new in the database."""
    unodc = make_entity("UNODC", name="United Nations Office on Drugs and Crime")
    unep = make_entity("UNEP", name="United Nations Environment Programme")
    return Cast(
        unodc=unodc,
        unep=unep,
        alice=make_user("Alice", analyst=unodc),
        mona=make_user("Mona", manager=unodc),
        rita=make_user("Rita", reader=unodc),
        bob=make_user("Bob", analyst=unep),
        ada=make_user("Ada", is_superuser=True, is_staff=True),
    )


def make_entity(short_name: str = "", **values: Any) -> Entity:
    short_name = short_name or f"Entity {next(_next)}"
    return _create(Entity, short_name=short_name, **{"name": short_name, **values})


def make_user(
    name: str,
    *,
    reader: Entity | None = None,
    analyst: Entity | None = None,
    manager: Entity | None = None,
    **values: Any,
) -> User:
    """Return a person who signs in with `name@example.org` and PASSWORD; each role is given with its entity."""
    user = User.objects.create_user(f"{name.lower()}@example.org", PASSWORD, name=name, **values)
    for role, entity in (("reader", reader), ("analyst", analyst), ("manager", manager)):
        if entity:
            _create(Membership, user=user, entity=entity, role=role)
    return user


def make_organ(code: str = "GA", **values: Any) -> Organ:
    """Return the organ with the code; an organ already there is given as it is."""
    known = Organ.objects.filter(code=code).first()
    return known or _create(
        Organ, code=code, **{"name": {"GA": "General Assembly"}.get(code, f"Organ {code}"), **values}
    )


def make_session(number: str = "59", *, organ: Organ | None = None, **values: Any) -> Session:
    return _create(Session, organ=organ or make_organ(), number=number, **values)


def make_addressee(name: str = "Secretary-General", **values: Any) -> Addressee:
    known = Addressee.objects.filter(name=name).first()
    return known or _create(Addressee, name=name, **values)


def make_resolution(symbol: str = "", **values: Any) -> Resolution:
    symbol = symbol or f"A/RES/58/{1000 + next(_next)}"
    organ = values.pop("organ", None) or make_organ()
    usual = {"sort_key": symbol, "title": f"Title of {symbol}", "adopted_on": date(2003, 12, 22)}
    return _create(Resolution, symbol=symbol, organ=organ, **{**usual, **values})


def make_reading(name: str = "text.txt") -> Reading:
    """Return the reading of a file of its own in which nothing was found."""
    file = File.objects.create(digest=f"{next(_next):064d}", size=1, media_type="text/plain")
    return Reading.objects.create(file=file, name=name, reader="test", record={})


def make_paragraph(
    resolution: Resolution | None = None, address: str = "", *, words: str = "", **values: Any
) -> Paragraph:
    """Return an operative paragraph of the resolution (a new one by default), with its words in English if given."""
    resolution = resolution or make_resolution()
    position = values.pop("position", None) or resolution.paragraphs.count() + 1
    usual = {"kind": Paragraph.Kind.OPERATIVE, "address": address or str(position)}
    paragraph = _create(Paragraph, resolution=resolution, position=position, **{**usual, **values})
    if words:
        text = resolution.texts.filter(language="en").first() or _create(
            Text, resolution=resolution, language="en", title=resolution.title
        )
        symbols = symbol_words(resolution.symbol, (one.symbol for one in find_citations(words)))
        _create(Wording, text=text, paragraph=paragraph, position=position, words=words, symbols=symbols)
    return paragraph


def make_mandate(
    provision: Paragraph | None = None,
    *,
    due: tuple[date, date] | None = None,
    addressee: str = "Secretary-General",
    **values: Any,
) -> Mandate:
    """Return a mandate that somebody has accepted; `due` gives the days of "ready by" and of "overdue after"."""
    usual = {"verb": "request", "action": "to submit a report", "deliverable": "report", "status": "not started"}
    with changes.change("Arrange a test"):
        provision = provision or make_paragraph(words="Requests the Secretary-General to submit a report.")
        mandate = _create(Mandate, provision=provision, resolution=provision.resolution, **{**usual, **values})
        if addressee:
            _create(Addressing, mandate=mandate, addressee=make_addressee(addressee), words=f"the {addressee}")
        schedule.refresh([mandate])
        if due:
            make_deadline(mandate, type="period", relation="at", start=due[0].isoformat(), end=due[1].isoformat())
    return mandate


def make_deadline(mandate: Mandate, *, today: date = date(2004, 1, 1), **values: Any) -> Deadline:
    """Return a deadline of the mandate, whose due dates follow from it by the calendar that is in the database."""
    words = values.pop("words", "") or " to ".join(
        filter(None, (values.get("start"), values.get("end"), values.get("on")))
    )
    with changes.change("Arrange a test"):
        deadline = _create(Deadline, mandate=mandate, words=words or "in due course", **values)
        schedule.reschedule([Mandate.objects.get(pk=mandate.pk)], today)
    mandate.refresh_from_db()
    return deadline


def make_progress(mandate: Mandate, author: User, *, symbol: str = "", link: str = "", **values: Any) -> ProgressUpdate:
    """Return an approved entry in the log of the mandate, with evidence if a symbol or a link is given."""
    update = _create(ProgressUpdate, mandate=mandate, author=author, **{"done": "The report was issued.", **values})
    if symbol or link:
        _create(Evidence, update=update, symbol=symbol, link=link)
    return update


def make_view(owner: User, name: str = "Late", query: str = "", **values: Any) -> SavedView:
    return SavedView.objects.create(owner=owner, name=name, query=query, **values)


def _create(model, **values):
    with changes.change("Arrange a test"):
        return changes.create(model, **values)
