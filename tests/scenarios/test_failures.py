"""What a scenario says when something is not as expected."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from runtime.catalog import catalog
from runtime.cli import scenarios as commands
from runtime.errors import Refusal
from runtime.scenarios.run import Ran, Wanted, run_scenarios
from runtime.spec.app import AppSpec, ScenarioSpec
from runtime.spec.load import load_app

LEAVE = Path(__file__).resolve().parents[2] / "apps" / "leave"
CREATE = {
    "as": "employee_1",
    "create": "request",
    "values": {"kind": "annual", "days": "2", "start": "=TODAY()+3", "end": "=TODAY()+4"},
    "save_as": "leave",
}
WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"expect": {"record": "leave", "state": "granted"}}, "应当在状态“granted”"),
    ({"expect": {"record": "leave", "status": "pending"}}, "审批应当是“pending”"),
    ({"expect": {"record": "leave", "tags": ["长假"]}}, "应当有标签“长假”"),
    ({"expect": {"record": "leave", "values": {"days": "3"}}}, "「天数」应当是“3”，实际是“2.0”"),
    ({"expect": {"inbox": "hr_1", "contains": "长假"}}, "hr_1 的收件箱"),
    ({"expect": {"tasks": "manager_1"}}, "manager_1 应当有 1 件待办"),
    (
        {"expect": {"made": "request", "values": {"kind": "annual", "days": "2"}, "count": 2}},
        "应当有 2 条这样的记录，实际有 1 条",
    ),
    (
        {"expect": {"made": "request", "values": {"days": "3"}}},
        "应当有 1 条这样的记录，实际有 0 条",
    ),
    (
        {"as": "employee_1", "move": "submit", "record": "leave", "expect": {"refused": True}},
        "实际做成了",
    ),
    (
        {"as": "hr_1", "move": "submit", "record": "leave", "expect": {"refused": "required"}},
        "实际的原因是“forbidden”",
    ),
)
STOPPED: tuple[tuple[dict[str, Any], str], ...] = (
    ({"as": "hr_1", "move": "submit", "record": "leave"}, "第 2 步做不下去"),
    ({"as": "nobody_9", "create": "request"}, "没有登录名是“nobody_9”的人"),
    ({"as": "employee_1", "update": "elsewhere"}, "没有哪一步把记录存成“elsewhere”"),
    ({"as": "manager_1", "decide": "approve", "record": "leave"}, "没有关于“leave”的待办"),
    ({"after": "soon"}, "不是时长"),
    ({"at": "half past"}, "不是时间"),
    ({"create": "request"}, "没有写谁来做"),
    ({"expect": {"record": "leave", "mood": "good"}}, "不认识的项：mood"),
    ({"expect": {"made": "holiday"}}, "没有表单“holiday”"),
    ({"expect": {"record": "leave", "values": {"colour": "red"}}}, "没有字段“colour”"),
)


def _app(*each: dict[str, Any]) -> AppSpec:
    spec, problems = load_app(LEAVE, catalog().blocks)
    assert spec is not None, problems
    scenarios = tuple(
        ScenarioSpec(f"s{number}", {"zh": str(number)}, (CREATE, step))
        for number, step in enumerate(each)
    )
    return replace(spec, scenarios=scenarios)


@pytest.fixture(scope="module")
def ran() -> dict[str, Ran]:
    """Every wrong scenario, run on one stage."""
    spec = _app(*(step for step, _ in (*WRONG, *STOPPED)))
    return {each.key: each for each in run_scenarios(spec)}


@pytest.mark.parametrize("number", range(len(WRONG) + len(STOPPED)))
def test_what_is_not_as_expected_is_one_sentence(ran: dict[str, Ran], number: int) -> None:
    said = (*WRONG, *STOPPED)[number][1]
    (problem,) = ran[f"s{number}"].problems
    assert said in problem.message("zh")
    assert problem.message("en")


def test_there_is_no_scenario_of_that_name() -> None:
    with pytest.raises(Refusal, match="no_such_scenario"):
        run_scenarios(_app(), Wanted(frozenset({"missing"})))


def test_a_step_is_named_with_file_and_line() -> None:
    spec, _ = load_app(LEAVE, catalog().blocks)
    assert spec is not None
    steps = commands._Steps(LEAVE, spec)
    place = steps.place("long_leave", 1)
    assert place is not None
    line = Path(place.path).read_text(encoding="utf-8").splitlines()[place.line - 1]
    assert "move: submit" in line
