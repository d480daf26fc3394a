"""Pieces of the JSON Schemas that options are declared with; ``x-label`` is for the builder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Schema = dict[str, Any]

LABELS: Schema = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": False,
    "properties": {lang: {"type": "string", "maxLength": 200} for lang in ("zh", "en")},
}
ALSO: Schema = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        lang: {"type": "array", "maxItems": 20, "items": {"type": "string", "maxLength": 200}}
        for lang in ("zh", "en")
    },
}
TONES = ["info", "ok", "warn", "bad", "muted"]
OPTIONS: Schema = {
    "type": "array",
    "minItems": 1,
    "maxItems": 500,
    "items": {
        "type": "object",
        "required": ["key", "label"],
        "additionalProperties": False,
        "properties": {
            "key": {"type": "string", "format": "key", "minLength": 1, "maxLength": 60},
            "label": LABELS,
            "also": ALSO,
            "tone": {"enum": TONES},
            "archived": {"type": "boolean"},
        },
    },
}


def piece(zh: str, en: str, schema: Mapping[str, Any], *, required: bool = False) -> Schema:
    """One option: its label in the builder's panel, what it may be, and whether it must be."""
    must = {"x-required": True} if required else {}
    return {"x-label": {"zh": zh, "en": en}, **must, **schema}


def whole(zh: str, en: str, low: int, high: int, default: int | None = None) -> Schema:
    """An option that is a whole number."""
    known = {} if default is None else {"default": default}
    return piece(zh, en, {"type": "integer", "minimum": low, "maximum": high, **known})


def flag(zh: str, en: str, *, default: bool = False) -> Schema:
    """An option that is on or off."""
    return piece(zh, en, {"type": "boolean", "default": default})


def number(zh: str, en: str) -> Schema:
    """An option that is an exact number, best written as text."""
    return piece(zh, en, {"type": ["string", "integer"], "format": "decimal", "maxLength": 40})


UNIT = piece("单位", "unit", {"anyOf": [{"type": "string", "maxLength": 20}, LABELS]})
MIN = number("最小值", "minimum")
MAX = number("最大值", "maximum")
