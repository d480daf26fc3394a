"""Functions on dates, moments and durations. A moment's date is the one in the app's zone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from rule_dsl.functions.base import (
    DATE_KINDS,
    DURATION_KINDS,
    MOMENT_KINDS,
    NUMERIC_KINDS,
    TEMPORAL_KINDS,
    TEXT_KINDS,
    Function,
    Param,
    Returns,
    Sample,
)
from rule_dsl.functions.compute import date as compute
from rule_dsl.types import BOOL, DATE, DURATION, MOMENT, NUMBER, Type

D = Param("date", "日期", TEMPORAL_KINDS)
M = Param("moment", "时间", MOMENT_KINDS)
FROM = Param("from", "起", TEMPORAL_KINDS)
TO = Param("to", "止", TEMPORAL_KINDS)
LENGTH = Param("duration", "时长", DURATION_KINDS)
COUNT = Param("count", "个数", NUMERIC_KINDS)
NINTH = date(2026, 11, 9)
FRIDAY = datetime(2026, 11, 20, 2, 30, 15, tzinfo=UTC)


def _moved(arg_types: Sequence[Type]) -> Type:
    return MOMENT if arg_types[0].kind == "moment" else DATE


_RETURNS: Mapping[str, Returns] = (
    dict.fromkeys(
        "TODAY DATE DATEVALUE DATEOF EOMONTH STARTOFWEEK ENDOFWEEK STARTOFMONTH STARTOFQUARTER "
        "ENDOFQUARTER STARTOFYEAR ENDOFYEAR".split(),
        DATE,
    )
    | dict.fromkeys("NOW MOMENT".split(), MOMENT)
    | {"EDATE": _moved, "ISLEAPYEAR": BOOL, "DURATION": DURATION}
)
_LOCAL = frozenset("HOUR MINUTE SECOND".split())
_AS_IS = frozenset("HOURSBETWEEN MINUTESBETWEEN EDATE".split())


def _entry(
    name: str, zh: str, params: tuple[Param, ...], doc: tuple[str, str], *samples: Sample
) -> Function:
    """An entry whose computation bears its name in lower case; what reads the clock has none."""
    moments: Literal["as_is", "date", "local"] = "local" if name in _LOCAL else "date"
    return Function(
        name=name,
        zh=tuple(zh.split()),
        group="date",
        params=params,
        returns=_RETURNS.get(name, NUMBER),
        doc={"zh": doc[0], "en": doc[1]},
        samples=samples,
        compute=getattr(compute, name.lower() + "_", None) or getattr(compute, name.lower(), None),
        moments="as_is" if name in _AS_IS else moments,
    )


FUNCTIONS: tuple[Function, ...] = (
    _entry("TODAY", "今天", (), ("今天的日期。", "Today's date.")),
    _entry("NOW", "现在 当前时间", (), ("现在的时间。", "The present moment.")),
    _entry(
        "DATE",
        "日期",
        (
            Param("year", "年", NUMERIC_KINDS),
            Param("month", "月", NUMERIC_KINDS),
            Param("day", "日", NUMERIC_KINDS),
        ),
        (
            "由年、月、日组成的日期；月、日超出范围时顺延。",
            "The date of a year, month and day; months and days beyond the range run on.",
        ),
        Sample((2026, 11, 21), date(2026, 11, 21)),
        Sample((2026, 13, 1), date(2027, 1, 1)),
        Sample((2026, 3, 0), date(2026, 2, 28)),
        Sample((10000, 1, 1), None),
    ),
    _entry(
        "DATEVALUE",
        "转日期",
        (Param("text", "文本", TEXT_KINDS),),
        (
            "把文本读作日期：2026-11-21、2026/11/21 或 2026年11月21日；读不出为空。",
            "The date a text says: 2026-11-21, 2026/11/21 or 2026年11月21日; else empty.",
        ),
        Sample(("2026-11-21",), date(2026, 11, 21)),
        Sample(("2026/2/3",), date(2026, 2, 3)),
        Sample(("2026年2月3日",), date(2026, 2, 3)),
        Sample(("2026-02-30",), None),
        Sample(("soon",), None),
    ),
    _entry(
        "DATEOF",
        "取日期",
        (D,),
        ("时间所在的日期。", "The date of a moment."),
        Sample((FRIDAY,), date(2026, 11, 20)),
    ),
    _entry(
        "MOMENT",
        "组成时间",
        (
            Param("date", "日期", DATE_KINDS),
            Param("hour", "时", NUMERIC_KINDS),
            Param("minute", "分", NUMERIC_KINDS, optional=True),
            Param("second", "秒", NUMERIC_KINDS, optional=True),
        ),
        (
            "某日某时某分某秒的时间（应用所在时区）。",
            "The moment at a time of a day, in the app's zone.",
        ),
        Sample((NINTH, 10, 30), datetime(2026, 11, 9, 2, 30, tzinfo=UTC)),
        Sample((NINTH, 24), datetime(2026, 11, 9, 16, 0, tzinfo=UTC)),
        Sample((NINTH, -1), None),
        Sample((NINTH, 25), None),
    ),
    _entry("YEAR", "年份", (D,), ("年份。", "The year."), Sample((NINTH,), 2026)),
    _entry("MONTH", "月份", (D,), ("月份，1 到 12。", "The month, 1 to 12."), Sample((NINTH,), 11)),
    _entry("DAY", "日号", (D,), ("当月第几天。", "The day of the month."), Sample((NINTH,), 9)),
    _entry(
        "HOUR",
        "小时数",
        (M,),
        ("时间的小时，0 到 23。", "The hour, 0 to 23."),
        Sample((FRIDAY,), 10),
    ),
    _entry("MINUTE", "分钟数", (M,), ("时间的分钟。", "The minute."), Sample((FRIDAY,), 30)),
    _entry("SECOND", "秒数", (M,), ("时间的秒。", "The second."), Sample((FRIDAY,), 15)),
    _entry(
        "WEEKDAY",
        "星期几",
        (D, Param("type", "方式", NUMERIC_KINDS, optional=True)),
        (
            "星期几：方式 1（默认）周日为 1，方式 2 周一为 1，方式 3 周一为 0。",
            "The day of the week: type 1 (default) Sunday is 1, type 2 Monday is 1, type 3 Monday is 0.",
        ),
        Sample((NINTH,), 2),
        Sample((NINTH, 2), 1),
        Sample((NINTH, 3), 0),
        Sample((NINTH, 9), None),
    ),
    _entry(
        "ISOWEEKNUM",
        "周数",
        (D,),
        ("一年中的第几周（ISO，周一开始）。", "The ISO week of the year."),
        Sample((date(2027, 1, 1),), 53),
        Sample((NINTH,), 46),
    ),
    _entry(
        "WEEKNUM",
        "年内周数",
        (D, Param("type", "方式", NUMERIC_KINDS, optional=True)),
        (
            "1 月 1 日所在周为第 1 周；方式 1（默认）周日开始，方式 2 周一开始，方式 21 为 ISO 周。",
            (
                "The week of the year, January 1st in week 1; weeks start on Sunday (type 1, the "
                "default) or Monday (type 2); type 21 is the ISO week."
            ),
        ),
        Sample((date(2027, 1, 1),), 1),
        Sample((date(2026, 11, 8),), 46),
        Sample((date(2026, 11, 8), 2), 45),
        Sample((date(2027, 1, 1), 21), 53),
    ),
    _entry("QUARTER", "季度数", (D,), ("第几季度。", "The quarter."), Sample((NINTH,), 4)),
    _entry(
        "DAYOFYEAR",
        "年内天数",
        (D,),
        ("当年第几天。", "The day of the year."),
        Sample((date(2024, 12, 31),), 366),
    ),
    _entry(
        "DAYSINMONTH",
        "当月天数",
        (D,),
        ("当月有几天。", "How many days the month has."),
        Sample((date(2024, 2, 9),), 29),
    ),
    _entry(
        "ISLEAPYEAR",
        "是闰年",
        (D,),
        ("日期在闰年。", "Whether the date is in a leap year."),
        Sample((date(2024, 2, 9),), True),
        Sample((date(2100, 2, 9),), False),
        Sample((None,), False),
    ),
    _entry(
        "EDATE",
        "推移月份",
        (D, Param("months", "月数", NUMERIC_KINDS)),
        (
            "若干个月后的同一天；没有这一天时取月末。",
            "The same day some months later, or that month's last day.",
        ),
        Sample((date(2026, 1, 31), 1), date(2026, 2, 28)),
        Sample((date(2026, 3, 31), -1), date(2026, 2, 28)),
        Sample((FRIDAY, 1), datetime(2026, 12, 20, 2, 30, 15, tzinfo=UTC)),
    ),
    _entry(
        "EOMONTH",
        "月末",
        (D, Param("months", "月数", NUMERIC_KINDS, optional=True)),
        ("若干个月后（默认当月）的最后一天。", "The last day of the month some months later."),
        Sample((NINTH,), date(2026, 11, 30)),
        Sample((NINTH, 3), date(2027, 2, 28)),
    ),
    _entry(
        "STARTOFWEEK",
        "周初",
        (D,),
        ("本周的周一。", "The Monday of the week."),
        Sample((date(2026, 11, 15),), NINTH),
    ),
    _entry(
        "ENDOFWEEK",
        "周末日",
        (D,),
        ("本周的周日。", "The Sunday of the week."),
        Sample((NINTH,), date(2026, 11, 15)),
    ),
    _entry(
        "STARTOFMONTH",
        "月初",
        (D,),
        ("当月第一天。", "The first day of the month."),
        Sample((NINTH,), date(2026, 11, 1)),
    ),
    _entry(
        "STARTOFQUARTER",
        "季初",
        (D,),
        ("当季第一天。", "The first day of the quarter."),
        Sample((NINTH,), date(2026, 10, 1)),
    ),
    _entry(
        "ENDOFQUARTER",
        "季末",
        (D,),
        ("当季最后一天。", "The last day of the quarter."),
        Sample((NINTH,), date(2026, 12, 31)),
    ),
    _entry(
        "STARTOFYEAR",
        "年初",
        (D,),
        ("当年第一天。", "The first day of the year."),
        Sample((NINTH,), date(2026, 1, 1)),
    ),
    _entry(
        "ENDOFYEAR",
        "年末",
        (D,),
        ("当年最后一天。", "The last day of the year."),
        Sample((NINTH,), date(2026, 12, 31)),
    ),
    _entry(
        "DAYS",
        "相差天数",
        (TO, FROM),
        ("从后一个日期到前一个日期的天数。", "The days from the second date to the first."),
        Sample((date(2026, 11, 21), NINTH), 12),
        Sample((NINTH, date(2026, 11, 21)), -12),
    ),
    _entry(
        "DATEDIF",
        "日期间隔",
        (FROM, TO, Param("unit", "单位", TEXT_KINDS)),
        (
            '两个日期相隔的整年 "y"、整月 "m"、天数 "d"，或去掉整年的月 "ym"、天 "yd"，去掉整月的天 "md"。',
            'Whole years "y", months "m" or days "d" between two dates; "ym", "yd", "md" the rest.',
        ),
        Sample((date(2024, 2, 29), date(2025, 2, 28), "y"), 0),
        Sample((date(2024, 1, 15), date(2026, 11, 9), "m"), 33),
        Sample((date(2024, 1, 15), date(2026, 11, 9), "ym"), 9),
        Sample((date(2024, 1, 15), date(2026, 11, 9), "md"), 25),
        Sample((date(2024, 1, 15), date(2024, 2, 1), "D"), 17),
        Sample((date(2007, 1, 1), date(2008, 7, 1), "yd"), 182),
        Sample((NINTH, date(2024, 1, 15), "d"), None),
    ),
    _entry(
        "HOURSBETWEEN",
        "相差小时",
        (Param("from", "起", MOMENT_KINDS), Param("to", "止", MOMENT_KINDS)),
        ("两个时间相差的小时数，可带小数。", "The hours from one moment to another."),
        Sample((FRIDAY, FRIDAY + timedelta(minutes=90)), "1.5"),
    ),
    _entry(
        "MINUTESBETWEEN",
        "相差分钟",
        (Param("from", "起", MOMENT_KINDS), Param("to", "止", MOMENT_KINDS)),
        ("两个时间相差的分钟数，可带小数。", "The minutes from one moment to another."),
        Sample((FRIDAY, FRIDAY + timedelta(minutes=90)), 90),
    ),
    _entry(
        "INDAYS",
        "折合天数",
        (LENGTH,),
        ("时长折合的天数。", "A duration in days."),
        Sample((timedelta(hours=36),), "1.5"),
    ),
    _entry(
        "INHOURS",
        "折合小时",
        (LENGTH,),
        ("时长折合的小时数。", "A duration in hours."),
        Sample((timedelta(minutes=90),), "1.5"),
    ),
    _entry(
        "INMINUTES",
        "折合分钟",
        (LENGTH,),
        ("时长折合的分钟数。", "A duration in minutes."),
        Sample((timedelta(seconds=90),), "1.5"),
    ),
    _entry(
        "DURATION",
        "组成时长",
        (COUNT, Param("unit", "单位", TEXT_KINDS)),
        (
            '若干单位的时长，单位为 "s"、"min"、"h"、"d" 或 "w"。',
            'A duration of so many units: "s", "min", "h", "d" or "w".',
        ),
        Sample(("1.5", "h"), timedelta(minutes=90)),
        Sample((2, "d"), timedelta(days=2)),
        Sample((2, "mo"), None),
    ),
)
