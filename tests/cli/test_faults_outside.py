"""What lies outside the product is said in a sentence: no file, no store, no such database."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime.cli.main import main

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A place for a store that is not there yet."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "var"))
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)


def test_a_store_that_was_never_made_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    for lang, said in (("zh", "请先运行 dougong init"), ("en", "run dougong init first")):
        assert main(["app", "list", "--lang", lang]) == 1
        assert said in capsys.readouterr().err


@pytest.mark.pg
def test_a_store_that_was_never_made_is_said_of_postgres_too(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    assert main(["app", "list", "--lang", "en"]) == 1
    assert "run dougong init first" in capsys.readouterr().err


@pytest.mark.parametrize("url", ["nonsense", "mysql://a/b"])
def test_an_address_that_is_no_database_is_said(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    assert main(["app", "list", "--lang", "en"]) == 1
    assert "DATABASE_URL cannot be used" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init"]) == 0
    assert main(["app", "apply", str(ROOT / "apps" / "leave"), "--yes"]) == 0
    capsys.readouterr()
    missing = str(tmp_path / "none.csv")
    assert main(["import", "leave", "request", missing]) == 1
    assert capsys.readouterr().err == f"没有这个文件：{missing}。\n"
    assert main(["import", "leave", "request", str(tmp_path), "--lang", "en"]) == 1
    assert "is a folder; a file is needed here" in capsys.readouterr().err
    assert main(["app", "rollback", "leave", "9", "--lang", "en"]) == 1
    assert capsys.readouterr().err == "There is no revision 9 of the app leave.\n"
