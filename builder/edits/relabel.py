"""Relabel: an element, or the app, under another name in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from builder.edits.base import Edit, Json, gone_unless, kind_of, named, relabelled, typed
from builder.edits.places import FIELDS, changed
from runtime.spec.blocks import Blocks


@dataclass(frozen=True, slots=True)
class Relabel(Edit):
    """The name of what stands at a place. An empty text takes the name in that language away."""

    kind: ClassVar[str] = "relabel"
    place: str
    lang: str
    text: str

    @property
    def renames(self) -> bool:
        return True

    def change(self, whole: Mapping[str, Json], blocks: Blocks) -> Mapping[str, Json]:
        def change(element: Json) -> Json:
            gone_unless(isinstance(element, Mapping))
            old = element.get("label", {})
            if kind_of(self.place) == FIELDS:
                face = getattr(blocks.fields.get(element["type"]), "face", None)
                old = typed(old, face.labels if face else {}, self.lang)
            return {**element, "label": relabelled(old, self.lang, self.text)}

        fresh: Mapping[str, Json] = changed(whole, self.place, change)
        return fresh

    def facts(self, whole: Mapping[str, Json]) -> Mapping[str, Any]:
        return {**named(whole, self.place), "text": self.text}
