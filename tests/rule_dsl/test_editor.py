"""What the editor of a rule is told: what may come next, and which stretch is what."""

from __future__ import annotations

import pytest

from rule_dsl import complete, highlight
from tests.rule_dsl.corpus_vocabulary import CORPUS


def _offered(text: str, lang: str) -> dict[str, str]:
    return {one.text: one.kind for one in complete(text, len(text), CORPUS, "order", lang)}


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("zh", "如果订单类", {"订单类型": "field"}),
        ("zh", "如果订单类型=", {"加急": "opt", "普通": "opt"}),
        ("zh", "如果订单类型=加急 且 距离", {"截止日": "field", "交期": "field"}),
        ("zh", "如果订单类型=加急，则通知", {"生产经理": "role"}),
        ("zh", "如果订单类型=加急，则向主管发送", {"预警卡片": "msg"}),
        ("zh", "如果订单类型=加急，则", {"通知": "word", "将": "word"}),
        ("zh", "如果订单类型=加急，则调用", {"WMS接口": "conn"}),
        ("zh", "若48小时内未", {"签收": "act"}),
        ("en", "if order ty", {"order type": "field"}),
        ("en", "if order type = ", {"urgent": "opt"}),
        ("en", "if order type = urgent, then notify pro", {"production manager": "role"}),
        ("en", "if order type = urgent, then s", {"send": "word", "set": "word"}),
        ("en", "formula RO", {"ROUND(": "function"}),
    ],
)
def test_what_may_come_next(lang: str, text: str, expected: dict[str, str]) -> None:
    offered = _offered(text, lang)
    assert expected.items() <= offered.items(), offered


def test_a_completion_says_what_it_replaces() -> None:
    text = "如果订单类"
    found = next(
        one for one in complete(text, len(text), CORPUS, "order", "zh") if one.text == "订单类型"
    )
    assert text[found.start :] == "订单类"


def test_every_stretch_has_its_class() -> None:
    text = "如果订单类型=加急 且 数量>10，则通知主管“x”"
    classes = {text[s.start : s.end]: s.kind for s in highlight(text, CORPUS)}
    assert classes == {
        "如果": "word",
        "订单类型": "name",
        "=": "operator",
        "加急": "name",
        "且": "word",
        "数量": "name",
        ">": "operator",
        "10": "number",
        "，则": "word",
        "通知": "action",
        "主管": "name",
        "“x”": "text",
    }


def test_an_unfinished_text_is_coloured_as_far_as_it_goes() -> None:
    assert [stretch.kind for stretch in highlight("如果订单类型=", CORPUS)] == [
        "word",
        "name",
        "operator",
    ]
