"""The catalog: every block this installation knows, frozen, built once at start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from runtime.discovery import discover
from runtime.fields.base import FieldType


@dataclass(frozen=True, slots=True)
class Catalog:
    """The blocks by kind and key."""

    fields: Mapping[str, FieldType]


@cache
def catalog() -> Catalog:
    """The catalog of this installation.

    Raises:
        StrayFileError: a block package holds a file that is no block.
    """
    return Catalog(fields=discover("runtime.fields", FieldType))
