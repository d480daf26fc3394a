"""Every expression and every rule of an app, read by the rule language with the app's names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rule_dsl import Node
from rule_dsl.check.typing import type_fact
from rule_dsl.errors import Problem as TextProblem
from rule_dsl.rule import walk
from runtime.spec.app import FieldSpec, FormSpec
from runtime.spec.documents import text_place
from runtime.spec.findings import Findings
from runtime.spec.options import option_texts
from runtime.spec.problems import Problem
from runtime.spec.references import move_element
from runtime.spec.texts import Expect, TextKey, Texts

PLACEHOLDER = re.compile(r"\$\{([^{}]*)\}")
_OPEN = re.compile(r"\$\{(?![^{}]*\})")


@dataclass(frozen=True, slots=True)
class Expression:
    """A text of the rule language: the element it is, the form whose fields it may name."""

    text: str
    element: str
    form: str
    expect: Expect
    offset: int = 0


Read = tuple[Expression, Node]
"""An expression and what it means."""


def check_expressions(findings: Findings, texts: Texts) -> list[Read]:
    """Report what the language finds wrong; what could be read is returned."""
    found = [*_read(findings, texts, expressions(findings))]
    found += _read(findings, texts, _sent(findings, found))
    for element, text in _message_texts(findings):
        if opened := _OPEN.search(text):
            part = text[opened.start() : opened.start() + 20]
            findings.add(Problem("spec_placeholder_open", facts={"text": part}), element)
    return found


def _read(findings: Findings, texts: Texts, wanted: Iterable[Expression]) -> Iterator[Read]:
    for expression in wanted:
        if expression.form and expression.form not in texts.words.forms:
            continue
        parsed = texts.read(TextKey(expression.form, expression.text, expression.expect))
        for problem in parsed.problems:
            tell(findings, expression, problem)
        if parsed.tree is not None and expression.expect == "condition":
            _check_truth(findings, expression, parsed.tree)
        if parsed.tree is not None:
            yield expression, parsed.tree


def expression_of(tree: Node) -> Node:
    """The expression of a parsed formula; a condition is one itself."""
    inner = tree.args[0] if tree.head == "formula" else tree
    assert isinstance(inner, Node)  # noqa: S101 - a formula holds one expression
    return inner


def _check_truth(findings: Findings, expression: Expression, tree: Node) -> None:
    """A condition is true or false; an amount or a day is neither."""
    kind = expression_of(tree).type
    if kind.kind == "bool":
        return
    where = text_place(findings.sources, expression.element)
    facts = {"text": expression.text[:80], "found": type_fact(kind)}
    at = where.at(1, 1 + expression.offset) if where else None
    findings.add(Problem("spec_no_condition", at, facts=facts), expression.element)


def tell(findings: Findings, expression: Expression, found: TextProblem) -> None:
    """Report what the language says of an expression, at its place in the file."""
    where = text_place(findings.sources, expression.element)
    said = {lang: found.as_dict(lang, expression.text) for lang in ("zh", "en")}
    fact: dict[str, Any] = said["zh"]
    shift = expression.offset if fact["line"] == 1 else 0
    end_shift = expression.offset if fact["end_line"] == 1 else 0
    problem = Problem(
        fact["code"],
        where.at(fact["line"], fact["column"] + shift) if where else None,
        fact["severity"],
        suggestions=tuple(fact["suggestions"]),
        end=where.at(fact["end_line"], fact["end_column"] + end_shift) if where else None,
        text={part: {lang: said[lang][part] for lang in said} for part in ("message", "hint")},
    )
    findings.add(problem, expression.element)


def tell_part(
    findings: Findings, expression: Expression, node: Node, code: str, **facts: Any
) -> None:
    """Warn of a part of an expression, at its place in the file; ``words`` are the part's own."""
    where, span = text_place(findings.sources, expression.element), node.span
    text = expression.text if span is None else expression.text[span.start : span.end]
    at = None if where is None else where.at(1, 1)
    if where is not None and span is not None:
        line = expression.text.count("\n", 0, span.start) + 1
        column = span.start - (expression.text.rfind("\n", 0, span.start) + 1) + 1
        at = where.at(line, column + (expression.offset if line == 1 else 0))
    problem = Problem(code, at, "warning", {"words": text.strip(), **facts})
    findings.add(problem, expression.element)


def expressions(findings: Findings) -> Iterator[Expression]:
    """Every expression of the app."""
    for form in findings.spec.forms:
        yield from _form(findings, form)
    yield from _views(findings)
    yield from _lifecycles(findings)
    yield from _approvals(findings)
    for rule in findings.spec.rules:
        yield Expression(rule.text, f"rules/{rule.key}#text", rule.form, "rule")
    yield from _metrics(findings)
    yield from _messages(findings)


