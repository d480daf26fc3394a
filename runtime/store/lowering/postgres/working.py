"""Working days and hours on PostgreSQL, by sums as in ``rule_dsl.calendar``.

A calendar comes as its working weekdays (``w``, Monday is 0), the days added to them (``a``) and
taken from them (``t``) as ordinals, and the working spans of a day (``h``) in microseconds.
"""

from __future__ import annotations

from runtime.store.lowering.postgres.definition import sql, steps

_CAL = "w bigint[], a bigint[], t bigint[]"
_HOURS = f"{_CAL}, h bigint[]"
_DAY = 86400000000
_EPOCH = 719163


def _upto(table: str) -> str:
    return f"CASE WHEN cardinality({table}) = 0 THEN 0 ELSE width_bucket(o, {table}) END"


_NTH = """
DECLARE low bigint := 0; high bigint := 3652059; middle bigint;
BEGIN
  IF n IS NULL OR n < 1 OR dougong.working_upto(high, w, a, t) < n THEN RETURN NULL; END IF;
  WHILE high - low > 1 LOOP
    middle := (low + high) / 2;
    IF dougong.working_upto(middle, w, a, t) >= n THEN high := middle; ELSE low := middle; END IF;
  END LOOP;
  RETURN high;
END"""

_WORKDAY = """
DECLARE o bigint := dougong.ordinal(d); count bigint := dougong.whole(n);
BEGIN
  IF d IS NULL OR count IS NULL THEN RETURN NULL; END IF;
  IF count = 0 THEN RETURN d; END IF;
  IF count > 0 THEN
    RETURN dougong.day_at(dougong.nth_working(dougong.working_upto(o, w, a, t) + count, w, a, t));
  END IF;
  RETURN dougong.day_at(
    dougong.nth_working(dougong.working_upto(o - 1, w, a, t) + count + 1, w, a, t));
END"""

_NETWORKDAYS = """
DECLARE first bigint := dougong.ordinal(least(d, e)); last bigint := dougong.ordinal(greatest(d, e));
  n bigint;
BEGIN
  IF d IS NULL OR e IS NULL THEN RETURN NULL; END IF;
  n := dougong.working_upto(last, w, a, t) - dougong.working_upto(first - 1, w, a, t);
  RETURN CASE WHEN d <= e THEN n ELSE -n END;
END"""

_TIME = f"""
DECLARE days bigint := floor(at::numeric / {_DAY}); clock bigint; before bigint; total bigint;
  i int;
BEGIN
  clock := at - days * {_DAY};
  before := dougong.working_upto(days + {_EPOCH} - 1, w, a, t);
  total := before * dougong.day_length(h);
  IF dougong.working_upto(days + {_EPOCH}, w, a, t) = before THEN RETURN total; END IF;
  FOR i IN 1..cardinality(h) / 2 LOOP
    total := total + least(greatest(clock - h[2 * i - 1], 0), h[2 * i] - h[2 * i - 1]);
  END LOOP;
  RETURN total;
END"""

_ADD_TIME = f"""
DECLARE at bigint := dougong.micros(l); size bigint := dougong.day_length(h); target bigint;
  days bigint; rest bigint; found bigint; length bigint; clock bigint; i int;
BEGIN
  IF l IS NULL OR n IS NULL THEN RETURN NULL; END IF;
  IF n = 0 THEN RETURN l; END IF;
  IF size = 0 THEN RETURN NULL; END IF;
  target := dougong.working_time(at, w, a, t, h) + n;
  days := floor(target::numeric / size); rest := target - days * size;
  IF n > 0 AND rest = 0 THEN days := days - 1; rest := size; END IF;
  found := dougong.nth_working(days + 1, w, a, t);
  IF found IS NULL THEN RETURN NULL; END IF;
  FOR i IN 1..cardinality(h) / 2 LOOP
    length := h[2 * i] - h[2 * i - 1];
    IF rest < length OR (n > 0 AND rest = length) THEN clock := h[2 * i - 1] + rest; EXIT; END IF;
    rest := rest - length;
  END LOOP;
  RETURN dougong.local_at((found - {_EPOCH}) * {_DAY} + coalesce(clock, h[cardinality(h)]));
END"""

WORKING: tuple[str, ...] = (
    sql("ordinal(d date)", "bigint", "(d - date '0001-01-01' + 1)::bigint"),
    sql("day_at(o bigint)", "date", "date '0001-01-01' + (o - 1)::int"),
    sql(
        f"working_upto(o bigint, {_CAL})",
        "bigint",
        "(o / 7 * cardinality(w) + (SELECT count(*) FROM unnest(w) AS x WHERE x < o % 7) "  # noqa: S608
        f"+ {_upto('a')} - {_upto('t')})::bigint",
    ),
    steps(f"nth_working(n bigint, {_CAL})", "bigint", _NTH),
    steps(f"workday(d date, n numeric, {_CAL})", "date", _WORKDAY),
    sql(
        f"workday_clock(l timestamp, n numeric, {_CAL})",
        "timestamp",
        "dougong.workday(l::date, n, w, a, t) + l::time",
    ),
    steps(f"networkdays(d date, e date, {_CAL})", "numeric", _NETWORKDAYS),
    sql(
        f"isworkday(d date, {_CAL})",
        "boolean",
        "coalesce(dougong.working_upto(dougong.ordinal(d), w, a, t) "
        "> dougong.working_upto(dougong.ordinal(d) - 1, w, a, t), false)",
    ),
    sql(
        f"nextworkday(d date, {_CAL})",
        "date",
        "CASE WHEN dougong.isworkday(d, w, a, t) THEN d ELSE dougong.workday(d, 1, w, a, t) END",
    ),
    sql(
        f"prevworkday(d date, {_CAL})",
        "date",
        "CASE WHEN dougong.isworkday(d, w, a, t) THEN d ELSE dougong.workday(d, -1, w, a, t) END",
    ),
    sql(
        "day_length(h bigint[])",
        "bigint",
        "coalesce((SELECT sum(CASE WHEN i % 2 = 0 THEN x ELSE -x END) "
        "FROM unnest(h) WITH ORDINALITY AS t(x, i)), 0)::bigint",
    ),
    steps(f"working_time(at bigint, {_HOURS})", "bigint", _TIME),
    steps(f"addworktime(l timestamp, n bigint, {_HOURS})", "timestamp", _ADD_TIME),
    sql(
        f"addworkhours(l timestamp, n numeric, {_HOURS})",
        "timestamp",
        "dougong.addworktime(l, dougong.duration(n, 'h'), w, a, t, h)",
    ),
    sql(
        f"workhours(l timestamp, m timestamp, {_HOURS})",
        "numeric",
        "dougong.divide(dougong.working_time(dougong.micros(m), w, a, t, h) "
        "- dougong.working_time(dougong.micros(l), w, a, t, h), 3600000000)",
    ),
)
