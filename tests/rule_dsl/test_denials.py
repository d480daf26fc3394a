"""A label is denied as people speak: 备件未到齐, 未付款, parts are not ready, not yet finished."""

from __future__ import annotations

from typing import Any

import pytest

from rule_dsl import parse
from tests.rule_dsl.test_constructs import codes_of, tree_of
from tests.rule_dsl.workshop_vocabulary import WORKSHOP

READY, PAID, SHIPPED = (["=", key, True] for key in ("parts_ready", "paid", "shipped"))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("备件未到齐", ["not", READY]),
        ("备件还没有到齐", ["not", READY]),
        ("parts are not ready", ["not", READY]),
        ("parts aren't ready", ["not", READY]),
        ("未付款", ["not", PAID]),
        ("工单没有付款", ["not", PAID]),
        ("not yet paid", ["not", PAID]),
        ("未发货", ["not", SHIPPED]),
        ("工单尚未发货", ["not", SHIPPED]),
        ("job is not shipped", ["not", SHIPPED]),
        ("job has not been shipped", ["not", SHIPPED]),
        ("任一配件不合格", ["any", "parts", ["not", ["=", "good", True]]]),
        ("any parts is not good", ["any", "parts", ["not", ["=", "good", True]]]),
        ("未付款超过3天", ["held", ["not", PAID], ">", ["dur", "3", "d"]]),
        ("备件未到齐持续超过2天", ["held", ["not", READY], ">", ["dur", "2", "d"]]),
        ("未完工", ["!=", "state", ["state", "done"]]),
        ("工单未审核", ["not", ["in", "state", ["state", "ok"], ["state", "done"]]]),
        ("job is not yet finished", ["!=", "state", ["state", "done"]]),
        ("parts not ready and not paid", ["and", ["not", READY], ["not", PAID]]),
    ],
)
def test_a_label_is_denied_as_people_speak(text: str, tree: Any) -> None:
    assert tree_of(text) == ["formula", tree]


@pytest.mark.parametrize("text", ["备件已到齐", "备件已经到齐", "parts are ready"])
def test_a_word_that_adds_nothing_may_stand_in_a_label(text: str) -> None:
    assert tree_of(text) == ["formula", "parts_ready"]


def test_what_was_not_done_within_a_time_stays_an_absence() -> None:
    rule = tree_of("when finish, if not review within 2 hours, then notify manager")
    assert rule[2][1][:3] == ["timer", ["dur", "2", "h"], ["act", "review"]]
    assert tree_of("if not paid within 2 hours, notify manager")[1][0] == "not_within"


def test_a_denied_move_says_how_it_is_read() -> None:
    found = parse("若未完工，则通知主管", WORKSHOP, subject="job")
    assert [hint.message("zh") for hint in found.hints] == ["这里读作：状态不在「已完工」里。"]


def test_only_names_of_this_form_are_denied() -> None:
    assert codes_of("若不合格，则通知主管") == ["field_of_lines"]
    assert codes_of("若未交期，则通知主管") == ["not_a_condition"]
