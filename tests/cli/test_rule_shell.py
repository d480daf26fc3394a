"""`dougong rule shell`: what a typed sentence means, line by line, from a pipe."""

from __future__ import annotations

import io

import pytest

from runtime.cli.main import main
from tests.house import ROOT

REPAIR = str(ROOT / "apps/repair")


def typed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *lines: str
) -> list[str]:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines) + "\n"))
    assert main(["rule", "shell", REPAIR, "--form", "machine", "--lang", "en"]) == 0
    return capsys.readouterr().out.splitlines()


def test_a_sentence_is_shown_in_every_form(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = typed(
        monkeypatch,
        capsys,
        ":form ticket",
        ':record {"estimate": "6000"}',
        "如果预计费用≥费用审批线，则新增‘大额’标签",
        ":quit",
        "never read",
    )
    assert 'tree   ["rule", [">=", "estimate", ["param", "cost_limit"]],' in said[3]
    assert said[4].startswith("zh     如果预计费用≥费用审批线")
    assert said[5].startswith("en     if estimated cost >= approval limit")
    assert any(line.startswith("sqlite: ") and ".f_estimate >= ?" in line for line in said)
    assert any(line.startswith("postgres: ") for line in said)
    assert said[-1] == "value  true"


def test_mistakes_are_told_and_the_shell_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = typed(
        monkeypatch,
        capsys,
        ":form nowhere",
        ":record nonsense",
        ':record {"colour": 1}',
        "1 + 1",
        ":record",
        "购入价格 > colour",
        "1 + 1",
        "if colour",
    )
    assert said[1] == "The forms are: machine, ticket"
    assert said[2].strip().startswith("This is not JSON")
    assert any("There is no field colour" in line for line in said)
    assert 'value  "2"' in said
    assert not any("Error" in line or "Token" in line for line in said)
