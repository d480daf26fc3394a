"""Reading what was typed: which command it is, and what is said after it."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from runtime.cli.command import COMMON, Args, Command, Option, Word, WrongUsage

_OPTION = re.compile(r"--?[A-Za-z][^\s=]*(=.*)?", re.DOTALL)
_CLOSE = 0.6


def split(known: Iterable[str], typed: Sequence[str]) -> tuple[str, list[str]]:
    """The name of the command that was typed, or of a group of commands, and everything else.

    What every command takes (``--lang en``) may stand before its name.

    Raises:
        WrongUsage: usage_no_command, usage_no_command_near.
    """
    names = frozenset(known)
    groups = frozenset(each.partition(" ")[0] for each in names if " " in each)
    name, left, before = "", deque(typed), list[str]()
    while left and name not in names:
        word = left.popleft()
        if _OPTION.fullmatch(word):
            before.append(word)
            if word == "--lang" and left:
                before.append(left.popleft())
            continue
        inner = f"{name} {word}".strip()
        if inner not in names | groups:
            near = _commands_near(inner, names | groups)
            code = f"usage_no_command{'_near' if near else ''}"
            raise WrongUsage(code, given=inner, near=", ".join(near))
        name = inner
    return name, [*before, *left]


def read(command: Command, typed: Sequence[str]) -> Args:
    """What was typed after a command, by key.

    Words and options may come in any order; after ``--`` everything is a word. An option may be
    shortened as long as it is clear which one is meant.

    Raises:
        WrongUsage: something is missing, unknown, given twice, or not of its kind.
    """
    options = {each.name: each for each in (*command.options, *COMMON)}
    given: dict[str, Any] = {each.key: each.default for each in command.words}
    for each in options.values():
        given.setdefault(each.key, _unsaid(each))
    places: list[str] = []
    used: dict[str, Option] = {}
    left = deque(typed)
    while left:
        text = left.popleft()
        if text == "--":
            places += left
            break
        if not _OPTION.fullmatch(text):
            places.append(text)
            continue
        option, value = _option(text, left, options)
        other = used.setdefault(option.key, option)
        if other is not option:
            raise WrongUsage("usage_either", one=other.name, other=option.name)
        given[option.key] = (*given[option.key], value) if option.many else value
    given |= _placed(command.words, places)
    lacking = [each.metavar for each in command.words[len(places) :] if each.required]
    lacking += [each.shown for each in command.options if each.required and each.key not in used]
    if lacking:
        raise WrongUsage("usage_missing", missing=" ".join(lacking))
    return Args(**given)


def _unsaid(option: Option) -> Any:
    """What stands for an option that was not given."""
    if option.many:
        return ()
    return False if option.is_flag and option.default is None else option.default


def _option(text: str, left: deque[str], options: Mapping[str, Option]) -> tuple[Option, Any]:
    """The option a text names, and its value, which may be the next text."""
    name, mark, value = text.partition("=")
    option = _named(name, options)
    if option is None:  # `-oFILE`
        option = next((o for o in options.values() if o.short and text.startswith(o.short)), None)
        if option is None or text.startswith("--") or option.is_flag:
            near = get_close_matches(name, list(options), 3, _CLOSE)
            code = f"usage_no_option{'_near' if near else ''}"
            raise WrongUsage(code, given=name, near=", ".join(near))
        mark, value = "=", text[len(option.short) :].removeprefix("=")
    if option.is_flag:
        if mark:
            raise WrongUsage("usage_flag", option=option.name, given=value)
        return option, option.value
    if not mark:
        if not left or left[0] == "--" or _OPTION.fullmatch(left[0]):
            raise WrongUsage("usage_no_value", option=option.shown)
        value = left.popleft()
    if option.choices and value not in option.choices:
        known = ", ".join(option.choices)
        raise WrongUsage("usage_choice", place=option.name, given=value, known=known)
    return option, option.read(value, option.name)


def _named(name: str, options: Mapping[str, Option]) -> Option | None:
    """The option of that name, of that short name, or the only one that begins so."""
    for each in options.values():
        if name in (each.name, each.short):
            return each
    begun = [each for each in options.values() if each.name.startswith(name) and len(name) > 2]
    if len(begun) > 1:
        raise WrongUsage("usage_unclear", given=name, near=", ".join(each.name for each in begun))
    return begun[0] if begun else None


def _placed(words: Sequence[Word], places: Sequence[str]) -> dict[str, Any]:
    """The words in their places."""
    if len(places) > len(words):
        raise WrongUsage("usage_too_many", given=" ".join(places[len(words) :]))
    return {w.key: w.read(text, w.metavar) for w, text in zip(words, places, strict=False)}


def _commands_near(given: str, known: frozenset[str]) -> list[str]:
    """Commands that may have been meant: spelt alike, or with the name of their group left out."""
    last = given.rpartition(" ")[2]
    bare = sorted(each for each in known if each.rpartition(" ")[2] == last)
    close = get_close_matches(given, sorted(known), 3, _CLOSE)
    return list(dict.fromkeys([*bare, *close]))[:4]
