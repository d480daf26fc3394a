"""The map of what works is complete, and what it names as proof exists."""

from __future__ import annotations

from tests.capabilities.__main__ import table
from tests.capabilities.rows import SIZES, Capability, Proof, capabilities, proofs_of

ROWS = capabilities()


def test_every_capability_has_its_row_once_and_in_order() -> None:
    wanted = [f"{part}{n}" for part, size in SIZES.items() for n in range(1, size + 1)]
    assert [row.code for row in ROWS] == wanted
    assert [row.code for row in ROWS if not row.what.strip()] == []
    assert len({row.what for row in ROWS}) == len(ROWS)


def test_every_proof_that_is_named_is_there() -> None:
    assert [each.text for each in proofs_of(ROWS) if not each.is_there()] == []


def test_a_proof_that_is_not_there_would_be_noticed() -> None:
    assert not Proof("scenario:no_such_story").is_there()
    assert not Proof("tests/no_such_file.py").is_there()
    assert not Proof("tests/capabilities/test_capabilities.py::test_of_nothing").is_there()


def test_what_lacks_something_says_what_shows_the_rest() -> None:
    assert [row.code for row in ROWS if row.lacks and not row.proofs] == []


def test_a_row_is_shown_partly_shown_unproven_or_failed() -> None:
    proof = Proof("scenario:full_cycle")
    rows = (
        Capability("D1", "whole", (proof,), ""),
        Capability("D2", "half", (proof,), "the other half"),
        Capability("D3", "none", (), ""),
    )
    assert [row.verdict() for row in rows] == ["shown", "partly", "no proof"]
    failed = table(rows, frozenset({proof.text}))
    assert "3 rows: 0 shown, 0 partly, 1 no proof, 2 failed" in failed
    assert "(failed: scenario:full_cycle)" in failed
