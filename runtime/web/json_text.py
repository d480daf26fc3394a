"""JSON from outside: measured before it is parsed."""

from __future__ import annotations

import re
from typing import Any

import orjson

from runtime.errors import Refusal

MAX_DEPTH = 32
MAX_PARTS = 100_000

_TEXTS = re.compile(rb'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_STEPS = {0x5B: 1, 0x7B: 1, 0x5D: -1, 0x7D: -1}  # [ { ] }


def checked_json(raw: bytes) -> Any:
    """The value of a JSON text.

    Raises:
        Refusal: body_too_deep (413) when it nests deeper than MAX_DEPTH or has more than
            MAX_PARTS parts, bad_json (400) when it is no JSON.
    """
    depth = 0
    for sign in _TEXTS.sub(b"", raw):
        depth += _STEPS.get(sign, 0)
        if depth > MAX_DEPTH:
            raise Refusal("body_too_deep", 413, most=MAX_DEPTH)
    if raw.count(b",") > MAX_PARTS:
        raise Refusal("body_too_deep", 413, most=MAX_DEPTH)
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise Refusal("bad_json", 400) from None
