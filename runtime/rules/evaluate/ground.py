"""What an app's expressions stand on: its names, tables, calendar, and the expressions read so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rule_dsl import Parsed, parse, rule_of
from rule_dsl.calendar import Calendar
from rule_dsl.targets.elaborate import elaborate
from rule_dsl.targets.ops import Op, Refused
from rule_dsl.tree import Node
from rule_dsl.vocabulary import Vocabulary
from runtime.catalog import Catalog
from runtime.errors import Refusal
from runtime.rules.evaluate.problem import Unfit, problem
from runtime.spec.app import AppSpec
from runtime.spec.calendar import calendar_of
from runtime.spec.expressions import expression_of
from runtime.spec.vocabulary import vocabulary
from runtime.store.names import PhysicalNames, extended
from runtime.store.tables import FormTables, build_tables

MOST_KEPT = 2_000


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression read once: its tree and operations, over records of a form."""

    form: str
    tree: Node
    op: Op
    hints: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """An app, made ready to evaluate in; nothing of it is in any store."""

    spec: AppSpec
    catalog: Catalog
    vocabulary: Vocabulary
    tables: FormTables
    calendar: Calendar
    _kept: dict[tuple[str, str | None, str], Expression] = field(default_factory=dict)

    def read(self, text: str, form: str | None, lang: str) -> Expression:
        """The expression, in the form's names.

        Raises:
            Unfit: it has no meaning there, or there is no such form.
        """
        where = (text, form, lang)
        if where not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[where] = self._read(text, form, lang)
        return self._kept[where]

    def _read(self, text: str, form: str | None, lang: str) -> Expression:
        if form is not None and form not in self.vocabulary.forms:
            raise Unfit([problem("eval_no_form", lang, {"form": form[:60]}, path="form")])
        parsed = parse(text, self.vocabulary, subject=form, expect="formula")
        if parsed.tree is None:
            raise Unfit(each.as_dict(lang, text) for each in parsed.problems)
        return self.expression(parsed, lang, text)

    def expression(self, parsed: Parsed, lang: str, text: str) -> Expression:
        """The expression of a parsed formula, or the condition of a parsed rule.

        Raises:
            Unfit: it has no value of its own.
        """
        tree = _valued(parsed.tree)
        subject = parsed.subject or self._first_form()
        try:
            if tree is None:
                raise Refused("no_value", parsed.tree.head if parsed.tree is not None else "")
            op = elaborate(tree, self.vocabulary, subject)
        except Refused as refused:
            raise Unfit([problem("eval_no_value", lang, {"head": refused.head})]) from None
        return Expression(subject, tree, op, _hints(parsed, lang, text))

    def _first_form(self) -> str:
        """The form of an expression that reads no record."""
        return self.spec.main or self.spec.forms[0].key


def ground_of(spec: AppSpec, catalog: Catalog) -> Ground:
    """The ground of an app.

    Raises:
        Refusal: eval_no_ground (422), where it has no form or one of a type unknown here.
    """
    try:
        names = extended(PhysicalNames(), spec, catalog.fields)
        tables = build_tables(spec, catalog.fields, names)
    except LookupError:
        tables = None
    if tables is None or not spec.forms:
        raise Refusal("eval_no_ground", 422)
    return Ground(spec, catalog, vocabulary(spec, catalog.fields), tables, calendar_of(spec))


def _valued(tree: Node | None) -> Node | None:
    if tree is None or tree.head == "group":
        return None
    return rule_of(tree).condition if tree.head == "rule" else expression_of(tree)


def _hints(parsed: Parsed, lang: str, text: str) -> tuple[Mapping[str, Any], ...]:
    return tuple(each.as_dict(lang, text) for each in parsed.hints)
