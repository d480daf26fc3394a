"""`dougong run`: what is prepared before the processes start, and what is said."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from runtime.cli import run
from runtime.cli.output import Output
from runtime.commands.staff import Login
from runtime.config import Settings, settings
from runtime.errors import Refusal

OUT = Output("zh", is_json=False)


@pytest.fixture
def chosen(tmp_path: Path) -> Settings:
    return settings({"DATA_DIR": str(tmp_path), "PORT": "8711", "LANG": "zh"})


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the market was asked to install; it makes one login."""
    wanted: list[str] = []

    def install(_: object, key: str) -> SimpleNamespace:
        wanted.append(key)
        return SimpleNamespace(logins=(Login("sales_1", "销售", ("sales",), "secret-words"),))

    monkeypatch.setattr(
        run,
        "rooms",
        lambda: iter([SimpleNamespace(install=install, first=lambda: "order_tracking")]),
    )
    return wanted


def test_the_first_run_installs_the_template_and_the_second_does_not(
    chosen: Settings, asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    first = run.prepare(chosen, OUT, is_empty=False)
    assert asked == ["order_tracking"]
    assert [each.login for each in first.logins] == ["admin", "sales_1"]
    file = chosen.data_dir / "logins.txt"
    assert file.stat().st_mode & 0o077 == 0
    assert "sales_1\tsecret-words" in file.read_text(encoding="utf-8")
    second = run.prepare(chosen, OUT, is_empty=False)
    assert (asked, second.logins, second.file) == (["order_tracking"], (), file)
    run.greet(OUT, first)
    said = capsys.readouterr().out
    assert "http://127.0.0.1:8711" in said
    assert "secret-words" in said
    assert "logins.txt" in said


def test_an_empty_start_prints_a_word_for_the_first_visit(
    chosen: Settings, asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    welcome = run.prepare(chosen, OUT, is_empty=True)
    assert asked == []
    assert welcome.word
    run.greet(OUT, welcome)
    assert f"/first-visit/{welcome.word}" in capsys.readouterr().out
    assert not (chosen.data_dir / "logins.txt").exists()
    assert run.prepare(chosen, OUT, is_empty=True).word not in (None, welcome.word)
    (chosen.data_dir / "first-visit").unlink()  # somebody has been there
    assert run.prepare(chosen, OUT, is_empty=True).word is None
    assert run.prepare(chosen, OUT, is_empty=False).logins == ()
    assert asked == []


def test_another_redis_means_none_of_our_own() -> None:
    assert set(run.processes({})) == {"web", "worker", "redis"}
    assert set(run.processes({"REDIS_URL": "redis://elsewhere"})) == {"web", "worker"}


def test_a_login_a_role() -> None:
    logins = tuple(Login(f"{role}_{n}", "", (role,), "x") for role in ("a", "b") for n in (1, 2))
    assert [each.login for each in run.first_of_each(logins)] == ["a_1", "b_1"]


def test_a_taken_port_is_one_sentence(chosen: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    monkeypatch.setattr(run, "ROOT", _fake_root(chosen.data_dir))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        busy = replace(chosen, port=taken.getsockname()[1])
        with pytest.raises(Refusal, match="run_port_taken"):
            run._check(busy)


def _fake_root(folder: Path) -> Path:
    built = folder / "runtime" / "web" / "static" / "dist"
    built.mkdir(parents=True)
    (built / "manifest.json").write_text("{}", encoding="utf-8")
    (folder / "Procfile").write_text("web: dougong web\n", encoding="utf-8")
    return folder
