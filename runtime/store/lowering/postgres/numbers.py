"""Numbers on PostgreSQL: NUMERIC is exact, so only its bounds and roundings are ours."""

from __future__ import annotations

from runtime.store.lowering.postgres.definition import sql, steps

_FIT = """
DECLARE adjusted int; fraction text; result numeric;
BEGIN
  IF x IS NULL OR (scale(x) <= 18 AND abs(x) < 1e20) THEN RETURN x; END IF;
  IF x = 0 THEN RETURN 0; END IF;
  IF abs(x) >= 1 THEN
    adjusted := length(trunc(abs(x))::text) - 1;
  ELSE
    fraction := split_part(abs(x)::text, '.', 2);
    adjusted := length(ltrim(fraction, '0')) - length(fraction) - 1;
  END IF;
  result := round(x, least(60, 37 - adjusted));
  IF abs(result) >= 1e38 THEN RETURN NULL; END IF;
  RETURN trim_scale(result);
END"""

_DIVIDE = """
BEGIN
  IF a IS NULL OR b IS NULL OR b = 0 THEN RETURN NULL; END IF;
  RETURN dougong.fit(dougong.twelve(a, b));
END"""

_STEPS = """
DECLARE size numeric := abs(step); count numeric;
BEGIN
  IF x IS NULL OR step IS NULL THEN RETURN NULL; END IF;
  IF size = 0 THEN RETURN 0; END IF;
  IF abs(x) >= size * 1e60 THEN RETURN NULL; END IF;
  count := div(x, size);
  IF mode = 'floor' AND count * size > x THEN count := count - 1; END IF;
  IF mode = 'ceiling' AND count * size < x THEN count := count + 1; END IF;
  IF mode = 'half' THEN count := sign(x) * div(2 * abs(x) + size, 2 * size); END IF;
  RETURN dougong.fit(count * size);
END"""

_MOD = """
DECLARE rest numeric;
BEGIN
  IF x IS NULL OR divisor IS NULL OR divisor = 0 THEN RETURN NULL; END IF;
  rest := dougong.fit(x - dougong.steps(x, divisor, 'floor'));
  IF rest IS NULL OR rest = 0 OR divisor > 0 THEN RETURN rest; END IF;
  RETURN dougong.fit(rest - abs(divisor));
END"""

_WHOLE_POWER = """
DECLARE result numeric := 1; place int := 0;
BEGIN
  WHILE (exponent >> (place + 1)) > 0 LOOP place := place + 1; END LOOP;
  WHILE place >= 0 LOOP
    result := dougong.multiply(result, result);
    IF (exponent >> place) & 1 = 1 THEN result := dougong.multiply(result, x); END IF;
    place := place - 1;
  END LOOP;
  RETURN result;
END"""

_POWER = """
DECLARE raised numeric;
BEGIN
  IF x IS NULL OR e IS NULL OR abs(e) > 1000 THEN RETURN NULL; END IF;
  IF e = trunc(e) AND e >= 0 THEN RETURN dougong.whole_power(x, e::int); END IF;
  IF x = 0 THEN RETURN CASE WHEN e > 0 THEN 0 END; END IF;
  IF e = trunc(e) THEN
    raised := dougong.whole_power(x, (-e)::int);
    RETURN CASE WHEN raised IS NULL THEN 0 ELSE dougong.divide(1, raised) END;
  END IF;
  IF x < 0 THEN RETURN NULL; END IF;
  RETURN dougong.raised(dougong.far_ln(x) * e);
END"""

_ROOT = """
DECLARE floor numeric;
BEGIN
  floor := trunc(sqrt(x));
  WHILE floor * floor > x LOOP floor := floor - 1; END LOOP;
  WHILE (floor + 1) * (floor + 1) <= x LOOP floor := floor + 1; END LOOP;
  RETURN floor;
END"""

_FACT = """
DECLARE result numeric := 1; last bigint := dougong.whole(x);
BEGIN
  IF last IS NULL OR last < 0 OR last > 33 THEN RETURN NULL; END IF;
  FOR i IN 2..last LOOP result := result * i; END LOOP;
  RETURN result;
END"""

