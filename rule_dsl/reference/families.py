"""Functions that a reader of one may be looking for: each row is a family."""

from __future__ import annotations

FAMILIES: tuple[tuple[str, ...], ...] = tuple(
    tuple(row.split())
    for row in (
        "IF IFS SWITCH CHOOSE",
        "AND OR NOT XOR",
        "TRUE FALSE NUMBERIF",
        "ISBLANK COALESCE COUNTBLANK",
        "ABS SIGN",
        "ROUND ROUNDUP ROUNDDOWN TRUNC INT FIXED",
        "CEILING FLOOR MROUND",
        "MOD QUOTIENT",
        "POWER SQRT EXP LN LOG LOG10",
        "PI DEGREES RADIANS",
        "GCD LCM",
        "FACT COMBIN",
        "EVEN ODD ISEVEN ISODD",
        "CLAMP MIN MAX",
        "LEN BYTES",
        "LEFT RIGHT MID TEXTBEFORE TEXTAFTER",
        "UPPER LOWER PROPER",
        "TRIM CLEAN",
        "CONCAT TEXTJOIN REPT",
        "REPLACE SUBSTITUTE",
        "FIND SEARCH OCCURS CONTAINS",
        "EXACT STARTSWITH ENDSWITH CONTAINS",
        "PADLEFT PADRIGHT REPT",
        "REVERSE LEFT RIGHT",
        "MASK LEFT RIGHT",
        "UNICHAR UNICODE",
        "HALFWIDTH FULLWIDTH",
        "VALUE ISNUMERIC TEXT FIXED",
        "RMB TEXT FIXED",
        "TODAY NOW",
        "DATE MOMENT DATEVALUE DATEOF",
        "YEAR MONTH DAY QUARTER",
        "HOUR MINUTE SECOND",
        "WEEKDAY ISOWEEKNUM WEEKNUM",
        "DAYOFYEAR DAYSINMONTH ISLEAPYEAR",
        "EDATE EOMONTH STARTOFMONTH",
        "STARTOFWEEK ENDOFWEEK",
        "STARTOFQUARTER ENDOFQUARTER",
        "STARTOFYEAR ENDOFYEAR",
        "DAYS DATEDIF NETWORKDAYS",
        "HOURSBETWEEN MINUTESBETWEEN WORKHOURS",
        "INDAYS INHOURS INMINUTES DURATION",
        "WORKDAY NETWORKDAYS ISWORKDAY NEXTWORKDAY PREVWORKDAY",
        "WORKHOURS ADDWORKHOURS",
        "SUM AVERAGE MIN MAX COUNT",
        "COUNT COUNTBLANK COUNTUNIQUE",
        "MEDIAN MODE AVERAGE",
        "PRODUCT SUMSQ SUM",
        "VAR VARP STDEV STDEVP",
        "LARGE SMALL MAX MIN",
        "RANGE MAX MIN",
        "FIRST LAST",
    )
)


def relatives(name: str) -> tuple[str, ...]:
    """The other members of a function's families, in their order."""
    found = (other for row in FAMILIES if name in row for other in row if other != name)
    return tuple(dict.fromkeys(found))
