"""A depot to import into: parts with a field of most kinds, and slips with lines, links and files."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

import xlsxwriter

from runtime.queries.records import ListRequest, list_records
from tests.house import House, app_of

APP = """
key: depot
label: {zh: 库房, en: depot}
main: slip
timezone: Asia/Shanghai
roles: [{key: keeper, label: {zh: 保管员, en: keeper}}]
"""
PART = """
key: part
label: {zh: 零件, en: part}
title: name
fields:
  - {key: name, type: text, label: {zh: 名称, en: name}, required: true}
  - {key: code, type: text, label: {zh: 图号, en: drawing}, unique: true}
  - {key: stock, type: integer, label: {zh: 存量, en: stock}}
  - {key: scrap, type: percent, label: {zh: 废品率, en: scrap rate}}
  - {key: weight, type: decimal, scale: 3, label: {zh: 重量, en: weight}}
  - {key: price, type: money, label: {zh: 单价, en: price}}
  - {key: seen, type: moment, label: {zh: 盘点时间, en: counted at}}
  - {key: run, type: duration, label: {zh: 工时, en: run time}}
  - {key: memo, type: long_text, label: {zh: 备注, en: memo}, max_length: 100000}
permissions: [{role: keeper, can: [create, read, update, export, import]}]
"""
SLIP = """
key: slip
label: {zh: 领料单, en: slip}
title: title
fields:
  - {key: number, type: auto_number, label: {zh: 单号, en: number}, pattern: "LL-{seq:4}"}
  - {key: title, type: text, label: {zh: 事由, en: title}, required: true}
  - {key: part, type: link, form: part, label: {zh: 主件, en: main part}}
  - key: rows
    type: lines
    label: {zh: 明细, en: lines}
    fields:
      - {key: what, type: text, label: {zh: 物品, en: what}}
      - {key: count, type: integer, label: {zh: 件数, en: count}}
  - {key: files, type: attachment, label: {zh: 附件, en: files}}
permissions: [{role: keeper, can: [create, read, update, export, import]}]
"""


def open_depot(house: House, **texts: str) -> None:
    """Publish the depot; its keeper is called ``kim``."""
    house.publish(app_of(app=APP, forms__part=PART, forms__slip=SLIP, **texts))
    house.person("kim", "keeper")


def workbook(fill: Callable[[Any], None]) -> tuple[str, bytes]:
    """A workbook that ``fill`` writes, with a name."""
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as book:
        fill(book)
    return "表.xlsx", packed.getvalue()


def sheet_of(*rows: tuple[Any, ...], formats: Mapping[int, str] | None = None) -> tuple[str, bytes]:
    """A workbook of one sheet; ``formats`` are number formats by column."""

    def fill(book: Any) -> None:
        made = {at: book.add_format({"num_format": code}) for at, code in (formats or {}).items()}
        sheet = book.add_worksheet("数据")
        for number, row in enumerate(rows):
            for at, cell in enumerate(row):
                sheet.write(number, at, cell, made.get(at) if number else None)

    return workbook(fill)


def values(house: House, form: str, *keys: str) -> list[tuple[Any, ...]]:
    """What the records of a form hold in some fields, in the order they were made."""
    with house.read("kim") as ctx:
        page = list_records(ctx, form, ListRequest(limit=200))
    made = sorted(page.records, key=lambda each: each.id)
    return [tuple(each.values.get(key) for key in keys) for each in made]
