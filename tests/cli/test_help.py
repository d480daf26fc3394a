"""Every command explains itself, in the language asked for, by sentences of that language alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rule_dsl.lexer.width import cells
from runtime.cli.command import COMMON, Command
from runtime.cli.main import commands, main
from runtime.errors import sentence

GROUPS = sorted({name.partition(" ")[0] for name in commands() if " " in name})
PLACES = ["", *GROUPS, *commands()]
_WIDE = re.compile(r"[⺀-￯]")
# What is typed or is a name in every language.
_NAMES = {"dougong", "JSON", "Schema", "LANG", "CSV", "XLSX", "Redis", "admin", "python", "leave"}
_TYPED = re.compile(r"--?[a-z][a-z-]*|\b[A-Z]+(-or-[A-Z]+)?\b|[a-z]+:[a-z]+|\.xlsx|zh/|en/")

Out = pytest.CaptureFixture[str]


def explained(capsys: Out, place: str, lang: str) -> str:
    capsys.readouterr()
    assert main([*place.split(), "--help", "--lang", lang]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    return said.out


def typed(command: Command | None) -> set[str]:
    """What of a command is typed as it stands."""
    if command is None:
        return set()
    names = {each.metavar for each in command.words}
    for each in (*command.options, *COMMON):
        names |= {each.name, each.metavar, each.short, *each.choices, "|".join(each.choices)}
    return names


@pytest.mark.parametrize("place", PLACES)
def test_chinese_help_is_chinese(place: str, capsys: Out) -> None:
    text = explained(capsys, place, "zh")
    inner = {word for name in commands() for word in name.split()}
    known = _NAMES | inner | typed(commands().get(place))
    moment = re.compile(r"\d{4}-\d\d-\d\dT[\d:]+Z")
    bare = _TYPED.sub(" ", moment.sub(" ", text.replace("PATH-or-KEY", " ")))
    left = [word for word in re.findall(r"[A-Za-z]{2,}", bare) if word not in known]
    assert left == []
    assert _WIDE.search(text)


@pytest.mark.parametrize("place", PLACES)
def test_english_help_is_english(place: str, capsys: Out) -> None:
    assert not _WIDE.search(explained(capsys, place, "en"))


@pytest.mark.parametrize("name", commands())
def test_help_names_everything_a_command_takes(name: str, capsys: Out) -> None:
    command = commands()[name]
    for lang in ("zh", "en"):
        lines = [line.strip() for line in explained(capsys, name, lang).splitlines()]
        for each in (*command.words, *command.options, *COMMON):
            shown = each.metavar if each in command.words else each.shown  # type: ignore[union-attr]
            assert any(line == shown or line.startswith(f"{shown} ") for line in lines), shown


@pytest.mark.parametrize("columns", [50, 80, 200])
def test_help_fits_the_terminal(columns: int, capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for lang in ("zh", "en"):
        for place in PLACES:
            texts = explained(capsys, place, lang).splitlines()[1:]
            assert [line for line in texts if cells(line) > columns] == []


def test_the_language_is_the_one_asked_for_wherever_it_stands_else_the_terminals(
    capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in (
        ["--lang", "en", "app", "list", "-h"],
        ["app", "--lang=en", "list", "-h"],
        ["app", "list", "-h", "--lang", "en"],
    ):
        assert main(words) == 0
        assert capsys.readouterr().out.startswith("Usage: dougong app list\n")
    for terminal, begins in (("en_GB.UTF-8", "Usage"), ("zh_CN.UTF-8", "用法"), ("", "用法")):
        monkeypatch.setenv("LANG", terminal)
        assert main(["--help"]) == 0
        assert capsys.readouterr().out.startswith(begins)


def test_the_reference_names_every_command_and_what_it_does() -> None:
    page = (Path(__file__).parents[2] / "docs/reference/command-line.md").read_text("utf-8")
    for command in commands().values():
        words = [each.metavar if each.required else f"[{each.metavar}]" for each in command.words]
        line = " ".join(["dougong", command.name, *words])
        assert f"| `{line}` | {sentence(command.help, 'en')} |" in page
