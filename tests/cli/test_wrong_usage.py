"""Wrong usage: exit code 2, what is wrong, and what to type instead, in the language asked for."""

from __future__ import annotations

import json
import re

import pytest

from runtime.cli.main import commands, main

Out = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    ("line", "zh", "en"),
    [
        ("", "请写明要做什么", "Please say what to do"),
        ("app", "请写明要做什么", "Please say what to do"),
        ("nothing-like-it", "没有“nothing-like-it”这个命令", "no command “nothing-like-it”"),
        ("docter", "您要的是不是：doctor", "Did you mean doctor"),
        ("app aply .", "您要的是不是：app apply", "Did you mean app apply"),
        ("rollback leave 1", "您要的是不是：app rollback", "Did you mean app rollback"),
        ("app plan", "还缺少：PATH", "is missing: PATH"),
        ("app rollback leave", "还缺少：N", "is missing: N"),
        ("token create", "还缺少：--user NAME", "is missing: --user NAME"),
        ("app list more", "多出了“more”", "“more” is too much"),
        ("app list --forse", "没有“--forse”这个选项", "no option “--forse”"),
        ("app apply . --yse", "您要的是不是：--yes", "Did you mean --yes"),
        ("app apply . --yes=1", "--yes 后面不写内容", "--yes takes no value"),
        ("app apply . --note", "--note TEXT 后面还缺少内容", "--note TEXT lacks its value"),
        ("app apply . --note --yes", "后面还缺少内容", "lacks its value"),
        ("rule eval . 1 --target ruby", "不能是“ruby”", "but not “ruby”"),
        ("rule eval .", "请写一个 TEXT", "give either a TEXT or --batch FILE"),
        ("rule replay leave r --days x", "--days 应当是整数", "--days must be a whole number"),
        ("app rollback leave x", "N 应当是整数", "N must be a whole number"),
        ("tick --now soon", "--now 应当是时间", "--now must be a moment"),
        ("department set a --close --open", "--close 和 --open", "--close and --open exclude"),
        ("rule eval . 1 --t python", "可以是：--tz, --target", "may stand for --tz, --target"),
        ("user add bo --role employee", "请写成“应用:角色”", "write app:role"),
    ],
)
def test_wrong_usage_is_said_in_both_languages(line: str, zh: str, en: str, capsys: Out) -> None:
    for lang, said in (("zh", zh), ("en", en)):
        assert main([*line.split(), "--lang", lang]) == 2
        told = capsys.readouterr()
        assert told.out == ""
        assert said in told.err
        assert ("用法：dougong" if lang == "zh" else "Usage: dougong") in told.err
        assert "--help" in told.err


def test_a_language_nobody_speaks_is_answered_in_the_terminals(
    capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    for terminal, said in (("zh_CN", "--lang 只能是 zh, en"), ("en_US", "--lang can be zh, en")):
        monkeypatch.setenv("LANG", terminal)
        assert main(["app", "list", "--lang", "fr"]) == 2
        assert said in capsys.readouterr().err


def test_wrong_usage_is_an_object_for_machines(capsys: Out) -> None:
    assert main(["app", "plan", "--json", "--lang", "en"]) == 2
    told = capsys.readouterr()
    (problem,) = json.loads(told.out)
    assert (problem["code"], problem["severity"]) == ("usage_missing", "error")
    assert "PATH" in problem["message"]
    assert told.err == ""


@pytest.mark.parametrize("name", commands())
def test_an_option_nobody_knows_is_refused_by_every_command(name: str, capsys: Out) -> None:
    assert main([*name.split(), "--xyzzy", "--lang", "zh"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("没有“--xyzzy”这个选项。\n用法：dougong ")
    assert not re.search(r"\b(usage|error|argument|required|invalid)\b", told)
