"""The reference of the tree names every head that the language makes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rule_dsl.functions import FUNCTIONS

HERE = Path(__file__).parent
REFERENCE = (HERE.parents[1] / "docs/reference/tree.md").read_text("utf-8")


def _heads(tree: Any) -> Iterator[str]:
    if isinstance(tree, list) and tree and isinstance(tree[0], str):
        yield tree[0]
        for part in tree[1:]:
            yield from _heads(part)


def test_every_head_of_the_corpus_is_described() -> None:
    golden = json.loads((HERE / "golden_trees.json").read_text("utf-8"))
    trades = json.loads((HERE / "trades_trees.json").read_text("utf-8"))
    heads = {h for row in (*golden, *trades) for h in _heads(row[-1])}
    missing = {h for h in heads if f'"{h}"' not in REFERENCE and h.upper() not in FUNCTIONS}
    assert missing == set()
