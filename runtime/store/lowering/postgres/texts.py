"""Texts on PostgreSQL. A text is never '', so what becomes '' goes through ``kept``."""

from __future__ import annotations

from rule_dsl.functions.casing import CASED, HAS_LOWER, HAS_UPPER, ITS_LOWER, ITS_UPPER
from rule_dsl.functions.compute.text import LONGEST_TEXT, NARROW_TO_WIDE
from runtime.store.lowering.postgres.definition import sql, steps

_WIDE = "".join(NARROW_TO_WIDE.values())
_NARROW = "".join(map(chr, NARROW_TO_WIDE)).replace("'", "''")
_CASED = "".join(sorted(CASED))
_BLANKS = r"E' \t\n\r\u00a0\u3000'"
_COUNT = "dougong.places(count)"

_PROPER = f"""
DECLARE inside boolean := false; letter text; result text := '';
BEGIN
  IF x IS NULL THEN RETURN NULL; END IF;
  FOREACH letter IN ARRAY string_to_array(x, NULL) LOOP
    result := result || CASE WHEN inside THEN dougong.lower(letter) ELSE dougong.upper(letter) END;
    inside := strpos('{_CASED}', letter) > 0;
  END LOOP;
  RETURN nullif(result, '');
END"""

_SUBSTITUTE = """
DECLARE parts text[]; at int;
BEGIN
  IF x IS NULL OR nth IS NULL THEN RETURN NULL; END IF;
  IF old IS NULL THEN RETURN x; END IF;
  IF dougong.whole(nth) <= 0 THEN
    RETURN CASE WHEN nth = 0 THEN dougong.kept(pg_catalog.replace(x, old, coalesce(new, ''))) END;
  END IF;
  parts := string_to_array(x, old);
  IF dougong.whole(nth) >= cardinality(parts) THEN RETURN x; END IF;
  at := dougong.whole(nth);
  RETURN dougong.kept(array_to_string(parts[1:at], old) || coalesce(new, '')
    || array_to_string(parts[at + 1:], old));
END"""

_PLACE = """
DECLARE at bigint := dougong.whole(start); found int;
BEGIN
  IF part IS NULL OR x IS NULL OR at IS NULL OR at < 1 OR at > 100000 THEN RETURN NULL; END IF;
  found := strpos(substr(x, at::int), part);
  RETURN CASE WHEN found > 0 THEN found + at - 1 END;
END"""

_REPLACE = """
DECLARE at bigint := dougong.whole(start); taken bigint := dougong.whole(count); begin_ int;
BEGIN
  IF at IS NULL OR taken IS NULL OR at < 1 OR taken < 0 THEN RETURN NULL; END IF;
  begin_ := least(at, 100000) - 1;
  RETURN dougong.kept(pg_catalog.left(coalesce(x, ''), begin_) || coalesce(new, '')
    || substr(coalesce(x, ''), (begin_ + least(taken, 100000) + 1)::int));
END"""

_MASK = """
DECLARE h bigint := dougong.whole(head); t bigint := dougong.whole(tail); hidden bigint;
BEGIN
  IF x IS NULL OR h IS NULL OR t IS NULL OR h < 0 OR t < 0 THEN RETURN NULL; END IF;
  hidden := length(x) - h - t;
  IF hidden <= 0 THEN RETURN x; END IF;
  RETURN pg_catalog.left(x, h::int) || repeat('*', hidden::int) || substr(x, (h + hidden + 1)::int);
END"""

_VALUE = f"""
DECLARE parts text[]; digits text; number numeric;
BEGIN
  parts := regexp_match(btrim(x, {_BLANKS}),
    '^([+-]?)((?:[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]+)?)((?:\\.[0-9]*)?)(%?)$');
  IF parts IS NULL THEN RETURN NULL; END IF;
  digits := pg_catalog.replace(parts[2], ',', '');
  IF digits || btrim(parts[3], '.') = '' OR length(digits || parts[3]) > 39 THEN
    RETURN NULL;
  END IF;
  number := (parts[1] || CASE digits WHEN '' THEN '0' ELSE digits END || rtrim(parts[3], '.'))::numeric;
  RETURN dougong.fit(CASE parts[4] WHEN '%' THEN number * 0.01 ELSE number END);
END"""

