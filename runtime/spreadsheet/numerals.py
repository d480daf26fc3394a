"""A number of a workbook's cell as what a person reads there.

A cell comes out as a text; as a list of texts where it may be read in several ways, the one that is
seen first; or as a mapping with the ``code`` of what is wrong with it.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation
from typing import Any

from runtime.spreadsheet.formats import Kind
from runtime.spreadsheet.limits import DIGITS

Cell = str | list[str] | dict[str, Any]
Row = tuple[int, list[Cell]]
"""The number a row has in its sheet, and its cells."""

_SHOWN = Context(prec=DIGITS, rounding=ROUND_HALF_EVEN)
_WIDE = Context(prec=60)
_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]{0,13})(?:\.[0-9]*[1-9])?")
_TAIL = re.compile(r"(\.[0-9]*?)(0{8,}[0-9]+|9{8,}[0-9]*)$")
_DAY_MS = 86_400_000
_LAST_DAY = 2_958_466
_EPOCHS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001 - sheets have no zone


def cell_of(written: str, kind: Kind, *, since_1904: bool = False) -> Cell:
    """The cell of a number as a workbook writes it, under a format of some kind."""
    if kind == "number" and len(written) <= DIGITS and _PLAIN.fullmatch(written):
        return written
    try:
        exact = Decimal(written)
    except InvalidOperation:
        return written
    if not exact.is_finite():
        return {"code": "cell_error", "written": written[:20]}
    if abs(exact) >= 10**DIGITS:
        return {"code": "number_lost_digits", "written": written[:40]}
    number = _SHOWN.plus(exact)
    if kind == "hundredths":
        return [f"{_text(number.scaleb(2, _WIDE))}%", _text(number)]
    if kind != "number":
        return _of_clock(number, kind, since_1904=since_1904) or _text(number)
    return _with_tail(number)


def _with_tail(number: Decimal) -> Cell:
    """The number; and without what adding up binary fractions left at its end, where it did."""
    text = _text(number)
    tail = _TAIL.search(text)
    if tail is None:
        return text
    places = len(tail[1]) - 1
    return [text, _text(number.quantize(Decimal(1).scaleb(-places), context=_WIDE))]


def _text(number: Decimal) -> str:
    text = format(number.normalize(_WIDE), "f")
    return "0" if text == "-0" else text


def _of_clock(number: Decimal, kind: Kind, *, since_1904: bool) -> Cell | None:
    """A day, moment or length of time; None where the number is none."""
    if number < 0 or number >= _LAST_DAY:
        return None
    millis = int((number * _DAY_MS).to_integral_value(ROUND_HALF_EVEN))
    if kind == "elapsed":
        return _clock(millis)
    days, rest = divmod(millis, _DAY_MS)
    if not days and not since_1904:
        return _clock(rest) if kind == "time" else None
    if not since_1904 and number < 60:  # spreadsheets count a 29th of February 1900
        days += 1
    moment = _EPOCHS[since_1904] + timedelta(days=days, milliseconds=rest)
    day, whole = moment.date().isoformat(), _moment(moment)
    if kind == "day":
        return [whole, day] if rest else day
    return [_clock(rest), whole] if kind == "time" else whole


def _moment(moment: datetime) -> str:
    parts = "milliseconds" if moment.microsecond else "seconds" if moment.second else "minutes"
    return moment.isoformat(" ", parts)


def _clock(millis: int) -> str:
    """Hours, minutes and seconds as a clock that does not stop at 24."""
    seconds, rest = divmod(millis, 1000)
    if rest:
        return f"PT{seconds}.{f'{rest:03}'.rstrip('0')}S"
    hours, seconds = divmod(seconds, 3600)
    minutes, seconds = divmod(seconds, 60)
    return f"{hours}:{minutes:02}" + (f":{seconds:02}" if seconds else "")
