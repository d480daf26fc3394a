"""What lies outside the product is said in a sentence: no file, no store, no such database."""

from __future__ import annotations

import io
import os
import subprocess
import sys
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


@pytest.mark.parametrize("url", [None, "nonsense"])
def test_the_doctor_speaks_the_language_asked_for(
    url: str | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if url:
        monkeypatch.setenv("REDIS_URL", url)
    assert main(["doctor", "--lang", "zh"]) == 1
    said = capsys.readouterr().out
    assert "✗\t密钥\t还没有密钥，请运行 dougong init。" in said
    assert "✗\t任务队列\t连不上 Redis" in said
    assert "✗\t数据表的版本\t" in said
    assert main(["doctor", "--lang", "en"]) == 1
    assert "✗\tkey\tThere is no key yet: run dougong init." in capsys.readouterr().out


def test_a_port_that_is_no_number_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORT", "many")
    for lang, said in (("zh", "环境变量 PORT 不能是“many”"), ("en", "The setting PORT must be")):
        assert main(["app", "list", "--lang", lang]) == 1
        assert said in capsys.readouterr().err


def test_a_file_of_rules_that_is_no_text_and_a_form_that_is_not_there_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    leave = str(ROOT / "apps" / "leave")
    (tmp_path / "rules").write_bytes(b"\xff\xfe\x00")
    assert main(["rule", "check", leave, str(tmp_path / "rules"), "--lang", "en"]) == 1
    assert "not text in UTF-8" in capsys.readouterr().err
    for words in (["check", leave], ["translate", leave, "1"], ["shell", leave]):
        assert main(["rule", *words, "--form", "none", "--lang", "en"]) == 1
        assert "The app has no form none." in capsys.readouterr().err


def test_nothing_there_yet_is_said_and_what_is_not_confirmed_is_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init"]) == 0
    capsys.readouterr()
    for words, said in (
        (["app", "list"], "还没有发布的应用。\n"),
        (["department", "list"], "还没有部门。\n"),
    ):
        assert main([*words, "--lang", "zh"]) == 0
        assert capsys.readouterr().out == said
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert main(["app", "apply", str(ROOT / "apps" / "leave"), "--lang", "zh"]) == 1
    told = capsys.readouterr().out
    assert "[安全]" in told
    assert told.endswith("没有发布。\n")
    assert main(["app", "diff", str(ROOT / "apps" / "leave"), "leave@1", "--lang", "en"]) == 1
    assert "no app called leave" in capsys.readouterr().err


@pytest.mark.parametrize(
    "line",
    ["--help | head -1", "app schema | head -1", "app schema >&-", "--help >&-", "doctor 2>&-"],
)
def test_a_closed_pipe_ends_a_command_in_silence(line: str) -> None:
    command, _, rest = line.partition(" ")
    script = f"{sys.executable} -m runtime.cli.main {command} {rest}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_a_terminal_that_cannot_write_chinese_gets_codes_instead_of_a_fault() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "runtime.cli.main", "--help", "--lang", "zh"],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "\\u7528\\u6cd5" in done.stdout


def test_a_command_that_is_interrupted_ends_in_silence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_: object = None) -> str:
        raise KeyboardInterrupt

    assert main(["init"]) == 0
    monkeypatch.setattr("builtins.input", interrupted)
    capsys.readouterr()
    assert main(["app", "apply", str(ROOT / "apps" / "leave")]) == 130
    assert capsys.readouterr().err == ""
