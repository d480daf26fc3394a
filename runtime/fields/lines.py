"""A child table: lines with fields of their own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from rule_dsl.types import Type
from runtime.fields.base import (
    Face,
    FieldType,
    Inside,
    Json,
    Reader,
    Sample,
    Storage,
    Unreadable,
    Value,
    field_types,
)
from runtime.fields.parts.schemas import piece, whole
from runtime.fields.parts.texts import brief, line_of
from runtime.spec.app import FieldSpec

ROWS, MOST = 200, 2_000
_LONGEST = 2_000_000
_CELL = re.compile(r"([0-9]{1,6})[-.]([a-z][a-z0-9_]{0,59})")
_FIELDS = (
    FieldSpec("item", "text", {"zh": "品名", "en": "item"}),
    FieldSpec("count", "integer", {"zh": "数量", "en": "count"}, options={"min": 1}),
)
_SCREW = {"id": None, "item": "螺丝", "count": Decimal(5)}
_NUT = {"id": "l2", "item": "螺母", "count": None}
_SCREW_JSON = {"id": None, "item": "螺丝", "count": 5}
_NUT_JSON = {"id": "l2", "item": "螺母", "count": None}
_SHOWN = '[{"id": null, "item": "螺丝", "count": "5"}]'


class Lines(FieldType):
    """Rows of cells, each read by its own field type; a row keeps its ``id`` for ever."""

    key = "lines"
    face = Face({"zh": "明细表", "en": "lines"}, icon="table", group="relation", control="lines")
    options = {
        "fields": piece(
            "列",
            "columns",
            {"type": "array", "minItems": 1, "items": {"type": "object"}},
            required=True,
        ),
        "max_rows": whole("最多几行", "most rows", 1, MOST, ROWS),
    }
    samples = (
        Sample([{"item": "螺丝", "count": "5"}], (_SCREW,), [_SCREW_JSON], _SHOWN, fields=_FIELDS),
        Sample(
            {"1-item": "螺丝", "1-count": "5", "7-item": "", "7-count": "", "7-id": ""},
            (_SCREW,),
            [_SCREW_JSON],
            _SHOWN,
            fields=_FIELDS,
        ),
        Sample(
            [{"item": "螺丝", "count": 5}, {"id": "l2", "item": "螺母"}],
            (_SCREW, _NUT),
            [_SCREW_JSON, _NUT_JSON],
            _SHOWN[:-1] + ', {"id": "l2", "item": "螺母", "count": ""}]',
            fields=_FIELDS,
        ),
        Sample('[{"item":"螺丝","count":5}]', (_SCREW,), [_SCREW_JSON], _SHOWN, fields=_FIELDS),
        Sample([{"item": " ", "count": None}], fields=_FIELDS),
        Sample([], fields=_FIELDS),
        Sample("", fields=_FIELDS),
        Sample([{"item": "螺丝", "count": "0"}], fields=_FIELDS, wrong="wrong_in_lines"),
        Sample([{"colour": "red"}], fields=_FIELDS, wrong="wrong_in_lines"),
        Sample(["螺丝"], fields=_FIELDS, wrong="not_lines"),
        Sample("螺丝 5", fields=_FIELDS, wrong="not_lines"),
        Sample({"item": "螺丝"}, fields=_FIELDS, wrong="not_lines"),
        Sample([{"item": "x"}] * 201, fields=_FIELDS, wrong="too_many_lines"),
        Sample("[" * 50_000, fields=_FIELDS, wrong="not_lines"),
    )

    def storage(self, spec: FieldSpec) -> Storage:
        return Storage("rows")

    def parse(self, raw: Json, spec: FieldSpec, reader: Reader) -> Value:
        rows = _rows(raw)
        most = spec.options.get("max_rows", ROWS)
        if len(rows) > most:
            raise Unreadable("too_many_lines", most=most, count=len(rows))
        wrong: list[Inside] = []
        lines = [_line(row, at, (spec, reader), wrong) for at, row in enumerate(rows)]
        if wrong:
            raise Unreadable("wrong_in_lines", tuple(wrong), count=len(wrong))
        return tuple(line for line in lines if line is not None) or None

    def dump(self, value: Value, spec: FieldSpec) -> Json:
        return [dict(_dumped(line, spec)) for line in value] if value else None

    def show(self, value: Value, spec: FieldSpec, reader: Reader) -> str:
        rows = [dict(_shown(line, spec, reader)) for line in value or ()]
        return json.dumps(rows, ensure_ascii=False) if rows else ""

    def rule_type(self, spec: FieldSpec, form: str) -> Type:
        return Type("rows", f"{form}.{spec.key}")


def _rows(raw: Json) -> list[Mapping[str, Any]]:
    """What was written as rows: a list of objects, its JSON text, or a form's ``3-item`` keys."""
    if raw is None or isinstance(raw, str):
        text = (raw or "").strip()
        if len(text) > _LONGEST:
            raise Unreadable("too_long", longest=_LONGEST, length=len(text))
        try:
            raw = json.loads(text, parse_float=Decimal) if text else []
        except (ValueError, RecursionError):
            raise Unreadable("not_lines", written=brief(text)) from None
    if isinstance(raw, Mapping):
        raw = _from_form(raw)
    if not isinstance(raw, list | tuple) or not all(isinstance(row, Mapping) for row in raw):
        raise Unreadable("not_lines", written=brief(raw))
    return list(raw)


def _from_form(cells: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    rows: dict[int, dict[str, Any]] = {}
    for name, written in cells.items():
        found = _CELL.fullmatch(str(name))
        if found is None:
            raise Unreadable("not_lines", written=brief(name))
        rows.setdefault(int(found[1]), {})[found[2]] = written
    return [rows[at] for at in sorted(rows)]


def _line(
    row: Mapping[str, Any], at: int, how: tuple[FieldSpec, Reader], wrong: list[Inside]
) -> Mapping[str, Any] | None:
    """One line; None where every cell is empty. What is wrong is added to ``wrong``."""
    spec, reader = how
    fields = {each.key: each for each in spec.fields}
    wrong.extend(
        Inside(at, brief(key), "unknown_column", {"name": brief(key)})
        for key in row
        if key not in fields and key != "id"
    )
    cells: dict[str, Any] = {"id": None}
    is_filled = False
    try:
        cells["id"] = line_of(row.get("id"), 100)
    except Unreadable as problem:
        wrong.append(Inside(at, "id", problem.code, problem.facts))
    for key, inner in fields.items():
        written = row.get(key)
        is_filled = is_filled or not _is_blank(written)
        try:
            cells[key] = field_types()[inner.type].parse(written, inner, reader)
        except Unreadable as problem:
            wrong.append(Inside(at, key, problem.code, problem.facts))
    return cells if is_filled or cells["id"] else None


def _is_blank(written: Any) -> bool:
    return written in (None, False, [], ()) or (isinstance(written, str) and not written.strip())


def _dumped(line: Mapping[str, Any], spec: FieldSpec) -> Iterator[tuple[str, Json]]:
    yield "id", line.get("id")
    for inner in spec.fields:
        yield inner.key, field_types()[inner.type].dump(line.get(inner.key), inner)


def _shown(line: Mapping[str, Any], spec: FieldSpec, reader: Reader) -> Iterator[tuple[str, Json]]:
    yield "id", line.get("id")
    for inner in spec.fields:
        yield inner.key, field_types()[inner.type].show(line.get(inner.key), inner, reader)


BLOCK = Lines()
