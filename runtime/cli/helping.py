"""Help: the one place where a command, a group or the whole command line is explained."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence

from rule_dsl.lexer.width import cells
from runtime.cli.command import COMMON, Command
from runtime.errors import sentence

PROGRAM = "dougong"
_LEFT = 26
_PIECE = re.compile(r"\s+|(?:[^\s⺀-￯“”]+|[⺀-￯“”])[，。；：、）”！？]*")


def help_of(commands: Mapping[str, Command], name: str, lang: str) -> str:
    """What is shown for ``--help`` after a command, a group of commands or nothing."""
    command = commands.get(name)
    if command is not None:
        return _of_command(command, lang)
    known = _inside(commands, name)
    lines = [_line(commands, name, lang), ""]
    code = f"group_{name}" if name else "help_dougong"
    lines += [*_wrap(sentence(code, lang), _width()), "", sentence("help_commands", lang)]
    lines += _rows([(each, sentence(known[each], lang)) for each in known])
    more = sentence("help_more", lang, {"command": f"{PROGRAM} {name}".rstrip()})
    lines += ["", *_wrap(more, _width())]
    return "\n".join(lines)


def usage(commands: Mapping[str, Command], name: str, lang: str) -> str:
    """How a command is written, and where more is said: what wrong usage is answered with."""
    place = f"{PROGRAM} {name}".rstrip()
    return f"{_line(commands, name, lang)}\n{sentence('help_see', lang, {'command': place})}"


def _line(commands: Mapping[str, Command], name: str, lang: str) -> str:
    command = commands.get(name)
    parts = [PROGRAM, name] if name else [PROGRAM]
    if command is None:
        parts += [sentence("help_a_command", lang)]
    else:
        parts += [w.metavar if w.required else f"[{w.metavar}]" for w in command.words]
        parts += [option.shown for option in command.options if option.required]
        parts += [sentence("help_some_options", lang)] if command.options else []
    return sentence("help_usage", lang, {"line": " ".join(parts)})


def _inside(commands: Mapping[str, Command], group: str) -> dict[str, str]:
    """What may follow a group's name, in the order of the commands, each with its sentence's code."""
    if group:
        inner = [each for each in commands.values() if each.name.startswith(f"{group} ")]
        return {each.name.removeprefix(f"{group} "): each.help for each in inner}
    found: dict[str, str] = {}
    for each in commands.values():
        first, _, more = each.name.partition(" ")
        found.setdefault(first, f"group_{first}" if more else each.help)
    return found


def _of_command(command: Command, lang: str) -> str:
    lines = [_line({command.name: command}, command.name, lang), ""]
    lines += _wrap(sentence(command.help, lang), _width())
    if command.words:
        lines += ["", sentence("help_words", lang)]
        lines += _rows([(each.metavar, sentence(each.help, lang)) for each in command.words])
    lines += ["", sentence("help_options", lang)]
    options = (*command.options, *COMMON)
    return "\n".join([*lines, *_rows([(o.shown, sentence(o.help, lang)) for o in options])])


def _rows(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Names on the left, what they mean on the right; a long name has a line of its own."""
    left = min(_LEFT, max(cells(name) for name, _ in rows))
    for name, text in rows:
        first, *others = _wrap(text, _width() - left - 4)
        if cells(name) > left:
            yield f"  {name}"
            others = [first, *others]
        else:
            yield f"  {name}{' ' * (left - cells(name))}  {first}"
        yield from (f"{' ' * (left + 4)}{other}" for other in others)


def _wrap(text: str, room: int) -> list[str]:
    """The lines of a text, each at most that many cells wide; Chinese may break between letters."""
    lines = [""]
    for piece in _PIECE.findall(text):
        if cells(lines[-1] + piece.rstrip()) > room and lines[-1]:
            lines[-1] = lines[-1].rstrip()
            lines.append(piece.lstrip())
        else:
            lines[-1] += piece
    return lines


def _width() -> int:
    """How wide the terminal is, and no wider than is good to read."""
    return max(40, min(100, shutil.get_terminal_size().columns))
