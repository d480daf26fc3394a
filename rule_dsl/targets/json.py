"""Operations as JSON, for the browser's interpreter (``assets/js/rules/evaluate.js``).

An operation is ``[name, sort, constant part, operand …]``. The browser has the record alone, so
whatever reads another record or the past is refused here, when a rule or field is saved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from rule_dsl.calendar import Calendar, Zone
from rule_dsl.targets.elaborate import elaborate
from rule_dsl.targets.ops import Op, Refused
from rule_dsl.tree import Node
from rule_dsl.values import Months, WorkingDays, WorkingTime, microseconds, number_text
from rule_dsl.vocabulary import Vocabulary

Json = Any

REFUSED = frozenset(
    "follow trend trend_own changed_at rows_changed_at possible_since happened".split()
)
"""Operations that read other records or the past; rows are refused unless they are lines."""


def compile_json(tree: Node, vocabulary: Vocabulary, subject: str) -> Json:
    """The JSON of an expression over the subject's record.

    Raises:
        Refused: ``other_records``, when the expression reads more than the record at hand.
    """
    return dump_op(elaborate(tree, vocabulary, subject))


def dump_op(op: Op) -> Json:
    """One operation."""
    if op.name in REFUSED:
        raise Refused("other_records", op.name)
    return [op.name, op.sort, _constant(op), *map(dump_op, op.args)]


def _constant(op: Op) -> Json:
    if op.source is not None:
        if op.source.kind != "lines":
            raise Refused("other_records", op.source.form)
        return {"lines": op.source.key, "count": op.value}
    if op.name == "among":
        return [dump_value(each) for each in sorted(op.value)]
    if op.name == "rank":
        return list(op.value)
    return dump_value(op.value)


_DUMPS: Mapping[type, Callable[[Any], Json]] = {
    Decimal: number_text,
    datetime: datetime.isoformat,
    date: date.isoformat,
    timedelta: lambda length: str(microseconds(length)),
    frozenset: sorted,
    Months: lambda length: {"months": length.count},
    WorkingDays: lambda length: {"wd": length.count},
    WorkingTime: lambda length: {"wh": str(length.microseconds)},
    tuple: lambda rows: [dump_record(row) for row in rows],
}


def dump_value(value: Any) -> Json:
    """A value as the interpreter loads it: exact numbers and lengths are texts."""
    dump = _DUMPS.get(type(value))
    return value if dump is None else dump(value)


def dump_record(record: Mapping[str, Any]) -> Json:
    """A record's values, its lines included."""
    return {key: dump_value(value) for key, value in record.items()}


def dump_zone(zone: Zone) -> Json:
    """A zone's transitions. Microseconds go as texts: they are beyond a double's exact range."""
    return {"starts": [str(start) for start in zone.starts], "offsets": list(zone.offsets)}


def dump_calendar(calendar: Calendar) -> Json:
    """A working calendar."""
    return {
        "weekly": sorted(calendar.weekly),
        "added": list(calendar.added),
        "taken": list(calendar.taken),
        "hours": [list(span) for span in calendar.spans],
    }
