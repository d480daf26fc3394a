"""What the schema finds wrong with a document, as problems with places and suggestions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from jsonschema import ValidationError
from jsonschema.protocols import Validator

from runtime.spec import limits
from runtime.spec.documents import Document, Steps, element_name
from runtime.spec.problems import Problem

_KINDS = {
    "string": {"zh": "文本", "en": "text"},
    "integer": {"zh": "整数", "en": "a whole number"},
    "number": {"zh": "数字", "en": "a number"},
    "boolean": {"zh": "“true”或“false”", "en": "true or false"},
    "array": {"zh": "列表", "en": "a list"},
    "object": {"zh": "键值对", "en": "a mapping"},
    "null": {"zh": "空", "en": "nothing"},
}


def validate(document: Document, validator: Validator, name: str) -> tuple[Problem, ...]:
    """Every problem the schema finds in a document, up to the bound.

    ``name`` is what the document declares (``forms/order``).
    """
    found: dict[str, Problem] = {}
    for error in validator.iter_errors(document.value):
        element = element_name(name, document.value, tuple(error.absolute_path))
        for problem in _problems(document, error):
            found.setdefault(repr(problem), replace(problem, element=element))
            if len(found) >= limits.PROBLEMS:
                return tuple(found.values())
    return tuple(found.values())


def _problems(document: Document, error: ValidationError) -> Iterator[Problem]:
    special = _SPECIAL.get(str(error.validator))
    if special is not None:
        yield from special(document, error)
        return
    code = _PLAIN.get(str(error.validator), "spec_does_not_fit")
    steps: Steps = tuple(error.absolute_path)
    wanted: Any = error.validator_value
    facts = {"key": _around(steps), "value": str(error.instance)[:80], "wanted": wanted}
    if code == "spec_format":
        code = f"spec_format_{wanted}"
    yield Problem(code, document.place(steps), facts=facts)


def _around(steps: Steps) -> str:
    return next((step for step in reversed(steps) if isinstance(step, str)), "")


def _missing_key(document: Document, error: ValidationError) -> Iterator[Problem]:
    steps: Steps = tuple(error.absolute_path)
    wanted: Any = error.validator_value
    value: Any = error.instance
    for key in wanted:
        if key not in value and error.message.startswith(repr(key)):
            yield Problem("spec_missing_key", document.place(steps), facts={"key": key})


def _unknown_keys(document: Document, error: ValidationError) -> Iterator[Problem]:
    steps: Steps = tuple(error.absolute_path)
    schema: Any = error.schema
    value: Any = error.instance
    known = list(schema.get("properties", {}))
    for key in value:
        if key not in known:
            near = get_close_matches(key, [k for k in known if k not in value], 3, 0.6)
            facts = {"key": key, "known": ", ".join(known)}
            comma = value[key] is None and " " in key  # {label: a, b}: the comma ends the value
            yield Problem(
                "spec_comma" if comma else "spec_unknown_key", document.key((*steps, key)), facts=facts,
                suggestions=tuple(near),
            )  # fmt: skip


def _wrong_type(document: Document, error: ValidationError) -> Iterator[Problem]:
    steps: Steps = tuple(error.absolute_path)
    wanted: Any = error.validator_value
    first = wanted if isinstance(wanted, str) else wanted[0]
    value = error.instance
    place = document.place(steps)
    if isinstance(value, int) and first == "string":
        facts = {"key": _around(steps), "value": str(value).lower()}
        yield Problem("spec_needs_quotes", place, facts=facts)
        return
    kinds: dict[str, Any] = {"key": _around(steps), "wanted": _KINDS[first], "got": _kind(value)}
    yield Problem("spec_wrong_kind" if steps else "spec_no_mapping", place, facts=kinds)


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


def _not_one_of(document: Document, error: ValidationError) -> Iterator[Problem]:
    steps: Steps = tuple(error.absolute_path)
    wanted: Any = error.validator_value
    known = [str(choice) for choice in (wanted if error.validator == "enum" else [wanted])]
    value = str(error.instance)
    near = get_close_matches(value, known, 3, 0.5)
    facts = {"key": _around(steps), "value": value[:80], "known": ", ".join(known)}
    code = "spec_unknown_type" if steps and steps[-1] == "type" else "spec_not_one_of"
    yield Problem(code, document.place(steps), facts=facts, suggestions=tuple(near))


def _nearest(document: Document, error: ValidationError) -> Iterator[Problem]:
    """Of several ways to write something, the problems of the one that was meant: the branch
    whose kind of value fits, else the last.
    """
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


_PLAIN = {
    "format": "spec_format",
    "not": "spec_yes_no",
    "minLength": "spec_empty",
    "minItems": "spec_empty",
    "minProperties": "spec_empty",
    "maxLength": "spec_long",
    "maxItems": "spec_long",
    "minimum": "spec_too_small",
    "maximum": "spec_too_large",
    "uniqueItems": "spec_repeated",
}
_SPECIAL: dict[str, Callable[[Document, ValidationError], Iterator[Problem]]] = {
    "additionalProperties": _unknown_keys,
    "required": _missing_key,
    "type": _wrong_type,
    "enum": _not_one_of,
    "const": _not_one_of,
    "anyOf": _nearest,
}
