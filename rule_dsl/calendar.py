"""Time zones and working time, as tables that every target reads the same way.

A :class:`Zone` holds its transitions (from the ``tzdata`` package through ``zoneinfo``), because a
database or a browser brings its own and possibly older zones. After 2100 the last offset stays.
A :class:`Calendar` counts working days by sums, not by walking, so that no span is too long.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LOCAL_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  (a local time has no zone)
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
MICROSECOND = timedelta(microseconds=1)
SECOND = 10**6
DAY = 86400 * SECOND
FIRST_MOMENT = (datetime(1, 1, 1, tzinfo=UTC) - EPOCH) // MICROSECOND
LAST_MOMENT = (datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC) - EPOCH) // MICROSECOND
LAST_ORDINAL = date.max.toordinal()
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_PROBE = timedelta(days=2)


def instant(moment: datetime) -> int:
    """Microseconds since 1970 in UTC."""
    return (moment - EPOCH) // MICROSECOND


def at_instant(count: int) -> datetime | None:
    """The moment at so many microseconds, if it is in the years 1 to 9999."""
    return EPOCH + timedelta(microseconds=count) if FIRST_MOMENT <= count <= LAST_MOMENT else None


@dataclass(frozen=True)
class Zone:
    """A zone: before ``starts[0]`` (microseconds) ``offsets[0]`` holds (seconds), and so on."""

    key: str
    starts: tuple[int, ...]
    offsets: tuple[int, ...]

    @cached_property
    def walls(self) -> tuple[int, ...]:
        """Local times from which the next offset is sure: in a gap or overlap the first holds."""
        pairs = zip(self.starts, self.offsets, self.offsets[1:], strict=False)
        return tuple(start + max(before, after) * SECOND for start, before, after in pairs)

    def local(self, moment: datetime | None) -> datetime | None:
        """The local time of a moment, without zone."""
        if moment is None:
            return None
        count = instant(moment)
        count += self.offsets[bisect_right(self.starts, count)] * SECOND
        if not FIRST_MOMENT <= count <= LAST_MOMENT:
            return None
        return LOCAL_EPOCH + timedelta(microseconds=count)

    def moment(self, local: datetime | None) -> datetime | None:
        """The moment of a local time: the earlier of two; in a gap, as if it had not come yet."""
        if local is None:
            return None
        count = (local - LOCAL_EPOCH) // MICROSECOND
        return at_instant(count - self.offsets[bisect_right(self.walls, count)] * SECOND)

    def day(self, moment: datetime | None) -> date | None:
        """The date of a moment."""
        local = self.local(moment)
        return None if local is None else local.date()


@lru_cache(maxsize=64)
def zone_of(info: ZoneInfo) -> Zone:
    """The zone's table, found by probing its offsets and halving between two that differ."""
    starts: list[int] = []
    offsets: list[int] = []
    at = datetime(_FIRST_YEAR, 1, 1, tzinfo=UTC)
    end = datetime(_LAST_YEAR, 1, 1, tzinfo=UTC)
    offset = _offset(info, at)
    offsets.append(offset)
    while at < end:
        following = at + _PROBE
        if _offset(info, following) != offset:
            following = _change(info, at, following)
            offset = _offset(info, following)
            starts.append(instant(following))
            offsets.append(offset)
        at = following
    return Zone(info.key, tuple(starts), tuple(offsets))


def _offset(info: ZoneInfo, moment: datetime) -> int:
    return int((moment.astimezone(info).utcoffset() or timedelta()).total_seconds())


