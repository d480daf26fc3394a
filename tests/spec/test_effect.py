"""What an app declares or says that would have no effect, or show people what is not theirs."""

from __future__ import annotations

import pytest

from runtime.catalog import catalog
from runtime.spec.load import load_files
from tests.spec.small import FILES, encoded

FORM, APP = "forms/loan.yaml", "app.yaml"
SECRET = "  - {key: note, type: text, label: {zh: 备注, en: note}}\n  - {key: taken,"


CHAIN = "approvals/check_book.yaml"
PLAIN = FILES | {CHAIN: FILES[CHAIN].replace(", require: [copies]", "")}


def told(rule: str, **edits: str) -> list[tuple[str, str, str]]:
    """(severity, code, words or name) of what is told of the small app with that rule."""
    head = "key: long_loan\nform: loan\nlabel: {zh: 长借, en: long loan}\n---\n"
    given = PLAIN | {"rules/long_loan.rule": head + rule}
    given[FORM] = (
        given[FORM]
        .replace("  - {key: taken,", SECRET)
        .replace("copies: hidden", edits.get("hidden", "copies: hidden"))
    )
    given[APP] = given[APP].replace("menu:", edits.get("more", "") + "menu:")
    _, problems = load_files(encoded(given), catalog().blocks)
    assert [p.message("en") for p in problems if p.severity == "error"] == []
    return [
        (p.severity, p.code, str(p.facts.get("words") or p.facts.get("name", {}).get("zh")))
        for p in problems
        if p.code.startswith(
            ("reader_", "copies_", "action_", "channel_", "spec_unused", "spec_does")
        )
    ]


DEAD = {
    ("hint", "spec_unused", "回执"),
    ("hint", "channel_unused", "短信"),
    ("hint", "spec_unused", "柜台"),
}


@pytest.mark.parametrize(
    ("rule", "hidden", "wanted"),
    [
        ("如果册数>10，则向管理员发送到期通知", "copies: hidden", None),
        ("如果册数>10，则向读者发送到期通知", "copies: hidden", None),
        (
            "如果册数>10，则向读者发送到期通知",
            "book: hidden",
            ("warning", "reader_sees_no_field", "向读者发送到期通知"),
        ),
        (
            "如果册数>10，则触发红色预警",
            "copies: hidden",
            ("warning", "action_without_addressee", "触发红色预警"),
        ),
        ("如果册数>10，则触发红色预警，并抄送管理员", "copies: hidden", None),
        (
            "如果书名不为空，则将备注改为书名",
            "book: hidden",
            ("warning", "copies_hidden_field", "将备注改为书名"),
        ),
        ("如果书名不为空，则将备注改为书名", "book: hidden, note: hidden", None),
        ("如果书名不为空，则将备注改为书名", "copies: hidden", None),
    ],
)
def test_what_a_rule_would_show_or_not_reach_is_told_at_the_rule(
    rule: str, hidden: str, wanted: tuple[str, str, str] | None
) -> None:
    found = [each for each in told(rule, hidden=hidden) if each not in DEAD]
    assert found == ([wanted] if wanted else [])


def test_a_role_that_cannot_read_the_form_is_told_to_the_author() -> None:
    roles = "  - {key: reader, label: {zh: 读者, en: reader}}\n"
    more = FILES[APP].replace(roles, roles + "  - {key: porter, label: {zh: 门卫, en: porter}}\n")
    head = "key: long_loan\nform: loan\nlabel: {zh: 长借, en: long loan}\n---\n"
    given = PLAIN | {APP: more, "rules/long_loan.rule": head + "如果册数>10，则通知门卫"}
    _, problems = load_files(encoded(given), catalog().blocks)
    (found,) = (p for p in problems if p.code == "reader_sees_no_record")
    assert (found.at.path, found.at.line) == ("rules/long_loan.rule", 5) if found.at else False
    assert "the role “porter”, which may not read “loan”" in found.message("en")


def test_what_nothing_uses_and_what_cannot_work_is_told_once_each() -> None:
    assert set(told("如果册数>10，则通知管理员")) == DEAD
    used = told("如果册数>10，则通过短信向管理员发送到期通知")
    assert ("hint", "channel_without_connector", "短信") in used
    queued = told("如果册数>10，则加入柜台")
    assert not [each for each in queued if "柜台" in each[2]]
    papers = told("如果册数>10，则生成回执")
    assert ("hint", "spec_does_nothing", "回执") in papers
    assert ("warning", "action_not_performed", "生成回执") in papers
