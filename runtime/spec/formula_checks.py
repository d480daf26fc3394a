"""Formulas of fields: of their field's kind, the same whoever looks, in no circle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rule_dsl import Node, rule_of
from rule_dsl.rule import walk
from rule_dsl.targets.ops import Refused
from rule_dsl.targets.python import Program, compile_python
from rule_dsl.vocabulary import Vocabulary
from runtime.spec.app import FieldSpec
from runtime.spec.clock_fields import KINDS, Place, clock_places, needs, with_clock_fields
from runtime.spec.expressions import Read, expression_of
from runtime.spec.findings import Findings, called
from runtime.spec.problems import Problem
from runtime.spec.value_checks import every_field, is_filled_in, made_problem
from runtime.spec.vocabulary import facts_read


@dataclass(frozen=True, slots=True)
class _Formula:
    """A formula that could be read: its field, the element it is, what it means."""

    field: FieldSpec
    element: str
    tree: Node
    program: Program


def check_formulas(findings: Findings, words: Vocabulary, read: Iterable[Read]) -> None:
    """Report formulas that their field cannot hold, that could not be kept true, or that need
    themselves.
    """
    every = tuple(read)
    formulas = dict(_formulas(findings, words, every))
    programs = {place: each.program for place, each in formulas.items()}
    circles = list(_circles({place: tuple(needs(place, p)) for place, p in programs.items()}))
    for circle in circles:
        facts = {"way": " → ".join(_named(findings, each) for each in circle)}
        findings.add(Problem("formula_circle", facts=facts), formulas[circle[0]].element)
    clocked = clock_places(programs)
    for place in sorted(clocked):
        if not _may_read_the_clock(findings, words, place):
            problem = Problem("formula_reads_clock", facts={"field": called(formulas[place].field)})
            findings.add(problem, formulas[place].element)
    if clocked and not circles:
        trees = {place: each.tree for place, each in formulas.items()}
        known = with_clock_fields(words, trees, findings.spec, findings.blocks.fields)
        _check_reach(findings, known, every, clocked)


def _formulas(
    findings: Findings, words: Vocabulary, read: Iterable[Read]
) -> Iterator[tuple[Place, _Formula]]:
    """The formulas that could be read; what is wrong with one by itself is reported."""
    trees = {expression.element: expression_of(tree) for expression, tree in read}
    for form in findings.spec.forms:
        for field, element, subject in every_field(form):
            if field.formula is None or field.type not in findings.blocks.fields:
                continue
            at = f"{element}/formula"
            problem = _of_the_field(findings, field)
            known = words.forms[subject].fields.get(field.key) if subject in words.forms else None
            if problem is None and known is not None and at in trees:
                tree = trees[at]
                try:
                    program = compile_python(tree, words, subject)
                except Refused:
                    continue
                problem = made_problem(findings, field, known.type, (tree, words, subject))
                problem = problem or _of_the_program(field, tree, program)
                yield (subject, field.key), _Formula(field, at, tree, program)
            if problem is not None:
                findings.add(problem, at)


def _may_read_the_clock(findings: Findings, words: Vocabulary, place: Place) -> bool:
    """Whether a field can be worked out whenever it is read: nothing needs it in a column."""
    form = findings.spec.form(place[0])
    field = form.field(place[1]) if form is not None else None
    if form is None or field is None:
        return False
    needed = field.unique or place[1] in (form.title, form.time)
    return not needed and words.forms[place[0]].fields[place[1]].type.kind in KINDS


def _check_reach(
    findings: Findings, words: Vocabulary, read: Iterable[Read], clocked: frozenset[Place]
) -> None:
    """Report texts that read such a field from where it cannot be worked out."""
    keys = {key for _, key in clocked}
    for expression, tree in read:
        for part in _parts(tree):
            if not any(keys.intersection(map(str, node.args)) for node in walk(part)):
                continue
            try:
                compile_python(part, words, expression.form)
            except Refused as refused:
                if refused.code == "formula_out_of_reach":
                    facts = {"text": expression.text[:80]}
                    findings.add(Problem(refused.code, facts=facts), expression.element)


def _parts(tree: Node) -> Iterator[Node]:
    """What of a text is worked out: its expression, or what a rule asks."""
    if tree.head != "rule":
        yield expression_of(tree)
    elif (condition := rule_of(tree).condition) is not None:
        yield condition


def _of_the_field(findings: Findings, field: FieldSpec) -> Problem | None:
    """Why no formula can stand at this field, whatever it says."""
    facts = {"field": called(field)}
    if field.fields or not is_filled_in(findings, field):
        return Problem("formula_nowhere", facts=facts)
    if field.default is not None or field.required is not False:
        return Problem("formula_alone", facts=facts)
    return None


def _of_the_program(field: FieldSpec, tree: Node, program: Program) -> Problem | None:
    """Why what it comes to could not be kept true."""
    facts = {"field": called(field)}
    if facts_read(tree):
        return Problem("formula_asks_who", facts=facts)
    if any(hop.kind == "any" for each in program.elsewhere for hop in each.way):
        return Problem("formula_reads_all", facts=facts)
    return None


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
