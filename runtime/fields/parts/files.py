"""Files of a record: ids of uploads, found by id or by name."""

from __future__ import annotations

import re
from typing import Any

from runtime.fields.base import Reader, Unreadable
from runtime.fields.parts.schemas import Schema, piece, whole
from runtime.fields.parts.texts import brief, text_of
from runtime.spec.app import FieldSpec

COUNT, MOST = 10, 50
BETWEEN = re.compile(r"[|\n]")


def file_options(accept: list[str] | None = None) -> dict[str, Schema]:
    """How many files, how large, of which endings (None: whatever the site allows)."""
    endings: Schema = {
        "type": "array",
        "maxItems": 40,
        "uniqueItems": True,
        "items": {"type": "string", "minLength": 1, "maxLength": 10},
    }
    if accept is not None:
        endings["default"] = accept
    return {
        "max_count": whole("最多几个", "at most", 1, MOST, COUNT),
        "max_mb": whole("每个最大（MB）", "largest (MB)", 1, 25, 25),
        "accept": piece("允许的后缀", "allowed endings", endings),
    }


def read_files(
    raw: Any, spec: FieldSpec, reader: Reader, accept: list[str] | None = None
) -> frozenset[str] | None:
    """The ids of the files; None when there are none."""
    if raw is None or isinstance(raw, str):
        text = text_of(raw, 20_000)
        pieces = [each for part in BETWEEN.split(text or "") if (each := part.strip())]
    elif isinstance(raw, list | tuple | frozenset):
        pieces = [each for each in raw if each not in (None, "")]
    else:
        raise Unreadable("no_such_file", written=brief(raw))
    most = spec.options.get("max_count", COUNT)
    if len(pieces) > most:
        raise Unreadable("too_many_files", most=most, count=len(pieces))
    allowed = spec.options.get("accept", accept)
    return frozenset(_read_file(each, reader, allowed) for each in pieces) or None


def _read_file(written: Any, reader: Reader, allowed: list[str] | None) -> str:
    found = None
    if isinstance(written, str) and (text := text_of(written, 300)):
        found = reader.lookup.find("file", text)
    if found is None:
        raise Unreadable("no_such_file", written=brief(written))
    name = reader.lookup.name("file", found)
    if allowed is not None and name.rpartition(".")[2].casefold() not in allowed:
        raise Unreadable("file_kind", name=brief(name), allowed="、".join(allowed))
    return found


def show_files(ids: frozenset[str], reader: Reader) -> str:
    """The files' names, oldest first."""
    return " | ".join(reader.lookup.name("file", each) for each in sorted(ids))
