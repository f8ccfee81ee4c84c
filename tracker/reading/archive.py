"""A whole reading as plain JSON and back, with nothing lost: what the database keeps and the sandbox sends.

Stands beside `record`, which gives the shorter shape that other programs know. The classes of `records` are the schema.
"""

from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from tracker.reading.records import Reading


def pack(value: Any) -> Any:
    """Return a record as values that JSON has; fields that hold their default are left out."""
    if is_dataclass(value) and not isinstance(value, type):
        held = ((field, getattr(value, field.name)) for field in fields(value))
        return {field.name: pack(item) for field, item in held if item != field.default}
    if isinstance(value, tuple | list):
        return [pack(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def unpack_reading(packed: dict[str, Any]) -> Reading:
    """Return the reading that was packed. Raises KeyError or TypeError where it is of another shape."""
    reading: Reading = _unpack(packed, Reading)
    return reading


def _unpack(value: Any, kind: Any) -> Any:
    if value is None:
        return None
    if get_origin(kind) in (Union, UnionType):
        return _unpack(value, next(option for option in get_args(kind) if option is not NoneType))
    if get_origin(kind) is tuple:
        inner = get_args(kind)
        # A tuple of one kind of record is written tuple[X, ...]; a span is tuple[int, int].
        return tuple(_unpack(item, inner[0]) for item in value)
    if kind is date:
        return date.fromisoformat(value)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: _unpack(item, hints[name]) for name, item in value.items()})
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