_SPELLED = r"""
DECLARE rounded numeric := pg_catalog.round(x, places); shown text; whole text;
BEGIN
  shown := pg_catalog.abs(rounded)::text;
  whole := split_part(shown, '.', 1);
  whole := repeat('0', greatest(width - length(whole), 0)) || whole;
  IF grouped THEN whole := regexp_replace(whole, '(\d)(?=(\d{3})+$)', '\1,', 'g'); END IF;
  RETURN CASE WHEN rounded < 0 THEN '-' ELSE '' END || whole
    || CASE WHEN places > 0 THEN '.' || split_part(shown, '.', 2) ELSE '' END;
END"""

_NUMBER_FORM = r"""
DECLARE parts text[]; shown numeric;
BEGIN
  IF x IS NULL OR form IS NULL OR length(form) > 40 THEN RETURN NULL; END IF;
  parts := regexp_match(form, '^(#,##)?(0+)(?:\.(0+))?(%)?$');
  IF parts IS NULL THEN RETURN NULL; END IF;
  shown := CASE WHEN parts[4] IS NULL THEN x ELSE dougong.fit(x * 100) END;
  RETURN dougong.spelled(shown, coalesce(length(parts[3]), 0), length(parts[2]), parts[1] IS NOT NULL)
    || coalesce(parts[4], '');
END"""

_TIME_FORM = """
DECLARE shown text := form;
BEGIN
  IF x IS NULL THEN RETURN NULL; END IF;
  shown := pg_catalog.replace(shown, 'yyyy', lpad(extract(year FROM x)::text, 4, '0'));
  shown := pg_catalog.replace(shown, 'mm', lpad(extract(month FROM x)::text, 2, '0'));
  shown := pg_catalog.replace(shown, 'dd', lpad(extract(day FROM x)::text, 2, '0'));
  shown := pg_catalog.replace(shown, 'hh', lpad(extract(hour FROM x)::text, 2, '0'));
  shown := pg_catalog.replace(shown, 'mi', lpad(extract(minute FROM x)::text, 2, '0'));
  shown := pg_catalog.replace(shown, 'ss', lpad(trunc(extract(second FROM x))::text, 2, '0'));
  RETURN dougong.kept(shown);
END"""

_SECTION = """
DECLARE words text := ''; pending boolean := false; figure int; place int;
BEGIN
  FOR place IN REVERSE 3..0 LOOP
    figure := (x / (10 ^ place)::int) % 10;
    IF figure > 0 THEN
      words := words || CASE WHEN pending THEN '零' ELSE '' END
        || substr('零壹贰叁肆伍陆柒捌玖', figure + 1, 1) || (ARRAY['', '拾', '佰', '仟'])[place + 1];
      pending := false;
    ELSIF words <> '' THEN pending := true;
    END IF;
  END LOOP;
  RETURN words;
END"""

