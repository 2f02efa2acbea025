"""Frozen records as plain facts (maps, lists, texts, whole numbers) and back.

What the journal keeps must be readable without this program and give the same bytes everywhere:
fields at their default are left out, and there are no floats. The types of fields are read while
the program runs, so modules of such records do not defer their annotations.
"""

from __future__ import annotations

from collections.abc import Mapping  # read at run time, below
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

Record = TypeVar("Record")


def facts_of(record: Any) -> dict[str, Any]:
    """The facts of a dataclass `record`, in the order of its fields, without defaults."""
    held = ((part, getattr(record, part.name)) for part in fields(record))
    return {part.name: _plain(value) for part, value in held if value != _default(part)}


def record_from(kind: type[Record], facts: Mapping[str, Any]) -> Record:
    """The record of dataclass `kind` whose `facts_of` are `facts`."""
    hints = _hints(kind)  # type: ignore[arg-type]  # a class is hashable
    return kind(**{name: _typed(hints[name], value) for name, value in facts.items()})


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _default(part: Field[Any]) -> Any:
    return part.default_factory() if part.default_factory is not MISSING else part.default


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return facts_of(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in sorted(value.items())}
    if isinstance(value, StrEnum):
        return value.value
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(type(value).__name__)


def _typed(hint: Any, value: Any) -> Any:
    origin = get_origin(hint)
    if origin is UnionType or (origin is not None and type(None) in get_args(hint)):
        real = next(one for one in get_args(hint) if one is not type(None))
        return None if value is None else _typed(real, value)
    if origin is tuple:
        return tuple(_typed(get_args(hint)[0], one) for one in value)
    if origin is Mapping:
        return {key: _typed(get_args(hint)[1], one) for key, one in value.items()}
    if is_dataclass(hint) and isinstance(hint, type):
        return record_from(hint, value)
    return hint(value) if isinstance(hint, type) and issubclass(hint, StrEnum) else value
