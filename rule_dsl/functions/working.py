"""Functions on working days and hours, by the app's calendar.

The samples hold for a calendar of Monday to Friday, 9:00 to 12:00 and 13:00 to 18:00, with one
holiday (2026-10-01) and one make-up Saturday (2026-10-10), in Asia/Shanghai.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from rule_dsl.functions.base import (
    MOMENT_KINDS,
    NUMERIC_KINDS,
    TEMPORAL_KINDS,
    Function,
    Param,
    Sample,
)
from rule_dsl.types import BOOL, DATE, MOMENT, NUMBER, Type

D = Param("date", "日期", TEMPORAL_KINDS)
COUNT = Param("count", "天数", NUMERIC_KINDS)
THURSDAY = date(2026, 10, 1)


def _entry(
    name: str, zh: str, params: tuple[Param, ...], doc: tuple[str, str], *samples: Sample
) -> Function:
    """An entry computed by the calendar's method of the same name."""
    returns: dict[str, Type] = {"ISWORKDAY": BOOL, "WORKHOURS": NUMBER, "NETWORKDAYS": NUMBER}
    return Function(
        name=name,
        zh=tuple(zh.split()),
        group="working",
        params=params,
        returns=MOMENT if name == "ADDWORKHOURS" else returns.get(name, DATE),
        doc={"zh": doc[0], "en": doc[1]},
        samples=samples,
        moments="local" if "HOURS" in name else "date",
    )


FUNCTIONS: tuple[Function, ...] = (
    _entry(
        "WORKDAY",
        "推移工作日",
        (D, COUNT),
        ("若干个工作日之后（负数为之前）的日期。", "The date so many working days later."),
        Sample((date(2026, 9, 30), 1), date(2026, 10, 2)),
        Sample((date(2026, 10, 9), 1), date(2026, 10, 10)),
        Sample((date(2026, 10, 12), -1), date(2026, 10, 10)),
        Sample((date(2026, 10, 11), 0), date(2026, 10, 11)),
    ),
    _entry(
        "NETWORKDAYS",
        "工作日数",
        (Param("from", "起", TEMPORAL_KINDS), Param("to", "止", TEMPORAL_KINDS)),
        (
            "两个日期之间（含两端）的工作日数；倒过来为负。",
            "The working days from one date to another, both included; negative backwards.",
        ),
        Sample((date(2026, 9, 28), date(2026, 10, 11)), 10),
        Sample((date(2026, 10, 11), date(2026, 9, 28)), -10),
        Sample((date(2026, 10, 11), date(2026, 10, 11)), 0),
    ),
    _entry(
        "ISWORKDAY",
        "是工作日",
        (D,),
        ("该日是工作日。", "Whether the date is a working day."),
        Sample((THURSDAY,), False),
        Sample((date(2026, 10, 10),), True),
        Sample((None,), False),
    ),
    _entry(
        "NEXTWORKDAY",
        "顺延工作日",
        (D,),
        ("该日或其后的第一个工作日。", "The date itself, or the first working day after it."),
        Sample((THURSDAY,), date(2026, 10, 2)),
        Sample((date(2026, 10, 2),), date(2026, 10, 2)),
    ),
    _entry(
        "PREVWORKDAY",
        "提前工作日",
        (D,),
        ("该日或其前的最后一个工作日。", "The date itself, or the last working day before it."),
        Sample((THURSDAY,), date(2026, 9, 30)),
    ),
    _entry(
        "WORKHOURS",
        "工作小时数",
        (Param("from", "起", MOMENT_KINDS), Param("to", "止", MOMENT_KINDS)),
        (
            "两个时间之间的工作小时数；倒过来为负。",
            "The working hours from one moment to another; negative backwards.",
        ),
        Sample(
            (
                datetime(2026, 9, 30, 9, 0, tzinfo=UTC),
                datetime(2026, 10, 2, 2, 0, tzinfo=UTC),
            ),
            2,
        ),
    ),
    _entry(
        "ADDWORKHOURS",
        "推移工作小时",
        (Param("moment", "时间", MOMENT_KINDS), Param("hours", "小时数", NUMERIC_KINDS)),
        (
            "若干个工作小时之后（负数为之前）的时间。",
            "The moment so many working hours later (earlier when negative).",
        ),
        Sample(
            (datetime(2026, 9, 30, 9, 0, tzinfo=UTC), 2),
            datetime(2026, 10, 2, 2, 0, tzinfo=UTC),
        ),
    ),
)
