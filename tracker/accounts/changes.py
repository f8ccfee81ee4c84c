"""Who did what, and when: every write to a tracked row goes through here.

A change is one thing somebody did, in one transaction. `with change("…", by=user):` opens it; `create`, `save`,
`update` and `delete` write the row and its history, and every history row points to the change. A tracked row saved
outside a change is refused by the database, because its history row would point nowhere.

Lowest module of `accounts`: models of every package build on it.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.db.models.deletion import Collector
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

Row = TypeVar("Row", bound="Tracked")
Step = Callable[[int, int], None]


def no_step(_done: int, _total: int) -> None:
    """Tell nobody how far it has come."""


class Change(models.Model):
    """One thing somebody did. Never edited; `number` and `digest` chain each change to the one before it."""

    at = models.DateTimeField(_("when"), default=timezone.now, editable=False, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), null=True, on_delete=models.PROTECT, related_name="changes"
    )
    action = models.CharField(_("what"), max_length=200)
    reason = models.TextField(_("why"), blank=True)
    undoes = models.OneToOneField(
        "self", verbose_name=_("undoes"), null=True, on_delete=models.PROTECT, related_name="undone_by"
    )

    # What repeats it: the key under which a program asked for it, and the digest of what it asked

    key = models.CharField(max_length=200, null=True, editable=False)
    request_digest = models.CharField(max_length=64, blank=True, editable=False)

    # The chain

    number = models.PositiveBigIntegerField(null=True, unique=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["by", "key"], name="one_change_of_a_key")]

    def __str__(self):
        return self.action


class Head(models.Model):
    """The end of the chain of changes: one row, locked while a change is sealed."""

    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    def __str__(self):
        return f"{self.number} {self.digest}"


class OutsideChangeError(RuntimeError):
    """Raised when code writes to tracked rows outside `with change(…)`, or by a way that leaves no history."""


class StaleError(Exception):
    """Somebody else has changed the same fields since the version that was edited.

    `theirs` and `yours` map the fields in question to the value now stored and the value that was to be saved.
    """

    def __init__(self, row: "Tracked", theirs: dict[str, Any], yours: dict[str, Any]):
        super().__init__(f"{row} was changed by somebody else: {', '.join(theirs)}")
        self.row, self.theirs, self.yours = row, theirs, yours


class RepeatedError(Exception):
    """The key of a change has been used before: `earlier` is the change that was made then, and nothing is done now."""

    def __init__(self, earlier: Change):
        super().__init__(f"{earlier} was done before under this key")
        self.earlier = earlier


class KeyReusedError(Exception):
    """The key of a change has been used before, for another request."""


@dataclass
class OpenChange:
    """The change now open, the history tables it has written to, and whether rows go whose history is written."""

    row: Change
    touched: set[type[models.Model]] = field(default_factory=set)
    is_deleting: bool = False


_open: ContextVar[OpenChange | None] = ContextVar("open change", default=None)


def open_change_id() -> int | None:
    """Return the key of the open change. None makes the database refuse the history row that asked."""
    current = _open.get()
    return current.row.pk if current else None


class HistoryRow(models.Model):
    """What every history row carries besides the values: the change that wrote it."""

    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="+", default=open_change_id)

    class Meta:
        abstract = True


class History(HistoricalRecords):
    """The history of a tracked model. `excluded_fields` names derived columns, which no person writes."""

    def __init__(self, **options: Any):
        super().__init__(bases=[HistoryRow], **options)

    def create_historical_record(self, instance, history_type, using=None):
        if (opened := _open.get()) and opened.is_deleting:
            return
        _touch(type(instance))
        super().create_historical_record(instance, history_type, using)


class TrackedQuerySet(models.QuerySet):
    """Refuses the ways of writing that leave no history."""

    def update(self, **values):
        raise OutsideChangeError("Use changes.update(queryset, …): QuerySet.update() leaves no history.")

    def bulk_create(self, rows, *args, **options):
        raise OutsideChangeError("Use changes.create_all(rows): bulk_create() leaves no history.")

    def bulk_update(self, rows, *args, **options):
        raise OutsideChangeError("Use changes.update(queryset, …): bulk_update() leaves no history.")


class Tracked(models.Model):
    """A row that people can edit: it has a version, and a history that is written with it."""

    version = models.PositiveIntegerField(default=1, editable=False)

    objects = TrackedQuerySet.as_manager()

    class Meta:
        abstract = True


@contextmanager
def change(
    action: str, *, by=None, reason: str = "", undoes: Change | None = None, key: str | None = None, request: str = ""
) -> Iterator[Change]:
    """Open a change: one transaction, one row that says who did what. Inside an open change, join it.

    A `key` makes it happen once: a second change of the person under the same key raises RepeatedError with the first,
    or KeyReusedError where `request`, the digest of what is asked, is another.
    """
    current = _open.get()
    if current:
        yield current.row
        return
    with transaction.atomic():
        values = {"action": action[:200], "by": by, "reason": reason, "undoes": undoes}
        opened = OpenChange(_once(key, request, values) if key else Change.objects.create(**values))
        token = _open.set(opened)
        try:
            yield opened.row
            _seal(opened)
        finally:
            _open.reset(token)


def create(model: type[Row], **values: Any) -> Row:
    """Create one row with its history."""
    return model._default_manager.create(**values)


def create_all(rows: Iterable[Row]) -> list[Row]:
    """Create many rows of one model, with their history, in few statements."""
    rows = list(rows)
    if not rows:
        return rows
    model = type(rows[0])
    models.QuerySet(model).bulk_create(rows, batch_size=500)
    for those in in_turn([row.pk for row in rows]):
        _copy_history(model, those, "+")
    return rows


def save(row: Row, *, seen: int | None = None, **values: Any) -> Row:
    """Give a row new values, if nobody else has changed the same fields since version `seen`.

    Without `seen` the row's own version is taken as seen. Changes by others to other fields are merged; changes to the
    same fields raise StaleError and nothing is written. Values that are already there write nothing.
    """
    if not values:
        return row
    model = type(row)
    seen = row.version if seen is None else seen
    current = models.QuerySet(model).select_for_update().get(pk=row.pk)
    refuse_conflict(current, seen, values)
    changed = {name: value for name, value in values.items() if _stored(current, name) != _bare(value)}
    if changed:
        models.QuerySet(model).filter(pk=row.pk).update(version=current.version + 1, **changed)
    row.refresh_from_db()
    if changed:
        _write_history(model, row)
    return row


def refuse_conflict(current: Tracked, seen: int, values: dict[str, Any]) -> None:
    """Raise StaleError if somebody has changed a field of `values` since version `seen` to something else."""
    if current.version == seen:
        return
    before = type(current).history.filter(id=current.pk, version=seen).first()
    theirs = {
        name: getattr(current, name)
        for name, value in values.items()
        if _stored(current, name) != _bare(value)
        and (before is None or _stored(before, name) != _stored(current, name))
    }
    if theirs:
        raise StaleError(current, theirs, {name: values[name] for name in theirs})


def update(queryset: models.QuerySet, **values: Any) -> int:
    """Give all rows of a queryset the same new values, with history. Returns how many rows there were."""
    model = queryset.model
    keys = list(queryset.order_by("pk").values_list("pk", flat=True))
    for those in in_turn(keys):
        some = models.QuerySet(model).filter(pk__in=those)
        some.update(version=models.F("version") + 1, **values)
        _copy_history(model, those, "~")
    return len(keys)


def delete(queryset: models.QuerySet) -> int:
    """Delete rows and what hangs on them, leaving their last state in the history. Returns how many rows went."""
    opened = _open.get()
    if opened is None:
        raise OutsideChangeError("Delete tracked rows inside a change.")
    going = Collector(using=connection.alias, origin=queryset)
    going.collect(queryset)
    for model, rows in going.data.items():
        for keys in in_turn([row.pk for row in rows]) if issubclass(model, Tracked) else ():
            _copy_history(model, keys, "-")
    opened.is_deleting = True
    try:
        return going.delete()[0]
    finally:
        opened.is_deleting = False


def restore(undone: Change, *, by=None, step: Step = no_step) -> list[str]:
    """Undo a change: give its rows their earlier values back where nobody has written since.

    Returns the rows that could not be undone, in words. Derived columns are refreshed by the caller. `step` is told
    after each model how many rows of the history, of how many in all, are taken back.
    """
    left, done = [], 0
    counts = {model: model.history.filter(change=undone).count() for model in tracked_models()}
    with change(f"Undo: {undone.action}", by=by, undoes=undone):
        for model, count in counts.items():
            left += _restore(model, undone)
            step(done := done + count, sum(counts.values()))
    return left


def tracked_models() -> list[type[Tracked]]:
    """Return every model whose rows have a history."""
    return sorted(_subclasses(Tracked), key=lambda model: model._meta.label)


def seal_digest(previous: str, row: Change, touched: Iterable[type[models.Model]]) -> str:
    """Return the digest that seals a change: over the digest before it, the change, and its history rows in order.

    Columns that hold nothing are left out, so that a column added by a later version, empty in all earlier rows, leaves
    their seals as they are.
    """
    seal = hashlib.sha256(previous.encode())
    seal.update(_plain([row.number, row.at, row.by_id, row.action, row.reason, row.undoes_id]))
    for model in sorted(touched, key=lambda model: model._meta.label):
        names = [f.attname for f in model.history.model._meta.concrete_fields if f.name != "history_change_reason"]
        for record in model.history.filter(change=row).order_by("history_id").values_list(*names).iterator():
            seal.update(_plain([model._meta.label, *_filled(names, record)]))
    return seal.hexdigest()


def _filled(names: list[str], record: tuple) -> list[Any]:
    """Return the columns that hold something, each name before its value; nought is something."""
    filled = []
    for name, value in zip(names, record, strict=True):
        if value or (value == 0 and value is not False):
            filled += (name, value)
    return filled


def _seal(opened: OpenChange) -> None:
    """Chain the change to the one before it; done last, so that the lock on the head is short."""
    head, _created = Head.objects.select_for_update().get_or_create(pk=1)
    row = opened.row
    row.number = head.number + 1
    row.digest = seal_digest(head.digest, row, opened.touched)
    row.save(update_fields=["number", "digest"])
    head.number, head.digest = row.number, row.digest
    head.save()


def _once(key: str, request: str, values: dict[str, Any]) -> Change:
    """Make the change of a key. Of several at once the database lets one through; the others wait, and repeat."""
    row, is_new = Change.objects.get_or_create(
        by=values.pop("by"), key=key, defaults={**values, "request_digest": request}
    )
    if is_new:
        return row
    if row.request_digest != request:
        raise KeyReusedError(str(row))
    raise RepeatedError(row)


def _touch(model: type[models.Model]) -> None:
    current = _open.get()
    if current:
        current.touched.add(model)


def _write_history(model: type[Row], row: Row) -> None:
    """Write the history of a row that was changed and is held in memory as the database has it."""
    if open_change_id() is None:
        raise OutsideChangeError(f"Save {model._meta.label} inside a change.")
    _touch(model)
    model.history.bulk_history_create([row], update=True)


def _copy_history(model: type[Row], keys: list[int], kind: str) -> None:
    """Write the history of rows as they now stand in the database, in one statement that fetches none of them.

    `kind` is django-simple-history's: "+" where they were made, "~" where they were changed, "-" before they go.
    """
    opened = open_change_id()
    if opened is None:
        raise OutsideChangeError(f"Save {model._meta.label} inside a change.")
    _touch(model)
    history, quoted = model.history.model, connection.ops.quote_name
    columns = ", ".join(quoted(field.column) for field in history.tracked_fields)
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    statement = (
        f"INSERT INTO {quoted(history._meta.db_table)} ({columns}, history_date, history_type, change_id) "  # noqa: S608
        f"SELECT {columns}, %s, %s, %s FROM {quoted(model._meta.db_table)} "
        f"WHERE id IN ({', '.join(['%s'] * len(keys))}) ORDER BY id"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [now, kind, opened, *keys])


def _restore(model: type[Row], undone: Change) -> list[str]:
    """Take back what a change did to the rows of one model; return those that somebody has written to since.

    Rows that get the same values back are written together, so that undoing a change of many rows takes few statements.
    """
    first, last = {}, {}
    for record in model.history.filter(change=undone).order_by("history_id").iterator():
        first.setdefault(record.id, record)
        last[record.id] = record
    versions = _versions(model, list(last))
    # What it made and what is gone already, perhaps with a row it hung on, needs nothing more.
    gone = [key for key, record in first.items() if record.history_type == "+" and key not in versions]
    for key in gone:
        del first[key], last[key]
    stale = [key for key, record in last.items() if versions.get(key) != _version_after(record)]
    for key in stale:
        del first[key]
    made = {key for key, record in first.items() if record.history_type == "+"}
    for keys in in_turn(sorted(made)):
        delete(model._default_manager.filter(pk__in=keys))
    names = [field.attname for field in model.history.model.tracked_fields if field.name not in ("id", "version")]
    alike: dict[bytes, tuple[dict[str, Any], list[int]]] = {}
    for key, before in _before(model, [record for key, record in first.items() if key not in made]):
        if last[key].history_type == "-":
            before.instance.save(force_insert=True)
        elif values := _differing(names, before, last[key]):
            alike.setdefault(_plain([values]), (values, []))[1].append(key)
    for values, keys in alike.values():
        update(model._default_manager.filter(pk__in=keys), **values)
    return [str(last[key].instance) for key in stale]


def _versions(model: type[Row], keys: list[int]) -> dict[int, int]:
    """Return the versions of the rows that are there."""
    rows = models.QuerySet(model)
    return {
        key: version for some in in_turn(keys) for key, version in rows.filter(pk__in=some).values_list("pk", "version")
    }


def _version_after(record: models.Model) -> int | None:
    return None if record.history_type == "-" else record.version


def _before(model: type[Row], records: list[models.Model]) -> Iterator[tuple[int, models.Model]]:
    """Give, for each row, the history row that stood before the one given: of the version before, the latest.

    A row that was only deleted stood as its last history row says.
    """
    by_version: dict[int, dict[int, models.Model]] = {}
    for record in records:
        seen = record.version if record.history_type == "-" else record.version - 1
        by_version.setdefault(seen, {})[record.id] = record
    for version, those in by_version.items():
        for some in in_turn(list(those)):
            rows = model.history.filter(id__in=some, version=version).order_by("history_id")
            found = {row.id: row for row in rows if row.history_id < those[row.id].history_id}
            yield from ((key, found.get(key) or those[key]) for key in some)


def _differing(names: list[str], before: models.Model, after: models.Model) -> dict[str, Any]:
    """Return the values before, of those fields in which two history rows differ."""
    return {name: getattr(before, name) for name in names if getattr(before, name) != getattr(after, name)}


def in_turn(keys: list[int], count: int = 500) -> Iterator[list[int]]:
    """Give keys some at a time, as many as one statement may name."""
    return (keys[start : start + count] for start in range(0, len(keys), count))


def _stored(row: models.Model, name: str) -> Any:
    return getattr(row, row._meta.get_field(name).attname)


def _bare(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value


def _plain(values: list[Any]) -> bytes:
    return json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":")).encode()


def _subclasses(model: type) -> set[type]:
    found = set()
    for child in model.__subclasses__():
        found |= _subclasses(child) if child._meta.abstract else {child}
    return found
