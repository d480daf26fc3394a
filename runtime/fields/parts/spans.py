"""Reading exact durations: words in Chinese and English, ISO 8601, and the clock 3:30."""

from __future__ import annotations

import re
from datetime import time, timedelta
from decimal import Decimal
from typing import Any

from runtime.fields.base import Unreadable
from runtime.fields.parts.numbers import EXACT
from runtime.fields.parts.texts import brief, line_of, narrow

LONGEST = 10**18
"""In microseconds: what a column holds."""
SECOND = 1_000_000
_UNITS = {
    604_800: "周 星期 礼拜 w week weeks wk wks",
    86_400: "天 日 d day days",
    3_600: "小时 钟头 时 h hr hrs hour hours",
    60: "分钟 分 min mins minute minutes m",
    1: "秒钟 秒 s sec secs second seconds",
}
_SECONDS = {word: seconds for seconds, words in _UNITS.items() for word in words.split()}
_WORDS = "|".join(sorted(map(re.escape, _SECONDS), key=len, reverse=True))
_NUMBER = r"[0-9]{1,15}(?:\.[0-9]{1,9})?"
_PART = re.compile(
    rf"(?:(?P<n>{_NUMBER})|(?P<half>半))\s*个?(?P<and_half>半)?\s*(?P<unit>{_WORDS})(?![a-z])"
)
_BETWEEN = re.compile(r"(?:[\s,、零又]|and\b)*")
_ISO = re.compile(
    rf"p(?:({_NUMBER})w)?(?:({_NUMBER})d)?(?:t(?:({_NUMBER})h)?(?:({_NUMBER})m)?(?:({_NUMBER})s)?)?"
)
_CALENDAR = re.compile(r"[+-]?p[^t]*[ym].*|.*(?:年|月|month|year)s?")
_CLOCK = re.compile(r"([0-9]{1,9}):([0-5][0-9])(?::([0-5][0-9]))?")
_SHOWN = {
    "zh": (("天", 86_400), ("小时", 3_600), ("分", 60), ("秒", 1)),
    "en": ((" days", 86_400), (" hours", 3_600), (" minutes", 60), (" seconds", 1)),
}


def read_span(raw: Any) -> timedelta | None:
    """The exact duration that was written; None when empty."""
    match raw:
        case timedelta():
            return _span(Decimal(raw // timedelta(microseconds=1)).scaleb(-6, EXACT))
        case time():
            return timedelta(hours=raw.hour, minutes=raw.minute, seconds=raw.second)
        case None | str():
            text = line_of(raw, 100)
        case _:
            raise Unreadable("not_a_duration", written=brief(raw))
    if text is None:
        return None
    plain = narrow(text).casefold().strip()
    sign, plain = (-1, plain[1:].strip()) if plain[0] in "-负" else (1, plain.removeprefix("+"))
    seconds = _iso(plain)
    if seconds is None:
        seconds = _clock(plain)
    if seconds is None:
        seconds = _words(plain)
    if seconds is None:
        raise Unreadable(_why(plain), written=brief(text))
    return _span(sign * seconds)


def span_text(span: timedelta, lang: str) -> str:
    """The duration in words: ``2天3小时``, ``2 days 3 hours``."""
    micro = span // timedelta(microseconds=1)
    sign, micro = ("-", -micro) if micro < 0 else ("", micro)
    parts = []
    shown = _SHOWN.get(lang, _SHOWN["en"])
    for word, seconds in shown[:-1]:
        count, micro = divmod(micro, seconds * SECOND)
        if count:
            parts.append(_counted(str(count), word))
    if micro:
        whole, part = divmod(micro, SECOND)
        number = f"{whole}{f'.{part:06}'.rstrip('0') if part else ''}"
        parts.append(_counted(number, shown[-1][0]))
    if not parts:
        parts.append(_counted("0", shown[-2][0]))
    return sign + (" " if lang != "zh" else "").join(parts)


def _counted(number: str, word: str) -> str:
    return number + (word.removesuffix("s") if number == "1" else word)


def _iso(text: str) -> Decimal | None:
    found = _ISO.fullmatch(text)
    if found is None or not any(found.groups()):
        return None
    sizes = (604_800, 86_400, 3_600, 60, 1)
    return sum((Decimal(n) * s for n, s in zip(found.groups(), sizes, strict=True) if n), Decimal())


def _clock(text: str) -> Decimal | None:
    found = _CLOCK.fullmatch(text)
    if found is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return Decimal(hours * 3_600 + minutes * 60 + seconds)


def _words(text: str) -> Decimal | None:
    at, total = 0, None
    while at < len(text):
        found = _PART.match(text, at)
        if found is None:
            return None
        number = Decimal(found["n"] or "0.5") + (Decimal("0.5") if found["and_half"] else 0)
        total = (total or Decimal()) + number * _SECONDS[found["unit"]]
        gap = _BETWEEN.match(text, found.end())
        at = gap.end() if gap else found.end()
    return total


def _why(text: str) -> str:
    if re.fullmatch(_NUMBER, text):
        return "duration_needs_unit"
    return "duration_by_calendar" if _CALENDAR.fullmatch(text) else "not_a_duration"


def _span(seconds: Decimal) -> timedelta:
    micro = seconds.scaleb(6, EXACT)
    if abs(micro) > LONGEST:
        raise Unreadable("duration_too_long", days=LONGEST // (86_400 * SECOND))
    if micro != micro.to_integral_value():
        raise Unreadable("duration_too_fine")
    return timedelta(microseconds=int(micro))
