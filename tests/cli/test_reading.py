"""How what is typed after a command is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime.cli.command import Command, Option, Word, as_number, as_path
from runtime.cli.reading import read, split


def _nothing(_: object) -> int:
    return 0


COMMAND = Command(
    "box pack",
    "help_run",
    _nothing,
    (Word("DIR", "help_folder", "folder", as_path), Word("N", "help_days", "n", as_number, False)),
    (
        Option("--out", "help_folder", "FILE", short="-o"),
        Option("--tag", "help_note", "TEXT", many=True),
        Option("--size", "help_days", "N", read=as_number, default=3),
        Option("--fast", "help_yes"),
        Option("--slow", "help_yes", sets="fast", value=None),
    ),
)


@pytest.mark.parametrize(
    ("line", "facts"),
    [
        (["d"], {"folder": Path("d"), "n": None, "out": None, "tag": (), "size": 3, "fast": False}),
        (["d", "--fast", "7"], {"fast": True, "n": 7}),
        (["--fast", "d", "--size=-2", "-5"], {"size": -2, "n": -5}),
        (["--slow", "--tag", "a b", "--tag=-x", "d"], {"fast": None, "tag": ("a b", "-x")}),
        (["d", "-o", "f"], {"out": "f"}),
        (["d", "-of"], {"out": "f"}),
        (["d", "-o=f"], {"out": "f"}),
        (["d", "-o", "-"], {"out": "-"}),
        (["d", "--ou", "f", "--out", "g"], {"out": "g"}),
        (["--", "--fast"], {"folder": Path("--fast"), "fast": False}),
        (["-数量", "--fast"], {"folder": Path("-数量"), "fast": True}),
        (["- 3 + x"], {"folder": Path("- 3 + x")}),
        (["d", "--json", "--lang", "en"], {"json": True, "lang": "en"}),
    ],
)
def test_words_and_options_come_in_any_order(line: list[str], facts: dict[str, object]) -> None:
    assert vars(read(COMMAND, line)).items() >= facts.items()


def test_the_command_is_found_behind_what_every_command_takes() -> None:
    known = {"box pack", "box list", "run"}
    assert split(known, ["--lang", "en", "box", "--json", "pack", "d", "run"]) == (
        "box pack",
        ["--lang", "en", "--json", "d", "run"],
    )
    assert split(known, ["box"]) == ("box", [])
    assert split(known, []) == ("", [])
