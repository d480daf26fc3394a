"""The trades: of each the names its app declares, and sentences with what they mean.

A file is lines of text. ``form``, its fields (indented), its moves (``!``), and other names declare the
vocabulary; ``:: form | canonical sentence`` starts sentences that mean that, ``?? form slot`` starts
sentences that cannot be answered because of that slot. The reason that a block shows is free (“…”).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from rule_dsl import Vocabulary, parse
from rule_dsl.types import Type
from rule_dsl.vocabulary import Field, Form, Labels, Move, Name, Option
from runtime.pinyin import Pinyin

HERE = Path(__file__).parent
HELD_OUT_EVERY = 3
"""Every third meaning of a trade is held out: nobody looks at it while the reader is built."""

_FIELD = re.compile(
    r"(?P<key>\w+) (?P<kind>\w+) (?P<labels>\S+(?: [a-zA-Z][^=]*?)?)"
    r"(?P<ordered> ordered)?(?: of=(?P<of>\w+))?(?: unit=(?P<unit>\S+))?(?: = (?P<options>.+))?"
)
_MOVE = re.compile(r"! (?P<key>\w+) (?P<labels>.+) (?P<source>\w+) > (?P<target>\w+)")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence: its form and language, what it means (None: it cannot be answered) or what is to be asked."""

    trade: str
    form: str
    lang: str
    text: str
    meaning: str | None
    slot: str | None
    is_held_out: bool


@dataclass(frozen=True, slots=True)
class Trade:
    """One trade's app and its sentences."""

    key: str
    vocabulary: Vocabulary
    sentences: tuple[Said, ...]

    def tree(self, said: Said) -> Any:
        """What a sentence means, as the tree is printed; reasons of blocks are left open."""
        parsed = parse(said.meaning or "", self.vocabulary, subject=said.form, expect="rule")
        if parsed.tree is None:
            raise ValueError(f"{self.key}: {said.meaning}: {parsed.problems[0].message('zh')}")
        return open_reasons(parsed.tree.dump())


def open_reasons(tree: Any) -> Any:
    """A dumped tree in which the reason of each block is left open."""
    if not isinstance(tree, list):
        return tree
    if tree[:1] == ["block"]:
        return ["block", ["text", "…"]]
    return [open_reasons(part) for part in tree]


@cache
def trades() -> tuple[Trade, ...]:
    """Every trade."""
    return tuple(_read(path) for path in sorted(HERE.glob("*.txt")))


@dataclass(slots=True)
class _Draft:
    key: str
    forms: dict[str, tuple[Labels, dict[str, Field], list[Move]]] = field(default_factory=dict)
    names: list[Name] = field(default_factory=list)
    sentences: list[Said] = field(default_factory=list)


def _read(path: Path) -> Trade:
    draft, form, blocks = _Draft(path.stem), "", [0, 0]
    about: tuple[str, str | None, str | None, bool] = ("", None, None, False)
    for line in path.read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("  "):
            _inside(draft, form, line.strip())
        elif line.startswith(("::", "??")):
            is_asked = line.startswith("??")
            subject, rest = re.split(r" \| | ", line[3:], maxsplit=1)
            blocks[is_asked] += 1
            held_out = blocks[is_asked] % HELD_OUT_EVERY == 0
            about = (
                subject,
                None if is_asked else rest.lstrip("| "),
                rest if is_asked else None,
                held_out,
            )
        elif line.startswith(("zh ", "en ")):
            subject, meaning, slot, held_out = about
            said = Said(draft.key, subject, line[:2], line[3:].strip(), meaning, slot, held_out)
            draft.sentences.append(said)
        else:
            form = _declare(draft, line) or form
    forms = {
        key: Form(key, labels, fields, tuple(moves))
        for key, (labels, fields, moves) in draft.forms.items()
    }
    words = Vocabulary(forms, tuple(draft.names), Pinyin())
    return Trade(draft.key, words, tuple(draft.sentences))


def _labels(text: str) -> Labels:
    zh, en = text.split("/")
    return {"zh": tuple(zh.strip().split("|")), "en": tuple(en.strip().split("|"))}


def _declare(draft: _Draft, line: str) -> str | None:
    kind, key, rest = line.split(" ", 2)
    if kind == "form":
        draft.forms[key] = (_labels(rest), {}, [])
        return key
    made = None
    if kind == "param":
        typed, rest = rest.split(" ", 1)
        made = Type(typed)  # type: ignore[arg-type]
    text, _, unit = rest.partition(" unit=")
    draft.names.append(
        Name(kind, key, _labels(text), made, unit=tuple(filter(None, unit.split(","))))
    )
    return None


def _inside(draft: _Draft, form: str, line: str) -> None:
    _, fields, moves = draft.forms[form]
    move = _MOVE.fullmatch(line)
    if move:
        found = move.groupdict()
        moves.append(
            Move(found["key"], _labels(found["labels"]), (found["source"],), found["target"])
        )
        return
    parts = _FIELD.fullmatch(line)
    if parts is None:
        raise ValueError(f"{draft.key}: {line}")
    key, kind = parts["key"], parts["kind"]
    of = parts["of"] or (f"{form}.{key}" if kind in ("choice", "state", "choices") else None)
    fields[key] = Field(
        key,
        Type(kind, of),  # type: ignore[arg-type]
        _labels(parts["labels"]),
        options=tuple(_options(parts["options"] or "")),
        ordered=bool(parts["ordered"]),
        optional=kind not in ("bool", "state"),
        unit=tuple(filter(None, (parts["unit"] or "").split(","))),
        is_state=kind == "state",
    )


def _options(text: str) -> Iterator[Option]:
    for found in re.finditer(r"(\w+):([^/]+)/(.+?)(?= \w+:|$)", text):
        yield Option(found[1], {"zh": (found[2],), "en": (found[3],)})
