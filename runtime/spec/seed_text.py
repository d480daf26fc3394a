"""``data/<form>.csv``: a header of field keys and one row a record (RFC 4180, UTF-8)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO

from runtime.spec import limits
from runtime.spec.app import SeedSpec
from runtime.spec.places import Place
from runtime.spec.problems import Problem

TIMED = re.compile(r"=(.+?)\s+([01]?[0-9]|2[0-3]):([0-5][0-9])", re.DOTALL)
"""``=TODAY()-12 09:30``: a day that is computed, and the time of it."""
NUMBERED = re.compile(r"#([1-9][0-9]{0,5})")
"""``#4`` in a link: the fourth sample record of the linked form."""
_CELL = re.compile(r'("(?:[^"]|"")*"|[^,\n"]*)(,|\n|\Z)')


def read_seed(path: str, form: str, text: str) -> tuple[SeedSpec | None, tuple[Problem, ...]]:
    """The sample records in a file, and what is wrong with it. Empty lines are skipped."""
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    header: tuple[str, ...] = ()
    rows: list[tuple[str, ...]] = []
    problems: list[Problem] = []
    try:
        for cells in reader:
            if not cells:
                continue
            if not header:
                header = tuple(cell.strip() for cell in cells)
                problems += _header(path, header)
                continue
            if len(cells) != len(header):
                facts = {"cells": len(cells), "columns": len(header)}
                problems.append(
                    Problem("spec_seed_cells", Place(path, reader.line_num, 1), facts=facts)
                )
                continue
            rows.append(tuple(cells))
            if len(rows) > limits.SEED_ROWS:
                at = Place(path, reader.line_num, 1)
                return None, (Problem("spec_seed_rows", at, facts={"most": limits.SEED_ROWS}),)
    except csv.Error:
        return None, (*problems, Problem("spec_seed_csv", Place(path, reader.line_num, 1)))
    if not header:
        return None, (Problem("spec_empty_file", Place(path, 1, 1)),)
    return SeedSpec(form, header, tuple(rows), Place(path, 1, 1), text), tuple(problems)


def _header(path: str, header: tuple[str, ...]) -> list[Problem]:
    at = Place(path, 1, 1)
    if len(header) > limits.SEED_COLUMNS:
        return [Problem("spec_seed_columns", at, facts={"most": limits.SEED_COLUMNS})]
    seen: set[str] = set()
    problems = []
    for key in header:
        if key in seen:
            problems.append(Problem("spec_twice", at, facts={"key": key, "line": 1}))
        seen.add(key)
    return problems


def cell_places(seed: SeedSpec) -> Iterator[tuple[Place, ...]]:
    """Where each cell of the header stands, then those of each row."""
    if seed.at is None:
        return
    line, start, at = 1, 0, 0
    row: list[Place] = []
    text = seed.text
    while at < len(text) and (found := _CELL.match(text, at)):
        row.append(Place(seed.at.path, line, found.start() - start + 1))
        at = found.end()
        if found[1].count("\n"):
            line += found[1].count("\n")
            start = text.rindex("\n", 0, found.end(1)) + 1
        if found[2] != ",":
            if len(row) == len(seed.header) and (found[1] or len(row) > 1):
                yield tuple(row)
            row, line, start = [], line + 1, at


def write_seed(seed: SeedSpec) -> str:
    """The file's text; the inverse of :func:`read_seed`."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(seed.header)
    writer.writerows(seed.rows)
    return out.getvalue()
