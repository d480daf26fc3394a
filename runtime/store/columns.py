"""How a value lies in a column, on SQLite and on PostgreSQL.

Both keep the same order and the same equality as the language: numbers exact, texts by code
point, moments in UTC, and nothing but NULL for empty.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from sqlalchemy import BigInteger, Boolean, Date, Dialect, Numeric, types
from sqlalchemy import Text as PlainText
from sqlalchemy.types import TypeDecorator, TypeEngine

DIGITS = 18
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
_SURROGATE = re.compile("[\ud800-\udfff]")
_WIDE = Context(prec=400, rounding=ROUND_HALF_UP)


class UnfitError(ValueError):
    """A text that no database of ours can hold."""


def _is_sqlite(dialect: Dialect) -> bool:
    return dialect.name == "sqlite"


def _text_type(dialect: Dialect) -> TypeEngine[Any]:
    """Text that compares by code point: SQLite's does (BINARY), PostgreSQL's only by "C"."""
    kind = PlainText() if _is_sqlite(dialect) else PlainText(collation="C")
    return dialect.type_descriptor(kind)


def scaled(value: Decimal | int, scale: int) -> int:
    """The number at this scale as a whole number; halves go away from zero."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"number must be a Decimal (got {value!r})")
    number = Decimal(value)
    if not number.is_finite():
        raise ValueError(f"number must be finite (got {value!r})")
    if number.adjusted() + scale >= DIGITS + 1:
        raise ValueError(f"number must have at most {DIGITS} digits at scale {scale}")
    units = int(number.scaleb(scale, _WIDE).to_integral_value(ROUND_HALF_UP, _WIDE))
    if abs(units) >= 10**DIGITS:
        raise ValueError(f"number must have at most {DIGITS} digits at scale {scale}")
    return units


def checked_text(value: str) -> str | None:
    """The text as stored: '' is empty; what PostgreSQL cannot hold is refused."""
    if not isinstance(value, str):
        raise TypeError(f"text must be a str (got {value!r})")
    if "\x00" in value:
        raise UnfitError("text must not contain U+0000")
    if not value.isascii() and _SURROGATE.search(value):
        raise UnfitError("text must not contain a lone surrogate")
    return value or None


def key_json(key: str) -> str:
    """One key as an element of a canonical key list; no bare comma stays inside an element."""
    return json.dumps(key, ensure_ascii=False).replace(",", "\\u002c")


def keys_json(keys: Iterable[str]) -> str | None:
    """A set of keys as a canonical JSON array, or None for none."""
    unique = sorted(set(keys))
    return "[" + ",".join(map(key_json, unique)) + "]" if unique else None


class ExactNumber(TypeDecorator[Decimal]):
    """A number with a declared scale and at most 18 digits: INTEGER or NUMERIC(18, scale)."""

    impl = types.Numeric
    cache_ok = True

    def __init__(self, scale: int = 0) -> None:
        if not 0 <= scale <= DIGITS:
            raise ValueError(f"scale must be 0 to {DIGITS} (got {scale})")
        super().__init__(DIGITS, scale)
        self.scale = scale

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """A 64-bit integer on SQLite, whose NUMERIC turns long decimals into floats."""
        kind = BigInteger() if _is_sqlite(dialect) else Numeric(DIGITS, self.scale)
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> Any:
        """Units of the scale on SQLite, the rounded Decimal elsewhere."""
        if value is None:
            return None
        units = scaled(value, self.scale)
        return units if _is_sqlite(dialect) else Decimal(units).scaleb(-self.scale)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """The Decimal at the declared scale."""
        if value is None or isinstance(value, Decimal):
            return value
        return Decimal(value).scaleb(-self.scale)


class Text(TypeDecorator[str]):
    """Text compared by code point; '' is stored as NULL, for both are empty."""

    impl = PlainText
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """TEXT, with COLLATE "C" on PostgreSQL."""
        return _text_type(dialect)

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The text, or None for ''."""
        return None if value is None else checked_text(value)


class Id(Text):
    """A record's id."""

    cache_ok = True


class Flag(TypeDecorator[bool]):
    """A tick."""

    impl = Boolean
    cache_ok = True

    def __init__(self) -> None:
        super().__init__(create_constraint=False)


class Day(TypeDecorator[date]):
    """A date: DATE, on SQLite its ISO text."""

    impl = Date
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> date | None:
        """The date; a moment is not one, although Python says so."""
        if isinstance(value, datetime):
            raise TypeError(f"date must not be a moment (got {value!r})")
        return value


class Moment(TypeDecorator[datetime]):
    """An instant: TIMESTAMPTZ, on SQLite microseconds since 1970 in UTC."""

    impl = types.TIMESTAMP
    cache_ok = True

    def __init__(self) -> None:
        super().__init__(timezone=True)

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """BIGINT on SQLite."""
        kind = BigInteger() if _is_sqlite(dialect) else types.TIMESTAMP(timezone=True)
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """The instant; one without a zone is refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"moment must have a zone (got {value!r})")
        return (value - EPOCH) // MICROSECOND if _is_sqlite(dialect) else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """The instant in UTC."""
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        return EPOCH + timedelta(microseconds=value)


class Span(TypeDecorator[timedelta]):
    """An exact duration: BIGINT microseconds."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:
        """Microseconds, at most 10**18."""
        if value is None:
            return None
        length = value // MICROSECOND
        if abs(length) > 10**18:
            raise ValueError("duration must be at most 10**18 microseconds")
        return length

    def process_result_value(self, value: Any, dialect: Dialect) -> timedelta | None:
        """The duration."""
        return None if value is None else timedelta(microseconds=int(value))


class OptionKeys(TypeDecorator[frozenset[str]]):
    """Several option keys: text, the canonical JSON array of the sorted keys; none is NULL."""

    impl = PlainText
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """TEXT, with COLLATE "C" on PostgreSQL."""
        return _text_type(dialect)

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> str | None:
        """The canonical JSON array."""
        if isinstance(value, str):
            raise TypeError(f"keys must be a set of str (got {value!r})")
        return None if value is None else keys_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[str] | None:
        """The set of keys."""
        return None if value is None else frozenset(json.loads(value))


class JsonText(TypeDecorator[Any]):
    """Any JSON value, kept as compact text."""

    impl = PlainText
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """TEXT, with COLLATE "C" on PostgreSQL."""
        return _text_type(dialect)

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Compact JSON text."""
        if value is None:
            return None
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """The JSON value."""
        return None if value is None else json.loads(value)
