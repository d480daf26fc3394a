"""How values travel in a backup: as JSON that means the same on either database.

What a column holds is one of ``text``, ``plain`` (text that may be ''), ``whole``, ``number:<scale>``, ``flag``, ``day``, ``moment``,
``span``, ``keys`` and ``json``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine

from runtime.store.columns import (
    Day,
    ExactNumber,
    Flag,
    Id,
    JsonText,
    Moment,
    OptionKeys,
    Span,
    Text,
)

Written = Callable[[Any], Any]

_HOLDS: Sequence[tuple[type[TypeEngine[Any]], str]] = (
    (Flag, "flag"),
    (Day, "day"),
    (Moment, "moment"),
    (Span, "span"),
    (OptionKeys, "keys"),
    (JsonText, "json"),
    (Text, "text"),
    (sa.Boolean, "flag"),
    (sa.Integer, "whole"),
    (sa.Text, "plain"),
)
_TYPES: Mapping[str, Callable[[], TypeEngine[Any]]] = {
    "flag": Flag,
    "day": Day,
    "moment": Moment,
    "span": Span,
    "keys": OptionKeys,
    "json": JsonText,
    "text": Id,
    "plain": sa.Text,
    "whole": sa.BigInteger,
}
_MICROSECOND = timedelta(microseconds=1)
_TO_JSON: Mapping[str, Written] = {
    "day": date.isoformat,
    "moment": datetime.isoformat,
    "span": lambda value: value // _MICROSECOND,
    "keys": sorted,
    "json": lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":")),
}
_FROM_JSON: Mapping[str, Written] = {
    "day": date.fromisoformat,
    "moment": datetime.fromisoformat,
    "span": lambda value: value * _MICROSECOND,
    "keys": frozenset,
    "json": json.loads,
}


def holds(kind: TypeEngine[Any]) -> str:
    """What a column of that type holds.

    Raises:
        LookupError: no backup can carry it.
    """
    if isinstance(kind, ExactNumber):
        return f"number:{kind.scale}"
    for each, name in _HOLDS:
        if isinstance(kind, each):
            return name
    raise LookupError(f"a backup cannot carry a column of {kind!r}")


def column_type(name: str) -> TypeEngine[Any]:
    """The type of a column that holds that.

    Raises:
        LookupError: nothing is called that.
    """
    kind, _, scale = name.partition(":")
    if kind == "number" and scale.isdigit():
        return ExactNumber(int(scale))
    try:
        return _TYPES[name]()
    except KeyError:
        raise LookupError(f"a backup holds a column of an unknown kind: {name!r}") from None


def to_json(name: str) -> Written:
    """How a value of such a column is written; None stays None."""
    written = str if name.startswith("number:") else _TO_JSON.get(name)
    return _same if written is None else _unless_empty(written)


def from_json(name: str) -> Written:
    """How a value of such a column is read again."""
    read = Decimal if name.startswith("number:") else _FROM_JSON.get(name)
    return _same if read is None else _unless_empty(read)


def _same(value: Any) -> Any:
    return value


def _unless_empty(written: Written) -> Written:
    return lambda value: None if value is None else written(value)
