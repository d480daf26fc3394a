"""Set: one property of an element."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from builder.edits.base import Edit, Json, gone_unless, named
from builder.edits.places import FIELDS, at, changed, list_of
from runtime.errors import LANGUAGES, Refusal, sentence
from runtime.spec.blocks import Blocks

NAMING = frozenset({"also", "options", "unit", "label"})
"""Properties that hold names the rule language reads."""

FOR_EVER = frozenset({"key", FIELDS})
"""What no property is: keys stay, and the elements of a list are edited one by one."""

_NOTHING: tuple[Json, ...] = (None, "", {}, [])
_OWN_SENTENCES = frozenset({"on", "title"})


@dataclass(frozen=True, slots=True)
class Set(Edit):
    """A property of the element at a place. Nothing (None, an empty text or list) takes it away."""

    kind: ClassVar[str] = "set"
    place: str
    attribute: str
    value: Json

    @property
    def sentence(self) -> str:
        return f"edit.set.{self.attribute}" if self.attribute in _OWN_SENTENCES else "edit.set"

    @property
    def renames(self) -> bool:
        return self.attribute in NAMING

    def change(self, whole: Mapping[str, Json], blocks: Blocks) -> Mapping[str, Json]:
        if self.attribute in FOR_EVER:
            raise Refusal("edit_no_property", 422, attribute=self.attribute)
        _look_up(whole, self)

        def change(element: Json) -> Json:
            gone_unless(isinstance(element, Mapping))
            rest = {key: said for key, said in element.items() if key != self.attribute}
            return rest if self.value in _NOTHING else {**rest, self.attribute: self.value}

        fresh: Mapping[str, Json] = changed(whole, self.place, change)
        return fresh

    def facts(self, whole: Mapping[str, Json]) -> Mapping[str, Any]:
        is_on = "on" if self.value else "off"
        switched = {lang: sentence(f"edit.switched.{is_on}", lang) for lang in LANGUAGES}
        return {**named(whole, self.place), "switched": switched}


def _look_up(whole: Mapping[str, Json], edit: Set) -> None:
    """See that what the property names is there: a form, or a field of the form.

    Raises:
        Refusal: edit_gone (422).
    """
    folder, _ = list_of(edit.place)
    if edit.attribute == "form" and isinstance(edit.value, str):
        at(whole, f"forms/{edit.value}")
    if folder == "forms" and edit.attribute in ("title", "time") and edit.value:
        at(whole, f"{edit.place}/{FIELDS}/{edit.value}")
