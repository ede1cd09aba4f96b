"""Frozen records to JSON and back, by their own type hints; a field that a record has since gained takes its default."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

Record = TypeVar("Record")

_PLAIN = (str, int, float, bool)
_PLAIN_KINDS = frozenset(_PLAIN)


def encode(value: Any) -> Any:
    """Turn a record, or what stands in one, into what JSON can hold.

    Fields that equal their default are left out; a set is sorted, so that the same record gives the same bytes.

    Raises
    ------
    TypeError
        For anything but records, tuples, sets of texts, dates, texts, numbers, truth values and None.

    Examples
    --------
    >>> from matcher.core.records import HeldSkill
    >>> encode(HeldSkill("weld", 3))
    {'skill_id': 'weld', 'level': 3}
    """
    kind = value.__class__
    if value is None or kind in _PLAIN_KINDS:
        return value
    if kind is tuple:
        return [encode(part) for part in value]
    if kind is frozenset:
        return sorted(value)
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return encode_fields(value)
    raise TypeError(type(value).__name__)


def encode_fields(record: Any, without: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Give the fields of a record that differ from their default, but not those that are stored elsewhere."""
    found = {}
    for name, default in _defaults(record.__class__):
        value = getattr(record, name)
        if name not in without and value is not default and (default is MISSING or value != default):
            # A hundred thousand people have some millions of fields: most need no further call.
            found[name] = value if value.__class__ in _PLAIN_KINDS else encode(value)
    return found


def to_text(record: Any) -> str:
    """Give a record as canonical JSON: the same record gives the same bytes.

    Examples
    --------
    >>> from matcher.core.records import HeldSkill
    >>> to_text(HeldSkill("дәнекерлеу", 3))
    '{"level":3,"skill_id":"дәнекерлеу"}'
    """
    return json.dumps(encode(record), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_text(kind: type[Record], text: str) -> Record:
    """Read a record that :func:`to_text` wrote."""
    return kind(**decode_fields(kind, json.loads(text)))


def decode_fields(kind: type, content: Mapping[str, Any]) -> dict[str, Any]:
    """Read the fields that a content has; a name that the record no longer has is left out."""
    readers = _readers(kind)
    return {name: readers[name](value) for name, value in content.items() if name in readers}


@cache
def _defaults(kind: type) -> tuple[tuple[str, Any], ...]:
    return tuple((spec.name, spec.default) for spec in fields(kind))


@cache
def _readers(kind: type) -> dict[str, Callable[[Any], Any]]:
    hints = get_type_hints(kind)
    return {spec.name: _reader(hints[spec.name]) for spec in fields(kind)}


def _reader(hint: Any) -> Callable[[Any], Any]:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        read = _reader(next(each for each in inner if each is not NoneType))
        return lambda value: None if value is None else read(value)
    if origin is tuple:
        if inner[1:] != (...,):
            raise TypeError(str(hint))
        read_part = _reader(inner[0])
        return lambda value: tuple([read_part(part) for part in value])
    if origin is frozenset:
        return frozenset
    if hint is datetime or hint is date:
        read_date: Callable[[Any], Any] = hint.fromisoformat
        return read_date
    if is_dataclass(hint):
        kind: Any = hint
        return lambda value: kind(**decode_fields(kind, value))
    if hint in _PLAIN or origin is Literal:
        return lambda value: value
    raise TypeError(str(hint))