_RMB = """
DECLARE cents numeric := pg_catalog.abs(pg_catalog.round(x, 2)) * 100; yuan bigint; rest int;
  words text := ''; section int; above int; place int; gap boolean; tenths int; hundredths int;
BEGIN
  IF x IS NULL OR cents >= 1e14 THEN RETURN NULL; END IF;
  yuan := div(cents, 100); rest := mod(cents, 100);
  FOR place IN REVERSE 2..0 LOOP
    section := (yuan / (10000::numeric ^ place)::bigint) % 10000;
    IF section > 0 THEN
      above := (yuan / (10000::numeric ^ (place + 1))::bigint) % 10000;
      gap := words <> '' AND (section < 1000 OR above = 0);
      words := words || CASE WHEN gap THEN '零' ELSE '' END || dougong.section(section)
        || (ARRAY['', '万', '亿'])[place + 1];
    END IF;
  END LOOP;
  IF words <> '' OR rest = 0 THEN
    words := CASE words WHEN '' THEN '零' ELSE words END || '元';
  END IF;
  IF x < 0 AND cents > 0 THEN words := '负' || words; END IF;
  IF rest = 0 THEN RETURN words || '整'; END IF;
  tenths := rest / 10; hundredths := rest % 10;
  IF tenths > 0 THEN words := words || substr('零壹贰叁肆伍陆柒捌玖', tenths + 1, 1) || '角';
  ELSIF yuan > 0 THEN words := words || '零';
  END IF;
  RETURN words || CASE WHEN hundredths > 0
    THEN substr('零壹贰叁肆伍陆柒捌玖', hundredths + 1, 1) || '分' ELSE '整' END;
END"""

