"""What a workbook's number formats say a number is: a percent, a day, a moment, a time."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["number", "hundredths", "day", "moment", "time", "elapsed"]

_BUILT_IN: dict[int, Kind] = {
    **dict.fromkeys((9, 10), "hundredths"),
    **dict.fromkeys((14, 15, 16, 17, *range(27, 32), 36, *range(50, 55), 57, 58), "day"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 55, 56), "time"),
    22: "moment",
    **dict.fromkeys((45, 46, 47), "elapsed"),
}
_SILENT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?:\$[^\]]*|[^hms\]][^\]]*|)\]', re.DOTALL)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]")
_NOON = re.compile(r"am/pm|a/p|上午/下午")
_GENERAL = frozenset({"general", "g/通用格式", "@", ""})


def kind_of(number: int, code: str | None) -> Kind:
    """What a format makes of a number: by its built-in ``number``, or by its own ``code``."""
    if code is None:
        return _BUILT_IN.get(number, "number")
    plain = code.partition(";")[0].casefold()
    if plain in _GENERAL:
        return "number"
    plain = _SILENT.sub("", plain)
    if _ELAPSED.search(plain):
        return "elapsed"
    plain = _NOON.sub("", plain)
    has_time = "h" in plain or "s" in plain
    has_day = "y" in plain or "d" in plain or ("m" in plain and not has_time)
    if has_day:
        return "moment" if has_time else "day"
    if has_time:
        return "time" if "h" in plain else "elapsed"
    return "hundredths" if "%" in plain else "number"
