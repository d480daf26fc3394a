"""What a vote is bound to: the hash of a record's content."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any


def content_hash(values: Mapping[str, Any]) -> str:
    """SHA-256 of the values (JSON) as canonical JSON; empty ones do not count."""
    filled = {key: value for key, value in values.items() if value not in (None, [], "")}
    text = json.dumps(filled, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()
