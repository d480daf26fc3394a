"""What is exported is read back as the same value: every field type, CSV and workbook, both languages."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from runtime.fields.base import FieldType, Sample, Unreadable
from runtime.spec.app import FieldSpec
from runtime.spreadsheet.reading import kept, open_table
from runtime.spreadsheet.writing import write_csv, write_xlsx
from tests.fields.reading import TYPES, field_of, reader

TEXTS = (
    "=1+1", "'=1+1", "''=1+1", "'quoted'", "-5", "+86 138", "@all", "＝全角", "007", "true", "12%", "1e5",
    "{=SUM(A1)}", "é ß Ω", "  inside   spaces", "<r><bad></r>", "<r></r>", "<r><t>x</t></r>", "<b>&amp;",
)  # fmt: skip
PARAGRAPHS = ("一\n二\n\n三", "a\ttab", "'\n=x", "字" * 20_000, "line\nline " * 1_500)
ZONE = "America/New_York"


def _cases() -> Iterator[tuple[FieldType, FieldSpec, Any, Sample | None]]:
    """Every sample that is a value, and others of the kinds that spreadsheets change."""
    dice = random.Random(11)
    for block in TYPES.values():
        for sample in block.samples:
            spec = field_of(block, sample)
            is_written = block.storage(spec).kind != "none" and not block.holds_state
            if sample.wrong is None and sample.value is not None and is_written:
                yield block, spec, sample.value, sample
    for key, texts in (("text", TEXTS), ("long_text", (*TEXTS, *PARAGRAPHS))):
        for text in texts:
            spec = field_of(TYPES[key])
            yield TYPES[key], spec, TYPES[key].parse(text, spec, reader()), None
    for key, scale in (("money", 2), ("decimal", 6), ("percent", 8), ("integer", 0)):
        spec = field_of(TYPES[key], **({"scale": scale} if scale else {}))
        for digits in (*range(1, 19), 15, 16, 17, 18):
            units = dice.randrange(10 ** (digits - 1), 10**digits) * dice.choice((1, -1))
            yield TYPES[key], spec, Decimal(units).scaleb(-scale), None
    spec = field_of(TYPES["moment"])
    for _ in range(40):
        at = datetime(1890, 1, 1, tzinfo=UTC) + timedelta(
            seconds=dice.randrange(2 * 10**10), microseconds=dice.choice((0, 1000, 250_000, 17))
        )
        yield TYPES["moment"], spec, at, None
    for hour in range(4, 9):  # the night in which clocks go back
        yield TYPES["moment"], spec, datetime(2026, 11, 1, hour, 30, tzinfo=UTC), None


CASES = list(_cases())


def _read(path: str, rows: list[list[Any]]) -> list[Any]:
    """The cells of the second row, written and read."""
    content = b"".join(write_csv(rows)) if path == "csv" else write_xlsx(rows, "all")[0]
    with kept(io.BytesIO(content)) as file, open_table(file) as table:
        read = [each for batch in table.batches for each in batch.rows]
    assert [each.number for each in read] == list(range(2, len(rows) + 1))
    return [each.cells[1] for each in read]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_value_comes_back(kind: str, lang: str) -> None:
    rows: list[list[Any]] = [["at", "value"]]
    for at, (block, spec, value, sample) in enumerate(CASES):
        write = block.show if kind == "csv" else block.cell
        rows.append([str(at), write(value, spec, reader(sample, lang, ZONE))])
    wrong = []
    for (block, spec, value, sample), cell in zip(CASES, _read(kind, rows), strict=True):
        found = _parsed(block, spec, cell, reader(sample, lang, ZONE))
        if found != value:
            wrong.append((block.key, value, cell, found))
    assert wrong == []


def _parsed(block: FieldType, spec: FieldSpec, cell: Any, how: Any) -> Any:
    for written in [cell] if isinstance(cell, str) else cell:
        try:
            return block.parse(written, spec, how)
        except (Unreadable, KeyError) as problem:
            found: Any = problem
    return found
