"""What an app's rules do to each other, and formulas that need each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from rule_dsl import Node
from rule_dsl.errors import Problem as TextProblem
from rule_dsl.together import RuleText, World, formula_cycles, told
from rule_dsl.tree import Span
from rule_dsl.types import Type
from rule_dsl.vocabulary import Vocabulary
from runtime.errors import LANGUAGES
from runtime.spec.app import AppSpec, RuleSpec, label
from runtime.spec.calendar import calendar_of
from runtime.spec.expressions import Expression, Read, tell
from runtime.spec.findings import Findings
from runtime.spec.texts import TextKey, Texts


def check_together(findings: Findings, words: Vocabulary, read: Iterable[Read]) -> None:
    """Report conflicts and cycles among the rules that are on, and cycles among formulas."""
    by_element = {expression.element: (expression, tree) for expression, tree in read}
    _check_formulas(findings, by_element)
    spec = findings.spec
    found = [
        (rule, by_element[_element(rule.key)][1])
        for rule in spec.rules
        if rule.on and _element(rule.key) in by_element
    ]
    rules = [_text(rule, tree) for rule, tree in found]
    for rule, problem in told(world_of(spec, words), rules):
        tell(findings, by_element[_element(rule.key)][0], problem)


def told_of_all(spec: AppSpec, texts: Texts) -> Iterator[tuple[str, TextProblem]]:
    """What the rules that are on do to each other, each with the key of the rule it is placed in."""
    rules = _texts(texts, (rule for rule in spec.rules if rule.on))
    for at, problem in told(world_of(spec, texts.words), rules):
        yield at.key, problem


def told_about(spec: AppSpec, texts: Texts, rule: RuleSpec) -> tuple[TextProblem, ...]:
    """What a rule, as it is to be, and the others of its form do to each other, said at the rule."""
    there = (rule if each.key == rule.key else each for each in spec.rules)
    meant = (each for each in there if each.form == rule.form and (each.on or each is rule))
    rules = _texts(texts, meant)
    return tuple(problem for _, problem in told(world_of(spec, texts.words), rules, rule.key))


def world_of(spec: AppSpec, words: Vocabulary) -> World:
    """The app as its conditions see it."""
    return World(words, dict(_params(spec, words)), ZoneInfo(spec.timezone), calendar_of(spec))


def _element(rule: str) -> str:
    return f"rules/{rule}#text"


def _texts(texts: Texts, rules: Iterable[RuleSpec]) -> list[RuleText]:
    """Those of some rules that can be read."""
    trees = ((e, texts.read(TextKey(e.form, e.text, "rule")).tree) for e in rules)
    return [_text(rule, tree) for rule, tree in trees if tree is not None]


def _text(rule: RuleSpec, tree: Node) -> RuleText:
    return RuleText(rule.key, dict(rule.labels), rule.form, tree)


def _params(spec: AppSpec, words: Vocabulary) -> Iterator[tuple[str, Any]]:
    """The parameters with a value that is plainly one of their type."""
    types = {name.key: name.type for name in words.names if name.kind == "param"}
    for param in spec.named("param"):
        type_, written = types.get(param.key), param.facts.get("value")
        if type_ is not None and written is not None:
            value = _value(type_, written)
            if value is not None:
                yield param.key, value


def _value(type_: Type, written: Any) -> Any:
    try:
        if type_.is_numeric:
            return Decimal(str(written))
        if type_.kind == "date":
            return date.fromisoformat(str(written))
    except (InvalidOperation, ValueError):
        return None
    if type_.kind == "bool":
        return written if isinstance(written, bool) else None
    return str(written) if type_.kind in ("text", "choice") else None


def _check_formulas(findings: Findings, by_element: Mapping[str, tuple[Expression, Node]]) -> None:
    """Refuse fields whose formulas need each other."""
    for form in findings.spec.forms:
        formulas: dict[str, Node] = {}
        texts: dict[str, Expression] = {}
        for element, (expression, tree) in by_element.items():
            key = _computed(element, form.key)
            if key is not None and expression.expect == "formula" and expression.form == form.key:
                known = formulas[key].children() if key in formulas else ()
                formulas[key] = Node("formulas", (*known, tree))
                texts.setdefault(key, expression)
        for way in formula_cycles(formulas):
            labels = {field.key: field.labels for field in form.fields}
            path = {
                lang: " → ".join(
                    _quoted(label(labels[key], lang, key), lang) for key in (*way, way[0])
                )
                for lang in LANGUAGES
            }
            span = Span(0, len(texts[way[0]].text))
            tell(
                findings,
                texts[way[0]],
                TextProblem("formula_circle", "error", span, {"path": path}),
            )


def _computed(element: str, form: str) -> str | None:
    """The key of the field of a form that the formula gives its value."""
    start = f"forms/{form}#fields/"
    return element.removeprefix(start).split("/")[0] if element.startswith(start) else None


def _quoted(name: str, lang: str) -> str:
    return f"「{name}」" if lang == "zh" else f"“{name}”"
