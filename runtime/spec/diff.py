"""What changed between two specs, element by element: the same key is the same element.

The documents of both are compared, so that whatever a file can say is noticed here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from runtime.errors import LANGUAGES, sentence
from runtime.spec.app import AppSpec
from runtime.spec.build import NAMES as PLURALS
from runtime.spec.dump import to_json
from runtime.spec.findings import NAMES
from runtime.spec.schema import KINDS

Raw = Mapping[str, Any]
Mark = Literal["", "opens", "weaker", "meaning"]
"""What a change does that must not be overlooked: it opens old values, weakens something, or makes
a text mean something else."""
MARKS: tuple[Mark, ...] = ("opens", "weaker", "meaning", "")
"""The order in which marked changes are shown."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: the kind of element, and its name (``forms/order#fields/price``)."""

    code: ClassVar[str] = ""
    kind: str
    element: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def mark(self) -> Mark:
        """Why it must not be overlooked; empty for most."""
        return ""

    def message(self, lang: str) -> str:
        """What it is, as a sentence."""
        said = {**self.facts, "kind": _kind(self.kind), "what": _whats(self.facts.get("what", ()))}
        inside = "_in" if self.facts.get("of") else ""
        data = sentence(f"{self.code}_{self.kind}{inside}", lang, said, missing="")
        return data or sentence(f"{self.code}{inside}", lang, said)


class Added(Change):
    """An element that was not there."""

    code = "change_added"


class Retired(Change):
    """An element that is no longer declared. Its data stays."""

    code = "change_retired"


class Relabelled(Change):
    """The same element under another name."""

    code = "change_relabelled"


class TypeChanged(Change):
    """A field, view or parameter of another type."""

    code = "change_type"


class TextChanged(Change):
    """A rule that says something else."""

    code = "change_text"


class SwitchedOn(Change):
    """A rule that works from now on."""

    code = "change_switched_on"


class SwitchedOff(Change):
    """A rule that no longer works."""

    code = "change_switched_off"


class Reordered(Change):
    """The same elements in another order."""

    code = "change_order"


class Changed(Change):
    """An element that says other things; ``facts["what"]`` are the keys."""

    code = "change_other"


_INSIDE: Mapping[str, Mapping[str, str]] = {
    "app": PLURALS,
    "form": {"fields": "field", "validations": "validation", "permissions": "grant"},
    "field": {"options": "option", "fields": "field"},
    "lifecycle": {"states": "state"},
    "state": {"moves": "move"},
    "approval": {"steps": "step"},
}
"""The keyed lists inside an element, and the kind of what is in them."""

_ORDERED = frozenset({"field", "option", "state", "step"})
"""Kinds whose order people see."""


def changes(old: AppSpec | None, new: AppSpec) -> tuple[Change, ...]:
    """The differences, in the order of the files; everything is new where there is no old spec."""
    before: Raw = to_json(old) if old else {"app": {}}
    after = to_json(new)
    return tuple(_whole(before, after))


def _whole(before: Raw, after: Raw) -> Iterator[Change]:
    if before["app"]:
        yield from _element(_Pair("app", "app", before["app"], after["app"]))
    else:
        yield Added("app", "app", {"name": after["app"]["label"]})
        yield from _nested(_Pair("app", "app", {}, after["app"]))
    for folder, kind in KINDS.items():
        yield from _list(_Pair(kind, folder, before, after), folder, "/")
    old_data, new_data = before.get("data", {}), after.get("data", {})
    for form in sorted({*old_data, *new_data}):
        facts = {"name": dict.fromkeys(LANGUAGES, form)}
        if form not in old_data:
            yield Added("seed", f"data/{form}", facts)
        elif form not in new_data:
            yield Retired("seed", f"data/{form}", facts)
        elif old_data[form] != new_data[form]:
            yield Changed("seed", f"data/{form}", {**facts, "what": ("rows",)})


