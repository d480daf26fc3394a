"""What the schema finds wrong with a document, as problems with places and suggestions."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from jsonschema import ValidationError
from jsonschema.protocols import Validator

from runtime.spec.documents import Document, Steps
from runtime.spec.problems import Problem

_KINDS = {
    "string": {"zh": "文本", "en": "text"},
    "integer": {"zh": "整数", "en": "a whole number"},
    "number": {"zh": "数字", "en": "a number"},
    "boolean": {"zh": "true 或 false", "en": "true or false"},
    "array": {"zh": "列表", "en": "a list"},
    "object": {"zh": "键值对", "en": "a mapping"},
    "null": {"zh": "空", "en": "nothing"},
}


def validate(document: Document, validator: Validator) -> tuple[Problem, ...]:
    """Every problem the schema finds in a document."""
    found: dict[str, Problem] = {}
    for error in validator.iter_errors(document.value):
        for problem in _problems(document, error):
            found.setdefault(repr(problem), problem)
    return tuple(found.values())


def _problems(document: Document, error: ValidationError) -> Iterator[Problem]:
    steps: Steps = tuple(error.absolute_path)
    place = document.place(steps)
    name = str(steps[-1]) if steps and isinstance(steps[-1], str) else _around(steps)
    value = error.instance
    match error.validator:
        case "additionalProperties":
            yield from _unknown_keys(document, error, steps)
        case "required":
            for key in error.validator_value:
                if key not in value and repr(key) in error.message:
                    yield Problem("spec_missing_key", place, facts={"key": key})
        case "type":
            yield _wrong_type(document, steps, error)
        case "enum" | "const":
            yield _not_one_of(document, steps, error)
        case "format":
            code = f"spec_format_{error.validator_value}"
            yield Problem(code, place, facts={"key": name, "value": str(value)[:80]})
        case "anyOf":
            yield from _nearest(document, error)
        case "not":
            yield Problem("spec_yes_no", place, facts={"key": name, "value": str(value)})
        case "minLength" | "minItems" | "minProperties":
            yield Problem("spec_empty", place, facts={"key": name})
        case "maxLength":
            most = error.validator_value
            yield Problem("spec_long_text", place, facts={"key": name, "most": most})
        case "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum":
            schema: Any = error.schema
            low, high = schema.get("minimum", "…"), schema.get("maximum", "…")
            facts = {"key": name, "value": value, "low": low, "high": high}
            yield Problem("spec_out_of_range", place, facts=facts)
        case "uniqueItems":
            yield Problem("spec_repeated", place, facts={"key": name})
        case _:
            yield Problem("spec_does_not_fit", place, facts={"key": name})


def _around(steps: Steps) -> str:
    return next((step for step in reversed(steps) if isinstance(step, str)), "")


def _unknown_keys(document: Document, error: ValidationError, steps: Steps) -> Iterator[Problem]:
    schema: Any = error.schema
    known = list(schema.get("properties", {}))
    for key in error.instance:
        if key not in known:
            near = get_close_matches(key, [k for k in known if k not in error.instance], 3, 0.6)
            facts = {"key": key, "known": ", ".join(known)}
            yield Problem(
                "spec_unknown_key", document.key((*steps, key)), facts=facts,
                suggestions=tuple(near),
            )  # fmt: skip


def _wrong_type(document: Document, steps: Steps, error: ValidationError) -> Problem:
    wanted = error.validator_value
    first = wanted if isinstance(wanted, str) else wanted[0]
    value = error.instance
    if isinstance(value, int) and first == "string":
        facts = {"key": _around(steps), "value": str(value).lower()}
        return Problem("spec_needs_quotes", document.place(steps), facts=facts)
    facts = {"key": _around(steps), "wanted": _KINDS[first], "got": _kind(value)}
    return Problem("spec_wrong_kind", document.place(steps), facts=facts)


def _kind(value: Any) -> dict[str, str]:
    match value:
        case None:
            return _KINDS["null"]
        case bool():
            return _KINDS["boolean"]
        case int():
            return _KINDS["integer"]
        case str():
            return _KINDS["string"]
        case list():
            return _KINDS["array"]
    return _KINDS["object"]


def _not_one_of(document: Document, steps: Steps, error: ValidationError) -> Problem:
    choices = error.validator_value if error.validator == "enum" else [error.validator_value]
    known = [str(choice) for choice in choices]
    value = str(error.instance)
    near = get_close_matches(value, known, 3, 0.5)
    facts = {"key": _around(steps), "value": value[:80], "known": ", ".join(known)}
    code = "spec_unknown_type" if steps and steps[-1] == "type" else "spec_not_one_of"
    return Problem(code, document.place(steps), facts=facts, suggestions=tuple(near))


def _nearest(document: Document, error: ValidationError) -> Iterator[Problem]:
    """Of several ways to write something, the problems of the one that was meant: the branch
    whose kind of value fits, else the last."""
    branches: dict[Any, list[ValidationError]] = {}
    for inner in error.context or ():
        branches.setdefault(inner.relative_schema_path[0], []).append(inner)
    fitting = [
        errors
        for errors in branches.values()
        if not any(each.validator == "type" and not each.path for each in errors)
    ]
    for inner in (fitting or list(branches.values()))[-1]:
        yield from _problems(document, inner)
