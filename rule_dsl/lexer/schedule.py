"""Schedules: 每15分钟, 每周一9:00, daily at 10:00, cron "…". One word each, at the head of a rule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from rule_dsl.lexer import literals
from rule_dsl.lexer.durations import durations
from rule_dsl.lexer.numerals import chinese_number, numbers_at, plain, skip_space
from rule_dsl.lexer.words import Word
from rule_dsl.synonyms.units import WEEKDAYS

DEFAULT_TIME = "09:00"
Plan = tuple[str, tuple[str, ...], tuple[str, ...]]
"""Its kind, its arguments, and what was assumed."""
_DAYS = {spelling: day for day, spellings in WEEKDAYS.items() for spelling in spellings}
_EN_DAY = "|".join(sorted((d for d in _DAYS if d.isascii()), key=len, reverse=True))
_NUMBER = r"(\d+|[一二三四五六七八九十两半]+)"

_EVERY = re.compile(r"每隔?\s*|every\s+")
_HOURLY = re.compile(r"hourly\b")
_WEEKLY = re.compile(
    rf"每(?:周|星期|礼拜)([一二三四五六七八九十日天]|\d+(?![\d:点]))?|weekly\b(?:\s+on\s+([a-z]+)\b)?"
    rf"|every\s+(?:week\b(?:\s+on\s+([a-z]+)\b)?|({_EN_DAY})\b)"
)
_MONTHLY = re.compile(
    rf"每个?月(?:的)?(?:(最后一天|月末|月底)|{_NUMBER}[日号])?"
    r"|(?:monthly|every\s+month)\b(?:\s+on\s+(?:the\s+)?(?:(last\s+day)|(?:day\s+)?(\d+)(?:st|nd|rd|th)?))?"
)
_SIMPLE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("workdays", re.compile(r"每个?工作日|every\s+(?:working|business)\s+day\b")),
    ("daily", re.compile(r"每天|每日|daily\b|every\s+day\b")),
    ("quarterly", re.compile(r"每个?季度|每季|quarterly\b|every\s+quarter\b")),
    ("yearly", re.compile(r"每年|yearly\b|every\s+year\b|annually\b")),
)
_CRON = re.compile(r"cron\s*[\"“]([^\"”]*)[\"”]")
_AT = re.compile(r"\s*(?:的|at\s+)?\s*")


_YEARLY_DATE = re.compile(
    r"每年的?\d+月\d+[日号](?:的?(?:早上|上午|下午|晚上)?\d+(?:点半?|:\d\d))?"
    r"|(?:yearly|every\s+year)\s+on\s+[a-z]+\s+\d+(?:st|nd|rd|th)?(?:\s+at\s+\d+:\d\d)?"
)
MORE = re.compile(
    rf"(?:\s*(?:和|、|及|与|至|到|~|-|,|and|to|through|until)\s*"
    rf"(?:(?:周|星期|礼拜)[一二三四五六日天]|(?:on\s+)?(?:{_EN_DAY})\b"
    rf"|(?:早上|上午|早|中午|下午|晚上|晚)?{_NUMBER}(?::\d\d|点半?|[日号]|\s*[ap]m\b))"
    rf"(?:\s*(?:at\s+)?(?:早上|上午|早|中午|下午|晚上|晚)?\d{{1,2}}(?::\d\d|点半?))?)+"
)
"""A second day or time in one schedule: 每天8点和20点, 每周一至周五."""


def schedules(folded: str, start: int) -> Iterator[Word]:
    """The schedule that starts here, if one does; its value is (kind, arguments, what was assumed)."""
    if start and folded[:start].strip():
        return
    cron = _CRON.match(folded, start)
    if cron:
        yield _word(folded, start, cron.end(), ("cron", (cron.group(1),), ()))
    every = max(_every(folded, start), key=lambda word: word.end, default=None)
    if every:
        yield every
        return
    weekly = _WEEKLY.match(folded, start)
    if weekly:
        spoken = next((part for part in weekly.groups() if part), None)
        day = _weekday(spoken) if spoken else "1"
        yield _timed(folded, start, weekly.end(), ("weekly", (day,), () if spoken else ("monday",)))
        return
    dated = _YEARLY_DATE.match(folded, start)
    if dated:
        yield _word(folded, start, dated.end(), ("yearly", (DEFAULT_TIME,), ("date_in_year",)))
        return
    for kind, pattern in _SIMPLE:
        found = pattern.match(folded, start)
        if found:
            yield _timed(folded, start, found.end(), (kind, (), ()))
            return
    monthly = _MONTHLY.match(folded, start)
    if monthly:
        last, day, last_en, day_en = monthly.groups()
        number = _digits(day or day_en or "1")
        argument = "last" if last or last_en else number
        assumed = () if last or last_en or day or day_en else ("first",)
        yield _timed(folded, start, monthly.end(), ("monthly", (argument,), assumed))


def _weekday(spoken: str) -> str:
    """1 for Monday … 7; what is no day of the week stays as it is written."""
    return spoken if spoken.isdecimal() else _DAYS.get(spoken) or _DAYS.get(f"周{spoken}", spoken)


def _every(folded: str, start: int) -> Iterator[Word]:
    """每15分钟, 每一个半小时, every hour: in whole hours, or else in whole minutes."""
    hourly = _HOURLY.match(folded, start)
    if hourly:
        yield _word(folded, start, hourly.end(), ("every", ("1", "h"), ()))
    lead = _EVERY.match(folded, start)
    if lead is None:
        return
    for end, number in (*numbers_at(folded, lead.end()), (lead.end(), Decimal(1))):
        for stop, amount, unit in durations(folded, skip_space(folded, end), number):
            length = _whole(Decimal(amount), unit)
            if length is not None:
                yield _word(folded, start, stop, ("every", length, ()))
            elif end > lead.end():
                yield _word(folded, start, stop, ("every", (amount, unit), ()))


def _whole(amount: Decimal, unit: str) -> tuple[str, str] | None:
    if unit == "h" and amount % 1:
        amount, unit = amount * 60, "min"
    return (plain(amount), unit) if unit in ("h", "min") and not amount % 1 else None


def _digits(text: str) -> str:
    if text.isdecimal():
        return str(int(text))
    return plain(chinese_number(text) or Decimal(1))


def _timed(folded: str, start: int, end: int, plan: Plan) -> Word:
    word = _at(folded, start, end, plan)
    more = MORE.match(folded, word.end)
    if more is None:
        return word
    kind, args, assumed = word.value
    return _word(folded, start, more.end(), (kind, args, (*assumed, "several")))


def _at(folded: str, start: int, end: int, plan: Plan) -> Word:
    kind, args, assumed = plan
    at = _AT.match(folded, end)
    position = at.end() if at else end
    for clock in literals.times(folded, position):
        return _word(folded, start, clock.end, (kind, (*args, str(clock.value)), assumed))
    return _word(folded, start, end, (kind, (*args, DEFAULT_TIME), (*assumed, "time")))


def _word(folded: str, start: int, end: int, plan: Plan) -> Word:
    return Word("SCHEDULE", start, end, folded[start:end], plan, "literal")