def _change(info: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The first second in (low, high] with another offset than at ``low``."""
    before = _offset(info, low)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        if _offset(info, middle) == before:
            low = middle
        else:
            high = middle
    return high


@dataclass(frozen=True)
class Calendar:
    """Which days and hours are working time.

    ``weekly`` are weekdays (Monday is 0), ``hours`` spans of minutes of the day, in order.
    A make-up day works although the week or a holiday says otherwise.
    """

    weekly: frozenset[int] = frozenset(range(5))
    holidays: frozenset[date] = frozenset()
    make_up: frozenset[date] = frozenset()
    hours: tuple[tuple[int, int], ...] = ((9 * 60, 12 * 60), (13 * 60, 18 * 60))

    @cached_property
    def added(self) -> tuple[int, ...]:
        """Ordinals of the days that work against the week."""
        return _ordinals(day for day in self.make_up if day.weekday() not in self.weekly)

    @cached_property
    def taken(self) -> tuple[int, ...]:
        """Ordinals of the days that rest against the week."""
        free = self.holidays - self.make_up
        return _ordinals(day for day in free if day.weekday() in self.weekly)

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The working spans of a day in microseconds."""
        return tuple((start * 60 * SECOND, end * 60 * SECOND) for start, end in self.hours)

    @cached_property
    def day_length(self) -> int:
        """Working microseconds of a working day."""
        return sum(end - start for start, end in self.spans)

    def count(self, ordinal: int) -> int:
        """How many working days there are up to and with this day."""
        weeks, rest = divmod(ordinal, 7)
        regular = weeks * len(self.weekly) + sum(weekday < rest for weekday in self.weekly)
        return regular + bisect_right(self.added, ordinal) - bisect_right(self.taken, ordinal)

    def nth(self, number: int) -> int | None:
        """The ordinal of the working day with this number, if there is one."""
        if number < 1 or self.count(LAST_ORDINAL) < number:
            return None
        low, high = 0, LAST_ORDINAL
        while high - low > 1:
            middle = (low + high) // 2
            if self.count(middle) >= number:
                high = middle
            else:
                low = middle
        return high

    def is_working(self, day: date | None) -> bool:
        """Whether the day is a working day."""
        if day is None:
            return False
        ordinal = day.toordinal()
        return self.count(ordinal) > self.count(ordinal - 1)

    def add_days(self, day: date | None, number: int) -> date | None:
        """The day so many working days later; the day itself for none."""
        if day is None or number == 0:
            return day
        ordinal = day.toordinal()
        target = self.count(ordinal if number > 0 else ordinal - 1) + number
        found = self.nth(target if number > 0 else target + 1)
        return None if found is None else date.fromordinal(found)

    def days_between(self, start: date, end: date) -> int:
        """Working days from start to end, both included; negative backwards."""
        first, last = sorted((start.toordinal(), end.toordinal()))
        number = self.count(last) - self.count(first - 1)
        return number if start <= end else -number

    def next_day(self, day: date | None) -> date | None:
        """The day itself if it works, else the next one that does."""
        return day if self.is_working(day) else self.add_days(day, 1)

    def previous_day(self, day: date | None) -> date | None:
        """The day itself if it works, else the last one before that does."""
        return day if self.is_working(day) else self.add_days(day, -1)

    def time_count(self, local: int) -> int:
        """Working microseconds up to a local time (microseconds since 1970)."""
        days, clock = divmod(local, DAY)
        ordinal = days + EPOCH_ORDINAL
        before = self.count(ordinal - 1)
        total = before * self.day_length
        if self.count(ordinal) == before:
            return total
        return total + sum(min(max(clock - start, 0), end - start) for start, end in self.spans)

    def add_time(self, local: int, number: int) -> int | None:
        """The local time so many working microseconds later."""
        if number == 0:
            return local
        if not self.day_length:
            return None
        target = self.time_count(local) + number
        days, rest = divmod(target, self.day_length)
        # Going forwards a full day ends at its evening, going backwards it begins in the morning.
        if number > 0 and rest == 0:
            days, rest = days - 1, self.day_length
        found = self.nth(days + 1)
        if found is None:
            return None
        return (found - EPOCH_ORDINAL) * DAY + self._clock(rest, forwards=number > 0)

    def _clock(self, rest: int, *, forwards: bool) -> int:
        """The time of day after so much working time."""
        for start, end in self.spans:
            length = end - start
            if rest < length or (forwards and rest == length):
                return start + rest
            rest -= length
        return self.spans[-1][1]


def _ordinals(days: Iterable[date]) -> tuple[int, ...]:
    return tuple(sorted(day.toordinal() for day in days))
