"""Add: a new element in a list of the app."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from builder.edits.base import Edit, Json, gone_unless, kind_of, told
from builder.edits.places import FIELDS, at, listed
from runtime.errors import Refusal
from runtime.spec.blocks import Blocks
from runtime.spec.vocabulary import RESERVED

MOST = 500
_MOST: Mapping[str, int] = MappingProxyType({"forms": 200, "rules": 1_000})
_ONE_MENU = ("forms", "views")


@dataclass(frozen=True, slots=True)
class Add(Edit):
    """An element at a position (None: last) of the list ``to``: ``forms/order/fields``, ``rules``."""

    kind: ClassVar[str] = "add"
    to: str
    value: Mapping[str, Json]
    at: int | None = None

    @property
    def place(self) -> str:
        """Where the new element will stand."""
        return f"{self.to}/{self.value.get('key', self.at or 0)}"

    def change(self, whole: Mapping[str, Json], blocks: Blocks) -> Mapping[str, Json]:
        kind, key = kind_of(self.place), self.value.get("key")
        types = {FIELDS: blocks.fields, "views": blocks.views}.get(kind)
        gone_unless(types is None or self.value.get("type") in types)
        if kind == FIELDS and key in RESERVED:
            raise Refusal("edit_key_taken", 422, key=key)
        if self.to in _ONE_MENU and key in _keys(whole, *_ONE_MENU):
            raise Refusal("edit_key_taken", 422, key=key)
        if "form" in self.value:
            at(whole, f"forms/{self.value['form']}")

        def add(there: list[Json]) -> list[Json]:
            if key is not None and any(each.get("key") == key for each in there):
                raise Refusal("edit_key_taken", 422, key=key)
            most = _MOST.get(kind, MOST)
            if len(there) >= most:
                raise Refusal("edit_too_many", 422, most=most)
            where = len(there) if self.at is None else max(0, min(self.at, len(there)))
            return [*there[:where], dict(self.value), *there[where:]]

        fresh: Mapping[str, Json] = listed(whole, self.to, add)
        return fresh

    def facts(self, whole: Mapping[str, Json]) -> Mapping[str, Any]:
        return told(kind_of(self.place), self.value)


def _keys(whole: Mapping[str, Json], *folders: str) -> frozenset[str]:
    return frozenset(each["key"] for folder in folders for each in whole.get(folder, ()))
