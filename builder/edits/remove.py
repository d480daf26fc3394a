"""Remove: an element less. Lists that show it (columns, rights, menus) let it go too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from builder.edits.base import Edit, Json, named
from builder.edits.places import FIELDS, list_of, listed, position, steps_of
from runtime.errors import Refusal
from runtime.spec.blocks import Blocks

_COLUMN_STEPS = 6


@dataclass(frozen=True, slots=True)
class Remove(Edit):
    """The element at a place goes."""

    kind: ClassVar[str] = "remove"
    place: str

    def change(self, whole: Mapping[str, Json], blocks: Blocks) -> Mapping[str, Json]:
        holder, step = list_of(self.place)

        def change(there: list[Json]) -> list[Json]:
            del there[position(there, step)]
            if not there and _is_column(self.place):
                raise Refusal("edit_last_column", 422)
            return there

        fresh: Mapping[str, Json] = listed(whole, holder, change)
        return fresh

    def facts(self, whole: Mapping[str, Json]) -> Mapping[str, Any]:
        return named(whole, self.place)


def _is_column(place: str) -> bool:
    """Whether it is a column of lines, which cannot be without any."""
    steps = steps_of(place)
    return len(steps) == _COLUMN_STEPS and steps[0] == "forms" and steps[-2] == FIELDS
