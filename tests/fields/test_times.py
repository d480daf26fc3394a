"""Days, moments and durations read back from every way they are shown."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.fields.base import Unreadable, wire
from tests.fields.reading import TYPES, field_of, reader

DAY, MOMENT, SPAN = TYPES["date"], TYPES["moment"], TYPES["duration"]
ZONES = ["Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]
days = st.dates(date(1000, 1, 1), date(9998, 12, 31))
moments = st.integers(-30_000_000_000, 253_000_000_000).map(
    lambda second: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=second, microseconds=1)
)
spans = st.integers(-(10**18), 10**18).map(lambda micro: timedelta(microseconds=micro))


@given(days)
def test_a_day_is_read_in_every_way_it_is_written(day: date) -> None:
    ways = (
        f"{day.year:04}/{day.month}/{day.day}",
        f"{day.year:04}年{day.month}月{day.day}日",
        f"{day.year:04} 年 {day.month:02} 月 {day.day:02} 日",
        f"{day.year:04}.{day.month:02}.{day.day:02}",
        f"{day.year:04}{day.month:02}{day.day:02}",
        wire(day),
        DAY.show(day, field_of(DAY), reader()),
    )
    for text in ways:
        assert DAY.parse(text, field_of(DAY), reader()) == day


@given(moments, st.sampled_from(ZONES))
def test_a_moment_reads_back_on_every_clock(moment: datetime, zone: str) -> None:
    who, spec = reader(zone=zone), field_of(MOMENT)
    assert MOMENT.parse(wire(moment), spec, who) == moment
    local = moment.astimezone(ZoneInfo(zone))
    offset = local.utcoffset()
    if offset is not None and offset.seconds % 60 == 0:  # before zones, clocks showed local noon
        assert MOMENT.parse(MOMENT.show(moment, spec, who), spec, who) == moment


@pytest.mark.parametrize("minutes", range(240, 480, 10))
def test_both_hours_of_an_autumn_night_read_back(minutes: int) -> None:
    moment = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    who, spec = reader(zone="America/New_York"), field_of(MOMENT)
    assert MOMENT.parse(MOMENT.show(moment, spec, who), spec, who) == moment


def test_a_time_the_clocks_skipped_is_refused() -> None:
    with pytest.raises(Unreadable) as stop:
        MOMENT.parse("2026-03-08 02:30", field_of(MOMENT), reader(zone="America/New_York"))
    assert stop.value.code == "no_such_time"


@given(spans)
def test_a_duration_reads_back_from_words_and_from_json(span: timedelta) -> None:
    for lang in ("zh", "en"):
        who, spec = reader(lang=lang), field_of(SPAN)
        assert SPAN.parse(SPAN.show(span, spec, who), spec, who) == span
        assert SPAN.parse(wire(span), spec, who) == span


@given(st.text(max_size=60))
def test_any_text_is_a_time_or_refused(text: str) -> None:
    for block in (DAY, MOMENT, SPAN):
        with suppress(Unreadable):
            block.parse(text, field_of(block), reader())
