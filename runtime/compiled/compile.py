"""Compiling a revision: every expression becomes a program. Published text has no problems."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from rule_dsl import Rule, rule_of
from rule_dsl.moments import clock_parts
from rule_dsl.targets.python import compile_python
from rule_dsl.targets.trace import Tracer
from rule_dsl.tree import Node
from rule_dsl.vocabulary import Listed
from runtime.access.rights import RowCondition, grant_of
from runtime.catalog import Catalog
from runtime.compiled.app import CompiledApp
from runtime.compiled.buttons import buttons_of
from runtime.compiled.field import CompiledField, Condition, compiled_text
from runtime.compiled.form import CompiledForm, CompiledLifecycle, CompiledMove, CompiledRule
from runtime.spec.app import AppSpec, FieldSpec, FormSpec, RuleSpec
from runtime.spec.calendar import calendar_of
from runtime.spec.clock_fields import with_clock_fields
from runtime.spec.expressions import expression_of
from runtime.spec.meanings import Edition, Meanings
from runtime.spec.value_checks import every_field
from runtime.spec.vocabulary import facts_read, vocabulary
from runtime.store.names import PhysicalNames
from runtime.store.tables import build_tables


def compile_app(
    edition: Edition, revision: int, names: PhysicalNames, catalog: Catalog
) -> CompiledApp:
    """Compile what was published.

    Raises ValueError where an expression has problems; publishing checked that none has.
    """
    spec = edition.spec
    meanings = _meanings(edition, catalog)
    forms = {form.key: _form(spec, form, meanings, catalog) for form in spec.forms}
    return CompiledApp(
        spec=spec,
        revision=revision,
        forms=forms,
        views={view.key: view for view in spec.views},
        approvals={chain.key: chain for chain in spec.approvals},
        tables=build_tables(spec, catalog.fields, names),
        meanings=meanings,
        zone=ZoneInfo(spec.timezone),
        calendar=calendar_of(spec),
        params={each.key: catalog.param(each) for each in spec.named("param")},
    )


def lists_of(spec: AppSpec, meanings: Meanings) -> dict[str, Listed]:
    """What the views that list records hold, for conditions that ask."""
    found: dict[str, Listed] = {}
    for view in spec.views:
        text = view.options.get("filter")
        if view.form:
            tree = expression_of(meanings.tree(view.form, text)) if isinstance(text, str) else None
            found[view.key] = Listed(view.form, tree)
    return found


def _meanings(edition: Edition, catalog: Catalog) -> Meanings:
    """The names of a revision and its trees; fields that read the clock are told by their formulas."""
    spec = edition.spec
    meanings = Meanings(vocabulary(spec, catalog.fields), edition.trees)
    meanings = replace(meanings, words=replace(meanings.words, lists=lists_of(spec, meanings)))
    formulas = {
        (subject, field.key): expression_of(meanings.tree(subject, field.formula))
        for form in spec.forms
        for field, _, subject in every_field(form)
        if field.formula is not None
    }
    words = with_clock_fields(meanings.words, formulas, spec, catalog.fields)
    return replace(meanings, words=words)


def _rows(meanings: Meanings, form: str, text: str | None) -> RowCondition[Condition] | None:
    """The row condition of a grant, each part of an "or" by itself where it reads the actor."""

    def compiled(tree: Node) -> RowCondition[Condition]:
        facts = facts_read(tree)
        splits = tree.head == "or" and facts
        parts = tuple(compiled(part) for part in tree.children()) if splits else ()
        condition = Condition(tree, compile_python(tree, meanings.words, form))
        return RowCondition(condition, facts, parts)

    return None if text is None else compiled(expression_of(meanings.tree(form, text)))


def _form(spec: AppSpec, form: FormSpec, meanings: Meanings, catalog: Catalog) -> CompiledForm:
    def compiled(text: str | None) -> Condition | None:
        return None if text is None else compiled_text(meanings, form.key, text)

    rules = tuple(
        _rule(rule, meanings, catalog) for rule in spec.rules if rule.form == form.key and rule.on
    )
    return CompiledForm(
        spec=form,
        fields={f.key: _field(spec, f, (form.key, meanings), catalog) for f in form.fields},
        grants={g.role: grant_of(g, _rows(meanings, form.key, g.rows)) for g in form.grants},
        validations=tuple(
            (v, compiled_text(meanings, form.key, v.check)) for v in form.validations
        ),
        lifecycles=tuple(
            CompiledLifecycle(
                spec=life,
                when=compiled(life.when),
                moves=tuple(
                    CompiledMove(move, state, compiled(move.guard), life.key)
                    for state in life.states
                    for move in state.moves
                ),
            )
            for life in spec.lifecycles
            if life.form == form.key
        ),
        rules=rules,
        buttons=buttons_of([each.tree for each in rules], spec.named("event")),
    )


def states_of(spec: AppSpec, form: str) -> list[dict[str, Any]]:
    """The states of a form's lifecycles, as the options of its state field."""
    found = {
        state.key: {"key": state.key, "label": dict(state.labels), "tone": state.tone}
        for life in spec.lifecycles
        if life.form == form
        for state in life.states
    }
    return list(found.values())


def _field(
    spec: AppSpec, field: FieldSpec, place: tuple[str, Meanings], catalog: Catalog
) -> CompiledField:
    form, meanings = place

    kind = catalog.fields[field.type]
    if kind.holds_state:
        field = replace(field, options={**field.options, "options": states_of(spec, form)})

    def compiled(text: bool | str | None) -> Condition | None:
        return compiled_text(meanings, form, text) if isinstance(text, str) else None

    known = meanings.words.forms[form].fields.get(field.key)
    return CompiledField(
        spec=field,
        is_clocked=known is not None and known.formula is not None,
        type=kind,
        storage=kind.storage(field),
        required=compiled(field.required),
        default=compiled(field.default),
        formula=compiled(field.formula),
        visible=compiled(field.visible),
        inner={
            f.key: _field(spec, f, (f"{form}.{field.key}", meanings), catalog) for f in field.fields
        }
        if field.fields
        else None,
    )


def _rule(spec: RuleSpec, meanings: Meanings, catalog: Catalog) -> CompiledRule:
    tree = meanings.tree(spec.form, spec.text, is_rule=True)
    rule = rule_of(tree)
    actions = [(catalog.action_of(node.head), node) for node in rule.actions]
    asks = frozenset(key for action, node in actions if action for key in action.asks(node))
    if rule.condition is None:
        return CompiledRule(spec, tree, rule, asks)
    condition = rule.condition

    def placed() -> Node:
        return rule_of(meanings.placed(spec.form, spec.text)).condition or condition

    program = compile_python(condition, meanings.words, spec.form)
    tracer = Tracer(placed, meanings.words, spec.form)
    whole = Condition(condition, program)
    turning = _turning(rule, condition, (spec.form, meanings)) if rule.reads_time else None
    return CompiledRule(spec, tree, rule, asks, whole, tracer, turning)


def _turning(
    rule: Rule, condition: Node, place: tuple[str, Meanings]
) -> tuple[Condition, ...] | None:
    """The parts of a state rule's condition that time alone turns; None where it has none such."""
    form, meanings = place
    fields = meanings.words.forms[form].fields
    reads_clocked = any(key in fields and fields[key].formula is not None for key in rule.reads)
    parts = clock_parts(condition) if rule.is_state_rule and not reads_clocked else None
    if parts is None:
        return None
    return tuple(Condition(each, compile_python(each, meanings.words, form)) for each in parts)
