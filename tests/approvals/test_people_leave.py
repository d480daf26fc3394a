"""Whoever was asked has left: it is said, and the next tick asks somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.changes.cases import administrators
from runtime.commands.assign import assign_task
from runtime.commands.move import move_record
from runtime.commands.people import Change, save_account, set_active
from runtime.commands.submit import submit_record
from runtime.due.tick import tick
from runtime.errors import Refusal
from runtime.queries.incidents import troubles
from runtime.queries.tasks import left_undecided, my_tasks
from tests.commands.test_rules import APP
from tests.house import House, app_of, build_house

PAPER = """
key: paper
label: {zh: 单据, en: paper}
title: name
fields:
  - {key: name, type: text, label: {zh: 名称, en: name}, required: true}
  - {key: state, type: state, label: {zh: 状态, en: state}}
permissions:
  - {role: clerk, can: [create, read, update]}
  - {role: boss, can: [read]}
"""
LIFE = """
key: paper_life
label: {zh: 过程, en: life}
form: paper
initial: draft
states:
  - key: draft
    label: {zh: 草稿, en: draft}
    moves:
      - {key: submit, to: done, label: {zh: 提交, en: submit}, who: [clerk], approval: paper_approval}
  - {key: done, label: {zh: 完成, en: done}, final: true}
"""
APPROVAL = """
key: paper_approval
form: paper
label: {zh: 单据审批, en: paper approval}
nobody_found: NOBODY
rejected: end
steps:
  - {key: lead, label: {zh: 老板审批, en: boss}, ask: "role:boss"}
"""


@pytest.fixture
def works(migrated_url: str, tmp_path: Path) -> Iterator[House]:
    house = build_house(migrated_url, tmp_path / "var")
    yield house
    house.installation.engine.dispose()


def _asked(house: House, rule: str) -> None:
    """A clerk submits a paper: two bosses have the to-do."""
    house.publish(
        app_of(
            app=APP.replace("main: job", "main: paper"),
            forms__paper=PAPER,
            lifecycles__paper_life=LIFE,
            approvals__paper_approval=APPROVAL.replace("NOBODY", rule),
        )
    )
    for login, role in (("li", "boss"), ("wang", "boss"), ("clerk", "clerk"), ("new", "clerk")):
        house.person(login, role)
    with house.write("clerk") as ctx:
        record = submit_record(ctx, "paper", {"name": "一号"}).id
    with house.write("clerk") as ctx:
        move_record(ctx, "paper", record, "submit")


def _todos(house: House, login: str) -> int:
    return len(my_tasks(house.installation, house.people[login]))


@pytest.mark.parametrize("rule", ["admin", "block"])
def test_when_all_who_were_asked_are_disabled_the_tick_asks_whom_the_chain_names(
    works: House, rule: str
) -> None:
    _asked(works, rule)
    with works.read("clerk") as ctx:
        (works.people["admin"],) = administrators(ctx)
    for login in ("li", "wang"):
        assert left_undecided(works.installation, works.people[login]) == 1
        set_active(works.installation, works.people[login], active=False)
    for _ in range(2):
        tick(works.installation)
    assert _todos(works, "admin") == (1 if rule == "admin" else 0)
    said = [each.said for each in troubles(works.installation, "zh")]
    assert [("停住了" in each) for each in said] == ([] if rule == "admin" else [True])
    roles = Change(roles={"shop": {"boss"}})
    save_account(works.installation, works.people["new"], roles)
    tick(works.installation)
    assert _todos(works, "new") == 1
    assert troubles(works.installation, "zh") == ()


def test_a_todo_is_handed_to_a_login_and_nobody_is_said_to_be_nobody(works: House) -> None:
    _asked(works, "admin")
    set_active(works.installation, works.people["wang"], active=False)
    (task,) = my_tasks(works.installation, works.people["li"])
    for to, code in (("nobody", "no_such_person"), ("wang", "transfer_to_disabled")):
        with works.write("li") as ctx, pytest.raises(Refusal) as refused:
            assign_task(ctx, task.id, to)
        assert refused.value.code == code
        assert to in refused.value.message("zh")
    with works.write("li") as ctx:
        assign_task(ctx, task.id, "new")
    assert (_todos(works, "li"), _todos(works, "new")) == (0, 1)
