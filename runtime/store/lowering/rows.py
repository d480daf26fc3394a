"""Other records and lines in SQL: correlated subqueries over an alias of their table."""

# ruff: noqa: ARG001  (every rule is told whether it must be exact; some always are)

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Select

from rule_dsl.targets.carry import WAYS, Shape
from rule_dsl.targets.ops import NOW, TODAY, Op, Refused, Sort, Source
from rule_dsl.targets.scope import CREATED, ID, UPDATED
from runtime.store.lowering.elements import ARRAYS, TYPES, Gathered, Typed, call
from runtime.store.lowering.place import (
    Place,
    Sql,
    condition,
    constant,
    folded,
    integers,
    stored,
    total,
    value,
    zone,
)


def _source(op: Op) -> Source:
    if op.source is None:
        raise Refused("no_rows", op.name)
    return op.source


def row_place(source: Source, place: Place) -> Place:
    """The place of a row of the source: its own alias of the table."""
    return place.inside(source.form, place.sources.table(source.form).alias())


def _tests(source: Source, inner: Place, place: Place) -> list[Sql]:
    """What makes a row one of the source's."""
    if source.kind == "lines":
        parent = inner.table.c[place.sources.parent(source.form).name]
        return [parent == place.column(ID)]
    tests: list[Sql] = []
    trashed = place.sources.trashed(source.form)
    if trashed is not None:
        tests.append(inner.table.c[trashed.name].is_(None))
    if source.anchor is not None:
        tests.append(inner.column(source.by) == value(source.anchor, place))
    if source.but_itself:
        tests.append(inner.column(ID) != place.column(ID))
    if source.within is not None:
        tests += _window(source, inner)
    return tests


def _window(source: Source, inner: Place) -> list[Sql]:
    clock = folded(NOW if source.time_sort == "moment" else TODAY, inner)
    shift = Op("shift", clock.sort, (clock, source.within or clock), value=-1)
    time = inner.column(source.time)
    return [time > constant(folded(shift, inner)), time <= constant(clock)]


def ordering(source: Source, inner: Place, *, newest: bool = False) -> list[Sql]:
    """The source's order: lines by position, records by business time (none first) and id."""
    if source.kind == "lines":
        keys: list[Sql] = [inner.table.c[inner.sources.position(source.form).name]]
    else:
        time = inner.column(source.time)
        keys = [sa.case((time.is_(None), 0), else_=1), time, inner.column(ID)]
    return [key.desc() for key in keys] if newest else keys


def _select(shown: list[Sql], source: Source, place: Place, inner: Place) -> Select[Any]:
    """The source's rows, correlated to everything outside."""
    tests = _tests(source, inner, place)
    if source.limit is not None:
        tests = [inner.column(ID).in_(_newest(source, place))]
    return sa.select(*shown).select_from(inner.table).where(*tests).correlate_except(inner.table)


def _newest(source: Source, place: Place) -> Select[Any]:
    inner = row_place(source, place)
    query = sa.select(inner.column(ID)).select_from(inner.table)
    query = query.where(*_tests(source, inner, place)).correlate_except(inner.table)
    return query.order_by(*ordering(source, inner, newest=True)).limit(source.limit)


def _test(op: Op, inner: Place) -> Sql:
    return condition(op, inner, exact=False)


def _some(op: Op, place: Place, exact: bool) -> Sql:
    source = _source(op)
    inner = row_place(source, place)
    query = _select([sa.literal_column("1")], source, place, inner)
    return sa.exists(query.where(_test(op.args[0], inner)))


def _enough(op: Op, place: Place, exact: bool) -> Sql:
    source = _source(op)
    inner = row_place(source, place)
    query = _select([sa.func.count()], source, place, inner)
    number: Sql = query.where(_test(op.args[0], inner)).scalar_subquery()
    enough: Sql = number >= op.value
    return enough


def any_lines(op: Op, place: Place) -> Sql:
    """Whether the record has lines."""
    form = place.sources.vocabulary.forms[place.form].fields[op.value].type.of
    source = Source("lines", form or "", key=op.value)
    return sa.exists(_select([sa.literal_column("1")], source, place, row_place(source, place)))


