"""The frame of every kind of file: JSON Schema of all keys that belong to no block.

``format`` names what a text is. ``key``, ``decimal``, ``version`` and ``timezone`` are checked by
their form; the others say what a text refers to or that it is an expression, and are followed by
``runtime.spec.check``: field, fields, sort, form, view, role, state, move, approval, condition,
formula.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runtime.spec.limits import SCALAR

Schema = dict[str, Any]

SHORT = 200

KEY: Schema = {"type": "string", "format": "key"}
TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": SCALAR}
WORD: Schema = {"type": "string", "minLength": 1, "maxLength": SHORT}
FLAG: Schema = {"type": "boolean"}
DECIMAL: Schema = {"type": ["string", "integer"], "format": "decimal"}
CONDITION: Schema = {**TEXT, "format": "condition"}
FORMULA: Schema = {**TEXT, "format": "formula"}
TONE: Schema = {"enum": ["info", "ok", "warn", "bad", "muted"]}
LABELS: Schema = {"$ref": "#/$defs/labels"}
TEXTS: Schema = {"$ref": "#/$defs/texts"}
NAMES: Schema = {"$ref": "#/$defs/names"}


def ref(name: str) -> Schema:
    """A reference to a definition of this schema."""
    return {"$ref": f"#/$defs/{name}"}


def key_of(kind: str) -> Schema:
    """The key of something that is declared elsewhere."""
    return {"type": "string", "format": kind}


def listed(items: Schema, least: int = 0) -> Schema:
    """A list."""
    return {"type": "array", "items": items} | ({"minItems": least} if least else {})


def closed(properties: Mapping[str, Schema], *required: str) -> Schema:
    """An object that has these keys and no others."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


def _named(*required: str, **more: Schema) -> Schema:
    return closed({"key": KEY, "label": LABELS, "also": NAMES, **more}, "key", "label", *required)


_OPEN: Schema = {"type": "object"}
_ROLES: Schema = listed(key_of("role"), 1)
_ONE_OR_MORE_WORDS: Schema = {"anyOf": [WORD, listed(WORD, 1)]}
_SAME_PERSON: Schema = {
    "enum": ["ask", "pass_if_consecutive", "pass_if_earlier", "pass_if_later"],
}
_SUBMITTER: Schema = {"enum": ["ask", "skip", "to_manager", "to_dept_head", "forbid"]}

COMMON: dict[str, Schema] = {
    "labels": {
        "type": "object",
        "properties": {"zh": WORD, "en": WORD},
        "minProperties": 1,
        "additionalProperties": False,
    },
    "texts": {
        "type": "object",
        "properties": {"zh": TEXT, "en": TEXT},
        "minProperties": 1,
        "additionalProperties": False,
    },
    "names": {
        "type": "object",
        "properties": {"zh": listed(WORD, 1), "en": listed(WORD, 1)},
        "additionalProperties": False,
    },
    "calendar": closed(
        {
            "workdays": listed(
                {
                    "enum": [
                        "monday",
                        "tuesday",
                        "wednesday",
                        "thursday",
                        "friday",
                        "saturday",
                        "sunday",
                    ]
                },
                1,
            ),
            "hours": listed({"type": "string", "format": "hours"}, 1),
            "holidays": {**listed({"type": "string", "format": "date"}), "uniqueItems": True},
            "extra": {**listed({"type": "string", "format": "date"}), "uniqueItems": True},
        }
    ),
    "menu": closed(
        {"label": LABELS, "items": {**listed(key_of("view"), 1), "uniqueItems": True}},
        "label",
        "items",
    ),
    "role": _named(),
    "department": _named(manager=key_of("role"), parent=key_of("department")),
    "message": _named(
        form=key_of("form"),
        subject=TEXTS,
        body=TEXTS,
        tone=TONE,
        actions=listed(WORD),
    ),
    "document": _named(form=key_of("form"), body=TEXTS),
    "channel": _named(connector=key_of("connector"), options=_OPEN),
    "event": _named(form=key_of("form")),
    "queue": _named(form=key_of("form"), roles=_ROLES),
}

APP: Schema = closed(
    {
        "key": KEY,
        "label": LABELS,
        "version": {"type": "string", "format": "version"},
        "icon": WORD,
        "timezone": {"type": "string", "format": "timezone"},
        "main": key_of("form"),
        "roles": listed(ref("role")),
        "departments": listed(ref("department")),
        "params": listed(ref("param")),
        "messages": listed(ref("message")),
        "documents": listed(ref("document")),
        "channels": listed(ref("channel")),
        "events": listed(ref("event")),
        "queues": listed(ref("queue")),
        "calendar": ref("calendar"),
        "menu": listed(ref("menu")),
    },
    "key",
    "label",
)

FIELD: dict[str, Schema] = {
    "key": KEY,
    "type": {"type": "string"},
    "label": LABELS,
    "also": NAMES,
    "required": {"anyOf": [FLAG, {**CONDITION, "not": {"enum": ["yes", "no", "on", "off"]}}]},
    "unique": FLAG,
    "default": {"anyOf": [{"type": ["boolean", "number"]}, FORMULA]},
    "formula": FORMULA,
    "visible": CONDITION,
    "help": TEXTS,
    "width": {"type": "integer", "minimum": 1, "maximum": 12},
}

