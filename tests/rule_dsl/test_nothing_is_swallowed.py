"""Free words behind a recipient are a message only where nothing else can be meant."""

from __future__ import annotations

from typing import Any

import pytest

from rule_dsl import parse
from tests.rule_dsl.gasworks_vocabulary import GASWORKS

LEADER = ["to", ["role", "crew_leader"]]


def _told(to: list[Any], what: Any = None, channel: Any = None) -> list[Any]:
    return ["notify", to, what, channel, ["with"], ["cc"]]


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("如果材料费>5，则通知采购主管补货", "words_after_recipient", "补货"),
        ("通知抢修班长尽快上门", "words_after_recipient", "尽快上门"),
        ("如果材料费>5，则通知抢修班长飞书", "words_hold_channel", "飞书"),
        ("如果材料费>5，则向抢修班长发送微信提醒", "words_hold_channel", "微信提醒"),
        ("如果材料费>5，则通知抢修班长用飞书", "unknown_name", "飞书"),
        ("如果材料费>5，则向抢修班长发送漏汽警报", "words_near_name", "漏汽警报"),
        ("如果材料费>5，则通知抢修班长且级别=A", "condition_or_order", "级别=A"),
        ("如果材料费>5，则通知抢修班长并", "dangling_joint", "并"),
        ("如果材料费>5，则通知抢修班长，否则", "dangling_joint", "否则"),
        ("如果材料费>5，则通知抢修班长和采购主菅", "words_near_name", "采购主菅"),
        (
            "如果材料费>5，则向抢修班长发送阀门井里有水需要先排干再下去检修的提醒",
            "words_too_long",
            "阀门井里有水需要先排干再下去检修的提醒",
        ),
        ("if material cost > 5, notify crew leader on WhatsApp", "unknown_name", "WhatsApp"),
        ("if material cost > 5, notify crew leader by telegram", "unknown_name", "telegram"),
        (
            "if material cost > 5, notify crew leader to check the valve",
            "words_hold_keyword",
            "to check the valve",
        ),
        ("if material cost > 5, notify service agnt", "unknown_name_like", "service agnt"),
        (
            "if material cost > 5, send urging notise to crew leader",
            "words_near_name",
            "urging notise",
        ),
        ("notify crew leader and level = A", "condition_or_order", "level = A"),
        ("if material cost > 5, notify crew leader and", "dangling_joint", "and"),
        ("if material cost > 5, notify buyer restock", "words_after_recipient", "restock"),
    ],
)
def test_what_is_no_message_is_refused(text: str, code: str, where: str) -> None:
    parsed = parse(text, GASWORKS, subject="call")
    assert parsed.tree is None
    problem = parsed.errors[0]
    assert (problem.code, text[problem.span.start : problem.span.end]) == (code, where)


@pytest.mark.parametrize(
    "text",
    [
        "daily at 9:00, send the top 5 service calls by waiting time to the crew leader",
        "每天9点向抢修班长推送前3来电单",
        "notify crew leader. Then somebody will look at it soon",
        "notify crew leader unless somebody is there",
    ],
)
def test_no_other_words_are_saved_as_a_message(text: str) -> None:
    assert parse(text, GASWORKS, subject="call").tree is None


