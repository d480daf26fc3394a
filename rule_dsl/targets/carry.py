"""What generated programs call: the operations that are more than one Python operator."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from rule_dsl import values
from rule_dsl.calendar import LOCAL_EPOCH, MICROSECOND, at_instant, instant
from rule_dsl.functions import FUNCTIONS
from rule_dsl.functions.compute import date as dates
from rule_dsl.functions.compute import text as texts
from rule_dsl.targets.ops import Sort, Source
from rule_dsl.targets.scope import CREATED, ID, Scope
from rule_dsl.values import Duration, Months, Row, WorkingDays, bounded, microseconds, whole

HOUR = Decimal(3600 * 10**6)
DAY = Decimal(86400 * 10**6)
Condition = Callable[[Scope, Row, Row], Any]
Shape = tuple[int, bool, str]
"""How many days, whether they rise, and how a day's records come to its value."""
WAYS = ("last", "sum", "average", "max", "min", "count", "kept")
_OF_DAY: Mapping[str, Callable[..., Decimal | None]] = {
    way: compute for way in WAYS[1:-1] if (compute := FUNCTIONS[way.upper()].compute) is not None
}


def clean(value: Any, sort: Sort) -> Any:
    """A stored value as the language sees it: '' and no keys are empty, no tick is false."""
    if sort == "bool":
        return value is True
    if sort == "keys":
        return frozenset(value) or None if value else None
    if sort == "rows":
        return tuple(value or ())
    return None if value == "" else value


def keys(value: Any) -> frozenset[str] | None:
    """Several choices as a set, none as empty."""
    return frozenset(value) or None if value else None


def follow(scope: Scope, form: str, record_id: str | None, key: str, sort: Sort) -> Any:
    """A field of a linked record; empty when there is none."""
    row = None if not record_id else scope.related.link(form, record_id)
    return clean(None if row is None else row.get(key), sort)


def param(scope: Scope, key: str, sort: Sort) -> Any:
    """A parameter's value; one in months or working time has no length of its own."""
    value = clean(scope.params.get(key), sort)
    return None if sort == "duration" and not isinstance(value, timedelta) else value


def plus(moment: datetime | None, length: timedelta | None) -> datetime | None:
    """A moment that much later, if the calendar has it."""
    if moment is None or length is None:
        return None
    return at_instant(instant(moment) + microseconds(length))


def span_add(left: timedelta | None, right: timedelta | None) -> timedelta | None:
    """The sum of two lengths."""
    return None if left is None or right is None else bounded(left + right)


def span_subtract(left: timedelta | None, right: timedelta | None) -> timedelta | None:
    """The difference of two lengths."""
    return None if left is None or right is None else bounded(left - right)


def span_scale(length: timedelta | None, factor: Decimal | None) -> timedelta | None:
    """A length so many times, in whole microseconds."""
    if length is None or factor is None:
        return None
    product = values.multiply(Decimal(microseconds(length)), factor)
    return None if product is None else dates.of_microseconds(product)


def span_divide(length: timedelta | None, divisor: Decimal | None) -> timedelta | None:
    """A part of a length, in whole microseconds."""
    if length is None:
        return None
    part = values.divide(Decimal(microseconds(length)), divisor)
    return None if part is None else dates.of_microseconds(part)


def span_ratio(left: timedelta | None, right: timedelta | None) -> Decimal | None:
    """How many times the one length is in the other."""
    if left is None or right is None:
        return None
    return values.divide(Decimal(microseconds(left)), Decimal(microseconds(right)))


def span_of_days(days: Decimal | None) -> timedelta | None:
    """So many days as a length."""
    return dates.duration(days, "d")


def shift(scope: Scope, base: Any, amount: Duration | None, sign: int) -> Any:
    """A date or moment moved by any duration: calendar ones go by the app's zone and calendar."""
    if base is None or amount is None:
        return None
    if isinstance(amount, timedelta):
        return _shift_exactly(base, amount * sign)
    if isinstance(amount, WorkingDays | Months):
        return _shift_days(scope, base, amount, sign)
    if not isinstance(base, datetime):
        return None
    if amount.microseconds == 0:
        return base
    moved = add_time(scope, scope.table.local(base), amount.microseconds * sign)
    return scope.table.moment(moved)


