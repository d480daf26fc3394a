"""Schedules as they are spoken: every monday at 8am, 每个礼拜一上午8点, 月底最后一天17点."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rule_dsl.lexer import literals
from rule_dsl.offers.amounts import is_glued
from rule_dsl.offers.item import Item, Json
from rule_dsl.synonyms.units import WEEKDAYS

_DAYS = {spelling: day for day, some in WEEKDAYS.items() for spelling in some}
_DAYS |= {f"礼拜{char}": day for char, day in zip("一二三四五六日天", "12345677", strict=True)}
_DAYS |= {f"{name}s": day for name, day in tuple(_DAYS.items()) if name.isascii()}
_DAY = "|".join(sorted(_DAYS, key=len, reverse=True))
_HOURS = {
    word: hour
    for hour, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
}
_ZH_NUMBERS = {char: str(number) for number, char in enumerate("零一二三四五六七八九十")} | {
    "两": "2",
    "半": "30",
}
_NUMBER = r"(\d+|[一二两三四五六七八九十]+)"
_EVERY_ZH = re.compile(rf"(?:每隔?|隔){_NUMBER}个?(小时|钟头|分钟)(?:一次)?")
_EVERY_EN = re.compile(r"every (?:(\w+) ?)?(hours?|h|minutes?|mins?)\b|hourly\b")
_WEEKLY = re.compile(
    rf"(?:每个?(?:星期|礼拜|周)([一二三四五六日天])|(?:(?:on|each|every|weekly on) )?({_DAY})(?![a-z]))"
)
_DAILY = re.compile(
    r"每天|每日|天天|daily\b|every ?day\b|each day\b|every (?:morning|evening|afternoon|night)\b|each (?:morning|evening|afternoon|night)\b"
)
_WORKDAYS = re.compile(
    r"每个?工作日|工作日|(?:every |on )?(?:weekdays?|working days?|business days?)\b"
)
_LAST = re.compile(
    r"(?:每个?月)?(?:月底)?最后一天|每个?月底|月底|(?:on )?the last day of (?:every|each|the) month\b|(?:monthly )?on the last day\b"
)
_MONTHLY = re.compile(
    rf"每个?月的?{_NUMBER}[号日]|(?:monthly )?on the (\d+|first)(?:st|nd|rd|th)?(?: of (?:every|each|the) month)?\b"
)
_AT = re.compile(r"[ ,，]*(?:的|at |on |@ ?)?")
_PART = r"(早上|早晨|上午|清晨|早|中午|下午|傍晚|晚上|夜里|晚|凌晨)?"
_CLOCK_ZH = re.compile(rf"{_PART}({_NUMBER})点钟?(半|整|一刻)?")
_CLOCK_EN = re.compile(
    rf"(\d{{1,2}}|{'|'.join(_HOURS)})(?::(\d\d))?(?: ?o'?clock)?(?: ?(am|pm|a\.m\.|p\.m\.))?(?: ?(?:in the (morning|afternoon|evening)|at night))?(?!\w)"
)
_LATE = frozenset({"下午", "傍晚", "晚上", "夜里", "晚"})


def schedules_at(folded: str, start: int) -> Iterator[Item]:
    """The schedule that starts here."""
    if is_glued(folded, start):
        return
    for found, kind, args in _plans(folded, start):
        if kind == "every":
            yield Item("sched", start, found.end(), ["schedule", "every", ["dur", *args]])
            continue
        clock = _clock(folded, found.end())
        if clock is not None:
            end, time = clock
            yield Item("sched", start, end, ["schedule", kind, *args, ["time", time]])
        elif (kind != "workdays" and "每" in found.group() + " ") or found.group().startswith(
            ("every", "daily")
        ):
            yield Item("sched", start, found.end(), ["schedule", kind, *args, ["time", "09:00"]], 1)


def _plans(folded: str, start: int) -> Iterator[tuple[re.Match[str], str, tuple[Json, ...]]]:
    found = _EVERY_ZH.match(folded, start)
    if found:
        yield found, "every", (_plain(found[1]), "min" if found[2] == "分钟" else "h")
    found = _EVERY_EN.match(folded, start)
    if found:
        word = found[1] or "1"
        amount = word if word.isdecimal() else str(_HOURS.get(word, 0))
        if amount != "0":
            yield found, "every", (amount, "min" if (found[2] or "").startswith("m") else "h")
    found = _WEEKLY.match(folded, start)
    if found:
        yield found, "weekly", (_DAYS[f"周{found[1]}"] if found[1] else _DAYS[found[2]],)
    for kind, pattern in (("daily", _DAILY), ("workdays", _WORKDAYS)):
        found = pattern.match(folded, start)
        if found:
            yield found, kind, ()
    found = _LAST.match(folded, start)
    if found:
        yield found, "monthly", ("last",)
    found = _MONTHLY.match(folded, start)
    if found:
        day = found[1] or found[2] or "1"
        yield found, "monthly", ("1" if day == "first" else _plain(day),)


def _plain(text: str) -> str:
    if text.isdecimal():
        return str(int(text))
    if text == "十":
        return "10"
    tens, found, ones = text.partition("十")
    if found:
        return str(int(_ZH_NUMBERS.get(tens, "1")) * 10 + int(_ZH_NUMBERS.get(ones, "0")))
    return _ZH_NUMBERS.get(text, "1")


def _clock(folded: str, end: int) -> tuple[int, str] | None:
    """The time of day that follows; evening in the words before makes it one after noon."""
    at = _AT.match(folded, end)
    position = at.end() if at else end
    spoken = _CLOCK_ZH.match(folded, position)
    if spoken:
        hour = int(_plain(spoken[2])) + (
            12 if spoken[1] in _LATE and int(_plain(spoken[2])) < 12 else 0
        )
        minute = {"半": 30, "一刻": 15}.get(spoken[4] or "", 0)
        return (spoken.end(), f"{hour:02}:{minute:02}") if hour < 24 else None
    clock = _CLOCK_EN.match(folded, position)
    if clock and (clock[2] or clock[3] or clock[4] or (at and at.group().strip(" ,，"))):
        hour = int(clock[1]) if clock[1].isdecimal() else _HOURS[clock[1]]
        late = (clock[3] or "").startswith("p") or clock[4] in ("afternoon", "evening")
        hour = hour % 12 if (clock[3] or "").startswith("a") else hour
        hour += 12 if late and hour < 12 else 0
        return (clock.end(), f"{hour:02}:{clock[2] or '00'}") if hour < 24 else None
    for found in literals.times(folded, position):
        return found.end, str(found.value)
    return None
