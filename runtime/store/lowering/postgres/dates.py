"""Dates, moments and durations (microseconds) on PostgreSQL, within the years 1 to 9999.

A zone comes as its transitions (microseconds) and the offsets between them (seconds): the
database's own zones may be older than ours.
"""

from __future__ import annotations

from runtime.store.lowering.postgres.definition import sql, steps

_FIRST, _LAST = -62135596800000000, 253402300799999999
_DAY = 86400000000

_PLUS_MONTHS = """
DECLARE months bigint; y bigint; m int; length int;
BEGIN
  IF d IS NULL OR count IS NULL THEN RETURN NULL; END IF;
  months := extract(year FROM d)::bigint * 12 + extract(month FROM d)::bigint - 1 + count;
  y := floor(months::numeric / 12); m := (months - y * 12)::int + 1;
  IF y < 1 OR y > 9999 THEN RETURN NULL; END IF;
  RETURN make_date(y::int, m, least(extract(day FROM d)::int, dougong.month_length(y::int, m)));
END"""

_DATE = """
BEGIN
  IF y IS NULL OR m IS NULL OR d IS NULL OR dougong.whole(y) NOT BETWEEN 1 AND 9999 THEN
    RETURN NULL;
  END IF;
  RETURN dougong.plus_days(
    dougong.plus_months(make_date(dougong.whole(y)::int, 1, 1), dougong.whole(m) - 1),
    (dougong.whole(d) - 1)::numeric);
END"""

_DATEVALUE = r"""
DECLARE parts text[]; trimmed text := btrim(x, E' \t\n\r\u00a0\u3000'); y int; m int; d int;
BEGIN
  parts := regexp_match(trimmed, '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})$');
  IF parts IS NULL THEN
    parts := regexp_match(trimmed, '^([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})$');
  END IF;
  IF parts IS NULL THEN
    parts := regexp_match(trimmed, '^([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日$');
  END IF;
  IF parts IS NULL THEN RETURN NULL; END IF;
  y := parts[1]; m := parts[2]; d := parts[3];
  IF y < 1 OR m NOT BETWEEN 1 AND 12 THEN RETURN NULL; END IF;
  RETURN CASE WHEN d BETWEEN 1 AND dougong.month_length(y, m) THEN make_date(y, m, d) END;
END"""

_CLOCK = """
DECLARE h bigint := dougong.whole(hour); m bigint := dougong.whole(minute);
  s bigint := dougong.whole(second); total bigint;
BEGIN
  IF d IS NULL OR h IS NULL OR m IS NULL OR s IS NULL THEN RETURN NULL; END IF;
  IF h NOT BETWEEN 0 AND 24 OR m NOT BETWEEN 0 AND 59 OR s NOT BETWEEN 0 AND 59 THEN
    RETURN NULL;
  END IF;
  total := h * 3600 + m * 60 + s;
  IF total > 86400 OR (total = 86400 AND d = date '9999-12-31') THEN RETURN NULL; END IF;
  RETURN d + make_interval(secs => total);
END"""

_DATEDIF = """
DECLARE months bigint;
BEGIN
  IF a IS NULL OR b IS NULL OR b < a THEN RETURN NULL; END IF;
  months := (extract(year FROM b) - extract(year FROM a)) * 12
    + extract(month FROM b) - extract(month FROM a);
  IF extract(day FROM b) < extract(day FROM a) THEN months := months - 1; END IF;
  RETURN CASE dougong.lower(unit) WHEN 'y' THEN months / 12 WHEN 'm' THEN months WHEN 'ym' THEN months % 12
    WHEN 'd' THEN b - a WHEN 'md' THEN b - dougong.plus_months(a, months)
    WHEN 'yd' THEN b - dougong.plus_months(a, months / 12 * 12) END;
END"""

_DURATION = """
DECLARE size numeric; product numeric;
BEGIN
  size := CASE unit WHEN 's' THEN 1e6 WHEN 'min' THEN 6e7 WHEN 'h' THEN 36e8
    WHEN 'd' THEN 864e8 WHEN 'w' THEN 6048e8 END;
  product := dougong.fit(count * size);
  RETURN dougong.of_micros(product);
END"""


def _offset(of: str, table: str) -> str:
    """The offset in force, in microseconds."""
    bucket = f"CASE WHEN cardinality({table}) = 0 THEN 0 ELSE width_bucket({of}, {table}) END"
    return f"(offsets[({bucket}) + 1] * 1000000)"


