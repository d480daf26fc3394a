"""``make capabilities``: runs what the table names as proofs and prints each row with its result.

``python -m tests.capabilities --only-list`` prints the table's own word without running anything.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from runtime.catalog import catalog
from runtime.scenarios.run import Wanted, run_scenarios
from runtime.spec.load import load_app
from templates_market.room import ROOM
from tests.capabilities.rows import TEMPLATE, Capability, Proof, capabilities, proofs_of


def failed_scenarios(keys: frozenset[str]) -> frozenset[str]:
    """Those of the template's scenarios that do not end as they should."""
    spec, problems = load_app(TEMPLATE, catalog().blocks)
    if spec is None:
        raise SystemExit("\n".join(each.message("en") for each in problems))
    ran = run_scenarios(spec, Wanted(keys, ROOM.members(TEMPLATE)))
    return frozenset(f"scenario:{each.key}" for each in ran if not each.passed)


def failed_tests(proofs: Sequence[Proof]) -> frozenset[str]:
    """Those of the named tests that did not pass; a file counts as its tests together."""
    names = [each.text for each in proofs]
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        options = ["-q", "-p", "no:xdist", "-p", "no:cacheprovider", f"--junitxml={report}"]
        pytest.main([*options, "-o", "junit_family=xunit1", *names])
        cases = list(ET.parse(report).iter("testcase"))  # noqa: S314 - our own report
    passed: Counter[str] = Counter()
    broken: set[str] = set()
    for case in cases:
        file = str(case.get("file"))
        test = f"{file}::{str(case.get('name')).partition('[')[0]}"
        outcome = {child.tag for child in case}
        for name in (file, test):
            passed[name] += not outcome & {"failure", "error", "skipped"}
            broken |= {name} if outcome & {"failure", "error"} else set()
    return frozenset(name for name in names if name in broken or not passed[name])


def table(rows: Sequence[Capability], failed: frozenset[str]) -> str:
    """The rows with their verdicts, and the totals."""
    lines, totals = [], Counter[str]()
    for row in rows:
        verdict = row.verdict(failed)
        totals[verdict] += 1
        ended = ", ".join(each.text for each in row.proofs if each.text in failed)
        more = f" (failed: {ended})" if ended else f" (not yet: {row.lacks})" if row.lacks else ""
        lines.append(f"{row.code:4} {verdict:9} {row.what}{more}")
    words = ("shown", "partly", "no proof", "failed")
    total = ", ".join(f"{totals[word]} {word}" for word in words)
    return "\n".join([*lines, "", f"{len(rows)} rows: {total}"])


def main(words: Sequence[str]) -> int:
    """Print the table. 1 where a proof fails."""
    rows = capabilities()
    failed: frozenset[str] = frozenset()
    if "--only-list" not in words:
        proofs = proofs_of(rows)
        played = frozenset(each.scenario for each in proofs if each.scenario is not None)
        failed = failed_scenarios(played)
        failed |= failed_tests([each for each in proofs if each.scenario is None])
    sys.stdout.write(table(rows, failed) + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