@dataclass(frozen=True, slots=True)
class _Pair:
    """An element before and after; ``of`` is what the element around it is called."""

    kind: str
    element: str
    before: Raw
    after: Raw
    of: Mapping[str, str] = field(default_factory=dict)

    @property
    def facts(self) -> dict[str, Any]:
        return {"name": _called(self.after), "of": self.of}


def _list(pair: _Pair, key: str, joint: str) -> Iterator[Change]:
    """The differences of a list of keyed elements, inside ``pair``."""
    kind = pair.kind
    old = {_key(each): each for each in pair.before.get(key, ())}
    new = {_key(each): each for each in pair.after.get(key, ())}
    for name, each in old.items():
        if name not in new:
            facts = {"name": _called(each), "of": pair.of}
            yield Retired(kind, f"{pair.element}{joint}{name}", facts)
    for name, each in new.items():
        inner = _Pair(kind, f"{pair.element}{joint}{name}", old.get(name, {}), each, pair.of)
        if name not in old:
            yield Added(kind, inner.element, inner.facts)
        else:
            yield from _element(inner)
    kept_before = [name for name in old if name in new]
    kept_after = [name for name in new if name in old]
    if kind in _ORDERED and kept_before != kept_after:
        yield Reordered(kind, pair.element, {"name": pair.of})


def _element(pair: _Pair) -> Iterator[Change]:
    """The differences of one element that is in both."""
    before, after = pair.before, pair.after
    inside = _INSIDE.get(pair.kind, {})
    other = [
        key
        for key in dict.fromkeys([*before, *after])
        if before.get(key) != after.get(key) and key not in {*inside, "label", "key"}
    ]
    if before.get("label") != after.get("label"):
        names = {"before": _both(_called(before)), "name": _both(_called(after))}
        yield Relabelled(pair.kind, pair.element, {**pair.facts, **names})
    if "type" in other:
        types = {"before": before.get("type", ""), "after": after.get("type", "")}
        yield TypeChanged(pair.kind, pair.element, {**pair.facts, **types})
    if pair.kind == "rule":
        if "text" in other:
            texts = {"before": before["text"], "after": after["text"]}
            yield TextChanged("rule", pair.element, {**pair.facts, **texts})
        if "on" in other:
            switched = SwitchedOn if after["on"] else SwitchedOff
            yield switched("rule", pair.element, pair.facts)
        other = [key for key in other if key not in {"text", "on"}]
    rest = tuple(key for key in other if key != "type")
    if rest:
        yield Changed(pair.kind, pair.element, {**pair.facts, "what": rest})
    yield from _nested(pair)


def _nested(pair: _Pair) -> Iterator[Change]:
    joint = "/" if "#" in pair.element else "#"
    of = {} if pair.kind == "app" else _called(pair.after)
    for key, kind in _INSIDE.get(pair.kind, {}).items():
        element = f"{pair.element}{joint}{key}"
        yield from _list(_Pair(kind, element, pair.before, pair.after, of), key, "/")


def _key(raw: Any) -> str:
    return str(raw.get("key") or raw.get("role")) if isinstance(raw, Mapping) else str(raw)


def _called(raw: Raw) -> Mapping[str, str]:
    """What an element is called; its key where it has no label."""
    labels: Mapping[str, str] = raw.get("label") or {}
    return labels or {lang: _key(raw) for lang in LANGUAGES}


def _both(labels: Mapping[str, str]) -> str:
    """The labels of every language: a rename may touch only one."""
    return " / ".join(dict.fromkeys(labels.values()))


def _kind(kind: str) -> Mapping[str, str]:
    return NAMES.get(kind) or dict.fromkeys(LANGUAGES, kind)


def _whats(keys: tuple[str, ...]) -> Mapping[str, str]:
    """The words for changed keys, in each language."""
    joints = {"zh": "、", "en": ", "}
    return {
        lang: joints[lang].join(sentence(f"change_what.{key}", lang, missing=key) for key in keys)
        for lang in LANGUAGES
    }
