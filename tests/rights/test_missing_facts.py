"""A right that asks for one's department, manager or self is nothing to who has none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.catalog import catalog
from runtime.commands.change import change_record
from runtime.commands.submit import submit_record
from runtime.errors import Refusal
from runtime.queries.records import ListRequest, get_record, list_records
from runtime.spec.app import AppSpec
from runtime.spec.load import load_files
from runtime.spec.problems import Problem
from tests.house import House, build_house

ROWS = {
    "same": "承接部门 = 本部门",
    "other": "承接部门 ≠ 本部门",
    "above": "负责人 = 我的上级",
    "either": "承接部门 = 我的部门 或 填单人 = 本人",
    "nested": "金额 > 5 且 （承接部门 = 本部门 或 承接部门 为空）",
}


def app(rows: dict[str, str]) -> tuple[AppSpec, list[Problem]]:
    """A desk whose roles see the records that their condition says; the boss sees all."""
    roles = "".join(f"  - {{key: {key}, label: {{zh: {key}}}}}\n" for key in ("boss", *rows))
    grants = "".join(
        f'  - {{role: {key}, can: [read, update, create], rows: "{text}"}}\n'
        for key, text in rows.items()
    )
    spec, problems = load_files(
        {
            "app.yaml": (
                "key: desk\nlabel: {zh: 台账}\nmain: note\nroles:\n"
                f"{roles}departments:\n  - {{key: shop, label: {{zh: 车间}}}}\n"
            ).encode(),
            "forms/note.yaml": (
                "key: note\nlabel: {zh: 便条}\nfields:\n"
                "  - {key: name, type: text, label: {zh: 名称}}\n"
                "  - {key: room, type: department, label: {zh: 承接部门}}\n"
                "  - {key: owner, type: person, label: {zh: 负责人}}\n"
                "  - {key: writer, type: person, label: {zh: 填单人}}\n"
                "  - {key: amount, type: integer, label: {zh: 金额}}\n"
                "permissions:\n  - {role: boss, can: [read, update, create]}\n" + grants
            ).encode(),
        },
        catalog().blocks,
    )
    assert spec is not None, [each.message("en") for each in problems]
    return spec, list(problems)


@pytest.fixture
def desk(migrated_url: str, tmp_path: Path) -> Iterator[House]:
    """Somebody of each role with a department and a manager, somebody without either."""
    house = build_house(migrated_url, tmp_path / "var")
    house.publish(app(ROWS)[0])
    house.person("boss", "boss", department="shop")
    for role in ROWS:
        house.person(f"{role}_in", role, department="shop", manager="boss")
        house.person(f"{role}_out", role)
    yield house
    house.installation.engine.dispose()


def note(house: House, name: str, **values: object) -> str:
    with house.write("boss") as ctx:
        return submit_record(ctx, "note", {"name": name, **values}).id


def seen(house: House, login: str) -> set[object]:
    with house.read(login) as ctx:
        try:
            return {
                each.values["name"] for each in list_records(ctx, "note", ListRequest()).records
            }
        except Refusal as refused:
            assert refused.status == 404  # noqa: PT017 (either way nothing is seen)
            return set()


def test_nothing_opens_by_a_department_or_manager_that_is_not_there(desk: House) -> None:
    with desk.read("boss") as ctx:
        shop = ctx.actor.department
    note(desk, "shop", room=shop, owner=desk.people["boss"], amount=9)
    note(desk, "nowhere", amount=9)
    assert seen(desk, "same_in") == {"shop"}
    assert seen(desk, "other_in") == {"nowhere"}
    assert seen(desk, "above_in") == {"shop"}
    assert seen(desk, "nested_in") == {"shop", "nowhere"}
    for role in ROWS:
        assert seen(desk, f"{role}_out") == set(), role


def test_of_conditions_joined_by_or_the_part_that_needs_nothing_still_holds(desk: House) -> None:
    mine = note(desk, "mine", writer=desk.people["either_out"])
    other = note(desk, "other")
    assert seen(desk, "either_out") == {"mine"}
    with desk.write("either_out") as ctx:
        found = change_record(ctx, "note", mine, 1, {"amount": 3})
    assert found.values["amount"] == 3
    with pytest.raises(Refusal) as refused, desk.read("either_out") as ctx:
        get_record(ctx, "note", other)
    assert refused.value.status == 404


def test_nobody_creates_a_record_by_a_department_that_is_not_there(desk: House) -> None:
    with desk.write("same_in") as ctx:
        assert submit_record(ctx, "note", {"name": "x", "room": ctx.actor.department}).id
    for values in ({"name": "x"}, {"name": "x", "room": None}):
        with pytest.raises(Refusal) as refused, desk.write("same_out") as ctx:
            submit_record(ctx, "note", values)
        assert refused.value.status in (403, 404)


def test_the_check_says_whom_a_right_leaves_out() -> None:
    said = {each.element: each for each in app(ROWS)[1] if each.code.startswith("right_needs")}
    told = {element.split("/")[-2] for element in said}
    assert told == {"1", "2", "3", "5"}  # not the part that holds by itself, not the boss
    for each in said.values():
        assert each.severity == "hint"
        assert all(each.message(lang) and each.hint(lang) for lang in ("zh", "en"))
