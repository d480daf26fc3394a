"""`dougong user set`: one person is changed, all of it at once, by what the people page uses."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from runtime.cli.main import main
from runtime.commands.people import new_token
from runtime.config import settings
from runtime.installation import open_installation
from runtime.queries.bearers import bearer

ROOT = Path(__file__).parents[2]
Out = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> None:
    """A new store with one app, on both databases."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert main(["init"]) == 0
    assert main(["app", "apply", str(ROOT / "apps" / "leave"), "--yes"]) == 0
    for name in ("Works", "Office"):
        assert main(["department", "add", name]) == 0
    assert main(["user", "add", "bo", "--role", "leave:employee", "--department", "Works"]) == 0


def bo(capsys: Out) -> dict[str, Any]:
    capsys.readouterr()
    assert main(["user", "list", "--json"]) == 0
    people = json.loads(capsys.readouterr().out)
    return next(each for each in people if each["name"] == "bo")


def change(*words: str) -> int:
    return main(["user", "set", "bo", *words])


def test_what_is_named_changes_and_the_rest_stays(capsys: Out) -> None:
    before = bo(capsys)
    assert change("--title", "Bo Li", "--email", "bo@example.com", "--manager", "admin") == 0
    assert "bo was saved." in capsys.readouterr().out
    after = {"title": "Bo Li", "email": "bo@example.com", "manager": "admin"}
    assert bo(capsys) == before | after
    assert change("--department", "Office", "--role", "leave:hr", "--role", "leave:manager") == 0
    assert change("--no-role", "leave:employee", "--no-email", "--no-manager", "--admin") == 0
    assert bo(capsys) == {
        "name": "bo",
        "title": "Bo Li",
        "roles": ["leave:hr", "leave:manager"],
        "active": True,
        "email": None,
        "department": "Office",
        "manager": None,
        "administrator": True,
    }
    assert change("--no-department", "--no-admin", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["department"], told["administrator"]) == (None, False)


IMPOSSIBLE: tuple[tuple[list[str], int, str, str], ...] = (
    ([], 2, "请写明要改什么", "Please say what to change"),
    (["--role", "hr"], 2, "请写成“应用:角色”", "write app:role"),
    (["--role", "leave:boss"], 1, "没有角色“boss”", "has no role “boss”"),
    (["--no-role", "leave:hr"], 1, "已有的：leave:employee", "but: leave:employee"),
    (["--department", "Nowhere"], 1, "没有叫 Nowhere 的部门", "no department called Nowhere"),
    (["--manager", "nobody"], 1, "没有叫 nobody 的人", "nobody called nobody"),
    (["--title", " "], 1, "", ""),
    (["--password"], 2, "请用 --password-stdin", "use --password-stdin"),
    (["--admin", "--no-admin"], 2, "不能同时用", "exclude each other"),
)


def test_what_cannot_be_changes_nothing(capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    before = bo(capsys)
    for words, code, zh, en in IMPOSSIBLE:
        for lang, said in (("zh", zh), ("en", en)):
            both = ["--email", "new@example.com", *words] if words else words
            assert change(*both, "--lang", lang) == code
            assert said in capsys.readouterr().err
    assert bo(capsys) == before


def test_nobody_is_nobody_and_the_last_administrator_stays(capsys: Out) -> None:
    assert main(["user", "set", "li", "--title", "Li"]) == 1
    assert "There is nobody called li" in capsys.readouterr().err
    for words in (["--disable"], ["--no-admin"]):
        assert main(["user", "set", "admin", *words]) == 1
        assert "administrator" in capsys.readouterr().err


def test_who_is_disabled_has_no_token_any_more(capsys: Out) -> None:
    here = open_installation(settings())
    token = new_token(here, "bo")
    assert bearer(here, token) is not None
    assert change("--disable") == 0
    assert bearer(here, token) is None
    assert bo(capsys)["active"] is False
    assert change("--enable") == 0
    assert bo(capsys)["active"] is True
    assert bearer(here, token) is None
    here.engine.dispose()


def test_a_new_password_is_read_from_standard_input(
    capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    for typed, code, said in (
        ("a-long-new-password\n", 0, "bo was saved."),
        ("short\n", 1, "at least 12"),
        ("", 1, "at least 12"),
    ):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        capsys.readouterr()
        assert change("--password-stdin") == code
        told = capsys.readouterr()
        assert said in told.out + told.err


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """Both ends of a terminal: where a person types, and what a program reads."""
    ends = pty.openpty()
    yield ends
    for each in ends:
        os.close(each)


def test_a_new_password_is_asked_for_twice_at_a_terminal(terminal: tuple[int, int]) -> None:
    assert ask(terminal, "a-long-new-password") == (0, "bo was saved.")
    code, told = ask(terminal, "a-long-new-passwort")
    assert (code, told) == (1, "The two passwords differ; nothing was changed.")


def ask(terminal: tuple[int, int], second: str) -> tuple[int, str]:
    """Type a password and a second one; the exit code and what was said then."""
    hand, screen = terminal
    words = [sys.executable, "-m", "runtime.cli.main", "user", "set", "bo", "--password"]
    with subprocess.Popen(
        words,
        stdin=screen,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as command:
        assert command.stderr is not None
        assert command.stdout is not None
        for prompt, typed in ((b"New password: ", "a-long-new-password"), (b"again: ", second)):
            shown = b""
            while not shown.endswith(prompt):
                letter = command.stderr.read(1)
                assert letter, shown
                shown += letter
            os.write(hand, f"{typed}\n".encode())
        told = command.stdout.read().decode() + command.stderr.read().decode()
    return command.returncode, told.strip()
