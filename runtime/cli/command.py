"""Commands as data: what each is called, what may be typed after it, and the codes that explain it.

A module of this package ends in `COMMANDS`; `reading` reads what was typed by them and `helping`
explains them, so that neither knows any command by name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from runtime.clock import read_instant
from runtime.errors import Refusal

Args = SimpleNamespace
"""What was typed, by key, and ``out``: where the result goes."""

NOT_SAID = object()
"""Where leaving an option out means something else than emptying what it names."""


class WrongUsage(Refusal):
    """What was typed is no command of this product: exit code 2."""


def as_text(text: str, _place: str) -> Any:
    """What was typed, as it stands."""
    return text


def as_path(text: str, _place: str) -> Any:
    """The place of a file or a folder."""
    return Path(text)


def as_number(text: str, place: str) -> Any:
    """A whole number.

    Raises:
        WrongUsage: usage_number.
    """
    try:
        return int(text)
    except ValueError as wrong:
        raise WrongUsage("usage_number", place=place, given=text) from wrong


def as_moment(text: str, place: str) -> Any:
    """A moment; one without an offset is in UTC.

    Raises:
        WrongUsage: usage_moment.
    """
    try:
        return read_instant(text)
    except ValueError as wrong:
        raise WrongUsage("usage_moment", place=place, given=text) from wrong


def as_role(text: str, _place: str) -> Any:
    """A role with its app, as a pair.

    Raises:
        WrongUsage: role_without_app.
    """
    app, _, role = text.partition(":")
    if not app or not role:
        raise WrongUsage("role_without_app", given=text)
    return app, role


@dataclass(frozen=True, slots=True)
class Word:
    """What is typed in its place: ``PATH``."""

    metavar: str
    help: str
    key: str
    read: Callable[[str, str], Any] = as_text
    required: bool = True
    default: Any = None


@dataclass(frozen=True, slots=True)
class Option:
    """``--form FORM``, or without a metavar a flag, which stands for its value.

    Options that set one ``key`` exclude each other. ``many``: may be given more than once.
    """

    name: str
    help: str
    metavar: str = ""
    sets: str = ""
    read: Callable[[str, str], Any] = as_text
    choices: tuple[str, ...] = ()
    default: Any = None
    value: Any = True
    required: bool = False
    many: bool = False
    short: str = ""

    @property
    def key(self) -> str:
        return self.sets or self.name.strip("-").replace("-", "_")

    @property
    def is_flag(self) -> bool:
        return not (self.metavar or self.choices)

    @property
    def shown(self) -> str:
        names = f"{self.short}, {self.name}" if self.short else self.name
        return f"{names} {self.metavar or '|'.join(self.choices)}".rstrip()


@dataclass(frozen=True, slots=True)
class Command:
    """One command, such as ``app check``; ``help`` is the code of the sentence that explains it."""

    name: str
    help: str
    run: Callable[[Args], int]
    words: tuple[Word, ...] = ()
    options: tuple[Option, ...] = ()


COMMON = (
    Option("--json", "help_json"),
    Option("--lang", "help_lang", choices=("zh", "en")),
    Option("--help", "help_help", short="-h"),
)
"""What every command takes."""