FORM: Schema = _named(
    "fields",
    icon=WORD,
    title=key_of("field"),
    titles={"enum": ["open", "private"]},
    time=key_of("field"),
    fields=listed(ref("field"), 1),
    validations=listed(
        closed(
            {"key": KEY, "check": CONDITION, "message": TEXTS, "field": key_of("field")},
            "key", "check", "message",
        )
    ),
    permissions=listed(
        closed(
            {
                "role": key_of("role"),
                "can": {
                    **listed({"enum": ["create", "read", "update", "delete", "export", "import"]}),
                    "uniqueItems": True,
                },
                "rows": CONDITION,
                "fields": {
                    "type": "object",
                    "additionalProperties": {"enum": ["write", "read", "hidden"]},
                },
            },
            "role", "can",
        )
    ),
)  # fmt: skip

VIEW: dict[str, Schema] = {
    "key": KEY,
    "type": {"type": "string"},
    "form": key_of("form"),
    "label": LABELS,
    "also": NAMES,
    "roles": _ROLES,
}

_MOVE: dict[str, Schema] = {
    "key": KEY,
    "label": LABELS,
    "also": NAMES,
    "to": key_of("state"),
    "who": {"anyOf": [key_of("role"), _ROLES]},
    "require": listed(key_of("field")),
    "guard": CONDITION,
    "approval": key_of("approval"),
    "note": FLAG,
}

LIFECYCLE_PARTS: dict[str, Schema] = {
    "move": closed(_MOVE, "key", "label", "to", "who"),
    "common_move": closed(
        {**_MOVE, "from": listed(key_of("state"), 1)}, "key", "label", "to", "who"
    ),
    "state": _named(owner=key_of("role"), final=FLAG, tone=TONE, moves=listed(ref("move"))),
}

LIFECYCLE: Schema = closed(
    {
        "key": KEY,
        "form": key_of("form"),
        "label": LABELS,
        "initial": key_of("state"),
        "when": CONDITION,
        "common": listed(ref("common_move")),
        "states": listed(ref("state"), 1),
    },
    "key", "form", "label", "initial", "states",
)  # fmt: skip

STEP: Schema = {
    "anyOf": [
        WORD,
        closed(
            {
                "key": KEY,
                "label": LABELS,
                "when": CONDITION,
                "ask": WORD,
                "tell": _ONE_OR_MORE_WORDS,
                "due": WORD,
                "late": listed(_OPEN),
                "remind": WORD,
                "reject": {"enum": ["veto", "when_impossible", "wait_all"]},
                "base": {"enum": ["at_start", "live"]},
                "on_return": _OPEN,
                "require": listed(key_of("field")),
                "write": listed(key_of("field")),
                "read": listed(key_of("field")),
                "hide": listed(key_of("field")),
                "sign": {"enum": ["required", "optional"]},
                "actions": listed(
                    {
                        "enum": [
                            "approve", "reject", "return", "transfer", "add_signer", "ask_info",
                            "comment", "complete",
                        ]
                    }
                ),
                "phrases": listed(WORD),
                "recheck": CONDITION,
                "same_person_again": _SAME_PERSON,
                "submitter_is_approver": _SUBMITTER,
                "nobody_found": WORD,
                "withdraw": WORD,
            },
        ),
    ]
}  # fmt: skip

APPROVAL: Schema = _named(
    "form",
    "steps",
    form=key_of("form"),
    steps=listed(ref("step"), 1),
    purpose=WORD,
    calendar=WORD,
    same_person_again=_SAME_PERSON,
    submitter_is_approver=_SUBMITTER,
    nobody_found=WORD,
    rejected={"enum": ["end", "to_submitter"]},
    after_return={"enum": ["walk", "direct", "approver_chooses"]},
    withdraw=WORD,
    record_edited={"enum": ["lock", "invalidate", "allow"]},
    delegate={"enum": ["allowed", "forbidden"]},
    admins=WORD,
    then=key_of("move"),
    otherwise=key_of("move"),
    on_withdraw=key_of("move"),
)

RULE: Schema = closed(
    {
        "key": KEY,
        "form": key_of("form"),
        "label": LABELS,
        "on": FLAG,
        "run_as": WORD,
        "text": {"type": "string", "minLength": 1, "maxLength": 8192},
    },
    "key", "form", "label", "text",
)  # fmt: skip

CONNECTOR: Schema = _named(
    "type",
    type=WORD,
    endpoint=WORD,
    schedule=WORD,
    form=key_of("form"),
    mapping={"type": ["object", "array"]},
    secrets=listed(WORD),
    options=_OPEN,
)

METRIC: Schema = _named(
    type=WORD,
    form=key_of("form"),
    definition=TEXTS,
    formula=FORMULA,
    where=CONDITION,
    group=key_of("field"),
    target=DECIMAL,
    unit=LABELS,
    view=key_of("view"),
    options=_OPEN,
)

SCENARIO: Schema = closed(
    {
        "key": KEY,
        "label": LABELS,
        "steps": listed(
            closed(
                {
                    "as": WORD,
                    "at": WORD,
                    "after": WORD,
                    "tick": FLAG,
                    "create": key_of("form"),
                    "update": WORD,
                    "delete": WORD,
                    "restore": WORD,
                    "move": WORD,
                    "press": WORD,
                    "decide": WORD,
                    "scan": WORD,
                    "record": WORD,
                    "values": _OPEN,
                    "comment": WORD,
                    "note": WORD,
                    "to": WORD,
                    "save_as": WORD,
                    "expect": _OPEN,
                }
            ),
            1,
        ),
    },
    "key", "label", "steps",
)  # fmt: skip
