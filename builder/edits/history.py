"""What an edit changed, kept as the documents it touched: undoing puts the old ones back, exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from runtime.spec.app import AppSpec
from runtime.spec.dump import from_json, to_json
from runtime.spec.schema import KINDS

Json = Any
MOST_STEPS = 200


@dataclass(frozen=True, slots=True)
class Step:
    """One undoable step: its label by language, and each document it changed before and after.

    None stands for a document that is not there. ``typing`` names one stay in one text box: what
    is typed in it is one step.
    """

    label: Mapping[str, str]
    before: Mapping[str, Json]
    after: Mapping[str, Json]
    typing: str = ""

    def dump(self) -> dict[str, Json]:
        """The step as JSON; the inverse of :func:`load_step`."""
        return {
            "label": dict(self.label),
            "before": dict(self.before),
            "after": dict(self.after),
            "typing": self.typing,
        }


def load_step(raw: Mapping[str, Json]) -> Step:
    """A step from its JSON."""
    return Step(raw["label"], raw["before"], raw["after"], raw.get("typing", ""))


def step_between(
    before: AppSpec, after: AppSpec, label: Mapping[str, str], typing: str = ""
) -> Step:
    """The step from one spec to the other."""
    old, new = documents(to_json(before)), documents(to_json(after))
    touched = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    return Step(
        label,
        {name: old.get(name) for name in touched},
        {name: new.get(name) for name in touched},
        typing,
    )


def joined(first: Step, then: Step) -> Step:
    """Two steps as one, with the later label."""
    return Step(
        then.label,
        {**then.before, **first.before},
        {**first.after, **then.after},
        then.typing,
    )


def put(spec: AppSpec, parts: Mapping[str, Json]) -> AppSpec:
    """The app with those documents in the place of its own."""
    whole = to_json(spec)
    for name, document in parts.items():
        folder, _, key = name.partition("/")
        if not key:
            whole[folder] = document
        elif folder in KINDS:
            rest = [each for each in whole.get(folder, []) if each["key"] != key]
            whole[folder] = rest if document is None else [*rest, document]
        else:
            rest_of = {k: v for k, v in whole.get(folder, {}).items() if k != key}
            whole[folder] = rest_of if document is None else {**rest_of, key: document}
    return from_json(whole)


def documents(whole: Mapping[str, Json]) -> dict[str, Json]:
    """The documents of an app by name: ``app``, ``forms/order``, ``rules/urgent``, ``data/order``."""
    found: dict[str, Json] = {"app": whole["app"]}
    for folder in KINDS:
        found |= {f"{folder}/{each['key']}": each for each in whole.get(folder, ())}
    return found | {f"data/{form}": text for form, text in whole.get("data", {}).items()}
