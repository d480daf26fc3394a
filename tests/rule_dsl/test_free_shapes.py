"""Shapes of everyday speech that the language reads itself: each is the tree of its canonical form."""

from __future__ import annotations

import pytest

from rule_dsl import parse, print_text
from tests.rule_dsl.gasworks_vocabulary import GASWORKS

SHAPES = [
    ("如果材料费>5，就告诉抢修班长", "如果材料费>5，则通知抢修班长"),
    ("要是材料费>5的话，麻烦通知一下抢修班长", "如果材料费>5，则通知抢修班长"),
    ("如果材料费>5，催抢修班长", "如果材料费>5，则通知抢修班长"),
    ("如果材料费>5，让抢修班长知道", "如果材料费>5，则通知抢修班长"),
    ("如果材料费>5，短信通知抢修班长", "如果材料费>5，则通过短信通知抢修班长"),
    ("如果材料费>5，打电话给抢修班长", "如果材料费>5，则通过电话通知抢修班长"),
    ("如果材料费>5，把催单通知发给抢修班长", "如果材料费>5，则向抢修班长发送催单通知"),
    ("如果材料费>5，给抢修班长发催单通知", "如果材料费>5，则向抢修班长发送催单通知"),
    ("如果材料费>5，改派给值班调度", "如果材料费>5，则分配给值班调度"),
    ("上门日期改了，通知抢修班长", "当上门日期变更时，通知抢修班长"),
    ("上门日期变了的话，就告诉抢修班长", "当上门日期变更时，通知抢修班长"),
    ("新建来电单以后，一刻钟内还是没接单就升级给分管经理", "当新建来电单后，15分钟内未接单，则升级给分管经理"),
    ("新建来电单以后，半小时内一直没接单就升级给分管经理", "当新建来电单后，0.5小时内未接单，则升级给分管经理"),
    ("完成率过半，通知采购主管", "如果完成率>50%，则通知采购主管"),
    ("完成率超过九成，通知采购主管", "如果完成率>90%，则通知采购主管"),
    ("材料费超过两万五，通知采购主管", "如果材料费>25000，则通知采购主管"),
    ("阀温低于-18度，通知采购主管", "如果阀温<-18，则通知采购主管"),
    ("等待时长持续超2小时，通知采购主管", "如果等待时长>2小时，则通知采购主管"),
    ("if material cost > 5, please tell crew leader", "如果材料费>5，则通知抢修班长"),
    ("if material cost > 5, let crew leader know", "如果材料费>5，则通知抢修班长"),
    ("if material cost > 5, text crew leader", "如果材料费>5，则通过短信通知抢修班长"),
    ("if material cost > 5, reassign to duty dispatcher", "如果材料费>5，则分配给值班调度"),
    ("if waiting time is over half an hour, ping crew leader", "如果等待时长>0.5小时，则通知抢修班长"),
    ("if waiting time is over two hours, notify crew leader", "如果等待时长>2小时，则通知抢修班长"),
    ("if waiting time is over an hour, notify crew leader", "如果等待时长>1小时，则通知抢修班长"),
    ("if completion is above ninety percent, notify buyer", "如果完成率>90%，则通知采购主管"),
    ("if completion is above 90 percent, notify buyer", "如果完成率>90%，则通知采购主管"),
    ("three days before visit date, notify crew leader", "如果上门日期临近3天，则通知抢修班长"),
    (
        "if the fault rate of the gas meter is above 10 percent, notify the owner of the gas meter",
        "如果燃气表的故障率>10%，则通知燃气表的管户员",
    ),
    ("if both level is A and material cost > 5, notify buyer", "如果级别=A且材料费>5，则通知采购主管"),
    (
        (
            "when created, notify crew leader. If there is still no acceptance within half an hour, "
            "escalate to area director"
        ),
        "当新建来电单后，通知抢修班长，设定0.5小时内未接单则升级给分管经理",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("spoken", "plain"), SHAPES)
def test_a_spoken_shape_has_the_tree_of_its_plain_form(spoken: str, plain: str) -> None:
    wanted = parse(plain, GASWORKS, subject="call")
    assert wanted.tree is not None, [problem.message("zh") for problem in wanted.problems]
    found = parse(spoken, GASWORKS, subject="call")
    assert found.tree is not None, [problem.message("zh") for problem in found.problems]
    assert found.tree.dump() == wanted.tree.dump()
    for lang in ("zh", "en"):
        printed = print_text(found.tree, GASWORKS, "call", lang)
        assert parse(printed, GASWORKS, subject="call").tree == found.tree


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("if material cost > 5, email buyer", "no_such_way"),
        ("如果材料费>5，飞书通知抢修班长", "no_such_way"),
        ("阀温过半，通知抢修班长", "half_of_what"),
    ],
)
def test_what_the_app_has_not_is_told(text: str, code: str) -> None:
    assert [p.code for p in parse(text, GASWORKS, subject="call").errors] == [code]