TEXTS: tuple[str, ...] = (
    sql("kept(x text)", "text", f"CASE WHEN length(x) BETWEEN 1 AND {LONGEST_TEXT} THEN x END"),
    sql("text_of_number(x numeric)", "text", "trim_scale(x)::text"),
    sql("text_of_date(x date)", "text", "to_char(x, 'YYYY-MM-DD')"),
    sql("holds(x text, part text)", "boolean", "strpos(x, part) > 0"),
    sql(
        "has_json(keys text, key text)",
        "boolean",
        "strpos(',' || substr(keys, 2, length(keys) - 2) || ',', ',' || key || ',') > 0",
    ),
    sql(
        "has(keys text, key text)",
        "boolean",
        r"dougong.has_json(keys, pg_catalog.replace(to_json(key)::text, ',', '\u002c'))",
    ),
    sql("len(x text)", "numeric", "coalesce(length(x), 0)::numeric"),
    sql(
        "left(x text, count numeric DEFAULT 1)",
        "text",
        f"CASE WHEN dougong.whole(count) > 0 THEN pg_catalog.left(x, {_COUNT}) END",
    ),
    sql(
        "right(x text, count numeric DEFAULT 1)",
        "text",
        f"CASE WHEN dougong.whole(count) > 0 THEN pg_catalog.right(x, {_COUNT}) END",
    ),
    sql(
        "mid(x text, start numeric, count numeric)",
        "text",
        "CASE WHEN dougong.whole(start) >= 1 AND dougong.whole(count) > 0 THEN "
        f"nullif(substr(x, dougong.places(start), {_COUNT}), '') END",
    ),
    sql("upper(x text)", "text", f"translate(x, '{HAS_UPPER}', '{ITS_UPPER}')"),
    sql("lower(x text)", "text", f"translate(x, '{HAS_LOWER}', '{ITS_LOWER}')"),
    steps("proper(x text)", "text", _PROPER),
    sql(
        "trim(x text)",
        "text",
        r"nullif(btrim(regexp_replace(x, '[ \t\n\r\u00a0\u3000]+', ' ', 'g'), ' '), '')",
    ),
    sql(
        "clean(x text)",
        "text",
        r"""nullif(regexp_replace(x COLLATE "C", '[\u0001-\u001f\u007f-\u009f]', '', 'g'), '')""",
    ),
    sql("concat(xs text[])", "text", "dougong.kept(array_to_string(xs, ''))"),
    sql(
        "textjoin(separator text, xs text[])",
        "text",
        "dougong.kept(array_to_string(xs, coalesce(separator, '')))",
    ),
    sql(
        "rept(x text, count numeric)",
        "text",
        f"CASE WHEN dougong.whole(count) > 0 AND length(x) * {_COUNT} "
        f"<= {LONGEST_TEXT} THEN repeat(x, {_COUNT}) END",
    ),
    steps("replace(x text, start numeric, count numeric, new text)", "text", _REPLACE),
    steps("substitute(x text, old text, new text, nth numeric DEFAULT 0)", "text", _SUBSTITUTE),
    steps("find(part text, x text, start numeric DEFAULT 1)", "numeric", _PLACE),
    sql(
        "search(part text, x text, start numeric DEFAULT 1)",
        "numeric",
        "dougong.find(dougong.lower(part), dougong.lower(x), start)",
    ),
    sql(
        "occurs(part text, x text)",
        "numeric",
        "CASE WHEN x IS NULL OR part IS NULL THEN 0 "
        "ELSE cardinality(string_to_array(x, part)) - 1 END::numeric",
    ),
    sql("exact(x text, other text)", "boolean", "x IS NOT DISTINCT FROM other"),
    sql("startswith(x text, part text)", "boolean", "coalesce(starts_with(x, part), false)"),
    sql(
        "endswith(x text, part text)",
        "boolean",
        "coalesce(pg_catalog.right(x, length(part)) = part, false)",
    ),
    sql(
        "textbefore(x text, part text)",
        "text",
        "CASE WHEN strpos(x, part) > 0 THEN nullif(pg_catalog.left(x, strpos(x, part) - 1), '') END",
    ),
    sql(
        "textafter(x text, part text)",
        "text",
        "CASE WHEN strpos(x, part) > 0 THEN "
        "nullif(substr(x, strpos(x, part) + length(part)), '') END",
    ),
    sql(
        "padleft(x text, count numeric, fill text DEFAULT ' ')",
        "text",
        f"CASE WHEN dougong.whole(count) <= {LONGEST_TEXT} AND fill IS NOT NULL THEN dougong.kept("
        "CASE WHEN dougong.whole(count) > length(coalesce(x, '')) "
        f"THEN lpad(coalesce(x, ''), {_COUNT}, fill) ELSE x END) END",
    ),
    sql(
        "padright(x text, count numeric, fill text DEFAULT ' ')",
        "text",
        f"CASE WHEN dougong.whole(count) <= {LONGEST_TEXT} AND fill IS NOT NULL THEN dougong.kept("
        "CASE WHEN dougong.whole(count) > length(coalesce(x, '')) "
        f"THEN rpad(coalesce(x, ''), {_COUNT}, fill) ELSE x END) END",
    ),
    sql("reverse(x text)", "text", "pg_catalog.reverse(x)"),
    steps("mask(x text, head numeric, tail numeric)", "text", _MASK),
    sql(
        "unichar(code numeric)",
        "text",
        "CASE WHEN dougong.whole(code) BETWEEN 1 AND 1114111 "
        "AND dougong.whole(code) NOT BETWEEN 55296 AND 57343 THEN chr(greatest(least(dougong.whole(code), 1114111), 1)::int) END",
    ),
    sql("unicode(x text)", "numeric", "ascii(x)::numeric"),
    sql("halfwidth(x text)", "text", f"translate(x, '{_WIDE}', '{_NARROW}')"),
    sql("fullwidth(x text)", "text", f"translate(x, '{_NARROW}', '{_WIDE}')"),
    sql("bytes(x text)", "numeric", "coalesce(octet_length(x), 0)::numeric"),
    steps("value(x text)", "numeric", _VALUE),
    sql("isnumeric(x text)", "boolean", "dougong.value(x) IS NOT NULL"),
    steps("spelled(x numeric, places int, width int, grouped boolean)", "text", _SPELLED),
    sql(
        "fixed(x numeric, places numeric DEFAULT 2)",
        "text",
        "CASE WHEN dougong.whole(places) BETWEEN -20 AND 20 AND x IS NOT NULL "
        "THEN dougong.spelled(x, dougong.places(places), 1, true) END",
    ),
    steps("text(x numeric, form text)", "text", _NUMBER_FORM),
    steps("text(x timestamp, form text)", "text", _TIME_FORM),
    sql("text(x date, form text)", "text", "dougong.text(x::timestamp, form)"),
    steps("section(x int)", "text", _SECTION),
    steps("rmb(x numeric)", "text", _RMB),
)
