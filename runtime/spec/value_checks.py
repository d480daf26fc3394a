"""Values that are written in an app's files: the type of their field must be able to read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Any
from zoneinfo import ZoneInfo

from rule_dsl import Node, Type
from rule_dsl.check.compare import comparable
from rule_dsl.check.typing import type_fact
from rule_dsl.rule import walk
from rule_dsl.targets.python import compile_python
from rule_dsl.targets.scope import Scope
from rule_dsl.vocabulary import Vocabulary
from runtime.spec.app import FieldSpec, FormSpec
from runtime.spec.documents import place
from runtime.spec.expressions import Read, expression_of
from runtime.spec.findings import Findings, called
from runtime.spec.problems import Problem

UNKNOWN = object()
"""The value of what depends on the record, the moment or who is there."""

_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
_OPEN = frozenset({"choice", "choices", "person", "department", "link", "text"})
"""What a computed text can name."""


def value_problem(findings: Findings, field: FieldSpec, value: Any) -> Problem | None:
    """Why the field's type cannot read a value; None where it can, or nobody knows."""
    read = findings.blocks.values
    if read is None or field.type not in findings.blocks.fields:
        return None
    return read(field, value, findings.spec.timezone)


def every_field(form: FormSpec) -> Iterator[tuple[FieldSpec, str, str]]:
    """Each field, the element it is, and the form whose words its expressions use."""
    for field in form.fields:
        element = f"forms/{form.key}#fields/{field.key}"
        yield field, element, form.key
        for inner in field.fields:
            yield inner, f"{element}/fields/{inner.key}", f"{form.key}.{field.key}"


def check_defaults(findings: Findings, words: Vocabulary, read: Iterable[Read]) -> None:
    """Report defaults of another kind than their field, beyond its limits, or of no use."""
    trees = {expression.element: expression_of(tree) for expression, tree in read}
    for form in findings.spec.forms:
        for field, element, subject in every_field(form):
            if field.default is None or field.type not in findings.blocks.fields:
                continue
            default, known = f"{element}/default", words.forms[subject].fields.get(field.key)
            if not is_filled_in(findings, field):
                findings.forget(default)
                facts = {"field": called(field)}
                findings.add(Problem("spec_nobody_fills", facts=facts), default)
            elif default not in trees:
                _name_option(findings, field, default)
            elif known is not None:
                made = trees[default]
                wrong = made_problem(findings, field, known.type, (made, words, subject))
                if wrong is not None:
                    findings.add(wrong, default)


def is_filled_in(findings: Findings, field: FieldSpec) -> bool:
    """Whether somebody can fill the field in: it is no state, no number of the store, no heading."""
    block = findings.blocks.fields.get(field.type)
    if block is None:
        return True
    kept = block.storage(field)
    return kept.kind != "none" and not kept.generated and not block.holds_state


def _name_option(findings: Findings, field: FieldSpec, element: str) -> None:
    """A word by itself that is no option: what the language said of it is replaced."""
    options = [each for each in field.options.get("options") or () if isinstance(each, dict)]
    known = {
        word: each["key"] for each in options for word in (each["key"], *each["label"].values())
    }
    text = str(field.default).strip()
    if not known or not text.isidentifier():
        return
    findings.forget(element)
    near = tuple(known[word] for word in get_close_matches(text, list(known), 1, 0.5))
    keys = list(dict.fromkeys(known.values()))
    facts = {
        "field": called(field),
        "text": text,
        "known": ", ".join(keys),
        "key": next(iter((*near, *keys))),
    }
    at = place(findings.sources, element)
    findings.add(Problem("spec_default_option", at, facts=facts, suggestions=near), element)


Made = tuple[Node, Vocabulary, str]
"""An expression, the words it is said in, the form it is about."""


def made_problem(findings: Findings, field: FieldSpec, wanted: Type, made: Made) -> Problem | None:
    """Why what an expression comes to is no value of a field; None where it is one."""
    value = constant(made)
    found = made[0].type
    if isinstance(value, str) or (value is not UNKNOWN and _fits(wanted, found)):
        return None if value is None else value_problem(findings, field, value)
    if _fits(wanted, found) or (found.kind == "text" and wanted.kind in _OPEN):
        return None
    facts = {"field": called(field), "wanted": type_fact(wanted), "found": type_fact(found)}
    return Problem("spec_other_kind", facts=facts)


def _fits(wanted: Type, found: Type) -> bool:
    if {wanted.kind, found.kind} == {"date", "moment"}:
        return False
    return found.kind == "duration" == wanted.kind or comparable(wanted, found)


def constant(made: Made) -> Any:
    """What an expression always comes to; ``UNKNOWN`` where that depends on something."""
    tree, words, form = made
    if any(node.head in ("param", "me", "now", "today") for node in walk(tree)):
        return UNKNOWN
    try:
        program = compile_python(tree, words, form)
        if program.reads or program.reads_time or program.reads_related:
            return UNKNOWN
        return program(Scope({}, _MOMENT, ZoneInfo("UTC")))
    except (ValueError, ArithmeticError, LookupError):
        return UNKNOWN
