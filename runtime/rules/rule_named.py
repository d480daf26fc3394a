"""A rule of an app by its key, taken apart; also one that is switched off."""

from __future__ import annotations

from dataclasses import dataclass

from rule_dsl import Node, Rule, rule_of
from rule_dsl.printing.names import Scope
from rule_dsl.printing.values import text_of
from rule_dsl.targets.elaborate import elaborate
from rule_dsl.targets.ops import Op
from rule_dsl.targets.python import Program, compile_ops
from runtime.compiled import CompiledForm
from runtime.context import Context
from runtime.errors import Refusal
from runtime.spec.app import RuleSpec


@dataclass(frozen=True, slots=True)
class RuleNamed:
    """A rule in its parts, the condition as operations and as a program."""

    spec: RuleSpec
    form: CompiledForm
    rule: Rule
    op: Op | None
    program: Program | None


def rule_named(ctx: Context, key: str) -> RuleNamed:
    """The rule with that key.

    Raises:
        Refusal: no_such_rule (404).
    """
    spec = next((each for each in ctx.app.spec.rules if each.key == key), None)
    if spec is None:
        raise Refusal("no_such_rule", 404, rule=key[:60])
    rule = rule_of(ctx.app.meanings.placed(spec.form, spec.text))
    op = None
    if rule.condition is not None:
        op = elaborate(rule.condition, ctx.app.vocabulary, spec.form)
    program = None if op is None else compile_ops(op)
    return RuleNamed(spec, ctx.app.forms[spec.form], rule, op, program)


def said(ctx: Context, named: RuleNamed, node: Node, lang: str) -> str:
    """A part of a rule in canonical words."""
    return text_of(Scope(ctx.app.vocabulary, named.spec.form, lang, "plain"), node)