_COMBIN = """
DECLARE result numeric := 1; n bigint := dougong.whole(x); k bigint := dougong.whole(chosen);
BEGIN
  IF n IS NULL OR k IS NULL OR k < 0 OR k > n OR n > 120 THEN RETURN NULL; END IF;
  FOR i IN 1..k LOOP result := div(result * (n - k + i), i); END LOOP;
  RETURN dougong.fit(result);
END"""

_LCM = """
DECLARE result numeric; x numeric;
BEGIN
  FOREACH x IN ARRAY xs LOOP
    IF x IS NOT NULL THEN result := lcm(coalesce(result, 1), trunc(x)); END IF;
  END LOOP;
  RETURN dougong.fit(result);
END"""

_GCD = """
DECLARE result numeric; x numeric;
BEGIN
  FOREACH x IN ARRAY xs LOOP
    IF x IS NOT NULL THEN result := gcd(coalesce(result, 0), trunc(x)); END IF;
  END LOOP;
  RETURN result;
END"""

_PI = "3.14159265358979323846264338327950288419716939937510582097494459230781640629"
_PLACES = (
    "(CASE WHEN places IS NOT NULL THEN greatest(-39, least(60, dougong.whole(places))) END)::int"
)

NUMBERS: tuple[str, ...] = (
    steps("fit(x numeric)", "numeric", _FIT),
    sql(
        "twelve(a numeric, b numeric)",
        "numeric",
        "sign(a) * sign(b) * div(2e12 * abs(a) + abs(b), 2 * abs(b)) * 0.000000000001",
    ),
    sql("add(a numeric, b numeric)", "numeric", "dougong.fit(a + b)"),
    sql("subtract(a numeric, b numeric)", "numeric", "dougong.fit(a - b)"),
    sql("multiply(a numeric, b numeric)", "numeric", "dougong.fit(a * b)"),
    steps("divide(a numeric, b numeric)", "numeric", _DIVIDE),
    sql("negate(a numeric)", "numeric", "-a"),
    sql("less(a numeric, b numeric)", "boolean", "a < b"),
    sql("at_most(a numeric, b numeric)", "boolean", "a <= b"),
    sql(
        "whole(x numeric)",
        "bigint",
        "(CASE WHEN abs(x) >= 1e16 THEN sign(x) * 1e16 ELSE trunc(x) END)::bigint",
    ),
    sql(
        "places(x numeric)",
        "int",
        "(CASE WHEN x IS NOT NULL THEN "
        "least(greatest(dougong.whole(x), -100000), 100000) END)::int",
    ),
    steps("steps(x numeric, step numeric, mode text)", "numeric", _STEPS),
    sql("abs(x numeric)", "numeric", "pg_catalog.abs(x)"),
    sql("sign(x numeric)", "numeric", "pg_catalog.sign(x)"),
    sql(
        "round(x numeric, places numeric DEFAULT 0)",
        "numeric",
        f"dougong.fit(pg_catalog.round(x, {_PLACES}))",
    ),
    sql(
        "rounddown(x numeric, places numeric DEFAULT 0)",
        "numeric",
        f"dougong.fit(pg_catalog.trunc(x, {_PLACES}))",
    ),
    sql("trunc(x numeric, places numeric DEFAULT 0)", "numeric", "dougong.rounddown(x, places)"),
    steps(
        "roundup(x numeric, places numeric DEFAULT 0)",
        "numeric",
        f"""
DECLARE keep int := {_PLACES}; cut numeric;
BEGIN
  cut := pg_catalog.trunc(x, keep);
  IF cut <> x THEN cut := cut + pg_catalog.sign(x) * ('1e' || -keep)::numeric; END IF;
  RETURN dougong.fit(cut);
END""",
    ),
    sql("int(x numeric)", "numeric", "dougong.fit(pg_catalog.floor(x))"),
    sql(
        "ceiling(x numeric, step numeric DEFAULT 1)",
        "numeric",
        "dougong.steps(x, step, 'ceiling')",
    ),
    sql("floor(x numeric, step numeric DEFAULT 1)", "numeric", "dougong.steps(x, step, 'floor')"),
    sql("mround(x numeric, step numeric)", "numeric", "dougong.steps(x, step, 'half')"),
    steps("mod(x numeric, divisor numeric)", "numeric", _MOD),
    sql(
        "quotient(x numeric, divisor numeric)",
        "numeric",
        "dougong.fit(div(x, nullif(divisor, 0)))",
    ),
    steps("whole_power(x numeric, exponent int)", "numeric", _WHOLE_POWER),
    sql("far_ln(x numeric)", "numeric", "pg_catalog.ln(pg_catalog.round(x, 60))"),
    sql("settle(x numeric)", "numeric", "dougong.fit(pg_catalog.round(x, 12))"),
    sql(
        "raised(x numeric)",
        "numeric",
        "CASE WHEN x >= 90 THEN NULL WHEN x <= -60 THEN 0 "
        "ELSE dougong.settle(pg_catalog.exp(pg_catalog.round(x, 60))) END",
    ),
    steps("power(x numeric, e numeric)", "numeric", _POWER),
    steps("floor_root(x numeric)", "numeric", _ROOT),
    sql(
        "sqrt(x numeric)",
        "numeric",
        "CASE WHEN x >= 0 THEN dougong.settle(pg_catalog.sqrt(pg_catalog.round(x, 60))) END",
    ),
    sql("exp(x numeric)", "numeric", "dougong.raised(x)"),
    sql("ln(x numeric)", "numeric", "CASE WHEN x > 0 THEN dougong.settle(dougong.far_ln(x)) END"),
    sql(
        "log(x numeric, base numeric DEFAULT 10)",
        "numeric",
        "CASE WHEN x > 0 AND base > 0 AND base <> 1 "
        "THEN dougong.settle(dougong.far_ln(x) / dougong.far_ln(base)) END",
    ),
    sql("log10(x numeric)", "numeric", "dougong.log(x, 10)"),
    sql("pi()", "numeric", f"pg_catalog.round({_PI}, 12)"),
    steps("gcd(xs numeric[])", "numeric", _GCD),
    steps("lcm(xs numeric[])", "numeric", _LCM),
    steps("fact(x numeric)", "numeric", _FACT),
    steps("combin(x numeric, chosen numeric)", "numeric", _COMBIN),
    sql(
        "even(x numeric)",
        "numeric",
        "CASE WHEN x < 0 THEN -1 ELSE 1 END * dougong.steps(pg_catalog.abs(x), 2, 'ceiling')",
    ),
    sql(
        "odd(x numeric)",
        "numeric",
        "dougong.fit(CASE WHEN x < 0 THEN -1 ELSE 1 END * (CASE WHEN x IS NOT NULL THEN "
        "greatest(dougong.steps(dougong.fit(pg_catalog.abs(x) - 1), 2, 'ceiling'), 0) END + 1))",
    ),
    sql(
        "iseven(x numeric)",
        "boolean",
        "coalesce(pg_catalog.mod(pg_catalog.trunc(x), 2) = 0, false)",
    ),
    sql(
        "isodd(x numeric)",
        "boolean",
        "coalesce(pg_catalog.mod(pg_catalog.trunc(x), 2) <> 0, false)",
    ),
    sql(
        "clamp(x numeric, low numeric, high numeric)",
        "numeric",
        "CASE WHEN low <= high AND x IS NOT NULL THEN greatest(low, least(high, x)) END",
    ),
    sql("degrees(x numeric)", "numeric", f"dougong.settle(x * 180 / {_PI})"),
    sql("radians(x numeric)", "numeric", f"dougong.settle(x * {_PI} / 180)"),
    sql("numberif(x boolean)", "numeric", "CASE WHEN x THEN 1 ELSE 0 END::numeric"),
)
