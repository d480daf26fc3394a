"""Move: an element at another position of its list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from builder.edits.base import Edit, Json, named
from builder.edits.places import list_of, listed, position
from runtime.spec.blocks import Blocks


@dataclass(frozen=True, slots=True)
class Move(Edit):
    """The element at a place to another position; ``to`` counts without the element itself."""

    kind: ClassVar[str] = "move"
    place: str
    to: int

    def change(self, whole: Mapping[str, Json], blocks: Blocks) -> Mapping[str, Json]:
        holder, step = list_of(self.place)

        def change(there: list[Json]) -> list[Json]:
            moved = there.pop(position(there, step))
            there.insert(max(0, min(self.to, len(there))), moved)
            return there

        fresh: Mapping[str, Json] = listed(whole, holder, change)
        return fresh

    def facts(self, whole: Mapping[str, Json]) -> Mapping[str, Any]:
        return {**named(whole, self.place), "position": self.to + 1}
