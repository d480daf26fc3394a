"""One schema: closed everywhere, assembled from every block, and it fetches nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing.exceptions import Unresolvable

from runtime.spec.schema import app_schema, validator
from tests.spec.small import BLOCKS

SCHEMA = app_schema(BLOCKS.fields, BLOCKS.views)

OPEN = {"options", "values", "expect", "mapping", "on_return", "late"}
"""Keys whose mapping belongs to a connector, a metric, a scenario or an approval step."""


def _schemas(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(value, dict):
        yield path, value
        for key, each in value.items():
            yield from _schemas(each, (*path, str(key)))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _schemas(each, (*path, str(number)))


def test_it_is_a_json_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_every_mapping_is_closed() -> None:
    still_open = [
        "/".join(path)
        for path, schema in _schemas(SCHEMA)
        if (schema.get("type") == "object" or "properties" in schema)
        and "additionalProperties" not in schema
        and "if" not in path[-1:]
        and not ({*path[-2:]} & OPEN)
        and path[-1:] not in {("field",), ("view",), ("param",)}  # each of their types is closed
    ]
    assert still_open == []


def test_every_field_and_view_type_has_its_own_part() -> None:
    parts = SCHEMA["$defs"]
    assert {f"field_{key}" for key in BLOCKS.fields} <= set(parts)
    assert {f"view_{key}" for key in BLOCKS.views} <= set(parts)
    assert parts["field"]["properties"]["type"]["enum"] == sorted(BLOCKS.fields)


def test_every_reference_stays_inside() -> None:
    refs = {schema["$ref"] for _, schema in _schemas(SCHEMA) if "$ref" in schema}
    assert all(each.removeprefix("#/$defs/") in SCHEMA["$defs"] for each in refs)


@pytest.mark.parametrize("target", ["http://127.0.0.1:9/x.json", "file:///etc/hostname"])
def test_a_reference_to_the_outside_is_not_followed(target: str) -> None:
    check = validator({"$schema": SCHEMA["$schema"], "$ref": target})
    with pytest.raises(Exception, match="Unresolvable") as caught:
        list(check.iter_errors({}))
    assert isinstance(caught.value.__cause__, Unresolvable) or "Unresolvable" in repr(caught.value)


def test_without_blocks_the_frame_is_still_checked() -> None:
    check = validator(app_schema(), "form")
    field: dict[str, Any] = {"key": "a", "type": "anything", "label": {"zh": "甲"}, "whatever": 1}
    form: dict[str, Any] = {"key": "f", "label": {"zh": "表"}, "fields": [field]}
    assert list(check.iter_errors(form)) == []
    assert [e.validator for e in check.iter_errors(form | {"feilds": []})] == [
        "additionalProperties"
    ]
