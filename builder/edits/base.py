"""What an edit is: a frozen change of an app that says what it does."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from builder.edits.places import at, list_of, steps_of
from runtime.errors import LANGUAGES, Refusal, sentence
from runtime.spec.app import AppSpec, Labels
from runtime.spec.blocks import Blocks
from runtime.spec.dump import to_json

Json = Any


@dataclass(frozen=True, slots=True)
class Edit(ABC):
    """One change of the app's document. The old app stays as it is.

    ``renames`` says that names of the app may read otherwise afterwards: what the rule language
    wrote with the old ones is then printed anew (``builder.edits.perform``).
    """

    kind: ClassVar[str]

    @abstractmethod
    def change(self, whole: Mapping[str, Json], blocks: Blocks) -> Mapping[str, Json]:
        """The app's document after the change.

        Raises:
            Refusal: what it is about is not there, or the change makes no sense.
        """

    @abstractmethod
    def facts(self, whole: Mapping[str, Json]) -> Mapping[str, Any]:
        """What the sentence of the edit names; ``whole`` is the app's document before it."""

    @property
    def sentence(self) -> str:
        """The sentence that says what it does."""
        return f"edit.{self.kind}"

    @property
    def renames(self) -> bool:
        """Whether names may read otherwise afterwards."""
        return False

    def label(self, spec: AppSpec) -> Mapping[str, str]:
        """What the edit does, in each language; ``spec`` is the app before it."""
        facts = self.facts(to_json(spec))
        return {lang: sentence(self.sentence, lang, facts) for lang in LANGUAGES}


def kind_of(place: str) -> str:
    """The kind of thing at a place, by the list it is in: ``fields``, ``rules`` … or ``app``."""
    holder, _ = list_of(place)
    return steps_of(holder)[-1] if holder else place


def named(whole: Mapping[str, Json], place: str) -> dict[str, Any]:
    """``what`` and ``name`` of the thing at a place, for a sentence."""
    return told(kind_of(place), at(whole, place))


def told(kind: str, element: Json) -> dict[str, Any]:
    """``what`` kind of thing it is, and the ``name`` it goes by."""
    what = {lang: sentence(f"edit.what.{kind}", lang) for lang in LANGUAGES}
    known = element if isinstance(element, Mapping) else {}
    name = called(known.get("label", {}), str(known.get("key", known.get("role", ""))))
    return {"what": what, "name": name}


def called(labels: Labels, key: str) -> Mapping[str, str]:
    """What something is called in each language; its other name where it has none there."""
    other = next(iter(labels.values()), key)
    return {lang: labels.get(lang) or other for lang in LANGUAGES}


def typed(labels: Labels, made: Labels, lang: str) -> Labels:
    """The labels without those that nobody typed: the type's own name in other languages.

    Where a language has none, what was typed is shown.
    """
    return {
        code: said
        for code, said in labels.items()
        if code == lang or re.sub(r" \d+$", "", said) != made.get(code)
    }


def relabelled(labels: Labels, lang: str, text: str) -> Labels:
    """The labels with one of them changed; an empty text takes it away, the last one stays."""
    clean = " ".join(text.split())
    if clean:
        return {**labels, lang: clean}
    rest = {code: said for code, said in labels.items() if code != lang}
    return rest or labels


def gone_unless(is_there: object) -> None:
    """Refuse where what an edit is about is not there.

    Raises:
        Refusal: edit_gone (422).
    """
    if not is_there:
        raise Refusal("edit_gone", 422)
