"""Everything that can be wrong with an app whose shape is right, found in one go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from runtime.spec.app import AppSpec, FieldSpec
from runtime.spec.blocks import Blocks
from runtime.spec.calendar_checks import check_calendar
from runtime.spec.documents import Document, Sources
from runtime.spec.dump import to_json
from runtime.spec.expressions import check_expressions
from runtime.spec.findings import Findings, called
from runtime.spec.icons import check_icons
from runtime.spec.lifecycles import check_lifecycles
from runtime.spec.limits import PROBLEMS
from runtime.spec.names import check_names
from runtime.spec.performable import check_performable
from runtime.spec.problems import Problem, in_order
from runtime.spec.references import check_references
from runtime.spec.row_checks import check_rows
from runtime.spec.schema import KINDS, app_schema, validator
from runtime.spec.seed_checks import check_seeds
from runtime.spec.together import check_together
from runtime.spec.uses import check_uses
from runtime.spec.validate import validate
from runtime.spec.value_checks import check_defaults, value_problem
from runtime.spec.vocabulary import param_field, vocabulary


def check(spec: AppSpec, blocks: Blocks, sources: Sources | None = None) -> tuple[Problem, ...]:
    """Every problem with names, references, lifecycles, seeds, expressions and rules.

    ``sources`` gives problems their places, for an app that came from files: there the schema has
    been met already. Without them the shape is checked here, and it alone where it is wrong.
    """
    findings = Findings(spec, blocks, sources or {})
    if sources is None:
        findings.problems += _shape(spec, blocks)
        if findings.problems:
            return tuple(findings.problems)
    check_names(findings)
    _check_types(findings)
    check_references(findings)
    check_icons(findings)
    check_uses(findings)
    check_calendar(findings)
    check_lifecycles(findings)
    _check_chains(findings)
    _check_params(findings)
    if blocks.fields:  # without field types nothing can be read
        words = vocabulary(spec, blocks.fields)
        read = check_expressions(findings, words)
        check_defaults(findings, words, read)
        check_seeds(findings, words)
        check_together(findings, words, read)
        check_performable(findings, read)
        check_rows(findings, read)
    return in_order(findings.problems)[:PROBLEMS]


def _shape(spec: AppSpec, blocks: Blocks) -> Iterator[Problem]:
    """What the schema finds wrong with an app that did not come from files."""
    schema = app_schema(blocks.fields, blocks.views)
    whole = to_json(spec)
    documents = [("app", "app", whole["app"])]
    for folder, kind in KINDS.items():
        documents += [(kind, f"{folder}/{each['key']}", each) for each in whole.get(folder, ())]
    against = {kind: validator(schema, kind) for kind, _, _ in documents}
    for kind, name, document in documents:
        for problem in validate(Document("", document), against[kind], name):
            yield replace(problem, at=None)


def _check_params(findings: Findings) -> None:
    """Whether the type of each parameter can read its value."""
    for param in findings.spec.named("param"):
        wrong = value_problem(findings, param_field(param), param.facts.get("value"))
        if wrong is not None:
            findings.add(wrong, f"app#params/{param.key}/value")


def _check_chains(findings: Findings) -> None:
    """What the reader of approval chains finds in their sentences."""
    read = findings.blocks.chains
    if read is None:
        return
    for chain in findings.spec.approvals:
        for problem in read(findings.spec, chain):
            findings.add(problem, f"approvals/{chain.key}")


def _check_types(findings: Findings) -> None:
    """Types of fields and views, where they did not come through the schema."""
    blocks = findings.blocks
    fields = dict.fromkeys(blocks.fields, ())
    for form in findings.spec.forms:
        for field, element in _every_field(form.fields, f"forms/{form.key}#fields"):
            if fields and field.type not in fields:
                findings.unknown("type", field.type, f"{element}/type", fields)
        for field in form.fields:
            _check_inner(findings, field, f"forms/{form.key}#fields/{field.key}/fields")
    views = dict.fromkeys(blocks.views, ())
    for view in findings.spec.views:
        if views and view.type not in views:
            findings.unknown("type", view.type, f"views/{view.key}#type", views)


def _check_inner(findings: Findings, field: FieldSpec, element: str) -> None:
    """Lines hold plain fields: no lines of their own, no state, no number of the store."""
    types = findings.blocks.fields
    for inner in field.fields:
        block = types.get(inner.type)
        is_given = block is not None and (block.holds_state or block.storage(inner).generated)
        if inner.fields or is_given:
            facts = {"field": called(field), "inner": called(inner)}
            findings.add(Problem("spec_not_in_lines", facts=facts), f"{element}/{inner.key}")


def _every_field(fields: tuple[FieldSpec, ...], element: str) -> Iterator[tuple[FieldSpec, str]]:
    for field in fields:
        yield field, f"{element}/{field.key}"
        yield from _every_field(field.fields, f"{element}/{field.key}/fields")
