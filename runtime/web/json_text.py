"""JSON from outside: measured before it is parsed, its numbers read exactly."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import orjson

from runtime.errors import Refusal

MAX_DEPTH = 32
MAX_PARTS = 100_000

_TEXTS = re.compile(rb'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_INEXACT = re.compile(rb"[0-9][.eE]|[0-9]{19}")
"""A number that a binary float might not hold as it was written."""
_STEPS = {0x5B: 1, 0x7B: 1, 0x5D: -1, 0x7D: -1}  # [ { ] }


def checked_json(raw: bytes, *, exact: bool = False) -> Any:
    """The value of a JSON text; ``exact``: with decimals as they were written, as Decimal.

    Raises:
        Refusal: body_too_deep (413) when it nests deeper than MAX_DEPTH or has more than
            MAX_PARTS parts, bad_json (400) when it is no JSON,
            json_key_twice (400).
    """
    bare = _TEXTS.sub(b"", raw)
    depth = 0
    for sign in bare:
        depth += _STEPS.get(sign, 0)
        if depth > MAX_DEPTH:
            raise Refusal("body_too_deep", 413, most=MAX_DEPTH)
    if raw.count(b",") > MAX_PARTS:
        raise Refusal("body_too_deep", 413, most=MAX_DEPTH)
    try:
        found = orjson.loads(raw)  # stricter than json: no NaN, no half of a letter
        if bare.count(b":") != _keys(found):
            raise Refusal("json_key_twice", 400)
        is_near = exact and _INEXACT.search(bare) is not None
        return json.loads(raw, parse_float=Decimal) if is_near else found
    except ValueError:
        raise Refusal("bad_json", 400) from None


def _keys(value: Any) -> int:
    """How many keys a value has, all the way down: fewer than colons where one stood twice."""
    if isinstance(value, dict):
        return len(value) + sum(_keys(each) for each in value.values())
    return sum(_keys(each) for each in value) if isinstance(value, list) else 0
