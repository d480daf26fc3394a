"""What was published keeps its meaning: the tree counts, not the text read anew."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rule_dsl import rule_of
from rule_dsl.targets.elaborate import elaborate
from rule_dsl.tree import Node
from runtime.catalog import catalog
from runtime.compiled.compile import lists_of
from runtime.spec.app import AppSpec, FieldSpec
from runtime.spec.expressions import expression_of, expressions
from runtime.spec.findings import Findings
from runtime.spec.meanings import Meanings, meaning_changes
from runtime.spec.reading import read_app
from runtime.spec.vocabulary import vocabulary
from tests.house import app_in

BLOCKS = catalog().blocks
APPS = ("apps/leave", "apps/repair", "templates_market/bundles/order_tracking")


def _with_field(spec: AppSpec, form: str, field: FieldSpec) -> AppSpec:
    forms = [replace(f, fields=(*f.fields, field)) if f.key == form else f for f in spec.forms]
    return replace(spec, forms=tuple(forms))


@pytest.mark.parametrize("folder", APPS)
def test_a_kept_tree_runs_as_its_text_does(folder: str) -> None:
    spec = app_in(folder)
    trees = read_app(spec, BLOCKS).edition.trees
    words = vocabulary(spec, BLOCKS.fields)
    words = replace(words, lists=lists_of(spec, Meanings(words, trees)))
    kept, read = Meanings(words, trees), Meanings(words, {})
    for each in expressions(Findings(spec, BLOCKS, {})):
        is_rule = each.expect == "rule"
        both = [m.tree(each.form, each.text, is_rule=is_rule) for m in (kept, read)]
        assert both[0] == both[1], each.text
        parts = [rule_of(tree).condition if is_rule else expression_of(tree) for tree in both]
        runs = [_without_places(elaborate(p, words, each.form)) for p in parts if p is not None]
        assert runs[:1] == runs[1:], each.text


def test_a_name_declared_later_does_not_change_what_was_published() -> None:
    spec = app_in("apps/repair")
    trees = read_app(spec, BLOCKS).edition.trees
    text = next(rule.text for rule in spec.rules if rule.key == "late_progress")
    before = Meanings(vocabulary(spec, BLOCKS.fields), trees).tree("ticket", text, is_rule=True)
    taken = FieldSpec("other", "percent", {"zh": "维修进度", "en": "other progress"})
    old = {"zh": "旧进度", "en": "old progress"}
    forms = [
        replace(
            f, fields=tuple(replace(x, labels=old) if x.key == "progress" else x for x in f.fields)
        )
        for f in spec.forms
    ]
    later = _with_field(replace(spec, forms=tuple(forms)), "ticket", taken)
    words = vocabulary(later, BLOCKS.fields)
    assert Meanings(words, trees).tree("ticket", text, is_rule=True) == before
    assert Meanings(words, {}).tree("ticket", text, is_rule=True) != before
    assert "rules/late_progress#text" in {
        each.element for each in meaning_changes(trees, read_app(later, BLOCKS).edition, BLOCKS)
    }


def _without_places(op: object) -> str:
    return repr(_bare(op))


def _bare(op: object) -> object:
    """Operations without the stretches of text they were read from, and the types of leaves."""
    if isinstance(op, Node):
        return op.dump()
    if hasattr(op, "__dataclass_fields__"):
        facts = {k: getattr(op, k) for k in op.__dataclass_fields__ if k not in ("type", "span")}
        return (type(op).__name__, {k: _bare(v) for k, v in facts.items()})
    if isinstance(op, tuple | list):
        return [_bare(each) for each in op]
    return op
