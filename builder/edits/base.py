"""What an edit is: a frozen change of an app that says what it does."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from runtime.errors import LANGUAGES, sentence
from runtime.spec.app import AppSpec, Labels
from runtime.spec.blocks import Blocks

Json = Any


@dataclass(frozen=True, slots=True)
class Edit(ABC):
    """One change. ``apply`` makes a new spec and leaves the old one as it is.

    ``renames`` says that names of the app may read otherwise afterwards: what the rule language
    wrote with the old ones is then printed anew (``builder.edits.perform``).
    """

    kind: ClassVar[str]

    @abstractmethod
    def apply(self, spec: AppSpec, blocks: Blocks) -> AppSpec:
        """The app after the change.

        Raises:
            Refusal: what it is about is not there, or the change makes no sense.
        """

    @abstractmethod
    def facts(self, spec: AppSpec) -> Mapping[str, Any]:
        """What the sentence of the edit names; ``spec`` is the app before it."""

    @property
    def renames(self) -> bool:
        """Whether names may read otherwise afterwards."""
        return False

    def label(self, spec: AppSpec) -> Mapping[str, str]:
        """What the edit does, in each language; ``spec`` is the app before it."""
        facts = self.facts(spec)
        return {lang: sentence(f"edit.{self.kind}", lang, facts) for lang in LANGUAGES}


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
