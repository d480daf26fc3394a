"""The examples of the reference beside their reviewed trees and values.

`python -m tests.rule_dsl.reference.examples` reads every example anew and writes ``trees.json``
again: look through its difference before you commit it. A text that differs between the two
languages is written "中文 / English".
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rule_dsl.reference.base import Example, Group, Lang
from rule_dsl.reference.constructs import CONSTRUCTS
from rule_dsl.reference.reading import read_example
from rule_dsl.reference.spelling import value_text
from rule_dsl.reference.starters import STARTERS

TREES = Path(__file__).parent / "trees.json"
BETWEEN = " / "


def examples() -> Iterator[tuple[str, Example, Group]]:
    """Every example of the pages: its page, itself, and what kind of page that is."""
    for construct in CONSTRUCTS.values():
        for example in construct.examples:
            yield construct.key, example, construct.group
    for _, example, _key in STARTERS:
        yield "index", example, "sentences"


def in_language(tree: Any, lang: Lang) -> Any:
    """A reviewed tree with its texts in one language."""
    if not isinstance(tree, list):
        return tree
    if tree[:1] == ["text"] and isinstance(tree[1], str) and BETWEEN in tree[1]:
        return ["text", tree[1].split(BETWEEN)[lang == "en"]]
    return [in_language(part, lang) for part in tree]


def both(zh: Any, en: Any) -> Any:
    """Two trees as one, where they differ in texts only."""
    if isinstance(zh, list) and isinstance(en, list) and len(zh) == len(en):
        if zh[:1] == ["text"] and zh != en and isinstance(zh[1], str):
            return ["text", f"{zh[1]}{BETWEEN}{en[1]}"]
        return [both(left, right) for left, right in zip(zh, en, strict=True)]
    if zh != en:
        raise ValueError(f"{zh} is not {en}")
    return zh


def _reviewed() -> Iterator[list[Any]]:
    for page, example, group in examples():
        zh, en = (read_example(example, group, lang) for lang in ("zh", "en"))
        value = value_text(zh.value, zh.tree.child(0).type, "zh") if zh.is_value else None
        yield [page, example.zh, both(zh.tree.dump(), en.tree.dump()), value]


if __name__ == "__main__":
    rows = (json.dumps(row, ensure_ascii=False) for row in _reviewed())
    TREES.write_text("[\n" + ",\n".join(rows) + "\n]\n", encoding="utf-8")