def counted(op: Op, place: Place) -> Sql:
    """How many values there are."""
    source = _source(op)
    inner = row_place(source, place)
    shown, test = op.args
    query = _select([sa.func.count()], source, place, inner).where(_test(test, inner))
    if shown.sort != "bool":
        query = query.where(value(shown, inner).is_not(None))
    return Typed("numeric", "number", (sa.cast(query.scalar_subquery(), sa.Text()),))


def gathered(op: Op, place: Place, array: str) -> Sql:
    """The values of rows as a list, in the rows' order."""
    source = _source(op)
    inner = row_place(source, place)
    shown, test = op.args
    query = _select([value(shown, inner).label("v")], source, place, inner)
    query = query.where(_test(test, inner)).order_by(*ordering(source, inner))
    return Gathered(array, "empty", (query.scalar_subquery(),))


def _follow(op: Op, place: Place) -> Sql:
    form, key = op.value
    table = place.sources.table(form).alias()
    inner = place.inside(form, table)
    query = sa.select(stored(inner.column(key), op)).select_from(table)
    query = query.where(inner.column(ID) == value(op.args[0], place)).correlate_except(table)
    return sa.type_coerce(query.scalar_subquery(), TYPES[op.sort])


def _tick_followed(op: Op, place: Place, exact: bool) -> Sql:
    return total(_follow(op, place), exact=exact)


def _trend(op: Op, place: Place, exact: bool) -> Sql:
    """Days and values as two lists in one order; the function judges them."""
    source = _source(op)
    inner = row_place(source, place)
    time = inner.column(source.time)
    day: Sql = time
    if source.time_sort == "moment":
        day = call("day_of", "date", [time, *zone(place)], "mii")
    query = _select([], source, place, inner).order_by(*ordering(source, inner))
    return _judged(query, (day, value(op.args[0], inner)), op.value, place)


def _trend_own(op: Op, place: Place, exact: bool) -> Sql:
    """The same over the values that a field of the record has had."""
    form, key, *shape = op.value
    remembered = getattr(place.sources, "daily", None)
    if remembered is None:
        raise Refused("no_history", key)
    past = remembered(form, key, place.table)
    day = call("day_of", "date", [past.c.at, *zone(place)], "mii")
    query = sa.select().select_from(past).order_by(past.c.at, past.c.seq).correlate_except(past)
    number = stored(past.c.value, Op("field", "number"))
    return _judged(query, (day, number), (shape[0], shape[1], "kept"), place)


def _judged(query: Select[Any], columns: tuple[Sql, Sql], shape: Shape, place: Place) -> Sql:
    """Whether the days and values that a query gives, as two lists, rise or fall."""
    sorts: tuple[Sort, Sort] = ("date", "number")
    lists = [
        Gathered(ARRAYS[sort], "empty", (query.add_columns(shown.label("v")).scalar_subquery(),))
        for shown, sort in zip(columns, sorts, strict=True)
    ]
    days, rising, how = shape
    today = constant(folded(TODAY, place))
    numbers = integers((days, int(rising), WAYS.index(how)))
    return call("trend", "bool", [*lists, today, numbers], "DNdi")


def _history(op: Op, place: Place) -> Sql:
    form, key = op.value
    keys = key if isinstance(key, tuple) else (key,)
    times = [place.sources.history(op.name, form, each, place.table) for each in keys]  # type: ignore[arg-type]
    if len(times) == 1:
        return times[0]
    return call("latest", "moment", times, "m" * len(times))


def _rows_changed(op: Op, place: Place) -> Sql:
    source = _source(op)
    inner = row_place(source, place)
    newest = _select([sa.func.max(inner.column(UPDATED))], source, place, inner)
    return sa.func.coalesce(newest.scalar_subquery(), place.column(CREATED))


RULES: dict[str, Callable[[Op, Place], Sql]] = {
    "rows_changed_at": _rows_changed,
    "follow": _follow,
    "changed_at": _history,
    "possible_since": _history,
    "happened": _history,
}
CONDITIONS: dict[str, Callable[[Op, Place, bool], Sql]] = {
    "some": _some,
    "enough": _enough,
    "trend": _trend,
    "trend_own": _trend_own,
    "follow": _tick_followed,
}
