"""A draft may be unfinished, but always has the shape of an app: each edit is held to the schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from builder.edits.history import documents
from runtime.spec.blocks import Blocks
from runtime.spec.documents import Document
from runtime.spec.problems import Problem
from runtime.spec.schema import KINDS, app_schema, validator
from runtime.spec.validate import validate


def new_problems(
    before: Mapping[str, Any], after: Mapping[str, Any], blocks: Blocks
) -> tuple[Problem, ...]:
    """What the schema finds wrong with an app's document after an edit and did not before.

    An empty form is unfinished, not wrong.
    """
    old, new = documents(before), documents(after)
    touched = {
        name: _changed_part(old.get(name), each)
        for name, each in new.items()
        if old.get(name) != each and not name.startswith("data/")
    }
    found = [each for each in _found(touched, blocks) if not _is_unfinished(each)]
    if not found:
        return ()
    there = {_said(each) for each in _found({n: old[n] for n in touched if n in old}, blocks)}
    return tuple(each for each in found if _said(each) not in there)


def _changed_part(old: Any, new: Any) -> Any:
    """A document with only those fields that are not as they were: the others were looked at."""
    known = old.get("fields") if isinstance(old, Mapping) else None
    fields = new.get("fields")
    if not known or not fields:
        return new
    fresh = [each for each in fields if each not in known]
    return {**new, "fields": fresh or fields[:1]}


def _found(parts: Mapping[str, Any], blocks: Blocks) -> Iterator[Problem]:
    schema = app_schema(blocks.fields, blocks.views)
    for name, value in parts.items():
        kind = KINDS.get(name.partition("/")[0], "app")
        yield from validate(Document(name, value), validator(schema, kind), name)


def _said(problem: Problem) -> str:
    return f"{problem.code} {problem.element} {problem.facts}"


def _is_unfinished(problem: Problem) -> bool:
    """A form without a field yet: the list is left out of its document."""
    is_form = problem.element.startswith("forms/") and "/" not in problem.element[6:]
    return problem.code == "spec_missing_key" and is_form and problem.facts["key"] == "fields"
