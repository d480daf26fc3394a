"""Checking a file: everything that is wrong with it is told, and nothing is stored.

Rows are read and checked batch by batch, each in a short read transaction; nobody who writes waits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from runtime.compiled import CompiledForm
from runtime.context import Context, reading
from runtime.errors import Refusal, Wrong
from runtime.imports.cells import ColumnReader, ReadRow, row_of
from runtime.imports.header import Header, names_of, read_header
from runtime.imports.preparing import Gateway, gateway, prepared
from runtime.imports.problems import Problems, wrongs_of
from runtime.imports.repeats import Prints, rows_already_there
from runtime.imports.upload import Upload
from runtime.installation import Installation
from runtime.spreadsheet.reading import Batch, Table, open_table
from runtime.store import jobs

Staged = list[Any]
"""The number of a row in its sheet, and its values as JSON by field."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Some more rows were checked: those to be stored, how many were read, how much of the file."""

    staged: Sequence[Staged]
    read: int
    part: float


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found. ``blocked`` says that nothing can be stored, whatever is left out.

    ``repeats`` says that storing it would make something twice.
    """

    total: int
    bad: int
    columns: tuple[str, ...]
    sheet: str
    digest: str
    problems: Sequence[Mapping[str, Any]]
    blocked: bool
    repeats: bool


@dataclass(slots=True)
class _Run:
    """One check on its way."""

    header: Header
    readers: tuple[ColumnReader, ...]
    prints: Prints
    revision: int
    problems: Problems = field(default_factory=Problems)
    first: dict[str, dict[int, int]] = field(default_factory=dict)
    filled: set[int] = field(default_factory=set)
    total: int = 0


def check(installation: Installation, upload: Upload, kept: Callable[[Progress], None]) -> Checked:
    """Check a file; ``kept`` is told of each batch.

    Raises:
        Refusal: forbidden (403), or what is wrong with the file as a whole (413, 422).
    """
    with _reading(installation, upload) as ctx:
        form = form_to_fill(ctx, upload.form)
        names = names_of(ctx, form)
    with open_table(upload.path, names, upload.sheet) as table:
        with _reading(installation, upload) as ctx:
            run = _begun(ctx, form_to_fill(ctx, upload.form), table)
        for batch in table.batches:
            with _reading(installation, upload) as ctx:
                staged = _batch(ctx, form_to_fill(ctx, upload.form), run, batch)
            kept(Progress(staged, run.total, batch.progress))
        nameless = sorted(run.header.nameless & run.filled)
        run.problems.add(
            table.header_row,
            [Wrong("heading_missing", facts={"number": at + 1}) for at in nameless],
            "warning",
        )
    with _reading(installation, upload) as ctx:
        return _over(ctx, run, upload, table.sheet)


def _reading(installation: Installation, upload: Upload) -> Any:
    return reading(installation, upload.owner, upload.app, "import", upload.lang)


def form_to_fill(ctx: Context, key: str) -> CompiledForm:
    """A form that the actor may import into.

    Raises:
        Refusal: not_found (404), forbidden (403).
    """
    form = ctx.form(key)
    if not ctx.rights(key).may("import"):
        raise Refusal("forbidden", 403)
    return form


def _begun(ctx: Context, form: CompiledForm, table: Table) -> _Run:
    header = read_header(ctx, form, table)
    readers = tuple(ColumnReader(each) for each in header.columns)
    run = _Run(header, readers, Prints.of(header.columns), ctx.app.revision)
    run.problems.add(table.header_row, header.errors)
    run.problems.add(table.header_row, header.hints, "warning")
    return run


def _batch(ctx: Context, form: CompiledForm, run: _Run, batch: Batch) -> list[Staged]:
    """Check some rows; those that can be stored are returned.

    Raises:
        Refusal: app_changed (409): another revision of the app was published meanwhile.
    """
    if ctx.app.revision != run.revision:
        raise Refusal("app_changed", 409)
    staged: list[Staged] = []
    way = gateway(ctx, form)
    width = max(run.header.nameless, default=-1)
    for number, cells in batch.rows:
        run.total += 1
        if width >= 0 or len(cells) > len(run.filled):
            run.filled.update(at for at, each in enumerate(cells) if each != "")
        row = row_of(run.readers, number, cells, ctx.reader)
        wrongs = _wrongs(way, run, row)
        if wrongs:
            run.problems.refuse(number, wrongs)
            continue
        run.prints.add(number, row.values)
        staged.append([number, row.wire])
    return staged


def _wrongs(way: Gateway, run: _Run, row: ReadRow) -> list[Wrong]:
    """What keeps a row out: what it holds, and what an earlier row of the file holds already."""
    try:
        values = prepared(way, row).values
    except Refusal as refusal:
        missing = run.header.missing
        return [
            each
            for each in wrongs_of(refusal)
            if each.code != "required" or each.field not in missing
        ]
    return _repeated(way.form, values, run.first, row.number)


def _repeated(
    form: CompiledForm, values: Mapping[str, Any], first: dict[str, dict[int, int]], number: int
) -> list[Wrong]:
    """Unique values that an earlier row of the file has; those of this row are noted in ``first``."""
    found: list[Wrong] = []
    for key in form.unique_fields:
        value = values.get(key)
        if value is None:
            continue
        row = first.setdefault(key, {}).setdefault(hash(value), number)
        if row != number:
            labels = form.fields[key].spec.labels
            found.append(Wrong("same_as_row", key, {"field": labels, "row": row}))
    return found


def _over(ctx: Context, run: _Run, upload: Upload, sheet: str) -> Checked:
    digest = upload.digest
    repeats = jobs.is_repeated(ctx.connection, (upload.app, upload.form), digest)
    if repeats:
        run.problems.add(0, [Wrong("imported_before")], "warning")
    else:
        same = rows_already_there(ctx, ctx.form(upload.form), run.prints)
        if same:
            facts = {"count": len(same), "rows": _some(same)}
            run.problems.add(0, [Wrong("rows_already_there", facts=facts)], "warning")
            repeats = True
    return Checked(
        total=run.total,
        bad=run.problems.rows,
        columns=tuple(each.key for each in run.header.columns),
        sheet=sheet,
        digest=digest,
        problems=run.problems.all,
        blocked=bool(run.header.errors),
        repeats=repeats,
    )


def _some(rows: Sequence[int]) -> str:
    return "、".join(map(str, rows[:5])) + ("…" if len(rows) > 5 else "")
