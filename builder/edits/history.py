"""What an edit changed, kept as the parts it touched: undoing puts the old ones back, exactly."""

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
    """One undoable step: its label by language, and each part it changed before and after.

    A part is a document (``rules/urgent``); a form is its head and its fields one by one
    (``forms/order``, ``forms/order#price``), so that steps stay small. None stands for a part that
    is not there. ``typing`` names one stay in one text box: what
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
    old, new = _parts(to_json(before)), _parts(to_json(after))
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
    """The app with those parts in the place of its own."""
    whole = to_json(spec)
    merged = {**_parts(whole), **parts}
    return from_json(_whole(whole["format"], {k: v for k, v in merged.items() if v is not None}))


def _parts(whole: Mapping[str, Json]) -> dict[str, Json]:
    """The documents of an app, each form without its fields but for their keys, and the fields."""
    found: dict[str, Json] = {}
    for name, document in documents(whole).items():
        found[name] = document
        if name.startswith("forms/") and "fields" in document:
            found[name] = {**document, "fields": [each["key"] for each in document["fields"]]}
            found |= {f"{name}#{each['key']}": each for each in document["fields"]}
    return found


def _whole(number: int, parts: Mapping[str, Json]) -> dict[str, Json]:
    """The inverse of :func:`_parts`."""
    whole: dict[str, Json] = {"format": number, "app": parts["app"]}
    for name, document in parts.items():
        folder, _, key = name.partition("/")
        if not key or "#" in key:
            continue
        if folder == "data":
            whole.setdefault(folder, {})[key] = document
            continue
        if folder == "forms" and "fields" in document:
            fields = [parts[f"{name}#{each}"] for each in document["fields"]]
            document = {**document, "fields": fields}  # noqa: PLW2901 - the same one, whole again
        whole.setdefault(folder, []).append(document)
    return whole


def documents(whole: Mapping[str, Json]) -> dict[str, Json]:
    """The documents of an app by name: ``app``, ``forms/order``, ``rules/urgent``, ``data/order``."""
    found: dict[str, Json] = {"app": whole["app"]}
    for folder in KINDS:
        found |= {f"{folder}/{each['key']}": each for each in whole.get(folder, ())}
    return found | {f"data/{form}": text for form, text in whole.get("data", {}).items()}
