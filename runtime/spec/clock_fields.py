"""Fields whose formula reads the clock: kept nowhere, they are worked out wherever they are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from rule_dsl.targets.ops import Refused
from rule_dsl.targets.python import Program, compile_python
from rule_dsl.tree import Node
from rule_dsl.types import NUMBER
from rule_dsl.vocabulary import Field, Form, Vocabulary
from runtime.spec.app import AppSpec
from runtime.spec.blocks import FieldBlock

Place = tuple[str, str]
"""A form (or ``form.lines``) and the key of a field."""

KINDS = frozenset({"number", "money", "percent", "text", "bool", "date", "moment", "duration"})
"""What such a field may hold: values that mean the same without being read by their type."""


def needs(place: Place, program: Program) -> Iterator[Place]:
    """The fields that a formula reads, of its own record and of others."""
    form, _ = place
    yield from ((form, key) for key in sorted(program.reads))
    yield from sorted((each.form, each.field) for each in program.elsewhere if each.field)


def clock_places(programs: Mapping[Place, Program]) -> frozenset[Place]:
    """The fields whose formula reads the clock, or reads one that does."""
    found = {place for place, program in programs.items() if program.reads_time}
    while True:
        more = {
            place
            for place, program in programs.items()
            if place not in found and not found.isdisjoint(needs(place, program))
        }
        if not more:
            return frozenset(found)
        found |= more


def with_clock_fields(
    words: Vocabulary,
    formulas: Mapping[Place, Node],
    spec: AppSpec,
    types: Mapping[str, FieldBlock],
) -> Vocabulary:
    """The names of an app, in which fields that read the clock are told by their formulas."""
    programs: dict[Place, Program] = {}
    for place, tree in formulas.items():
        try:
            programs[place] = compile_python(tree, words, place[0])
        except Refused:
            continue
    clocked = clock_places(programs)
    if not clocked:
        return words
    forms = dict(words.forms)
    for form, key in sorted(clocked):
        declared = spec.form(form)
        field = declared.field(key) if declared is not None else None
        if field is None or key not in forms[form].fields:
            continue
        storage = types[field.type].storage(field)
        scale = storage.scale if storage.kind == "number" else None
        forms[form] = _told(forms[form], key, _fitted(formulas[form, key], scale))
    return replace(words, forms=forms)


def _told(form: Form, key: str, formula: Node) -> Form:
    fields: dict[str, Field] = dict(form.fields)
    fields[key] = replace(fields[key], formula=formula)
    return replace(form, fields=fields)


def _fitted(tree: Node, scale: int | None) -> Node:
    """A number with as many places as its field has: shown, sorted and compared alike."""
    if scale is None:
        return tree
    return Node("round", (tree, Node("number", (str(scale),), NUMBER)), NUMBER)
