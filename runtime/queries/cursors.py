"""Keyset cursors: where a page ended, so that the next one starts there in one index step."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import sqlalchemy as sa

from runtime.errors import Refusal
from runtime.store.records import StoredRecord
from runtime.store.text_keys import sort_key

Order = tuple[str, sa.ColumnElement[Any], bool]
MAX_LENGTH = 4_000


def cursor_of(record: StoredRecord, order: Sequence[Order]) -> str:
    """The cursor behind a record in an order."""
    scope = {**record.scope, "id": record.id}
    parts = [
        _written(sort_key(scope.get(key)) if _is_text_key(column) else scope.get(key))
        for key, column, _ in order
    ]
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def after_cursor(cursor: str, order: Sequence[Order]) -> sa.ColumnElement[bool]:
    """SQL: the records behind a cursor.

    Raises:
        Refusal: bad_cursor (422) for one that was not made for this order.
    """
    try:
        if len(cursor) > MAX_LENGTH:
            raise ValueError("too long")
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if len(parts) != len(order):
            raise ValueError("another order")
        values = [_read(part) for part in parts]
    except (ValueError, TypeError, KeyError, InvalidOperation, binascii.Error):
        raise Refusal("bad_cursor", 422) from None
    found: sa.ColumnElement[bool] = sa.false()
    for (_, column, down), value in reversed(list(zip(order, values, strict=True))):
        found = sa.or_(_behind(column, value, down=down), sa.and_(_same(column, value), found))
    return found


def _is_text_key(column: sa.ColumnElement[Any]) -> bool:
    """Whether it is the column that a text is sorted by."""
    return isinstance(column, sa.Column) and bool(column.info.get("key"))


def _same(column: sa.ColumnElement[Any], value: Any) -> sa.ColumnElement[bool]:
    return column.is_(None) if value is None else column == value


def _behind(column: sa.ColumnElement[Any], value: Any, *, down: bool) -> sa.ColumnElement[bool]:
    """Behind a value, where empty comes before everything upwards and after it downwards."""
    if down:
        return sa.false() if value is None else sa.or_(column < value, column.is_(None))
    return column.isnot(None) if value is None else column > value


def _written(value: Any) -> Any:
    match value:
        case Decimal():
            return {"n": str(value)}
        case datetime():
            return {"m": value.isoformat()}
        case date():
            return {"d": value.isoformat()}
        case timedelta():
            return {"s": value // timedelta(microseconds=1)}
        case frozenset():
            return {"k": sorted(value)}
    return value


def _read(part: Any) -> Any:
    if not isinstance(part, dict):
        return part
    ((kind, text),) = part.items()
    match kind:
        case "n":
            return Decimal(text)
        case "m":
            return datetime.fromisoformat(text)
        case "d":
            return date.fromisoformat(text)
        case "s":
            return timedelta(microseconds=text)
        case "k":
            return frozenset(text)
    raise ValueError(kind)
