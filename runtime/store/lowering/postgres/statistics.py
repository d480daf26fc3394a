"""Functions over lists on PostgreSQL; empties in a list are skipped."""

from __future__ import annotations

from runtime.store.lowering.postgres.definition import sql, steps

_KEPT = "FROM unnest(xs) WITH ORDINALITY AS t(x, place) WHERE x IS NOT NULL"

_MEDIAN = f"""
DECLARE kept numeric[] := ARRAY(SELECT x {_KEPT} ORDER BY x); n int := cardinality(kept);
BEGIN
  IF n = 0 THEN RETURN NULL; END IF;
  IF n % 2 = 1 THEN RETURN dougong.fit(kept[n / 2 + 1]); END IF;
  RETURN dougong.fit(dougong.twelve(kept[n / 2] + kept[n / 2 + 1], 2));
END"""

_PRODUCT = """
DECLARE result numeric := 1; x numeric; any_ boolean := false;
BEGIN
  FOREACH x IN ARRAY xs LOOP
    IF x IS NOT NULL THEN any_ := true; result := dougong.multiply(result, x); END IF;
  END LOOP;
  RETURN CASE WHEN any_ THEN result END;
END"""

_SPREAD = f"""
DECLARE n numeric; total numeric; squares numeric; top numeric; bottom numeric;
BEGIN
  SELECT count(x), sum(x), sum(x * x) INTO n, total, squares {_KEPT};
  IF n = 0 OR n - less < 1 THEN RETURN NULL; END IF;
  top := n * squares - total * total; bottom := n * (n - less);
  IF root THEN
    RETURN dougong.fit(round(dougong.floor_root(div(top * 1e26, bottom)) * 1e-13, 12));
  END IF;
  RETURN dougong.fit(div(2e12 * top + bottom, 2 * bottom) * 0.000000000001);
END"""

_AVERAGE_SPAN = f"""
DECLARE n numeric; total numeric;
BEGIN
  SELECT count(x), sum(x) INTO n, total {_KEPT};
  IF n = 0 THEN RETURN NULL; END IF;
  RETURN dougong.of_micros(sign(total) * div(2 * abs(total) + n, 2 * n));
END"""

_DAILY = """
DECLARE day_ date := d; found numeric[];
BEGIN
  IF way = 6 THEN day_ := (SELECT max(x) FROM unnest(days) AS x WHERE x <= d); END IF;
  found := ARRAY(SELECT v FROM unnest(days, values_) WITH ORDINALITY AS t(day, v, place)
                 WHERE day = day_ ORDER BY place);
  IF cardinality(found) = 0 THEN RETURN NULL; END IF;
  RETURN CASE way
    WHEN 1 THEN dougong.sum(found) WHEN 2 THEN dougong.average(found)
    WHEN 3 THEN dougong.max(found) WHEN 4 THEN dougong.min(found)
    WHEN 5 THEN dougong.count(found)
    ELSE found[cardinality(found)] END;
END"""
_TREND = """
DECLARE newest date; back int; later numeric; earlier numeric;
BEGIN
  newest := (SELECT max(d) FROM unnest(days) AS d WHERE d <= today);
  IF newest IS NULL OR today - newest > 1 THEN RETURN false; END IF;
  later := dougong.daily(days, values_, newest, shape[3]);
  FOR back IN 1..shape[1] LOOP
    earlier := dougong.daily(days, values_, newest - back, shape[3]);
    IF later IS NULL OR earlier IS NULL THEN RETURN false; END IF;
    IF (shape[2] = 1 AND later <= earlier) OR (shape[2] <> 1 AND later >= earlier) THEN
      RETURN false;
    END IF;
    later := earlier;
  END LOOP;
  RETURN true;
END"""


def _spread(name: str, less: int, *, root: bool) -> str:
    flag = "true" if root else "false"
    return sql(f"{name}(xs numeric[])", "numeric", f"dougong.spread(xs, {less}, {flag})")


STATISTICS: tuple[str, ...] = (
    sql(
        "sum(xs numeric[])",
        "numeric",
        f"dougong.fit((SELECT coalesce(pg_catalog.sum(x), 0) {_KEPT}))",
    ),
    sql(
        "sum_span(xs bigint[])",
        "bigint",
        f"dougong.bounded((SELECT coalesce(pg_catalog.sum(x), 0) {_KEPT}))",
    ),
    sql(
        "average(xs numeric[])",
        "numeric",
        f"(SELECT dougong.divide(pg_catalog.sum(x), nullif(pg_catalog.count(x), 0)) {_KEPT})",
    ),
    steps("average_span(xs bigint[])", "bigint", _AVERAGE_SPAN),
    sql("min(xs anyarray)", "anyelement", f"(SELECT x {_KEPT} ORDER BY x LIMIT 1)"),
    sql("max(xs anyarray)", "anyelement", f"(SELECT x {_KEPT} ORDER BY x DESC LIMIT 1)"),
    sql("count(xs anyarray)", "numeric", f"(SELECT pg_catalog.count(x)::numeric {_KEPT})"),
    sql(
        "countblank(xs anyarray)",
        "numeric",
        f"(SELECT (cardinality(xs) - pg_catalog.count(x))::numeric {_KEPT})",
    ),
    sql(
        "countunique(xs anyarray)",
        "numeric",
        f"(SELECT pg_catalog.count(DISTINCT x)::numeric {_KEPT})",
    ),
    steps("median(xs numeric[])", "numeric", _MEDIAN),
    sql(
        "mode(xs numeric[])",
        "numeric",
        f"(SELECT x {_KEPT} GROUP BY x HAVING pg_catalog.count(*) > 1 "
        "ORDER BY pg_catalog.count(*) DESC, x LIMIT 1)",
    ),
    steps("product(xs numeric[])", "numeric", _PRODUCT),
    sql(
        "sumsq(xs numeric[])",
        "numeric",
        f"dougong.fit((SELECT coalesce(pg_catalog.sum(x * x), 0) {_KEPT}))",
    ),
    steps("spread(xs numeric[], less int, root boolean)", "numeric", _SPREAD),
    _spread("var", 1, root=False),
    _spread("varp", 0, root=False),
    _spread("stdev", 1, root=True),
    _spread("stdevp", 0, root=True),
    sql(
        "large(xs numeric[])",
        "numeric",
        "(ARRAY(SELECT x FROM unnest(xs[:cardinality(xs) - 1]) AS x WHERE x IS NOT NULL "
        "ORDER BY x DESC))[least(greatest(dougong.whole(xs[cardinality(xs)]), 0), 1000000)::int]",
    ),
    sql(
        "small(xs numeric[])",
        "numeric",
        "(ARRAY(SELECT x FROM unnest(xs[:cardinality(xs) - 1]) AS x WHERE x IS NOT NULL "
        "ORDER BY x))[least(greatest(dougong.whole(xs[cardinality(xs)]), 0), 1000000)::int]",
    ),
    sql(
        "range(xs numeric[])",
        "numeric",
        f"dougong.fit((SELECT pg_catalog.max(x) - pg_catalog.min(x) {_KEPT}))",
    ),
    sql("first(xs anyarray)", "anyelement", f"(SELECT x {_KEPT} ORDER BY place LIMIT 1)"),
    sql("last(xs anyarray)", "anyelement", f"(SELECT x {_KEPT} ORDER BY place DESC LIMIT 1)"),
    steps("daily(days date[], values_ numeric[], d date, way bigint)", "numeric", _DAILY),
    steps("trend(days date[], values_ numeric[], today date, shape bigint[])", "boolean", _TREND),
)
