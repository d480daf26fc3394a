"""What the texts of an app mean: their trees, kept beside them from the day they are published.

A text is read once. From then on its tree counts, in which everything named stands by its key: no
new name, and no newer grammar, can give a published text another meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rule_dsl import BadTree, Node, load, parse
from rule_dsl.vocabulary import Vocabulary
from runtime.spec.app import AppSpec
from runtime.spec.blocks import Blocks
from runtime.spec.diff import Change
from runtime.spec.expressions import Expression, expressions
from runtime.spec.findings import Findings
from runtime.spec.vocabulary import vocabulary

Trees = Mapping[str, Any]
"""Trees as JSON, by what :func:`place` says of a text."""


class MeaningChanged(Change):
    """A rule or expression whose text is the same, but not its tree."""

    code = "change_meaning"


@dataclass(frozen=True, slots=True)
class Edition:
    """What a revision is made of: a spec, and the trees of its texts as far as they were read."""

    spec: AppSpec
    trees: Trees = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Meanings:
    """The names of a revision, and the trees it was published with."""

    words: Vocabulary
    trees: Trees

    def tree(self, form: str, text: str, *, is_rule: bool = False) -> Node:
        """What a text over a form's fields means; one that is not kept is read now.

        Raises ValueError when it has problems: published text has none.
        """
        kept = self.trees.get(place(form, text, is_rule=is_rule))
        if kept is not None:
            try:
                return load(kept, self.words, form)
            except BadTree:
                pass  # a head that this version does not know: the text still says it
        parsed = parse(text, self.words, subject=form, expect="rule" if is_rule else "formula")
        if parsed.tree is None:
            found = parsed.problems[0].message("en") if parsed.problems else "it has no meaning"
            raise ValueError(f"{form}: {text!r} cannot be compiled: {found}")
        return parsed.tree

    def placed(self, form: str, text: str) -> Node:
        """What a rule means, its parts with their places where the text still says just that."""
        tree = self.tree(form, text, is_rule=True)
        parsed = parse(text, self.words, subject=form, expect="rule")
        return parsed.tree if parsed.tree == tree else tree


def place(form: str, text: str, *, is_rule: bool) -> str:
    """Under what a text's tree is kept: the same text over the same form means the same."""
    return f"{'rule' if is_rule else 'expression'} {form}: {text}"


def edition(spec: AppSpec, blocks: Blocks) -> Edition:
    """A spec with the tree of every text of it that can be read."""
    words = vocabulary(spec, blocks.fields)
    trees: dict[str, Any] = {}
    for each in expressions(Findings(spec, blocks, {})):
        if each.form and each.form not in words.forms:
            continue
        tree = parse(each.text, words, subject=each.form or None, expect=each.expect).tree
        if tree is not None:
            trees[_place(each)] = tree.dump()
    return Edition(spec, trees)


def meaning_changes(before: Trees, after: Edition, blocks: Blocks) -> tuple[MeaningChanged, ...]:
    """What would be read differently from now on, though nobody rewrote it."""
    return tuple(
        MeaningChanged("rule", each.element, {"name": each.text, "place": each.element})
        for each in expressions(Findings(after.spec, blocks, {}))
        if (at := _place(each)) in before and at in after.trees and before[at] != after.trees[at]
    )


def _place(each: Expression) -> str:
    return place(each.form, each.text, is_rule=each.expect == "rule")