@pytest.mark.parametrize(
    ("text", "to", "what", "channel"),
    [
        ("如果材料费>5，则通知抢修班长漏气警报", LEADER, ["msg", "leak_alarm"], None),
        ("如果材料费>5，则向抢修班长发送耗料超支提醒", LEADER, ["text", "耗料超支提醒"], None),
        ("如果材料费>5，则通知抢修班长耗料情况", LEADER, ["text", "耗料情况"], None),
        (
            "if material cost > 5, send overspending reminder to crew leader",
            LEADER,
            ["text", "overspending reminder"],
            None,
        ),
        (
            "if material cost > 5, notify crew leader on wecom",
            LEADER,
            None,
            ["channel", "wecom"],
        ),
    ],
)
def test_a_short_noun_phrase_is_a_message(text: str, to: Any, what: Any, channel: Any) -> None:
    tree = parse(text, GASWORKS, subject="call").tree
    assert tree is not None
    assert tree.dump()[2] == ["do", _told(to, what, channel)]


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("notify buyer unless completion is over 50%", ["not", [">", "progress", "0.5"]]),
        ("notify buyer if level is A", ["=", "level", ["opt", "a"]]),
        ("通知采购主管，除非完成率超过50%", ["not", [">", "progress", "0.5"]]),
        ("通知采购主管如果级别=A", ["=", "level", ["opt", "a"]]),
        (
            "when created, notify buyer unless followed up",
            ["and", ["event", "created", ["form", "call"]], ["not", ["=", "revisited", True]]],
        ),
        (
            "当新建来电单时，通知采购主管，除非已回访",
            ["and", ["event", "created", ["form", "call"]], ["not", ["=", "revisited", True]]],
        ),
        (
            "if material cost > 5, notify buyer, if level is A",
            ["and", [">", "cost", "5"], ["=", "level", ["opt", "a"]]],
        ),
    ],
)
def test_a_condition_behind_an_action_is_a_condition(text: str, condition: Any) -> None:
    tree = parse(text, GASWORKS, subject="call").tree
    assert tree is not None
    assert tree.dump() == ["rule", condition, ["do", _told(["to", ["role", "buyer"]])], ["else"]]


def test_a_condition_behind_several_actions_of_a_rule_is_asked_back() -> None:
    text = 'when created, notify buyer and tag "late" if level is A'
    assert [p.code for p in parse(text, GASWORKS, subject="call").errors] == [
        "trailing_after_several"
    ]


ESCALATE = ["timer", ["dur", "30", "min"], ["act", "take"], ["escalate", ["role", "director"]]]
REMIND = ["timer", ["dur", "2", "h"], ["act", "take"], _told(["to", ["role", "buyer"]])]


@pytest.mark.parametrize(
    "text",
    [
        "当新建来电单后，通知抢修班长，设定30分钟内未接单则升级给分管经理，同时设定2小时内未接单则通知采购主管",
        "当新建来电单后，通知抢修班长，设定30分钟内未接单则升级给分管经理并设定2小时内未接单则通知采购主管",
        "当新建来电单后，通知抢修班长；若30分钟内未接单则升级给分管经理；2小时内未接单则通知采购主管",
        "当新建来电单后，通知抢修班长。如果30分钟内未接单，则升级给分管经理。若2小时内未接单，通知采购主管。",
        (
            "when created, notify crew leader, and set timer if not acceptance within 30 minutes then "
            "escalate to area director, and set timer if not acceptance within 2 hours then notify buyer"
        ),
        (
            "when created, notify crew leader. If not acceptance within 30 minutes then escalate to "
            "area director. If not acceptance within 2 hours, notify buyer."
        ),
        (
            "when created, notify crew leader; if not acceptance within 30 minutes, escalate to area "
            "director; if not acceptance within 2 hours, notify buyer"
        ),
    ],
)
def test_timers_in_a_row_are_siblings(text: str) -> None:
    tree = parse(text, GASWORKS, subject="call").tree
    assert tree is not None
    assert tree.dump()[2] == ["do", _told(LEADER), ESCALATE, REMIND]


@pytest.mark.parametrize(
    "text",
    [
        "若级别=A，则通知抢修班长，否则若30分钟内未接单则升级给分管经理",
        "若级别=A，则通知抢修班长；否则设定30分钟内未接单则升级给分管经理",
        (
            "if level = A, notify crew leader, otherwise if not acceptance within 30 minutes then "
            "escalate to area director"
        ),
    ],
)
def test_a_timer_may_stand_in_the_otherwise_branch(text: str) -> None:
    tree = parse(text, GASWORKS, subject="call").tree
    assert tree is not None
    assert tree.dump()[2:] == [["do", _told(LEADER)], ["else", ESCALATE]]
