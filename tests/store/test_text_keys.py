"""Texts are sorted and found alike on both databases, whatever their case, width and accents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from runtime.commands.change import change_record
from runtime.commands.submit import submit_record
from runtime.queries.conditions import Filter
from runtime.queries.records import ListRequest, list_records
from runtime.store import engine
from runtime.store.migrations.run import configuration
from runtime.store.text_keys import search_key, sort_key
from tests.house import House, app_of, build_house

FORM = """
key: item
label: {zh: 物料, en: item}
title: name
fields:
  - {key: name, type: text, label: {zh: 名称, en: name}}
  - {key: note, type: long_text, label: {zh: 说明, en: note}, max_length: 9000}
  - {key: stock, type: integer, label: {zh: 库存, en: stock}}
permissions:
  - {role: clerk, can: [create, read, update]}
"""
APP = "key: store\nlabel: {zh: 仓库, en: store}\nroles:\n  - {key: clerk, label: {zh: 文员, en: clerk}}\n"
NAMES = (
    "Zoe", "张三牌", "amy", "阿明牌", "李四牌", "Émile", "北京牌", "重庆牌", "常州牌", "Amy", "10号",
    "妈祖", "麻绳", "马灯", "ｂｏｂ", "Ørsted", None, "螺栓M8（镀锌）", "Éclair Ø12", "全角ＡＢＣ１２３", "100%棉_布",
)  # fmt: skip
SORTED = (
    None, "100%棉_布", "10号", "amy", "Amy", "ｂｏｂ", "Éclair Ø12", "Émile", "Ørsted", "Zoe", "阿明牌", "北京牌",
    "常州牌", "重庆牌", "李四牌", "螺栓M8（镀锌）", "妈祖", "麻绳", "马灯", "全角ＡＢＣ１２３", "张三牌",
)  # fmt: skip


@pytest.fixture
def house(migrated_url: str, tmp_path: Path) -> Iterator[House]:
    built = build_house(migrated_url, tmp_path / "var")
    built.publish(app_of(app=APP, forms__item=FORM))
    built.person("kim", "clerk")
    with built.write("kim") as ctx:
        for at, name in enumerate(NAMES):
            submit_record(ctx, "item", {"name": name, "stock": at})
    yield built
    built.installation.engine.dispose()


def _found(house: House, **asked: object) -> list[str | None]:
    """The names of every record a list finds, three to a page."""
    names: list[str | None] = []
    after = None
    with house.read("kim") as ctx:
        while True:
            page = list_records(ctx, "item", ListRequest(limit=3, after=after, **asked))  # type: ignore[arg-type]
            names += [each.values["name"] for each in page.records]
            after = page.next
            if after is None:
                return names


def test_names_are_sorted_as_a_reader_expects_and_no_page_loses_one(house: House) -> None:
    found = _found(house, sort=(("name", False),))
    assert found == list(SORTED)
    assert _found(house, sort=(("name", True),)) == found[::-1]


FOUND = (
    ("m8", ["螺栓M8（镀锌）"]),
    ("éclair", ["Éclair Ø12"]),
    ("ECLAIR", ["Éclair Ø12"]),
    ("ø12", ["Éclair Ø12"]),
    ("12 eclair", ["Éclair Ø12"]),
    ("ABC123", ["全角ＡＢＣ１２３"]),
    ("ａｂｃ", ["全角ＡＢＣ１２３"]),
    ("(镀锌)", ["螺栓M8（镀锌）"]),
    ("镀锌　螺栓", ["螺栓M8（镀锌）"]),
    ("luoshuan", ["螺栓M8（镀锌）"]),
    ("lsm8", ["螺栓M8（镀锌）"]),
    ("chongqing", ["重庆牌"]),
    ("cqp", ["重庆牌"]),
    ("bob", ["ｂｏｂ"]),
    ("100%", ["100%棉_布"]),
    ("0_", []),
    ("镀锌 北京", []),
)


def test_a_word_is_found_however_it_is_written(house: House) -> None:
    for text, expected in FOUND:
        assert _found(house, search=text) == expected, text
        if len(text.split()) == 1:
            assert _found(house, filters=(Filter("name", "has", (text,)),)) == expected, text


def test_a_change_is_sorted_and_found_at_once(house: House) -> None:
    with house.write("kim") as ctx:
        made = submit_record(ctx, "item", {"name": "旧名", "note": "x" * 8_000 + "末尾"})
    with house.write("kim") as ctx:
        change_record(ctx, "item", made.id, 1, {"name": "Ångström"})
    assert _found(house, search="angstrom") == ["Ångström"]
    assert _found(house, search="jiuming") == []
    assert _found(house, search="末尾") == ["Ångström"]
    assert _found(house, sort=(("name", False),))[5] == "Ångström"


def test_records_of_before_get_their_keys_when_the_database_is_brought_up(house: House) -> None:
    with engine.writing(house.installation.engine) as connection:
        table = sa.inspect(connection).get_table_names()
        name = next(each for each in table if each.endswith("_item"))
        for column in ("k_name", "s_name", "k_note", "s_note"):
            connection.exec_driver_sql(f"ALTER TABLE {name} DROP COLUMN {column}")
        command.stamp(configuration(connection), "0007")
    with engine.writing(house.installation.engine) as connection:
        command.upgrade(configuration(connection), "0008")
        command.stamp(configuration(connection), "head")
    assert _found(house, sort=(("name", False),)) == list(SORTED)
    assert _found(house, search="luoshuan") == ["螺栓M8（镀锌）"]


def test_a_key_keeps_to_its_bounds() -> None:
    assert len(sort_key("张" * 5_000) or "") < 1_000
    assert sort_key("") is not None
    assert sort_key(None) is None
    assert search_key(None) is None
