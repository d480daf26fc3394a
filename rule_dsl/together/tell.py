"""Conflicts and cycles as problems: placed in one of the rules, naming them all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rule_dsl.check.context import localized
from rule_dsl.errors import Problem
from rule_dsl.printing.names import Scope
from rule_dsl.printing.values import operand, text_of
from rule_dsl.together.conflicts import Conflict, conflicts
from rule_dsl.together.cycles import Cycle, cycles
from rule_dsl.together.samples import World
from rule_dsl.together.witness import Witness
from rule_dsl.together.writers import RuleText
from rule_dsl.tree import Node

LANGUAGES = ("zh", "en")
_QUOTES = {"zh": "「{}」", "en": "“{}”"}
_COMMA = {"zh": "，", "en": ", "}
_CLOCK = {"zh": "今天={}", "en": "today = {}"}
_ANY = {"zh": "任何记录", "en": "any record"}


def told(
    world: World, rules: Sequence[RuleText], about: str | None = None
) -> Iterator[tuple[RuleText, Problem]]:
    """What rules do to each other, each with the rule it is placed in.

    Everything is told once, in the later rule of a conflict and the first of a cycle; or only what
    the rule ``about`` has a part in, placed there.
    """
    for conflict in conflicts(world, rules, about):
        at = next((s for s in conflict.sides if s.rule.key == about), conflict.sides[1])
        facts = _conflict(world, conflict)
        yield at.rule, Problem("rules_conflict", "warning", at.span, facts)
    for cycle in cycles(world, rules):
        keys = [step.rule.key for step in cycle.steps]
        if about is None or about in keys:
            step = cycle.steps[keys.index(about) if about is not None else 0]
            code = "rules_in_a_circle" if len(keys) > 1 else "rule_runs_itself"
            path = {lang: _path(cycle, lang) for lang in LANGUAGES}
            yield step.rule, Problem(code, "warning", step.span, {"path": path})


def _conflict(world: World, conflict: Conflict) -> dict[str, dict[str, str]]:
    first, second = conflict.sides
    form = world.vocabulary.forms[conflict.form]
    target = Node("field", (conflict.field,), form.fields[conflict.field].type)

    def shown(node: Node) -> dict[str, str]:
        scopes = {lang: Scope(world.vocabulary, conflict.form, lang) for lang in LANGUAGES}
        return {lang: operand(scope, node, target, 0) for lang, scope in scopes.items()}

    return {
        "field": localized(form.fields[conflict.field].labels),
        "first": _called(first.rule),
        "first_value": shown(first.value),
        "second": _called(second.rule),
        "second_value": shown(second.value),
        "record": sample(world, conflict.form, conflict.sample),
    }


def sample(world: World, form: str, witness: Witness) -> dict[str, str]:
    """A sample record in each language: 金额=21，紧急=是."""
    return {lang: _COMMA[lang].join(_says(world, form, witness, lang)) for lang in LANGUAGES}


def _says(world: World, form: str, witness: Witness, lang: str) -> Iterable[str]:
    scope = Scope(world.vocabulary, form, lang)
    found = [text_of(scope, node) for node in witness.says] or [_ANY[lang]]
    clock = [_CLOCK[lang].format(witness.clock.args[0])] if witness.clock is not None else []
    return (*clock, *found)


def _path(cycle: Cycle, lang: str) -> str:
    names = [_QUOTES[lang].format(_called(step.rule)[lang]) for step in cycle.steps]
    return " → ".join((*names, names[0]))


def _called(rule: RuleText) -> dict[str, str]:
    """What a rule is called in each language; its key where it has no name."""
    some = next(iter(rule.labels.values()), rule.key)
    return {lang: rule.labels.get(lang, some) for lang in LANGUAGES}