_LOCAL = f"""
DECLARE at bigint := dougong.micros(m);
BEGIN
  RETURN dougong.local_at(at + {_offset("at", "starts")});
END"""

_MOMENT = f"""
DECLARE at bigint := dougong.micros(l);
BEGIN
  RETURN dougong.moment_at(at - {_offset("at", "walls")});
END"""

_LATEST = """
BEGIN
  IF array_position(ms, NULL) IS NOT NULL THEN RETURN NULL; END IF;
  RETURN (SELECT max(m) FROM unnest(ms) AS m);
END"""


def _part(name: str, field: str) -> str:
    return sql(f"{name}(x date)", "numeric", f"extract({field} FROM x)::numeric")


DATES: tuple[str, ...] = (
    sql("micros(m timestamptz)", "bigint", "(extract(epoch FROM m) * 1000000)::bigint"),
    sql("micros(l timestamp)", "bigint", "(extract(epoch FROM l) * 1000000)::bigint"),
    sql(
        "local_at(at bigint)",
        "timestamp",
        f"CASE WHEN at BETWEEN {_FIRST} AND {_LAST} THEN (date '1970-01-01' + "
        f"floor(at::numeric / {_DAY})::int) + interval '1 microsecond' * "
        f"(at - floor(at::numeric / {_DAY}) * {_DAY})::bigint END",
    ),
    sql("moment_at(at bigint)", "timestamptz", "dougong.local_at(at) AT TIME ZONE 'UTC'"),
    steps("local(m timestamptz, starts bigint[], offsets bigint[])", "timestamp", _LOCAL),
    steps("moment_of(l timestamp, walls bigint[], offsets bigint[])", "timestamptz", _MOMENT),
    sql(
        "day_of(m timestamptz, starts bigint[], offsets bigint[])",
        "date",
        "dougong.local(m, starts, offsets)::date",
    ),
    sql("bounded(x numeric)", "bigint", "(CASE WHEN abs(x) <= 1e18 THEN x END)::bigint"),
    sql("of_micros(x numeric)", "bigint", "dougong.bounded(pg_catalog.round(x))"),
    sql("plus(m timestamptz, s bigint)", "timestamptz", "dougong.moment_at(dougong.micros(m) + s)"),
    sql(
        "plus_days(d date, n numeric)",
        "date",
        "CASE WHEN d - date '0001-01-01' + dougong.whole(n) BETWEEN 0 AND 3652058 "
        "THEN d + greatest(least(dougong.whole(n), 4000000), -4000000)::int END",
    ),
    sql("span_add(a bigint, b bigint)", "bigint", "dougong.bounded(a::numeric + b)"),
    sql("span_subtract(a bigint, b bigint)", "bigint", "dougong.bounded(a::numeric - b)"),
    sql("span_scale(a bigint, b numeric)", "bigint", "dougong.of_micros(dougong.multiply(a, b))"),
    sql("span_divide(a bigint, b numeric)", "bigint", "dougong.of_micros(dougong.divide(a, b))"),
    sql("span_ratio(a bigint, b bigint)", "numeric", "dougong.divide(a, b)"),
    sql("span_of_days(n numeric)", "bigint", "dougong.duration(n, 'd')"),
    steps("duration(count numeric, unit text)", "bigint", _DURATION),
    sql("day_diff(a date, b date)", "numeric", "(a - b)::numeric"),
    sql(
        "moment_diff(a timestamptz, b timestamptz)",
        "bigint",
        "dougong.micros(a) - dougong.micros(b)",
    ),
    steps("latest(VARIADIC ms timestamptz[])", "timestamptz", _LATEST),
    sql(
        "month_length(y int, m int)",
        "int",
        "CASE WHEN m IS NULL THEN NULL WHEN m IN (4, 6, 9, 11) THEN 30 WHEN m <> 2 THEN 31 "
        "WHEN y % 4 = 0 AND (y % 100 <> 0 OR y % 400 = 0) THEN 29 ELSE 28 END",
    ),
    steps("plus_months(d date, count bigint)", "date", _PLUS_MONTHS),
    steps("date(y numeric, m numeric, d numeric)", "date", _DATE),
    steps("datevalue(x text)", "date", _DATEVALUE),
    steps("clock_time(d date, hour numeric, minute numeric, second numeric)", "timestamp", _CLOCK),
    _part("year", "year"),
    _part("month", "month"),
    _part("day", "day"),
    _part("quarter", "quarter"),
    _part("isoweeknum", "week"),
    _part("dayofyear", "doy"),
    sql("hour(x timestamp)", "numeric", "extract(hour FROM x)::numeric"),
    sql("minute(x timestamp)", "numeric", "extract(minute FROM x)::numeric"),
    sql("second(x timestamp)", "numeric", "trunc(extract(second FROM x))::numeric"),
    sql(
        "weekday(x date, kind numeric DEFAULT 1)",
        "numeric",
        "CASE kind WHEN 1 THEN extract(dow FROM x) + 1 WHEN 2 THEN extract(isodow FROM x) "
        "WHEN 3 THEN extract(isodow FROM x) - 1 END::numeric",
    ),
    sql(
        "weeknum(x date, kind numeric DEFAULT 1)",
        "numeric",
        "CASE kind WHEN 1 THEN dougong.week_of(x, extract(dow FROM dougong.startofyear(x))) "
        "WHEN 2 THEN dougong.week_of(x, extract(isodow FROM dougong.startofyear(x)) - 1) "
        "WHEN 21 THEN extract(week FROM x) END::numeric",
    ),
    sql(
        "week_of(x date, into_ numeric)",
        "numeric",
        "floor((extract(doy FROM x) - 1 + into_) / 7) + 1",
    ),
    sql(
        "daysinmonth(x date)",
        "numeric",
        "dougong.month_length(extract(year FROM x)::int, extract(month FROM x)::int)::numeric",
    ),
    sql(
        "isleapyear(x date)",
        "boolean",
        "coalesce(dougong.month_length(extract(year FROM x)::int, 2) = 29, false)",
    ),
    sql("edate(x date, n numeric)", "date", "dougong.plus_months(x, dougong.whole(n))"),
    sql(
        "edate_clock(x timestamp, n numeric)",
        "timestamp",
        "dougong.plus_months(x::date, dougong.whole(n)) + x::time",
    ),
    sql(
        "month_end(x date)",
        "date",
        "make_date(extract(year FROM x)::int, extract(month FROM x)::int, "
        "dougong.daysinmonth(x)::int)",
    ),
    sql(
        "eomonth(x date, n numeric DEFAULT 0)",
        "date",
        "dougong.month_end(dougong.plus_months(dougong.startofmonth(x), dougong.whole(n)))",
    ),
    sql(
        "startofweek(x date)",
        "date",
        "dougong.plus_days(x, 1 - extract(isodow FROM x)::numeric)",
    ),
    sql("endofweek(x date)", "date", "dougong.plus_days(x, 7 - extract(isodow FROM x)::numeric)"),
    sql(
        "startofmonth(x date)",
        "date",
        "make_date(extract(year FROM x)::int, extract(month FROM x)::int, 1)",
    ),
    sql(
        "startofquarter(x date)",
        "date",
        "make_date(extract(year FROM x)::int, extract(quarter FROM x)::int * 3 - 2, 1)",
    ),
    sql(
        "endofquarter(x date)",
        "date",
        "dougong.month_end("
        "make_date(extract(year FROM x)::int, extract(quarter FROM x)::int * 3, 1))",
    ),
    sql("startofyear(x date)", "date", "make_date(extract(year FROM x)::int, 1, 1)"),
    sql("endofyear(x date)", "date", "make_date(extract(year FROM x)::int, 12, 31)"),
    sql("days(a date, b date)", "numeric", "(a - b)::numeric"),
    steps("datedif(a date, b date, unit text)", "numeric", _DATEDIF),
    sql(
        "hoursbetween(a timestamptz, b timestamptz)",
        "numeric",
        "dougong.divide(dougong.moment_diff(b, a), 3600000000)",
    ),
    sql(
        "minutesbetween(a timestamptz, b timestamptz)",
        "numeric",
        "dougong.divide(dougong.moment_diff(b, a), 60000000)",
    ),
    sql("indays(x bigint)", "numeric", "dougong.divide(x, 86400000000)"),
    sql("inhours(x bigint)", "numeric", "dougong.divide(x, 3600000000)"),
    sql("inminutes(x bigint)", "numeric", "dougong.divide(x, 60000000)"),
)
