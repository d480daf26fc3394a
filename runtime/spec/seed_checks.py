"""Sample records: every cell must be something its field can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from rule_dsl import Parsed
from rule_dsl.types import DATE
from runtime.spec.app import FieldSpec, FormSpec, SeedSpec
from runtime.spec.findings import Findings, called
from runtime.spec.json_text import read_json
from runtime.spec.problems import Problem
from runtime.spec.references import SYSTEM_KEYS
from runtime.spec.seed_text import NUMBERED, TIMED, cell_places
from runtime.spec.texts import TextKey, Texts
from runtime.spec.value_checks import is_filled_in, made_problem, value_problem

_MOMENTS = frozenset({"created_at", "updated_at", "state_since"})
HEADER = -1
MOST = 100
"""Problems told of one file."""


@dataclass(slots=True)
class _Sheet:
    """One file of sample records under check; ``seen`` is what was found out about a cell."""

    findings: Findings
    texts: Texts
    seed: SeedSpec
    form: FormSpec
    wrong: list[tuple[int, int, Problem]] = field(default_factory=list)
    seen: dict[tuple[str, str], Problem | None] = field(default_factory=dict)


def check_seeds(findings: Findings, texts: Texts) -> None:
    """Report files of no form, columns of no field, and cells that their fields cannot read."""
    for seed in findings.spec.seeds:
        form = findings.spec.form(seed.form)
        if form is None:
            known = {each.key: each.labels.values() for each in findings.spec.forms}
            findings.at = seed.at
            findings.unknown("form", seed.form, f"data/{seed.form}", known)
            findings.at = None
            continue
        sheet = _Sheet(findings, texts, seed, form)
        _check_header(sheet)
        if findings.sources:  # a draft outlives its sample records: they came with its files
            _check_rows(sheet)
        _tell(sheet)


def _check_header(sheet: _Sheet) -> None:
    for column, key in enumerate(sheet.seed.header):
        if sheet.form.field(key) is None and key not in SYSTEM_KEYS:
            sheet.wrong.append((HEADER, column, _no_field(sheet, key)))


def _no_field(sheet: _Sheet, key: str) -> Problem:
    known = {each.key: each.labels.values() for each in sheet.form.fields}
    aside = Findings(sheet.findings.spec, sheet.findings.blocks, {})
    aside.unknown("field", key, f"data/{sheet.form.key}", known)
    return aside.problems[0]


def _check_rows(sheet: _Sheet) -> None:
    columns = {key: column for column, key in enumerate(sheet.seed.header)}
    needed = _needed(sheet)
    sheet.wrong += [(HEADER, 0, _missing(sheet, key)) for key in needed if key not in columns]
    for number, row in enumerate(sheet.seed.rows):
        for key in needed:
            if key in columns and not row[columns[key]].strip():
                sheet.wrong.append((number, columns[key], _missing(sheet, key)))
        for column, cell in enumerate(row):
            problem = _of_cell(sheet, sheet.seed.header[column], cell.strip())
            if problem is not None:
                sheet.wrong.append((number, column, problem))
        if len(sheet.wrong) >= MOST:
            return


def _missing(sheet: _Sheet, key: str) -> Problem:
    facts = {"field": called(sheet.form.field(key))}
    return Problem("spec_seed_required", facts=facts)


def _needed(sheet: _Sheet) -> tuple[str, ...]:
    """The fields without which no record is stored."""
    return tuple(
        each.key
        for each in sheet.form.fields
        if each.required is True
        and each.default is None
        and each.visible is None
        and is_filled_in(sheet.findings, each)
    )


def _of_cell(sheet: _Sheet, key: str, cell: str) -> Problem | None:
    if not cell:
        return None
    if (key, cell) not in sheet.seen:
        named = sheet.form.field(key)
        if named is not None:
            sheet.seen[key, cell] = _of_field(sheet, named, cell, sheet.form.key)
        else:
            sheet.seen[key, cell] = _aside(sheet, cell) if key in _MOMENTS else None
    return sheet.seen[key, cell]


def _of_field(sheet: _Sheet, named: FieldSpec, value: Any, subject: str) -> Problem | None:
    block = sheet.findings.blocks.fields.get(named.type)
    if block is None:
        return None
    if isinstance(value, str) and value.startswith("="):
        return _computed(sheet, named, value, subject)
    if block.holds_state:
        return _no_state(sheet, str(value))
    if named.fields and isinstance(value, str) and '"=' in value:
        return _deep(sheet, named, value)
    points = getattr(block.storage(named), "points", None)
    numbered = NUMBERED.fullmatch(value.strip()) if points and isinstance(value, str) else None
    if numbered is not None:
        return _no_row(sheet, str(points), int(numbered[1]))
    return value_problem(sheet.findings, named, value)


def _no_state(sheet: _Sheet, key: str) -> Problem | None:
    lives = [life for life in sheet.findings.spec.lifecycles if life.form == sheet.form.key]
    known = {state.key: state.labels.values() for life in lives for state in life.states}
    if key in known or not lives:
        return None
    aside = Findings(sheet.findings.spec, sheet.findings.blocks, {})
    aside.unknown("state", key, f"data/{sheet.form.key}", known)
    return aside.problems[0]


def _no_row(sheet: _Sheet, form: str, number: int) -> Problem | None:
    seeds = sheet.findings.spec.seeds
    rows = next((len(each.rows) for each in seeds if each.form == form), 0)
    named = sheet.findings.spec.form(form)
    if number <= rows or named is None:
        return None
    facts = {"form": called(named), "number": number, "rows": rows}
    return Problem("spec_seed_no_row", facts=facts)


def _deep(sheet: _Sheet, named: FieldSpec, value: str) -> Problem | None:
    """Lines with expressions in them: those by themselves, then all that is plain."""
    document, problems = read_json(f"data/{sheet.form.key}.csv", value)
    if document is None or problems:
        return value_problem(sheet.findings, named, value)
    rows = document.value
    inner = {each.key: each for each in named.fields}
    plain: list[Any] = []
    for row in rows if isinstance(rows, list) else ():
        cells: Mapping[str, Any] = row if isinstance(row, dict) else {}
        computed = {k: v for k, v in cells.items() if isinstance(v, str) and v.startswith("=")}
        for key, text in computed.items():
            subject = f"{sheet.form.key}.{named.key}"
            wrong = _of_field(sheet, inner[key], text, subject) if key in inner else None
            if wrong is not None:
                return wrong
        plain.append({k: None if k in computed and k in inner else v for k, v in cells.items()})
    return value_problem(sheet.findings, named, plain)


def _computed(sheet: _Sheet, named: FieldSpec, text: str, subject: str) -> Problem | None:
    timed, parsed = _parsed(sheet, text)
    if parsed.tree is None:
        return _said(parsed.errors, text)
    made = parsed.tree.args[0]
    known = sheet.texts.words.forms[subject].fields.get(named.key)
    if isinstance(made, str) or made is None or known is None:
        return None
    if not timed:
        return made_problem(
            sheet.findings, named, known.type, (made, sheet.texts.words, sheet.form.key)
        )
    if made.type != DATE or known.type.kind != "moment":
        return Problem("spec_seed_time", facts={"text": text[:80], "field": called(named)})
    return None


def _parsed(sheet: _Sheet, text: str) -> tuple[bool, Parsed]:
    """Whether a time of day stands behind an expression, and the expression as it is read."""
    timed = TIMED.fullmatch(text)
    inner = timed[1] if timed else text[1:]
    return timed is not None, sheet.texts.read(TextKey(sheet.form.key, inner, "formula"))


def _said(errors: Iterable[Any], text: str) -> Problem:
    """What the rule language says of an expression, as a problem of its cell."""
    found = next(iter(errors))
    said = {lang: found.as_dict(lang, text) for lang in ("zh", "en")}
    texts = {part: {lang: said[lang][part] for lang in said} for part in ("message", "hint")}
    return Problem(found.code, suggestions=tuple(said["zh"]["suggestions"]), text=texts)


def _aside(sheet: _Sheet, cell: str) -> Problem | None:
    """When a record came about: a moment, a date, or an expression that gives one."""
    if cell.startswith("="):
        _, parsed = _parsed(sheet, cell)
        return _said(parsed.errors, cell) if parsed.tree is None else None
    try:
        datetime.fromisoformat(cell)
    except ValueError:
        return Problem("spec_seed_moment", facts={"text": cell[:80]})
    return None


def _tell(sheet: _Sheet) -> None:
    """The problems, each with the place of its cell."""
    if not sheet.wrong:
        return
    wanted: dict[int, list[tuple[int, Problem]]] = {}
    for row, column, problem in sheet.wrong[:MOST]:
        wanted.setdefault(row, []).append((column, problem))
    element = f"data/{sheet.form.key}"
    for row, places in _rows(sheet.seed, max(wanted)):
        for column, problem in wanted.get(row, ()):
            at = places[column] if places else None
            sheet.findings.add(replace(problem, at=at), element)


def _rows(seed: SeedSpec, last: int) -> Iterator[tuple[int, tuple[Any, ...]]]:
    if not seed.text:
        yield from ((row, ()) for row in range(HEADER, last + 1))
        return
    for row, places in enumerate(cell_places(seed), HEADER):
        yield row, places
        if row >= last:
            return
