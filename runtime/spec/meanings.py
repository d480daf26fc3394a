"""What the texts of an app mean: their trees, kept beside them from the day they are published.

A text is read once. From then on its tree counts, in which everything named stands by its key: no
new name, and no newer grammar, can give a published text another meaning.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rule_dsl import BadTree, Node, load, parse
from rule_dsl.tree import Span
from rule_dsl.vocabulary import Vocabulary
from runtime.spec.app import AppSpec
from runtime.spec.blocks import Blocks
from runtime.spec.diff import Change, Mark
from runtime.spec.expressions import Expression, expressions
from runtime.spec.findings import Findings
from runtime.spec.texts import Texts

Trees = Mapping[str, Any]
"""Trees as JSON, by what :func:`place` says of a text; for a rule also where its parts stand in the
text, by what :func:`parts_place` says."""


class MeaningChanged(Change):
    """A rule or expression whose text is the same, but not its tree."""

    code = "change_meaning"

    @property
    def mark(self) -> Mark:
        """It means something else."""
        return "meaning"


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
        found = self.kept(form, text, is_rule=is_rule)
        if found is not None:
            return found
        parsed = parse(text, self.words, subject=form, expect="rule" if is_rule else "formula")
        if parsed.tree is None:
            wrong = parsed.problems[0].message("en") if parsed.problems else "it has no meaning"
            raise ValueError(f"{form}: {text!r} cannot be compiled: {wrong}")
        return parsed.tree

    def kept(self, form: str, text: str, *, is_rule: bool = False) -> Node | None:
        """What a text was published as; None where it was not, or these names do not hold it."""
        stored = self.trees.get(place(form, text, is_rule=is_rule))
        if stored is None:
            return None
        try:
            return load(stored, self.words, form)
        except BadTree:  # a head that this version does not know: the text still says it
            return None

    def placed(self, form: str, text: str) -> Node:
        """What a rule means, its parts with their places in the text."""
        tree = self.tree(form, text, is_rule=True)
        places = self.trees.get(parts_place(form, text))
        if places is not None:
            return _with_places(tree, iter(places))
        parsed = parse(text, self.words, subject=form, expect="rule")  # an older revision
        return parsed.tree if parsed.tree == tree else tree


def place(form: str, text: str, *, is_rule: bool) -> str:
    """Under what a text's tree is kept: the same text over the same form means the same."""
    return f"{'rule' if is_rule else 'expression'} {form}: {text}"


def parts_place(form: str, text: str) -> str:
    """Under what it is kept where a rule's parts stand in its text."""
    return f"parts {form}: {text}"


def trees_of(texts: Texts) -> Trees:
    """The trees of everything that could be read, as JSON."""
    trees: dict[str, Any] = {}
    for key, parsed in texts.all.items():
        if parsed.tree is None:
            continue
        is_rule = key.expect == "rule"
        trees[place(key.form, key.text, is_rule=is_rule)] = parsed.tree.dump()
        if is_rule:
            trees[parts_place(key.form, key.text)] = [
                None if part.span is None else [part.span.start, part.span.end]
                for part in _parts(parsed.tree)
            ]
    return trees


def meaning_changes(before: Trees, after: Edition, blocks: Blocks) -> tuple[MeaningChanged, ...]:
    """What would be read differently from now on, though nobody rewrote it."""
    return tuple(
        MeaningChanged("rule", each.element, {"name": each.text, "place": each.element})
        for each in expressions(Findings(after.spec, blocks, {}))
        if (at := _place(each)) in before and at in after.trees and before[at] != after.trees[at]
    )


def _parts(tree: Node) -> Iterator[Node]:
    """A tree and all its parts, each before its own."""
    yield tree
    for part in tree.children():
        yield from _parts(part)


def _with_places(tree: Node, places: Iterator[list[int] | None]) -> Node:
    """A tree, its parts with their places, which stand in the order of :func:`_parts`."""
    own = next(places, None)
    args = tuple(_with_places(a, places) if isinstance(a, Node) else a for a in tree.args)
    return replace(tree, args=args, span=None if own is None else Span(*own))


def _place(each: Expression) -> str:
    return place(each.form, each.text, is_rule=each.expect == "rule")
