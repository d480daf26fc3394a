"""Lifecycles: every state can be reached, a final one from each, and the form shows the state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from runtime.spec.app import LifecycleSpec
from runtime.spec.findings import Findings, called
from runtime.spec.problems import Problem
from runtime.spec.references import move_element


def check_lifecycles(findings: Findings) -> None:
    """Report what is wrong with the shape of each lifecycle, and with its form's state field."""
    for life in findings.spec.lifecycles:
        _check_targets(findings, life)
        _check_sources(findings, life)
        _check_ways(findings, life)
    _check_state_fields(findings)


def _check_targets(findings: Findings, life: LifecycleSpec) -> None:
    name = f"lifecycles/{life.key}"
    known = {state.key: state.labels.values() for state in life.states}
    if life.initial not in known:
        findings.unknown("state", life.initial, f"{name}#initial", known)
    told: set[str] = set()
    for state in life.states:
        for move in state.moves:
            element = f"{move_element(findings, life.key, state.key, move.key)}/to"
            if move.to not in known and element not in told:
                told.add(element)
                findings.unknown("state", move.to, element, known)
        if state.final and state.moves:
            problem = Problem("spec_final_moves", None, "warning", {"state": called(state)})
            findings.add(problem, f"{name}#states/{state.key}")


def _check_sources(findings: Findings, life: LifecycleSpec) -> None:
    """The states from which common moves start: only the file knows what was written there."""
    name = f"lifecycles/{life.key}"
    document = findings.sources.get(name)
    known = {state.key: state.labels.values() for state in life.states}
    for number, move in enumerate((document.value if document else {}).get("common") or ()):
        for place, key in enumerate(move.get("from") or ()):
            if key not in known:
                findings.unknown("state", key, f"{name}#common/{number}/from/{place}", known)


def _check_ways(findings: Findings, life: LifecycleSpec) -> None:
    ahead = {state.key: [move.to for move in state.moves] for state in life.states}
    back: dict[str, list[str]] = {state.key: [] for state in life.states}
    for state in life.states:
        for move in state.moves:
            if move.to in back:
                back[move.to].append(state.key)
    reached = _reach([life.initial], ahead)
    finals = [state.key for state in life.states if state.final]
    ending = _reach(finals, back)
    for state in life.states:
        element = f"lifecycles/{life.key}#states/{state.key}"
        facts = {"state": called(state)}
        if state.key not in reached and life.initial in ahead:
            findings.add(Problem("spec_unreachable", None, "warning", facts), element)
        if finals and state.key not in ending:
            findings.add(Problem("spec_no_way_out", None, "warning", facts), element)


def _reach(starts: Iterable[str], ways: Mapping[str, Iterable[str]]) -> set[str]:
    found: set[str] = set()
    todo = list(starts)
    while todo:
        key = todo.pop()
        if key not in found:
            found.add(key)
            todo += ways.get(key, ())
    return found


def _check_state_fields(findings: Findings) -> None:
    spec, types = findings.spec, findings.blocks.fields
    if not types:
        return
    for form in spec.forms:
        lives = [life for life in spec.lifecycles if life.form == form.key]
        fields = [f for f in form.fields if f.type in types and types[f.type].holds_state]
        facts = {"form": called(form)}
        for life in lives[:1] if not fields else ():
            findings.add(Problem("spec_no_state_field", facts=facts), f"lifecycles/{life.key}#form")
        for field in fields[:1] if not lives else fields[1:]:
            code = "spec_two_state_fields" if lives else "spec_state_without_life"
            facts = {"form": called(form), "field": called(field)}
            findings.add(Problem(code, facts=facts), f"forms/{form.key}#fields/{field.key}")
        always = [life for life in lives if life.when is None]
        for life in always[1:]:
            facts = {"form": called(form), "first": called(always[0])}
            findings.add(Problem("spec_two_lives", facts=facts), f"lifecycles/{life.key}#form")
