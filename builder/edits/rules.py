"""Edits of rules. A rule's text may be wrong in a draft; publishing refuses it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from builder.edits.base import Edit, called, relabelled
from builder.edits.places import form_at, rule_at, with_rule
from runtime.errors import Refusal
from runtime.spec.app import AppSpec, Labels, RuleSpec
from runtime.spec.blocks import Blocks

MOST_RULES = 1_000


def _named(spec: AppSpec, rule: str) -> Mapping[str, Any]:
    found = rule_at(spec, rule)
    return {"rule": called(found.labels, found.key)}


@dataclass(frozen=True, slots=True)
class AddRule(Edit):
    """A new rule of a form."""

    kind: ClassVar[str] = "add_rule"
    key: str
    form: str
    labels: Labels
    text: str
    on: bool = True

    def apply(self, spec: AppSpec, blocks: Blocks) -> AppSpec:
        form_at(spec, self.form)
        if any(each.key == self.key for each in spec.rules):
            raise Refusal("edit_key_taken", 422, key=self.key)
        if len(spec.rules) >= MOST_RULES:
            raise Refusal("edit_too_many", 422, most=MOST_RULES)
        rule = RuleSpec(self.key, self.form, self.labels, self.text.strip(), self.on)
        return replace(spec, rules=tuple(sorted((*spec.rules, rule), key=lambda r: r.key)))

    def facts(self, spec: AppSpec) -> Mapping[str, Any]:
        return {"rule": called(self.labels, self.key)}


@dataclass(frozen=True, slots=True)
class ChangeRule(Edit):
    """What a rule says, and the form it is about."""

    kind: ClassVar[str] = "change_rule"
    rule: str
    form: str
    text: str

    def apply(self, spec: AppSpec, blocks: Blocks) -> AppSpec:
        form_at(spec, self.form)
        return with_rule(
            spec, self.rule, lambda r: replace(r, form=self.form, text=self.text.strip())
        )

    def facts(self, spec: AppSpec) -> Mapping[str, Any]:
        return _named(spec, self.rule)


@dataclass(frozen=True, slots=True)
class RelabelRule(Edit):
    """A rule under another name in one language."""

    kind: ClassVar[str] = "relabel_rule"
    rule: str
    lang: str
    text: str

    def apply(self, spec: AppSpec, blocks: Blocks) -> AppSpec:
        return with_rule(
            spec,
            self.rule,
            lambda r: replace(r, labels=relabelled(r.labels, self.lang, self.text)),
        )

    def facts(self, spec: AppSpec) -> Mapping[str, Any]:
        return {**_named(spec, self.rule), "text": self.text}


@dataclass(frozen=True, slots=True)
class SwitchRule(Edit):
    """A rule on or off."""

    kind: ClassVar[str] = "switch_rule"
    rule: str
    on: bool

    def apply(self, spec: AppSpec, blocks: Blocks) -> AppSpec:
        return with_rule(spec, self.rule, lambda r: replace(r, on=self.on))

    def facts(self, spec: AppSpec) -> Mapping[str, Any]:
        words = {"zh": "启用", "en": "on"} if self.on else {"zh": "停用", "en": "off"}
        return {**_named(spec, self.rule), "on": words}


@dataclass(frozen=True, slots=True)
class RemoveRule(Edit):
    """A rule less."""

    kind: ClassVar[str] = "remove_rule"
    rule: str

    def apply(self, spec: AppSpec, blocks: Blocks) -> AppSpec:
        rule_at(spec, self.rule)
        return replace(spec, rules=tuple(r for r in spec.rules if r.key != self.rule))

    def facts(self, spec: AppSpec) -> Mapping[str, Any]:
        return _named(spec, self.rule)
