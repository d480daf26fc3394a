"""Keys stand once, and labels say one thing in their scope."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from runtime.spec.app import FieldSpec
from runtime.spec.build import NAMES as PLURALS
from runtime.spec.findings import NAMES, Findings, called
from runtime.spec.keywords import misreadings
from runtime.spec.problems import Problem
from runtime.spec.vocabulary import RESERVED

Element = tuple[Any, str]
"""An element and how it is named in problems."""


def check_names(findings: Findings) -> None:
    """Report keys that stand twice, reserved keys, and labels that can be misread."""
    for kind, elements in _scopes(findings):
        _check_keys(findings, kind, elements)
        _check_labels(findings, kind, elements)
    _check_grants(findings)
    _check_shared_keys(findings)


def _scopes(findings: Findings) -> Iterator[tuple[str, list[Element]]]:
    """Every scope in which keys and labels must differ."""
    spec = findings.spec
    for plural, kind in PLURALS.items():
        yield kind, [(each, f"app#{plural}/{each.key}") for each in spec.named(kind)]
    for kind, folder, elements in (
        ("form", "forms", spec.forms),
        ("view", "views", spec.views),
        ("lifecycle", "lifecycles", spec.lifecycles),
        ("approval", "approvals", spec.approvals),
        ("rule", "rules", spec.rules),
        ("metric", "metrics", spec.metrics),
        ("connector", "connectors", spec.connectors),
        ("scenario", "scenarios", spec.scenarios),
    ):
        yield kind, [(each, f"{folder}/{each.key}#key") for each in elements]
    for form in spec.forms:
        name = f"forms/{form.key}#"
        yield from _field_scopes(form.fields, f"{name}fields")
        yield "validation", [(each, f"{name}validations/{each.key}") for each in form.validations]
    for life in spec.lifecycles:
        name = f"lifecycles/{life.key}#states"
        yield "state", [(each, f"{name}/{each.key}") for each in life.states]
        for state in life.states:
            yield "move", [(each, f"{name}/{state.key}/moves/{each.key}") for each in state.moves]
    for chain in spec.approvals:
        yield "step", [(s, f"approvals/{chain.key}#steps/{n}") for n, s in enumerate(chain.steps)]


def _field_scopes(
    fields: tuple[FieldSpec, ...], element: str
) -> Iterator[tuple[str, list[Element]]]:
    yield "field", [(each, f"{element}/{each.key}") for each in fields]
    for field in fields:
        options = field.options.get("options", ())
        yield (
            "option",
            [
                (_Option(each), f"{element}/{field.key}/options/{each['key']}")
                for each in options
                if isinstance(each, dict) and "key" in each
            ],
        )
        yield from _field_scopes(field.fields, f"{element}/{field.key}/fields")


class _Option:
    """An option, which is a plain mapping in its field's options."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.key: str = raw["key"]
        self.labels: dict[str, str] = raw.get("label") or {}
        self.also: dict[str, list[str]] = raw.get("also") or {}


def _check_keys(findings: Findings, kind: str, elements: Iterable[Element]) -> None:
    seen: dict[str, Any] = {}
    for each, element in elements:
        at = getattr(each, "at", None)
        if each.key in seen:
            facts = {"kind": NAMES[kind], "key": each.key, "first": _where(seen[each.key])}
            findings.add(Problem("spec_same_key", at, facts=facts), element)
        seen.setdefault(each.key, each)
        if kind == "field" and each.key in RESERVED:
            findings.add(Problem("spec_reserved_key", at, facts={"key": each.key}), element)


def _where(element: Any) -> str:
    at = getattr(element, "at", None)
    return f"{at.path}:{at.line}" if at else str(element.key)


def _check_labels(findings: Findings, kind: str, elements: Iterable[Element]) -> None:
    seen: dict[tuple[str, str], str] = {}
    for each, element in elements:
        for lang, text in _labels(each):
            first = seen.setdefault((lang, text.casefold()), str(each.key))
            if first != each.key and kind not in {"step", "scenario", "validation"}:
                facts = {"kind": NAMES[kind], "label": text, "key": each.key, "other": first}
                findings.add(Problem("spec_same_label", None, "warning", facts), element)
        if kind == "form" or (kind == "field" and _is_read(findings, each)):
            for problem in misreadings(_labels(each)):
                findings.add(problem, element)


def _is_read(findings: Findings, field: FieldSpec) -> bool:
    """Whether rules read the field: layout has no value."""
    block = findings.blocks.fields.get(field.type)
    return block is None or block.storage(field).kind != "none"


def _labels(element: Any) -> Iterator[tuple[str, str]]:
    found: dict[tuple[str, str], None] = {}
    for lang, text in getattr(element, "labels", {}).items():
        found[lang, text] = None
    for lang, texts in getattr(element, "also", {}).items():
        found.update({(lang, text): None for text in texts})
    yield from found


def _check_grants(findings: Findings) -> None:
    for form in findings.spec.forms:
        seen: set[str] = set()
        for number, grant in enumerate(form.grants):
            if grant.role in seen:
                facts = {"form": called(form), "role": grant.role}
                element = f"forms/{form.key}#permissions/{number}"
                findings.add(Problem("spec_two_grants", facts=facts), element)
            seen.add(grant.role)


def _check_shared_keys(findings: Findings) -> None:
    """Forms and views share the menu: one key should not mean both."""
    forms = {form.key for form in findings.spec.forms}
    for view in findings.spec.views:
        if view.key in forms:
            problem = Problem("spec_form_and_view", None, "warning", {"key": view.key})
            findings.add(problem, f"views/{view.key}#key")
