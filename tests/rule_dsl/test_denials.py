"""A label is denied as people speak: 备件未到齐, 未付款, parts are not ready, not yet finished."""

from __future__ import annotations

from typing import Any

import pytest

from rule_dsl import parse
from rule_dsl.types import Type
from rule_dsl.vocabulary import Move, Vocabulary
from tests.rule_dsl.corpus_vocabulary import form, item, option
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


def _wash(*moves: str, initial: tuple[str, ...] = ()) -> Vocabulary:
    """A form whose moves are written name:source+source>target."""
    states = ("dirty", "clean", "packed", "gone", "held")
    made = []
    for each in moves:
        name, _, way = each.partition(":")
        source, _, target = way.partition(">")
        made.append(Move(name, {"en": (name,)}, tuple(source.split("+")), target))
    state = item(
        "state",
        Type("state", "job.state"),
        "状态",
        "status",
        options=tuple(option(key, f"{key}态", f"{key} state") for key in states),
        is_state=True,
        optional=False,
    )
    life = form("job", "包", "pack", state, moves=tuple(made), initial=initial)
    return Vocabulary({"job": life})


LINE = ("wash:dirty>clean", "wrap:clean>packed", "issue:packed>gone")


@pytest.mark.parametrize(
    ("moves", "denied", "done"),
    [
        (LINE, "wash", ["clean", "packed", "gone"]),
        ((*LINE, "rewash:packed>dirty"), "wash", ["clean", "packed", "gone"]),
        ((*LINE, "rewash:packed>dirty"), "wrap", ["packed", "gone"]),
        ((*LINE, "unwrap:packed+gone>clean"), "wash", ["clean", "packed", "gone"]),
        ((*LINE, "unwrap:packed+gone>clean"), "wrap", ["packed", "gone"]),
        ((*LINE, "stop:dirty+clean+packed>held"), "wash", ["clean", "packed", "gone", "held"]),
        (
            (*LINE, "stop:dirty+clean>held", "resume:held>dirty"),
            "wash",
            ["clean", "packed", "gone"],
        ),
        (
            (*LINE, "stop:dirty+clean>held", "resume:held>clean"),
            "wash",
            ["clean", "packed", "gone", "held"],
        ),
    ],
)
def test_what_is_not_done_is_still_ahead_where_a_record_can_go_back(
    moves: tuple[str, ...], denied: str, done: list[str]
) -> None:
    found = parse(f"not yet {denied}", _wash(*moves), subject="job")
    assert found.tree is not None
    assert found.tree.dump() == ["formula", ["not", ["in", "state", *(["state", s] for s in done)]]]


def test_a_way_back_cannot_be_denied_by_a_state() -> None:
    words = _wash(*LINE, "rewash:packed>dirty", "unwrap:gone>packed")
    for back in ("rewash", "unwrap"):
        found = parse(f"not yet {back}", words, subject="job")
        assert [problem.code for problem in found.errors] == ["denied_way_back"]


def test_a_record_begins_where_its_lifecycle_says() -> None:
    words = _wash("wash:dirty>clean", "soil:clean>dirty", initial=("clean",))
    assert [p.code for p in parse("not yet wash", words, subject="job").errors] == [
        "denied_way_back"
    ]
    assert parse("not yet soil", words, subject="job").tree is not None
