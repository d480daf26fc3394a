"""What an app's own documents say wrong: its shape, its parameters, chains and types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from runtime.spec.app import AppSpec, FieldSpec
from runtime.spec.blocks import Blocks
from runtime.spec.documents import Document
from runtime.spec.dump import to_json
from runtime.spec.findings import Findings, called
from runtime.spec.problems import Problem
from runtime.spec.schema import KINDS, app_schema, validator
from runtime.spec.validate import validate
from runtime.spec.value_checks import value_problem
from runtime.spec.vocabulary import param_field


def check_shape(spec: AppSpec, blocks: Blocks) -> Iterator[Problem]:
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


def check_params(findings: Findings) -> None:
    """Whether the type of each parameter can read its value."""
    for param in findings.spec.named("param"):
        wrong = value_problem(findings, param_field(param), param.facts.get("value"))
        if wrong is not None:
            findings.add(wrong, f"app#params/{param.key}/value")


def check_chains(findings: Findings) -> None:
    """What the reader of approval chains finds in their sentences."""
    read = findings.blocks.chains
    if read is None:
        return
    for chain in findings.spec.approvals:
        for problem in read(findings.spec, chain):
            findings.add(problem, f"approvals/{chain.key}")


def check_types(findings: Findings) -> None:
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
