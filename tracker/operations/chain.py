"""Verify that nobody has altered the record of changes, nor a row past it.

Each change is sealed over the one before it (`accounts.changes`); this makes the digests anew from what is stored now.
The end of the chain is noted once a day, signed, in a file outside the database: whoever cuts changes off the end and
sets the head back is found by it. Who holds the database, the key and the file can rewrite what no other copy holds.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import models

from tracker.accounts.changes import Change, Head, Tracked, seal_digest, tracked_models

SALT = "head of the record of changes"
AT_ONCE = 1000


def first_broken() -> str:
    """Return what is wrong with the first change that does not hold, in words; nothing where the chain is whole."""
    touched = _touched()
    previous, number = "", 0
    digests = {}
    for row in Change.objects.order_by("number").exclude(number=None).iterator():
        number += 1
        if row.number != number:
            return f"change {number} is missing"
        if row.digest != seal_digest(previous, row, touched[row.pk]):
            words = f"change {number} ({row.action}, {row.at:%Y-%m-%d %H:%M}) or its history rows were altered"
            return ": ".join([words, *_differing(row, touched[row.pk])])
        previous = row.digest
        digests[number] = row.digest
    head = Head.objects.first()
    if head and (head.number, head.digest) != (number, previous):
        return f"the last changes are missing: {head.number} were made, {number} are stored"
    return _against_notes(digests)


def first_past_history() -> str:
    """Return the first row that differs from its own last history row: written past the program, by whatever way."""
    for model in tracked_models():
        names = _columns(model)
        rows = models.QuerySet(model).order_by("pk").values_list("pk", "version", *names)
        for batch in _batches(rows.iterator(AT_ONCE)):
            keys = [row[0] for row in batch]
            history = model.history.filter(id__in=keys).order_by("history_id")
            last = {row[0]: row for row in history.values_list("id", "version", *names)}
            for row in batch:
                if last.get(row[0]) != row:
                    return f"{model._meta.label} {row[0]} is not what its history says{_which(names, row, last)}"
    return ""


# The head, noted outside the database


def note_head(today: date) -> bool:
    """Note the end of the chain for the day, if that has not been done. Returns whether it was."""
    head, notes = Head.objects.first(), notes_file()
    if head is None or (notes.exists() and notes.read_text(encoding="utf-8").rfind(f"{today} ") >= 0):
        return False
    with notes.open("a", encoding="utf-8") as lines:
        signed = signing.dumps([today.isoformat(), head.number, head.digest], salt=SALT)
        lines.write(f"{today} {head.number} {head.digest} {signed}\n")
    return True


def notes_file() -> Path:
    return Path(settings.AUDIT_HEADS)


def _against_notes(digests: dict[int, str]) -> str:
    """Return what a noted head says and the chain does not."""
    if not notes_file().exists():
        return ""
    for line in notes_file().read_text(encoding="utf-8").splitlines():
        day, number, digest, signed = line.split(" ")
        try:
            if signing.loads(signed, salt=SALT) != [day, int(number), digest]:
                return f"the head noted on {day} is not the one that was signed"
        except signing.BadSignature:
            return f"the head noted on {day} carries no signature of this program"
        if digests.get(int(number)) != digest:
            kept = "is another one now" if int(number) in digests else "is missing"
            return f"the last changes were cut or rewritten: change {number}, the last of {day}, {kept}"
    return ""


def _touched() -> dict[int, list[type[models.Model]]]:
    """Return the models whose history each change has written to, by the key of the change."""
    touched = defaultdict(list)
    for model in tracked_models():
        for key in model.history.order_by().values_list("change", flat=True).distinct():
            touched[key].append(model)
    return touched


def _differing(row: Change, touched: list[type[Tracked]]) -> Iterator[str]:
    """Name the first history row of a change that says otherwise than the row it tells of, where that can be seen."""
    for model in touched:
        names = _columns(model)
        records = model.history.filter(change=row).order_by("history_id").values_list("id", "version", *names)
        for record in records:
            live = models.QuerySet(model).filter(pk=record[0], version=record[1]).values_list("pk", "version", *names)
            if (now := live.first()) and now != record:
                yield f"{model._meta.label} {record[0]}{_which(names, record, {record[0]: now})}"
                return


def _which(names: list[str], row: tuple, others: dict[Any, tuple]) -> str:
    other = others.get(row[0], row)
    differing = [name for name, one, two in zip(names, row[2:], other[2:], strict=True) if one != two]
    return f" ({', '.join(differing)})" if differing else ""


def _columns(model: type[Tracked]) -> list[str]:
    return [f.attname for f in model.history.model.tracked_fields if f.name not in ("id", "version")]


def _batches(rows: Iterator[tuple]) -> Iterator[list[tuple]]:
    batch: list[tuple] = []
    for row in rows:
        batch.append(row)
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch
