"""Reading a reference: a person, department or record, by its id or by what it is called."""

from __future__ import annotations

from typing import Any

from runtime.fields.base import Reader, Unreadable
from runtime.fields.parts.texts import brief, line_of

LONGEST = 500


def read_thing(raw: Any, kind: str, reader: Reader) -> str | None:
    """The id of what was written; None when empty."""
    if isinstance(raw, bool | list | tuple | dict):
        raise Unreadable("not_found_there", written=brief(raw))
    text = line_of(raw, LONGEST)
    if text is None:
        return None
    found = reader.lookup.find(kind, text)
    if found is None:
        raise Unreadable("not_found_there", written=brief(text))
    return found
