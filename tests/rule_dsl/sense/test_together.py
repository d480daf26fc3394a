"""What rules do to each other: conflicts with a record that proves them, circles with their path."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rule_dsl import parse
from rule_dsl.rule import rule_of
from rule_dsl.targets.python import compile_python
from rule_dsl.together import RuleText, World, formula_cycles, told
from rule_dsl.together.conflicts import conflicts
from rule_dsl.together.witness import scope_of
from tests.rule_dsl.sense.lending import WORDS, WORLD, Dice
from tests.rule_dsl.trades_vocabulary import TRADES

TRADE = World(TRADES, {"cost_limit": Decimal(100)})


def rules(form: str, *texts: str) -> list[RuleText]:
    found = []
    for key, text in zip("abcdef", texts, strict=False):
        parsed = parse(text, TRADES, subject=form, expect="rule")
        assert parsed.tree is not None, [each.message("zh") for each in parsed.problems]
        found.append(RuleText(key, {"zh": f"规则{key}", "en": f"rule {key}"}, form, parsed.tree))
    return found


def said(form: str, *texts: str) -> list[tuple[str, str]]:
    return [(rule.key, each.code) for rule, each in told(TRADE, rules(form, *texts))]


CONFLICT, CIRCLE, ITSELF = "rules_conflict", "rules_in_a_circle", "rule_runs_itself"
PAIRS = [
    # overlapping conditions
    (
        "repair",
        ["如果维修费用>10，则将故障等级改为严重", "如果维修费用>20，则将故障等级改为停机"],
        ["if repair cost > 10, then set severity to major", "if repair cost > 20, then set severity to line stop"],
        [("b", CONFLICT)],
    ),
    (
        "leave",
        ["如果距离开始日期≤3天，则将请假类型改为病假", "如果请假天数>5，则将请假类型改为事假"],
        ["if time to first day <= 3 days, then set leave type to sick leave", "if leave days > 5, then set leave type to personal leave"],
        [("b", CONFLICT)],
    ),
    (
        "purchase",
        ["当新建采购单时，将报价数改为3", "如果供货商的供货等级=A级，则将报价数改为1"],
        ["when purchase order is created, set quote count to 3", "if vendor's vendor grade = grade A, then set quote count to 1"],
        [("b", CONFLICT)],
    ),
    (
        "repair",
        ["当派工后，将维修费用改为1", "当派工后，若备件到齐，则将维修费用改为2"],
        ["when dispatch, set repair cost to 1", "when dispatch, if parts ready, then set repair cost to 2"],
        [("b", CONFLICT)],
    ),
    # conditions that exclude each other, or agree
    (
        "repair",
        ["如果维修费用>20，则将故障等级改为停机", "如果维修费用≤20，则将故障等级改为严重"],
        ["if repair cost > 20, then set severity to line stop", "if repair cost <= 20, then set severity to major"],
        [],
    ),
    (
        "repair",
        ["如果维修费用>10，则将故障等级改为严重", "如果维修费用>20，则将故障等级改为严重"],
        ["if repair cost > 10, then set severity to major", "if repair cost > 20, then set severity to major"],
        [],
    ),
    (
        "repair",
        ["当派工后，将维修费用改为1", "当完工后，将维修费用改为2"],
        ["when dispatch, set repair cost to 1", "when completion, set repair cost to 2"],
        [],
    ),
    (
        "leave",
        ["如果紧急，则将请假类型改为病假，否则将请假类型改为年假"],
        ["if urgent, then set leave type to sick leave, otherwise set leave type to annual leave"],
        [],
    ),
    # a parameter that nobody knows, other records: nothing can be said
    (
        "leave",
        ["如果请假天数>逾期上限，则将请假类型改为病假", "如果紧急，则将请假类型改为事假"],
        ["if leave days > late limit, then set leave type to sick leave", "if urgent, then set leave type to personal leave"],
        [],
    ),
    # circles
    (
        "ticket",
        ["如果优先级=高，则将优先级改为低", "如果优先级=低，则将优先级改为高"],
        ["if priority = high, then set priority to low", "if priority = low, then set priority to high"],
        [("a", CIRCLE)],
    ),
    (
        "purchase",
        ["当采购金额变更时，将报价数改为3", "当报价数变更时，将已到货改为是", "当已到货变更时，将采购金额改为5"],
        ["when total changes, set quote count to 3", "when quote count changes, set arrived to yes", "when arrived changes, set total to 5"],
        [("a", CIRCLE)],
    ),
    (
        "purchase",
        ["如果采购金额>10，则将采购金额改为20"],
        ["if total > 10, then set total to 20"],
        [("a", ITSELF)],
    ),
    (
        "purchase",
        ["当采购金额变更时，将采购金额改为采购金额+1"],
        ["when total changes, set total to total + 1"],
        [("a", ITSELF)],
    ),
    # what comes to rest
    (
        "purchase",
        ["如果采购金额>10，则将采购金额改为10"],
        ["if total > 10, then set total to 10"],
        [],
    ),
    (
        "purchase",
        ["当采购金额变更时，将采购金额改为ROUND(采购金额,0)"],
        ["when total changes, set total to ROUND(total, 0)"],
        [],
    ),
    (
        "purchase",
        ["当采购金额变更时，将采购金额改为报价数*2"],
        ["when total changes, set total to quote count * 2"],
        [],
    ),
    (
        "purchase",
        ["当采购金额变更时，将报价数改为采购金额+1", "当报价数变更时，将采购金额改为报价数-1"],
        ["when total changes, set quote count to total + 1", "when quote count changes, set total to quote count - 1"],
        [],
    ),
    (
        "purchase",
        ["当采购金额变更时，将报价数改为采购金额+1", "当报价数变更时，将采购金额改为报价数+1"],
        ["when total changes, set quote count to total + 1", "when quote count changes, set total to quote count + 1"],
        [("a", CIRCLE)],
    ),
    (
        "ticket",
        ["如果阶段=新建单，则将阶段改为等待客户", "如果阶段=等待客户，则将阶段改为已解决"],
        ["if stage = new, then set stage to waiting for client", "if stage = waiting for client, then set stage to solved"],
        [],
    ),
    (
        "purchase",
        ["如果采购金额>10，则将报价数改为3", "如果报价数>5，则将采购金额改为1"],
        ["if total > 10, then set quote count to 3", "if quote count > 5, then set total to 1"],
        [],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("form", "chinese", "english", "wanted"), PAIRS)
def test_rules_are_judged_alike_in_both_languages(
    form: str, chinese: list[str], english: list[str], wanted: list[tuple[str, str]]
) -> None:
    assert said(form, *chinese) == wanted
    assert said(form, *english) == wanted


def test_a_conflict_names_both_rules_and_shows_a_record_in_the_readers_language() -> None:
    found = rules(
        "leave",
        "如果距离开始日期≤3天 且 紧急，则将请假类型改为病假",
        "如果请假天数>5，则将请假类型改为事假",
    )
    ((rule, problem),) = told(TRADE, found)
    assert (rule.key, problem.severity) == ("b", "warning")
    assert problem.message("zh") == (
        "两条规则会把「请假类型」改成不同的值：「规则a」改为病假，「规则b」改为事假；"
        "例如：今天=2026-01-15，开始日期=2026-01-18，紧急=是，请假天数=6。"
    )
    assert problem.message("en") == (
        "Two rules set “leave type” to different values: “rule a” to sick leave, “rule b” to "
        "personal leave; for example: today = 2026-01-15, first day = 2026-01-18, urgent = yes, "
        "leave days = 6."
    )
    ((_, asked),) = told(TRADE, found, about="a")
    assert asked.message("zh") == problem.message("zh")
    assert asked.span != problem.span


def test_a_circle_names_its_path() -> None:
    found = rules("ticket", "如果优先级=高，则将优先级改为低", "如果优先级=低，则将优先级改为高")
    ((_, problem),) = told(TRADE, found)
    assert "「规则a」 → 「规则b」 → 「规则a」" in problem.message("zh")
    assert "“rule a” → “rule b” → “rule a”" in problem.message("en")
    assert [rule.key for rule, _ in told(TRADE, found, about="b")] == ["b"]


@pytest.mark.parametrize("seed", range(4))
def test_a_conflict_is_a_record_for_which_both_rules_really_run(seed: int) -> None:
    dice = Dice(200 + seed)
    found = 0
    for _ in range(60):
        pair = [_random_rule(dice, key) for key in "ab"]
        for conflict in conflicts(WORLD, pair):
            found += 1
            here = scope_of(WORLD, conflict.sample.record, conflict.sample.linked)
            values = []
            for rule, side in zip(pair, conflict.sides, strict=True):
                parts = rule_of(rule.tree)
                assert parts.condition is not None
                runs = compile_python(parts.condition, WORDS, "loan")(here)
                done = parts.actions if runs else parts.otherwise
                assert side.value in {action.child(1) for action in done}
                values.append(compile_python(side.value, WORDS, "loan")(here))
            assert values[0] != values[1]
    assert found > 10


def _random_rule(dice: Dice, key: str) -> RuleText:
    from rule_dsl.tree import Node
    from rule_dsl.types import ACTION, NUMBER

    target = Node("field", ("fee",), NUMBER)

    def setting() -> Node:
        new = (
            Node("number", (dice.near(),), NUMBER)
            if dice.pick(True, False)
            else Node("field", ("paid",), NUMBER)
        )
        return Node("set", (target, new), ACTION)

    otherwise = (setting(),) if dice.pick(True, False, False) else ()
    parts = (dice.condition(2), Node("do", (setting(),), ACTION), Node("else", otherwise, ACTION))
    return RuleText(key, {}, "loan", Node("rule", parts, ACTION))


def test_formulas_that_need_each_other_are_found_by_their_shortest_way() -> None:
    def formula(text: str):  # type: ignore[no-untyped-def]
        parsed = parse(text, TRADES, subject="purchase", expect="formula")
        assert parsed.tree is not None
        return parsed.tree

    sound = {"total": formula("报价数*2"), "quotes": formula("预算余额+1")}
    assert formula_cycles(sound) == []
    round_trip = {
        "total": formula("报价数*2"),
        "quotes": formula("预算余额+1"),
        "budget": formula("采购金额-1"),
    }
    assert formula_cycles(round_trip) == [("total", "quotes", "budget")]
    assert formula_cycles({"total": formula("采购金额+1")}) == [("total",)]
