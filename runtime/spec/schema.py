"""ONE JSON Schema of an app: the frames and every block's options, closed everywhere.

A file is validated against the definition of its kind; an app in one JSON document (a stored
revision, a bundle, a request) against the whole. The only validator factory is here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any
from zoneinfo import available_timezones

import re2
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.protocols import Validator
from referencing import Registry

from runtime.spec import frames
from runtime.spec.blocks import Block, takes_fields
from runtime.spec.frames import Schema, closed, listed, ref

FORMAT = 1
"""The number of the file format; every revision is stored with it."""

KINDS: dict[str, str] = {
    "forms": "form",
    "views": "view",
    "lifecycles": "lifecycle",
    "approvals": "approval",
    "rules": "rule",
    "metrics": "metric",
    "connectors": "connector",
    "scenarios": "scenario",
}
"""Folder to the definition its files follow."""

FORMATS = FormatChecker(formats=())
"""The only formats that are checked by their form; no one else's checker is ever registered."""

KEY = re.compile(r"[a-z][a-z0-9_]{0,62}", re.ASCII)
_DECIMAL = re.compile(r"-?[0-9]{1,38}(\.[0-9]{1,38})?", re.ASCII)
_VERSION = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6}){0,2}(-[0-9a-z.]{1,40})?", re.ASCII)
_HOURS = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-4]):[0-5][0-9]", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_QUIET = re2.Options()
_QUIET.log_errors = False


def _by(pattern: re.Pattern[str], value: object) -> bool:
    return not isinstance(value, str) or pattern.fullmatch(value) is not None


@FORMATS.checks("key")
def _is_key(value: object) -> bool:
    return _by(KEY, value)


@FORMATS.checks("decimal")
def _is_decimal(value: object) -> bool:
    return _by(_DECIMAL, value)


@FORMATS.checks("version")
def _is_version(value: object) -> bool:
    return _by(_VERSION, value)


@FORMATS.checks("hours")
def _is_hours(value: object) -> bool:
    return _by(_HOURS, value) and (not isinstance(value, str) or value[:5] < value[6:])


@FORMATS.checks("date", raises=ValueError)
def _is_date(value: object) -> bool:
    if not isinstance(value, str):
        return True
    return _by(_DATE, value) and bool(date.fromisoformat(value))


@FORMATS.checks("re2", raises=re2.error)
def _is_pattern(value: object) -> bool:
    if not isinstance(value, str):
        return True
    return re2.compile(value, _QUIET) is not None  # type: ignore[no-untyped-call]


@FORMATS.checks("timezone")
def _is_timezone(value: object) -> bool:
    return not isinstance(value, str) or value in _zones()


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def app_schema(
    fields: Mapping[str, Block] | None = None, views: Mapping[str, Block] | None = None
) -> dict[str, Any]:
    """The schema of a whole app, from the frames and these blocks.

    Without blocks of a kind, their options are not closed.
    """
    definitions = {
        **frames.COMMON,
        **frames.LIFECYCLE_PARTS,
        "app": frames.APP,
        "form": frames.FORM,
        "lifecycle": frames.LIFECYCLE,
        "approval": frames.APPROVAL,
        "step": frames.STEP,
        "rule": frames.RULE,
        "metric": frames.METRIC,
        "connector": frames.CONNECTOR,
        "scenario": frames.SCENARIO,
        **_field_definitions(fields or {}),
        **_typed("view", frames.VIEW, views or {}, "form", "label"),
        **_typed("param", _PARAM, _plain(fields or {}), "label", "value"),
    }
    whole = {"format": {"const": FORMAT}, "app": ref("app")}
    whole |= {folder: listed(ref(kind)) for folder, kind in KINDS.items()}
    whole["data"] = {"type": "object", "additionalProperties": {"type": "string"}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Dougong app",
        **closed(whole, "format", "app"),
        "$defs": definitions,
    }


_PARAM: dict[str, Schema] = {
    "key": frames.KEY,
    "label": frames.LABELS,
    "also": frames.NAMES,
    "type": {"type": "string"},
    "value": {"type": ["string", "integer", "boolean", "array"]},
    "unit": frames.LABELS,
    "help": frames.TEXTS,
}


def _plain(blocks: Mapping[str, Block]) -> Mapping[str, Block]:
    """The field types a parameter can have: those without fields of their own."""
    return {key: block for key, block in blocks.items() if not takes_fields(block)}


def _field_definitions(blocks: Mapping[str, Block]) -> dict[str, Schema]:
    inner = {
        key: _WithFields(block.options) if takes_fields(block) else block
        for key, block in blocks.items()
    }
    return _typed("field", frames.FIELD, inner, "label")


class _WithFields:
    """The options of a field type whose fields have fields: those are fields like any."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        fields = {**options["fields"], **listed(ref("field"), 1)}
        self.options: Mapping[str, Any] = {**options, "fields": fields}


def _typed(
    kind: str, frame: Mapping[str, Schema], blocks: Mapping[str, Block], *required: str
) -> dict[str, Schema]:
    """The definition of something that has a type, and one closed definition for each type."""
    must = ["key", "type", *required]
    if not blocks:
        free = {**closed(frame, *must), "additionalProperties": True}
        if kind == "field":
            free["properties"]["fields"] = listed(ref("field"), 1)
        return {kind: free}
    chosen: list[Schema] = []
    found: dict[str, Schema] = {}
    for key, block in sorted(blocks.items()):
        name = f"{kind}_{key}"
        options = {own: schema for own, schema in block.options.items() if own not in frame}
        needed = [own for own, schema in options.items() if schema.get("x-required") is True]
        found[name] = closed({**frame, **options, "type": {"const": key}}, *must, *needed)
        given = {"properties": {"type": {"const": key}}, "required": ["type"]}
        chosen.append({"if": given, "then": ref(name)})
    found[kind] = {
        "type": "object",
        "properties": {"type": {"enum": sorted(blocks)}},
        "required": ["type"],
        "allOf": chosen,
    }
    return found


def validator(schema: Mapping[str, Any], kind: str | None = None) -> Validator:
    """A validator for the whole schema, or for one kind of file in it. It fetches nothing.

    Raises:
        jsonschema.SchemaError: the schema (a block's options) is no JSON Schema.
    """
    wanted = dict(schema)
    if kind is not None:
        wanted = {"$schema": schema["$schema"], **ref(kind), "$defs": schema["$defs"]}
    return Draft202012Validator(wanted, registry=Registry(), format_checker=FORMATS)
