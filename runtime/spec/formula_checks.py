"""Formulas of fields: of their field's kind, true without asking who looks or when, in no circle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rule_dsl.targets.ops import Refused
from rule_dsl.targets.python import Program, compile_python
from rule_dsl.vocabulary import Vocabulary
from runtime.spec.app import FieldSpec
from runtime.spec.expressions import Read, expression_of
from runtime.spec.findings import Findings, called
from runtime.spec.problems import Problem
from runtime.spec.value_checks import every_field, is_filled_in, made_problem
from runtime.spec.vocabulary import facts_read

Place = tuple[str, str]
"""A form (or ``form.lines``) and the key of a field."""


def check_formulas(findings: Findings, words: Vocabulary, read: Iterable[Read]) -> None:
    """Report formulas that their field cannot hold, that would go stale, or that need themselves."""
    trees = {expression.element: expression_of(tree) for expression, tree in read}
    programs: dict[Place, Program] = {}
    elements: dict[Place, str] = {}
    for form in findings.spec.forms:
        for field, element, subject in every_field(form):
            if field.formula is None or field.type not in findings.blocks.fields:
                continue
            at = f"{element}/formula"
            problem = _of_the_field(findings, field)
            known = words.forms[subject].fields.get(field.key) if subject in words.forms else None
            if problem is None and known is not None and at in trees:
                tree = trees[at]
                problem = made_problem(findings, field, known.type, (tree, words, subject))
                if problem is None and facts_read(tree):
                    problem = Problem("formula_asks_who", facts={"field": called(field)})
                try:
                    program = compile_python(tree, words, subject)
                except Refused:
                    continue
                problem = problem or _of_the_program(field, program)
                programs[subject, field.key], elements[subject, field.key] = program, at
            if problem is not None:
                findings.add(problem, at)
    for circle in _circles({place: tuple(_needs(place, p)) for place, p in programs.items()}):
        facts = {"way": " → ".join(_named(findings, each) for each in circle)}
        findings.add(Problem("formula_circle", facts=facts), elements[circle[0]])


def _of_the_field(findings: Findings, field: FieldSpec) -> Problem | None:
    """Why no formula can stand at this field, whatever it says."""
    facts = {"field": called(field)}
    if field.fields or not is_filled_in(findings, field):
        return Problem("formula_nowhere", facts=facts)
    if field.default is not None or field.required is not False:
        return Problem("formula_alone", facts=facts)
    return None


def _of_the_program(field: FieldSpec, program: Program) -> Problem | None:
    """Why what it comes to could not be kept true."""
    facts = {"field": called(field)}
    if program.reads_time:
        return Problem("formula_reads_clock", facts=facts)
    if any(hop.kind == "any" for each in program.elsewhere for hop in each.way):
        return Problem("formula_reads_all", facts=facts)
    return None


def _needs(place: Place, program: Program) -> Iterator[Place]:
    """The fields that a formula reads, of its own record and of others."""
    form, _ = place
    yield from ((form, key) for key in sorted(program.reads))
    yield from sorted((each.form, each.field) for each in program.elsewhere if each.field)


def _circles(needs: Mapping[Place, tuple[Place, ...]]) -> Iterator[tuple[Place, ...]]:
    """Each circle of formulas once, from its first to itself."""
    done: set[Place] = set()
    for start in needs:
        way = _way_back(needs, start, (start,), set())
        if way is not None and not done.intersection(way):
            done.update(way)
            yield way


def _way_back(
    needs: Mapping[Place, tuple[Place, ...]], start: Place, way: tuple[Place, ...], seen: set[Place]
) -> tuple[Place, ...] | None:
    for each in needs[way[-1]]:
        if each == start:
            return (*way, each)
        if each in needs and each not in seen:
            seen.add(each)
            found = _way_back(needs, start, (*way, each), seen)
            if found is not None:
                return found
    return None


def _named(findings: Findings, place: Place) -> str:
    form, _, lines = place[0].partition(".")
    known = findings.spec.form(form)
    field = known.field(lines or place[1]) if known else None
    inner = next((f for f in field.fields if f.key == place[1]), None) if field and lines else None
    parts = [each for each in (known, field, inner) if each is not None]
    return "·".join(next(iter(each.labels.values()), each.key) for each in parts)
