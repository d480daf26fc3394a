"""The API described as OpenAPI 3.1, made from the published apps and the asker's rights."""

from __future__ import annotations

from typing import Any

from flask import Response

from runtime.compiled import CompiledField
from runtime.queries.apps import apps_of
from runtime.queries.records import form_rights
from runtime.spec.app import label
from runtime.web.api.answers import answer, lang
from runtime.web.api.doors import installation, person, reading
from runtime.web.api.room import room

bp = room("api_openapi", "/api/v1")

_ID: dict[str, Any] = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
_MATCH: dict[str, Any] = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "schema": {"type": "string"},
}
_KEY: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "maxLength": 200},
}
_LIST: list[dict[str, Any]] = [
    {"name": name, "in": "query", "schema": {"type": kind}}
    for name, kind in (
        ("where", "string"),
        ("sort", "string"),
        ("limit", "integer"),
        ("after", "string"),
        ("fields", "string"),
        ("count", "string"),
        ("search", "string"),
    )
]
_STORED: dict[str, dict[str, Any]] = {
    "flag": {"type": "boolean"},
    "keys": {"type": "array", "items": {"type": "string"}},
    "rows": {"type": "array", "items": {"type": "object"}},
    "json": {},
    "day": {"type": ["string", "null"], "format": "date"},
    "moment": {"type": ["string", "null"], "format": "date-time"},
    "span": {"type": ["string", "null"], "format": "duration"},
}


@bp.get("/openapi.json")
def describe() -> Response:
    """The description of everything the token's person may call."""
    paths: dict[str, Any] = dict(_common())
    schemas: dict[str, Any] = {"Problem": _PROBLEM}
    for entry in apps_of(installation(), person()):
        with reading(entry.key) as ctx:
            for key, form in ctx.app.forms.items():
                if not ctx.rights(key).grants:
                    continue
                rights = form_rights(ctx, key)
                name = f"{entry.key}.{key}"
                fields = {k: f for k, f in form.fields.items() if k in rights.readable}
                schemas[name] = {
                    "type": "object",
                    "title": label(form.spec.labels, lang(), key),
                    "properties": {k: _schema(f) for k, f in fields.items()},
                }
                base = f"/api/v1/apps/{entry.key}/forms/{key}/records"
                paths.update(_paths(base, name, rights.may))
    return answer(
        {
            "openapi": "3.1.0",
            "info": {"title": "Dougong", "version": "1"},
            "paths": paths,
            "components": {
                "schemas": schemas,
                "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            },
            "security": [{"token": []}],
        }
    )


_PROBLEM = {
    "type": "object",
    "required": ["title", "status", "code", "problems"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "problems": {"type": "array", "items": {"type": "object"}},
    },
}


def _schema(field: CompiledField) -> dict[str, Any]:
    found = dict(_STORED.get(field.storage.kind, {"type": ["string", "null"]}))
    found["title"] = label(field.spec.labels, lang(), field.spec.key)
    if not field.is_written_by_people:
        found["readOnly"] = True
    return found


def _paths(base: str, name: str, may: frozenset[str]) -> dict[str, Any]:
    """The routes of one form that these rights open."""
    one, many = f"{base}/{{id}}", base
    routes: dict[str, Any] = {many: {}, one: {}}
    if "read" in may:
        routes[many]["get"] = _operation(name, 200, _LIST)
        routes[one]["get"] = _operation(name, 200, [_ID])
        routes[f"{one}/timeline"] = {"get": _operation(None, 200, [_ID])}
        pressed = [_ID, {**_ID, "name": "button"}, _KEY]
        routes[f"{one}/buttons/{{button}}"] = {"post": _operation(name, 200, pressed)}
        routes[f"{one}/moves/{{move}}"] = {
            "post": _operation(
                None,
                200,
                [_ID, {**_ID, "name": "move"}, _KEY],
                takes={"values": {"type": "object"}, "note": {"type": "string"}},
            )
        }
    if "create" in may:
        values = {"values": {"$ref": f"#/components/schemas/{name}"}}
        routes[many]["post"] = _operation(name, 201, [_KEY], takes=values)
    if "update" in may:
        values = {"values": {"$ref": f"#/components/schemas/{name}"}}
        routes[one]["patch"] = _operation(name, 200, [_ID, _MATCH, _KEY], takes=values)
    if "delete" in may:
        routes[one]["delete"] = _operation(None, 200, [_ID, _KEY])
        routes[f"{one}/restore"] = {"post": _operation(name, 200, [_ID, _KEY])}
    if "import" in may:
        routes[f"{base}:import"] = {"post": _operation(None, 202, [_KEY])}
    return {path: found for path, found in routes.items() if found}


def _operation(
    schema: str | None,
    status: int,
    parameters: list[dict[str, Any]],
    takes: dict[str, Any] | None = None,
) -> dict[str, Any]:
    content: dict[str, Any] = {"type": "object"}
    if schema is not None:
        content["properties"] = {"values": {"$ref": f"#/components/schemas/{schema}"}}
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    operation: dict[str, Any] = {
        "parameters": parameters,
        "responses": {
            str(status): {"description": "", "content": {"application/json": {"schema": content}}},
            "default": {"description": "", "content": problem},
        },
    }
    if takes is not None:
        operation["requestBody"] = {
            "content": {"application/json": {"schema": {"type": "object", "properties": takes}}}
        }
    return operation


def _common() -> dict[str, Any]:
    """Routes that belong to no form."""
    decision = {
        "decision": {"type": "string"},
        "comment": {"type": "string"},
        "record_hash": {"type": "string"},
    }
    task = [{**_ID, "name": "task"}, _KEY]
    return {
        "/api/v1/tasks": {"get": _operation(None, 200, [])},
        "/api/v1/tasks/{task}/decisions": {"post": _operation(None, 200, task, takes=decision)},
        "/api/v1/inbox": {"get": _operation(None, 200, [])},
        "/api/v1/jobs/{id}": {"get": _operation(None, 200, [_ID])},
    }