def _shift_exactly(base: Any, amount: timedelta) -> Any:
    if isinstance(base, datetime):
        return plus(base, amount)
    days = abs(amount) // timedelta(days=1)
    return dates.plus_days(base, Decimal(days if amount >= timedelta() else -days))


def _shift_days(scope: Scope, base: Any, amount: Months | WorkingDays, sign: int) -> Any:
    """By months or working days; a moment keeps its local time of day."""
    local = scope.table.local(base) if isinstance(base, datetime) else None
    if isinstance(base, datetime) and local is None:
        return None
    day = base if local is None else local.date()
    if isinstance(amount, Months):
        moved = dates.plus_months(day, amount.count * sign)
    else:
        moved = scope.calendar.add_days(day, amount.count * sign)
    if local is None or moved is None:
        return moved
    return scope.table.moment(datetime.combine(moved, local.time()))


def add_time(scope: Scope, local: datetime | None, number: int) -> datetime | None:
    """A local time so many working microseconds later."""
    if local is None:
        return None
    moved = scope.calendar.add_time((local - LOCAL_EPOCH) // MICROSECOND, number)
    return None if moved is None else _local_at(moved)


def _local_at(count: int) -> datetime | None:
    found = at_instant(count)
    return None if found is None else found.replace(tzinfo=None)


def addworkhours(scope: Scope, local: datetime | None, hours: Decimal | None) -> datetime | None:
    """A local time so many working hours later."""
    length = None if hours is None else dates.duration(hours, "h")
    return None if length is None else add_time(scope, local, microseconds(length))


def workhours(scope: Scope, start: datetime | None, end: datetime | None) -> Decimal | None:
    """Working hours between two local times."""
    if start is None or end is None:
        return None
    counts = [
        scope.calendar.time_count((local - LOCAL_EPOCH) // MICROSECOND) for local in (start, end)
    ]
    return values.divide(Decimal(counts[1] - counts[0]), HOUR)


def workday(scope: Scope, day: date | None, count: Decimal | None) -> date | None:
    """The day so many working days later."""
    return None if day is None or count is None else scope.calendar.add_days(day, whole(count))


def networkdays(scope: Scope, start: date | None, end: date | None) -> Decimal | None:
    """Working days between two days, both included."""
    if start is None or end is None:
        return None
    return Decimal(scope.calendar.days_between(start, end))


def edate_clock(local: datetime | None, months: Decimal | None) -> datetime | None:
    """The same local time some months later."""
    if local is None or months is None:
        return None
    moved = dates.plus_months(local.date(), whole(months))
    return None if moved is None else datetime.combine(moved, local.time())


def days(count: int) -> timedelta:
    """So many days."""
    return timedelta(days=count)


def places(keys_in_order: Sequence[str]) -> dict[str, Decimal]:
    """Each option's place in the declared order."""
    return {key: Decimal(place) for place, key in enumerate(keys_in_order)}


def rank(key: str | None, order: dict[str, Decimal]) -> Decimal | None:
    """An option's place in the declared order."""
    return None if key is None else order.get(key)


def nth(index: Decimal | None, *options: Any) -> Any:
    """The value at a place, from 1."""
    if index is None or not 1 <= whole(index) <= len(options):
        return None
    return options[whole(index) - 1]


def first_of(*options: Any) -> Any:
    """The first value that is not empty."""
    return next((option for option in options if option is not None), None)


def rows(
    scope: Scope, source: Source, record: Row, anchor: str | None, within: Duration | None
) -> Sequence[Row]:
    """The rows of a source, oldest first, in its window and without the record itself."""
    if source.kind == "lines":
        return tuple(record.get(source.key) or ())
    if source.kind == "all":
        found = scope.related.rows(source.form)
    else:
        found = scope.related.rows(source.form, source.by, anchor) if anchor else ()
    if source.but_itself:
        found = [row for row in found if row.get(ID) != record.get(ID)]
    if source.within is not None:
        found = [row for row in found if _is_recent(scope, source, row, within)]
    return found if source.limit is None else found[-source.limit :]


def _is_recent(scope: Scope, source: Source, row: Row, within: Duration | None) -> bool:
    """Whether a row's business time lies after now less the window, and not after now."""
    time = row.get(source.time)
    clock: Any = scope.now if source.time_sort == "moment" else scope.today
    start = shift(scope, clock, within, -1)
    return time is not None and start is not None and start < time <= clock


def trend(
    scope: Scope, found: Sequence[Row], source: Source, value: Condition, shape: Shape
) -> bool:
    """Whether each of the last days' values, one for the records of a day, beats the day before."""
    daily: list[tuple[date | None, Decimal | None]] = []
    for row in found:
        time = row.get(source.time)
        day = scope.table.day(time) if isinstance(time, datetime) else time
        daily.append((day, value(scope, row, row)))
    return runs(scope.today, daily, shape)


def trend_own(scope: Scope, record: Row, about: tuple[str, str, int, bool]) -> bool:
    """The same for the values one field of the record has had."""
    form, key, *shape = about
    remembered = getattr(scope.related, "daily", None)
    daily = {} if remembered is None else remembered(form, record, key)
    return runs(scope.today, sorted(daily.items()), (shape[0], bool(shape[1]), "kept"))


def runs(today: date, written: Iterable[tuple[date | None, Decimal | None]], shape: Shape) -> bool:
    """Whether the newest days, ending today or yesterday, rise or fall without a gap.

    ``kept`` values stand until the next is written; of records each day has its own.
    """
    days, rising, how = shape
    daily: dict[date, list[Decimal | None]] = {}
    for day, value in written:
        if day is not None and day <= today:
            daily.setdefault(day, []).append(value)
    newest = max(daily, default=None)
    if newest is None or (today - newest).days > 1:
        return False
    values = [_of_day(daily, newest - timedelta(back), how) for back in range(days + 1)]
    return all(_beats(values[back], values[back + 1], rising) for back in range(days))


def _of_day(daily: Mapping[date, Sequence[Decimal | None]], day: date, how: str) -> Decimal | None:
    if how == "kept":
        day = max((known for known in daily if known <= day), default=day)
    found = daily.get(day)
    if not found:
        return None
    if how in ("last", "kept"):
        return found[-1]
    result: Decimal | None = _OF_DAY[how](*found)
    return result


def _beats(later: Decimal | None, earlier: Decimal | None, rising: bool) -> bool:
    if later is None or earlier is None:
        return False
    return later > earlier if rising else later < earlier


def changed_at(scope: Scope, record: Row, form: str, fields: tuple[str, ...]) -> datetime | None:
    """Since when none of the fields has changed."""
    times = [scope.related.changed_at(form, record, key) for key in fields]
    known = [time for time in times if time is not None]
    return max(known) if len(known) == len(times) else None


def rows_changed_at(
    scope: Scope, source: Source, record: Row, anchor: str | None
) -> datetime | None:
    """When the newest of linked records last changed; where there is none, the record's creation."""
    newest = scope.related.rows_changed_at(source.form, source.by, anchor) if anchor else None
    created: datetime | None = record.get(CREATED)
    return newest or created


NAMES: dict[str, Any] = {
    name: globals()[name]
    for name in (
        "follow param keys plus span_add span_subtract span_scale span_divide span_ratio "
        "span_of_days shift addworkhours workhours workday networkdays rank nth first_of rows "
        "trend trend_own changed_at rows_changed_at"
    ).split()
} | {
    "add": values.add,
    "subtract": values.subtract,
    "multiply": values.multiply,
    "divide": values.divide,
    "negate": values.negate,
    "plus_days": dates.plus_days,
    "text_of": texts.text_of,
}
