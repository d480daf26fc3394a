"""A revision compiled. It is cached by (app, revision), so it is never out of date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from rule_dsl.calendar import Calendar
from rule_dsl.targets.python import Program
from rule_dsl.vocabulary import Vocabulary
from runtime.compiled.field import Condition, Dependent, compiled_text, dependents_of
from runtime.compiled.form import CompiledForm, CompiledRule
from runtime.spec.app import ApprovalSpec, AppSpec, ViewSpec
from runtime.spec.meanings import Meanings
from runtime.store.tables import FormTables


@dataclass(frozen=True, eq=False)
class CompiledApp:
    """One revision of one app, ready to be served; compared by identity."""

    spec: AppSpec
    revision: int
    forms: Mapping[str, CompiledForm]
    views: Mapping[str, ViewSpec]
    approvals: Mapping[str, ApprovalSpec]
    tables: FormTables
    meanings: Meanings
    zone: ZoneInfo
    calendar: Calendar
    params: Mapping[str, Any]
    clock_programs: dict[tuple[str, str], Program] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The app's key."""
        return self.spec.key

    @property
    def vocabulary(self) -> Vocabulary:
        """The app's names."""
        return self.meanings.words

    @cached_property
    def dependents(self) -> Mapping[str, tuple[Dependent, ...]]:
        """By form: the formulas that read its records from elsewhere."""
        found: dict[str, list[Dependent]] = {}
        for form in self.forms.values():
            for subject, fields in (
                (form.key, form.computed),
                *((f"{form.key}.{key}", each) for key, each in form.computed_lines.items()),
            ):
                for key, each in fields.items():
                    for of, dependent in dependents_of(subject, key, each):
                        found.setdefault(of, []).append(dependent)
        return {form: tuple(each) for form, each in found.items()}

    @cached_property
    def scanned_rules(self) -> tuple[CompiledRule, ...]:
        """State rules whose truth changes by the clock or by other records, at moments that are not
        known beforehand: the sweep asks the database for them.
        """
        return tuple(
            each
            for form in self.forms.values()
            for each in form.rules
            if each.rule.is_state_rule
            and each.condition is not None
            and not each.is_timed
            and (each.condition.program.reads_time or each.condition.program.reads_related)
        )

    @cached_property
    def scheduled_rules(self) -> tuple[CompiledRule, ...]:
        """Rules that run at set times."""
        return tuple(
            each
            for form in self.forms.values()
            for each in form.rules
            if each.rule.schedule is not None
        )

    @cached_property
    def _rules(self) -> Mapping[str, CompiledRule]:
        return {each.spec.key: each for form in self.forms.values() for each in form.rules}

    def rule(self, key: str, form: str | None = None) -> CompiledRule | None:
        """A rule that is switched on by its key; where a form is named, only one of that form."""
        found = self._rules.get(key)
        return found if found is not None and form in (None, found.spec.form) else None

    def condition(self, form: str, text: str) -> Condition:
        """An expression over a form's fields, compiled.

        Raises ValueError when it has problems: published text has none.
        """
        return compiled_text(self.meanings, form, text)
