"""Texts that stayed the same and mean something else: a new name can change how they are read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rule_dsl import parse
from runtime.spec.app import AppSpec
from runtime.spec.blocks import Blocks
from runtime.spec.diff import Change
from runtime.spec.expressions import expressions
from runtime.spec.findings import Findings
from runtime.spec.vocabulary import vocabulary


class MeaningChanged(Change):
    """A rule or expression whose text is the same, but not its tree."""

    code = "change_meaning"


def meaning_changes(old: AppSpec, new: AppSpec, blocks: Blocks) -> tuple[MeaningChanged, ...]:
    """What would be read differently from now on, though nobody rewrote it."""
    before, after = _meanings(old, blocks), _meanings(new, blocks)
    return tuple(
        MeaningChanged("rule", element, {"name": text, "place": element})
        for element, (text, tree) in after.items()
        if element in before and before[element][0] == text and before[element][1] != tree
    )


def _meanings(spec: AppSpec, blocks: Blocks) -> Mapping[str, tuple[str, Any]]:
    """Element to its text and its tree (None where it cannot be read)."""
    words = vocabulary(spec, blocks.fields)
    found: dict[str, tuple[str, Any]] = {}
    for each in expressions(Findings(spec, blocks, {})):
        if each.form and each.form not in words.forms:
            continue
        tree = parse(each.text, words, subject=each.form or None, expect=each.expect).tree
        found[each.element] = (each.text, tree.dump() if tree else None)
    return found
