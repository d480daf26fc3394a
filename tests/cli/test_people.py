"""`dougong user add`: a role is named with its app, and what is wrong with one is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime.cli.main import main

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new store with one app."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "var"))
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    assert main(["init"]) == 0
    assert main(["app", "apply", str(ROOT / "apps" / "leave"), "--yes"]) == 0


@pytest.mark.parametrize(
    ("role", "code", "zh", "en"),
    [
        ("employee", 2, "请写成“应用:角色”", "write app:role"),
        ("leave:", 2, "请写成“应用:角色”", "write app:role"),
        ("none:employee", 1, "没有叫 none 的应用", "There is no app called none"),
        ("leave:employe", 1, "没有角色“employe”，已有的：employee", "there are: employee"),
    ],
)
def test_a_wrong_role_is_said_and_nobody_is_added(
    role: str, code: int, zh: str, en: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    for lang, said in (("zh", zh), ("en", en)):
        assert main(["user", "add", "bo", "--role", role, "--lang", lang]) == code
        assert said in capsys.readouterr().err
    assert main(["user", "list"]) == 0
    assert "bo" not in capsys.readouterr().out.split()
