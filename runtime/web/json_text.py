"""JSON from outside: counted before it is parsed."""

from __future__ import annotations

from typing import Any

import orjson

from runtime.errors import Refusal

MAX_DEPTH = 32
MAX_PARTS = 100_000


def checked_json(raw: bytes) -> Any:
    """The value of a JSON text.

    Raises:
        Refusal: body_too_deep (413) when it nests deeper than MAX_DEPTH or has more than
            MAX_PARTS parts, bad_json (400) when it is no JSON or names a key twice in sight.
    """
    depth = deepest = 0
    in_text = escaped = False
    for byte in raw:
        if in_text:
            if escaped:
                escaped = False
            elif byte == 0x5C:
                escaped = True
            elif byte == 0x22:
                in_text = False
        elif byte == 0x22:
            in_text = True
        elif byte in (0x5B, 0x7B):
            depth += 1
            deepest = max(deepest, depth)
            if deepest > MAX_DEPTH:
                raise Refusal("body_too_deep", 413, most=MAX_DEPTH)
        elif byte in (0x5D, 0x7D):
            depth -= 1
    if raw.count(b",") > MAX_PARTS:
        raise Refusal("body_too_deep", 413, most=MAX_DEPTH)
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise Refusal("bad_json", 400) from None
