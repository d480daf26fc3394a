"""SQLite's share: one function that carries out every operation with the Python target's code."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from rule_dsl.calendar import EPOCH, LOCAL_EPOCH, MICROSECOND, Calendar, Zone, instant
from rule_dsl.functions.compute import number as numbers
from rule_dsl.targets import carry
from rule_dsl.targets.python import COMPUTED
from rule_dsl.values import number_text
from runtime.store.columns import keys_json
from runtime.store.lowering import deep

Decode = Callable[[Any], Any]


@lru_cache(maxsize=256)
def _integers(text: str) -> tuple[int, ...]:
    return tuple(json.loads(text))


DECODERS: dict[str, Decode] = {
    "n": Decimal,
    "t": str,
    "k": lambda text: frozenset(json.loads(text)),
    "b": bool,
    "d": date.fromisoformat,
    "m": lambda count: EPOCH + timedelta(microseconds=count),
    "l": lambda count: LOCAL_EPOCH + timedelta(microseconds=count),
    "s": lambda count: timedelta(microseconds=count),
    "i": _integers,
    "j": str,
}
ENCODERS: dict[str, Decode] = {
    "n": number_text,
    "t": str,
    "k": keys_json,
    "b": int,
    "d": date.isoformat,
    "m": instant,
    "l": lambda local: (local - LOCAL_EPOCH) // MICROSECOND,
    "s": lambda length: length // MICROSECOND,
}


@lru_cache(maxsize=64)
def _zone(starts: tuple[int, ...], offsets: tuple[int, ...]) -> Zone:
    return Zone("", starts, offsets)


@lru_cache(maxsize=64)
def _zone_by_walls(walls: tuple[int, ...], offsets: tuple[int, ...]) -> Zone:
    starts = tuple(
        wall - max(before, after) * 10**6
        for wall, before, after in zip(walls, offsets, offsets[1:], strict=False)
    )
    return Zone("", starts, offsets)


@lru_cache(maxsize=64)
def _calendar(
    weekly: tuple[int, ...],
    added: tuple[int, ...],
    taken: tuple[int, ...],
    spans: tuple[int, ...] = (),
) -> Calendar:
    minute = 60 * 10**6
    hours = tuple(zip(spans[0::2], spans[1::2], strict=True))
    return Calendar(
        weekly=frozenset(weekly),
        holidays=frozenset(map(date.fromordinal, taken)),
        make_up=frozenset(map(date.fromordinal, added)),
        hours=tuple((start // minute, end // minute) for start, end in hours),
    )


def _surroundings(*calendar: tuple[int, ...]) -> Any:
    """A stand-in for the scope, with the calendar alone."""
    return SimpleNamespace(calendar=_calendar(*calendar))


def _workday_clock(local: datetime | None, count: Decimal | None, *calendar: Any) -> Any:
    if local is None:
        return None
    moved = carry.workday(_surroundings(*calendar), local.date(), count)
    return None if moved is None else datetime.combine(moved, local.time())


def _trend(days: Sequence[Any], values: Sequence[Any], today: date, shape: Sequence[int]) -> bool:
    written = zip(days, values, strict=True)
    return carry.runs(today, written, (shape[0], bool(shape[1]), carry.WAYS[shape[2]]))


def _latest(*moments: datetime | None) -> datetime | None:
    known = [moment for moment in moments if moment is not None]
    return max(known) if len(known) == len(moments) else None


def _less(left: Any, right: Any) -> bool | None:
    return None if left is None or right is None else left < right


def _at_most(left: Any, right: Any) -> bool | None:
    return None if left is None or right is None else left <= right


def _inside(whole: Any, part: Any) -> bool | None:
    return None if whole is None or part is None else part in whole


def _day_diff(left: date | None, right: date | None) -> Decimal | None:
    return None if left is None or right is None else Decimal((left - right).days)


def _moment_diff(left: datetime | None, right: datetime | None) -> timedelta | None:
    return None if left is None or right is None else left - right


def _has_json(keys: str | None, key: str | None) -> bool | None:
    return None if keys is None or key is None else f",{key}," in f",{keys[1:-1]},"


FUNCTIONS: dict[str, Callable[..., Any]] = (
    {name: compute for name, compute in carry.NAMES.items() if name != "rows"}
    | COMPUTED
    | {
        "trunc": numbers.trunc,
        "less": _less,
        "at_most": _at_most,
        "holds": _inside,
        "has": _inside,
        "has_json": _has_json,
        "day_diff": _day_diff,
        "moment_diff": _moment_diff,
        "text_of_number": carry.NAMES["text_of"],
        "text_of_date": carry.NAMES["text_of"],
        "day_of": lambda moment, starts, offsets: _zone(starts, offsets).day(moment),
        "local": lambda moment, starts, offsets: _zone(starts, offsets).local(moment),
        "moment_of": lambda local, walls, offsets: _zone_by_walls(walls, offsets).moment(local),
        "workday": lambda day, n, *cal: carry.workday(_surroundings(*cal), day, n),
        "workday_clock": _workday_clock,
        "networkdays": lambda a, b, *cal: carry.networkdays(_surroundings(*cal), a, b),
        "isworkday": lambda day, *cal: _calendar(*cal).is_working(day),
        "nextworkday": lambda day, *cal: _calendar(*cal).next_day(day),
        "prevworkday": lambda day, *cal: _calendar(*cal).previous_day(day),
        "workhours": lambda a, b, *cal: carry.workhours(_surroundings(*cal), a, b),
        "addworkhours": lambda a, n, *cal: carry.addworkhours(_surroundings(*cal), a, n),
        "addworktime": lambda a, s, *cal: carry.add_time(_surroundings(*cal), a, s // MICROSECOND),
        "trend": _trend,
        "latest": _latest,
    }
)


@lru_cache(maxsize=4096)
def _resolved(signature: str) -> tuple[Callable[..., Any], tuple[Decode | None, ...], str, Decode]:
    """The function of a signature ``name:letters>result`` and how its values are written.

    ``*n`` is a list of numbers spread over the last arguments, a capital letter a list as one.
    """
    name, _, sorts = signature.partition(":")
    letters, _, result = sorts.partition(">")
    letters, _, many = letters.partition("*")
    decoders = tuple(_list_decoder(x) if x.isupper() else DECODERS[x] for x in letters)
    return FUNCTIONS[name], decoders, many, ENCODERS[result]


def _list_decoder(letter: str) -> Decode:
    decode = DECODERS[letter.lower()]
    return lambda text: [None if x is None else decode(x) for x in json.loads(text)]


def call(signature: str, *stored: Any) -> Any:
    """Carries out one operation on stored values."""
    function, decoders, many, encode = _resolved(signature)
    args = [
        None if raw is None or decode is None else decode(raw)
        for raw, decode in zip(stored, decoders, strict=False)
    ]
    if many:
        args += _list_decoder(many)(stored[-1])
    result = function(*args)
    return None if result is None else encode(result)


def run(text: str, around: str, letters: str, *stored: Any) -> Any:
    """Carries out a whole program on stored values."""
    inputs = {
        str(number): None if raw is None else DECODERS[letter](raw)
        for number, (letter, raw) in enumerate(zip(letters, stored, strict=False))
    }
    result = deep.run(text, around, inputs)
    return None if result is None else ENCODERS[letters[-1]](result)


def number(units: int | None, scale: int) -> str | None:
    """A stored number as canonical text."""
    return None if units is None else number_text(Decimal(units).scaleb(-scale))


def listed(*stored: Any) -> str:
    """Values as a JSON list."""
    return json.dumps(stored, ensure_ascii=False)


def joined(*lists: str) -> str:
    """Lists one after the other."""
    return json.dumps([x for text in lists for x in json.loads(text)], ensure_ascii=False)


def install_functions(dbapi_connection: Any) -> None:
    """Gives a SQLite connection our functions."""
    for name, arity, function in (
        ("dg_call", -1, call),
        ("dg_run", -1, run),
        ("dg_number", 2, number),
        ("dg_list", -1, listed),
        ("dg_join", -1, joined),
    ):
        dbapi_connection.create_function(name, arity, function, deterministic=True)
