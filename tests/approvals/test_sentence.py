"""The sentence of a step, and the problems of a declared chain."""

from __future__ import annotations

import pytest

from runtime.approvals.chain import ChainNames, Duration, Late, Who
from runtime.approvals.compile_chain import read_chain
from runtime.approvals.sentence import Sentence, SentenceWrong, parse_step
from runtime.errors import LANGUAGES
from runtime.spec.app import ApprovalSpec, StepSpec

HR = Who("role", "hr")
MANAGER = Who("manager", of="submitter")
CFO, GM = Who("role", "cfo"), Who("role", "gm")
HOURS = Duration(2, "hour", working=True)
SHARE = Late("share", Who("manager", of="assignee"))


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("manager", Sentence("any", (MANAGER,))),
        ("ask manager of submitter", Sentence("any", (MANAGER,))),
        ("提交人的主管", Sentence("any", (MANAGER,))),
        ("role:hr", Sentence("any", (HR,))),
        ("角色:hr", Sentence("any", (HR,))),
        ("hr", Sentence("any", (HR,))),
        ("any of role:hr, cfo", Sentence("any", (HR, CFO))),
        ("或签 角色:hr、cfo", Sentence("any", (HR, CFO))),
        ("all of cfo, gm", Sentence("all", (CFO, GM))),
        ("会签 cfo、gm", Sentence("all", (CFO, GM))),
        ("one from each of cfo, gm", Sentence("each", (CFO, GM))),
        ("部门会签：cfo、gm", Sentence("each", (CFO, GM))),
        ("one by one cfo, gm", Sentence("sequence", (CFO, GM))),
        ("依次 cfo，gm", Sentence("sequence", (CFO, GM))),
        ("2 of role:hr", Sentence("count", (HR,), 2)),
        ("2 人 角色:hr", Sentence("count", (HR,), 2)),
        ("60% of role:hr", Sentence("ratio", (HR,), 60)),
        ("60% 角色:hr", Sentence("ratio", (HR,), 60)),
        ("user:zhang", Sentence("any", (Who("user", "zhang"),))),
        ("field:owner", Sentence("any", (Who("field", "owner"),))),
        ("head of dept:pmc", Sentence("any", (Who("head", "pmc"),))),
        ("部门:生产部的负责人", Sentence("any", (Who("head", "生产部"),))),
        ("head of submitter", Sentence("any", (Who("head", of="submitter"),))),
        ("tell submitter, hr", Sentence("tell", (Who("submitter"), HR))),
        ("抄送 提交人、角色:hr", Sentence("tell", (Who("submitter"), HR))),
        (
            "one by one managers of submitter up to director at most 5",
            Sentence(
                "sequence",
                (
                    Who(
                        "managers",
                        of="submitter",
                        up_to=Who("role", "director"),
                        at_most=5,
                    ),
                ),
            ),
        ),
        (
            "逐级 提交人的主管 直到 director 最多 5 级",
            Sentence(
                "sequence",
                (Who("managers", of="submitter", up_to=Who("role", "director"), at_most=5),),
            ),
        ),
        (
            "any of cfo, gm within 2 working hours else share with manager of assignee",
            Sentence("any", (CFO, GM), within=HOURS, late=SHARE),
        ),
        (
            "或签 cfo、gm，2 个工作小时内，否则上报办理人的主管",
            Sentence("any", (CFO, GM), within=HOURS, late=SHARE),
        ),
        (
            "hr within 1 working day else remind",
            Sentence("any", (HR,), within=Duration(1, "day", working=True), late=Late("remind")),
        ),
        ("hr 3天内 否则退回 s1", Sentence("any", (HR,), within=Duration(3, "day"), late=Late("return", step="s1"))),
        ("when amount >= 5000 ask cfo", Sentence("any", (CFO,), when="amount >= 5000")),
    ],
)  # fmt: skip
def test_a_sentence_means(text: str, meaning: Sentence) -> None:
    assert parse_step(text) == meaning


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "approval_who_missing"),
        ("all of", "approval_who_missing"),
        ("cfo, gm", "approval_how_many"),
        ("cfo gm", "approval_sentence_rest"),
        ("cfo within soon", "approval_duration"),
        ("cfo within 2 hours else shrug", "approval_late"),
        ("role:", "approval_who_missing"),
    ],
)
def test_a_sentence_that_cannot_be_read_says_why(text: str, code: str) -> None:
    with pytest.raises(SentenceWrong) as caught:
        parse_step(text)
    assert caught.value.code == code


NAMES = ChainNames({"hr": "hr", "人事": "hr"}, {"pmc": "pmc"}, {"owner": "owner"})


def problems(*steps: StepSpec, **facts: object) -> list[str]:
    spec = ApprovalSpec("c", "f", {}, steps, facts=facts)
    chain, found = read_chain(spec, NAMES)
    assert (chain is None) == any(each.severity == "error" for each in found)
    for each in found:
        assert all(each.message(lang) for lang in LANGUAGES)
        assert all(each.hint(lang) is not None for lang in LANGUAGES)
    return [each.code for each in found]


def asks(text: str, **facts: object) -> StepSpec:
    return StepSpec(key="s", ask=text, facts=facts)


@pytest.mark.parametrize(
    ("step", "codes"),
    [
        (asks("角色:人事"), []),
        (asks("role:hx"), ["approval_unknown_role"]),
        (asks("head of dept:x"), ["approval_unknown_department"]),
        (asks("field:x"), ["approval_unknown_field"]),
        (asks("101% of hr"), ["approval_ratio_range"]),
        (asks("0 of hr"), ["approval_count_range"]),
        (asks("2 of user:a"), ["approval_count_range"]),
        (asks("one by one managers of submitter"), ["approval_managers_endless"]),
        (asks("manager of assignee"), ["approval_no_assignee"]),
        (asks("group:board"), ["approval_not_built"]),
        (asks("role:hr in plant"), ["approval_not_built"]),
        (asks("hr", sign="required"), ["approval_not_built"]),
        (asks("hr", require=["x"]), ["approval_not_built"]),
        (asks("hr", rejekt="veto"), ["approval_key_unknown"]),
        (asks("hr", reject="vetoo"), ["approval_option"]),
        (asks("hr", actions=["aprove"]), ["approval_option"]),
        (asks("hr", due="soon"), ["approval_duration"]),
        (asks("hr within 1 hour else remind"), ["approval_late_not_built"]),
        (asks("hr within 1 hour else return to q"), ["approval_unknown_step", "approval_late_not_built"]),
    ],
)  # fmt: skip
def test_problems_of_a_step(step: StepSpec, codes: list[str]) -> None:
    assert problems(step) == codes


def test_problems_of_a_chain() -> None:
    assert problems() == ["approval_no_steps"]
    assert problems(asks("hr"), asks("hr")) == ["approval_step_twice"]
    assert problems(asks("hr"), withdraw="maybe") == ["approval_option"]
    assert problems(asks("hr"), admins="role:nobody") == ["approval_unknown_role"]
    assert problems(asks("hr"), nobody_found="user:boss") == []
