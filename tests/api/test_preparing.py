"""What is written becomes what is stored, by one order: lines, exact numbers, fields that are not shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from runtime.app import create_app
from runtime.commands.people import new_token
from tests.api.conftest import Callers
from tests.house import app_of, build_house

APP = """
key: desk
label: {zh: 台账, en: desk}
main: paper
roles: [{key: clerk, label: {zh: 文员, en: clerk}}]
"""
PAPER = """
key: paper
label: {zh: 单据, en: paper}
title: name
fields:
  - {key: name, type: text, label: {zh: 名称, en: name}}
  - {key: amount, type: decimal, label: {zh: 数值, en: amount}, scale: 4}
  - {key: code, type: text, label: {zh: 代码, en: code}}
  - {key: third, type: text, label: {zh: 丙, en: third}, visible: 乙不为空}
  - {key: second, type: text, label: {zh: 乙, en: second}, visible: 甲不为空}
  - {key: first, type: text, label: {zh: 甲, en: first}, visible: "种类=“全”"}
  - {key: ticked, type: yes_no, label: {zh: 勾, en: ticked}, visible: "种类=“全”"}
  - {key: kind, type: text, label: {zh: 种类, en: kind}}
  - key: rows
    type: lines
    label: {zh: 明细, en: rows}
    fields:
      - {key: part, type: text, label: {zh: 零件, en: part}}
      - {key: price, type: decimal, label: {zh: 单价, en: price}, scale: 4}
permissions:
  - {role: clerk, can: [create, read, update, delete]}
"""
RULE = """key: shorten
form: paper
on: true
label: {zh: 收短, en: shorten}
---
如果名称=“收短”，则将种类设为“短”
"""
PAPERS = "/apps/desk/forms/paper/records"


@pytest.fixture
def desk(migrated_url: str, tmp_path: Path) -> Iterator[Callers]:
    house = build_house(migrated_url, tmp_path / "var")
    house.publish(app_of(app=APP, forms__paper=PAPER, rules__shorten=RULE))
    house.person("amy", "clerk")
    tokens = {"amy": new_token(house.installation, "amy")}
    yield Callers(house, create_app(house.installation).test_client(), tokens)
    house.installation.engine.dispose()


def create(desk: Callers, body: str | dict[str, Any]) -> dict[str, Any]:
    text = body if isinstance(body, str) else json.dumps({"values": body})
    answer = desk.client.post(
        f"/api/v1{PAPERS}",
        data=text,
        content_type="application/json",
        headers={"Authorization": f"Bearer {desk.tokens['amy']}", "Accept-Language": "zh"},
    )
    assert answer.status_code == 201, answer.get_json()
    return dict(answer.get_json())


def change(desk: Callers, record: dict[str, Any], **values: Any) -> dict[str, Any]:
    seen = {"If_Match": f'"{record["version"]}"'}
    answer = desk("amy", "PATCH", f"{PAPERS}/{record['id']}", {"values": values}, **seen)
    assert answer.status_code == 200, answer.get_json()
    return dict(answer.get_json())


def ids(record: dict[str, Any]) -> list[str]:
    return [line["id"] for line in record["values"]["rows"]]


def test_a_record_made_from_another_s_values_has_lines_of_its_own(desk: Callers) -> None:
    first = create(desk, {"name": "甲", "rows": [{"part": "螺丝"}, {"part": "螺母"}]})
    copied = create(desk, {**first["values"], "name": "乙"})
    assert [line["part"] for line in copied["values"]["rows"]] == ["螺丝", "螺母"]
    assert not set(ids(first)) & set(ids(copied))
    assert ids(desk("amy", "GET", f"{PAPERS}/{first['id']}").get_json()) == ids(first)


def test_an_id_of_a_line_that_somebody_made_up_is_not_stored(desk: Callers) -> None:
    made = create(desk, {"rows": [{"id": "q1", "part": "x"}, {"id": "q1", "part": "y"}]})
    assert len(set(ids(made))) == 2
    assert "q1" not in ids(made)


def test_a_change_keeps_the_ids_of_the_record_s_own_lines_and_of_no_others(desk: Callers) -> None:
    other = create(desk, {"rows": [{"part": "别处"}]})
    mine = create(desk, {"rows": [{"part": "一"}, {"part": "二"}]})
    one, two = mine["values"]["rows"]
    sent = [
        two,
        {**one, "part": "壹"},
        {**one, "part": "再"},
        other["values"]["rows"][0],
        {"id": "z", "part": "造"},
    ]
    now = change(desk, mine, rows=sent)
    assert [line["part"] for line in now["values"]["rows"]] == ["二", "壹", "再", "别处", "造"]
    assert ids(now)[:2] == [two["id"], one["id"]]
    assert len({*ids(now), *ids(other), "z"}) == 7


EXACT = {
    "12345678901234.5678": "12345678901234.5678",
    "-99999999999999.9999": "-99999999999999.9999",
    "0.1": "0.1",
    "1.25e3": "1250",
    "10000000000001": "10000000000001",
}


def test_numbers_in_json_are_stored_as_they_were_written(desk: Callers) -> None:
    for written, stored in EXACT.items():
        line = f'{{"part": "a", "price": {written}}}'
        made = create(desk, f'{{"values": {{"amount": {written}, "rows": [{line}]}}}}')
        assert made["values"]["amount"] == stored
        assert made["values"]["rows"][0]["price"] == stored


def test_numbers_in_json_that_cannot_be_held_are_refused_by_name(desk: Callers) -> None:
    for written in ("1e300", "123456789012345678901234567890", "0.00001", "1e-999999"):
        answer = desk.client.post(
            f"/api/v1{PAPERS}",
            data=f'{{"values": {{"amount": {written}}}}}',
            content_type="application/json",
            headers={"Authorization": f"Bearer {desk.tokens['amy']}"},
        )
        assert answer.status_code == 422, written
        assert [each["field"] for each in answer.get_json()["problems"]] == ["amount"]


def test_a_code_that_was_sent_as_a_number_keeps_every_digit(desk: Callers) -> None:
    made = create(desk, '{"values": {"code": 12345678901234567890123.25}}')
    assert made["values"]["code"] == "12345678901234567890123.25"


def test_a_field_that_an_emptied_field_hides_is_emptied_too(desk: Callers) -> None:
    whole = {"kind": "全", "first": "1", "second": "2", "third": "3", "ticked": True}
    shown = create(desk, whole)
    assert {key: shown["values"][key] for key in whole} == whole
    now = change(desk, shown, kind="短")
    assert [now["values"][key] for key in ("first", "second", "third", "ticked")] == [
        None,
        None,
        None,
        False,
    ]


def test_what_a_rule_hides_is_emptied_as_what_a_person_hides(desk: Callers) -> None:
    made = create(desk, {"name": "收短", "kind": "全", "first": "1", "second": "2", "ticked": True})
    assert made["values"]["kind"] == "短"
    assert [made["values"][key] for key in ("first", "second", "ticked")] == [None, None, False]
