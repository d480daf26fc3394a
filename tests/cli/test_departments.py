"""`dougong department`, as an administrator at a terminal uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from runtime.cli.main import main
from runtime.commands.setting_up import set_up
from runtime.config import settings


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"DATA_DIR": str(tmp_path), "LANG": "zh_CN"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    set_up(settings())


def test_departments_are_added_listed_moved_led_and_closed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["department", "add", "总厂"]) == 0
    assert main(["department", "add", "车间", "--parent", "总厂", "--manager", "admin"]) == 0
    assert main(["department", "add", "车间"]) == 0
    assert main(["department", "set", "总厂/车间", "--name", "一车间"]) == 0
    assert main(["department", "set", "车间", "--close"]) == 0
    capsys.readouterr()
    assert main(["department", "list", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    facts = [(each["path"], each["manager"], each["active"]) for each in told]
    assert facts == [("总厂", None, True), ("总厂/一车间", "admin", True), ("车间", None, False)]
    assert main(["department", "set", "一车间", "--no-parent", "--no-manager"]) == 0
    capsys.readouterr()
    assert main(["department", "list"]) == 0
    assert [line.split("\t")[:2] for line in capsys.readouterr().out.splitlines()] == [
        ["一车间", ""],
        ["总厂", ""],
        ["车间", ""],
    ]


def test_what_cannot_be_is_said_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["add", "总厂"], ["add", "车间", "--parent", "总厂"], ["add", "车间"]):
        assert main(["department", *words]) == 0
    for words, said in (
        (["set", "车间", "--close"], "几个部门都叫"),
        (["set", "总厂", "--parent", "总厂/车间"], "不能放在它自己的下级部门里"),
        (["set", "总厂", "--close"], "还不能停用"),
        (["add", "总厂"], "已经有叫"),
        (["add", "仓库", "--manager", "nobody"], "没有叫 nobody 的人"),
        (["set", "没有的", "--open"], "没有叫 没有的 的部门"),
    ):
        capsys.readouterr()
        assert main(["department", *words]) == 1
        assert said in capsys.readouterr().err


def test_a_person_is_added_into_a_department_under_a_manager(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["department", "add", "车间"]) == 0
    put = ["--department", "车间", "--manager", "admin"]
    assert main(["user", "add", "bo", "--title", "波", *put]) == 0
    capsys.readouterr()
    assert main(["department", "list", "--json"]) == 0
    assert [each["people"] for each in json.loads(capsys.readouterr().out)] == [["bo"]]
    assert main(["user", "add", "li", "--department", "没有的"]) == 1
    assert "没有叫 没有的 的部门" in capsys.readouterr().err