def _views(findings: Findings) -> Iterator[Expression]:
    for view in findings.spec.views:
        block = findings.blocks.views.get(view.type)
        for text in option_texts(view.options, block.options if block else {}):
            element = f"views/{view.key}#{text.pointer}"
            if text.format == "condition":
                yield Expression(text.value, element, view.form, "condition")
            elif text.format == "formula":
                yield Expression(text.value, element, view.form, "formula")


def _approvals(findings: Findings) -> Iterator[Expression]:
    for chain in findings.spec.approvals:
        for number, step in enumerate(chain.steps):
            element = f"approvals/{chain.key}#steps/{number}"
            for key, text in (("when", step.when), ("recheck", step.facts.get("recheck"))):
                if text:
                    yield Expression(text, f"{element}/{key}", chain.form, "condition")


def _metrics(findings: Findings) -> Iterator[Expression]:
    for metric in findings.spec.metrics:
        name, form = f"metrics/{metric.key}", metric.facts.get("form", "")
        if "formula" in metric.facts:
            yield Expression(metric.facts["formula"], f"{name}#formula", form, "formula")
        if "where" in metric.facts:
            yield Expression(metric.facts["where"], f"{name}#where", form, "condition")


def _form(findings: Findings, form: FormSpec) -> Iterator[Expression]:
    name = f"forms/{form.key}#"
    for field in form.fields:
        yield from _field(findings, field, f"{name}fields/{field.key}", form.key)
    for rule in form.validations:
        yield Expression(rule.check, f"{name}validations/{rule.key}/check", form.key, "condition")
    for number, grant in enumerate(form.grants):
        if grant.rows:
            element = f"{name}permissions/{number}/rows"
            yield Expression(grant.rows, element, form.key, "condition")


def _field(findings: Findings, field: FieldSpec, element: str, form: str) -> Iterator[Expression]:
    if field.default is not None:
        yield Expression(field.default, f"{element}/default", form, "formula")
    if field.formula is not None:
        yield Expression(field.formula, f"{element}/formula", form, "formula")
    if field.visible is not None:
        yield Expression(field.visible, f"{element}/visible", form, "condition")
    if isinstance(field.required, str):
        yield Expression(field.required, f"{element}/required", form, "condition")
    block = findings.blocks.fields.get(field.type)
    for text in option_texts(field.options, block.options if block else {}):
        if text.format in {"condition", "formula"}:
            of = str(field.options.get("form", form))
            expect: Expect = "condition" if text.format == "condition" else "formula"
            yield Expression(text.value, f"{element}/{text.pointer}", of, expect)
    for inner in field.fields:
        inside = f"{form}.{field.key}"
        yield from _field(findings, inner, f"{element}/fields/{inner.key}", inside)


def _lifecycles(findings: Findings) -> Iterator[Expression]:
    seen: set[str] = set()
    for life in findings.spec.lifecycles:
        if life.when:
            yield Expression(life.when, f"lifecycles/{life.key}#when", life.form, "condition")
        for state in life.states:
            for move in state.moves:
                element = f"{move_element(findings, life.key, state.key, move.key)}/guard"
                if move.guard and element not in seen:
                    seen.add(element)
                    yield Expression(move.guard, element, life.form, "condition")


def _messages(findings: Findings) -> Iterator[Expression]:
    """``${…}`` in a message that belongs to one form."""
    forms = {each.key: each.facts.get("form", "") for each in findings.spec.named("message")}
    for element, text in _message_texts(findings):
        form = forms[element.split("/")[1]]
        yield from _placeholders(element, text, form) if form else ()


def _sent(findings: Findings, read: Iterable[Read]) -> Iterator[Expression]:
    """``${…}`` in a message of no form, over each form whose rules send it."""
    free = {m.key for m in findings.spec.named("message") if not m.facts.get("form")}
    sent = {
        (str(node.args[0]), expression.form): None
        for expression, tree in read
        if expression.expect == "rule" and free
        for node in walk(tree)
        if node.head == "msg" and node.args[0] in free
    }
    for element, text in _message_texts(findings):
        for message, form in sent:
            if element.split("/")[1] == message:
                yield from _placeholders(element, text, form)


def _placeholders(element: str, text: str, form: str) -> Iterator[Expression]:
    for found in PLACEHOLDER.finditer(text):
        inner = found[1].strip()
        start = found.start(1) + len(found[1]) - len(found[1].lstrip())
        yield Expression(inner, element, form, "formula", start)


def _message_texts(findings: Findings) -> Iterator[tuple[str, str]]:
    for message in findings.spec.named("message"):
        for part in ("subject", "body"):
            for lang, text in (message.facts.get(part) or {}).items():
                yield f"app#messages/{message.key}/{part}/{lang}", text
