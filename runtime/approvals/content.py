"""What a vote is bound to: the content of a record, as a hash that tells nothing about it."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from typing import Any

PURPOSE = b"record_hash\x00"


def content_hash(values: Mapping[str, Any], secret: str) -> str:
    """HMAC-SHA-256 of the values (JSON) as canonical JSON; empty ones do not count.

    It is shown to people who may not read every value: without the secret nobody can try out
    which hidden value gives this hash.
    """
    filled = {key: value for key, value in values.items() if value not in (None, [], "")}
    text = json.dumps(filled, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.digest(secret.encode(), PURPOSE + text.encode(), "sha256").hex()
