"""The acceptance tests that apps and templates bring along, run in sandboxes."""

from pathlib import Path

import pytest

from runtime.catalog import catalog
from runtime.scenarios.run import Ran, Wanted, run_scenarios
from runtime.spec.app import AppSpec
from runtime.spec.load import load_app
from templates_market.room import ROOM

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = sorted(
    path.parent
    for pattern in ("apps/*/app.yaml", "templates_market/bundles/*/app.yaml")
    for path in ROOT.glob(pattern)
)


def _load(folder: Path) -> AppSpec:
    spec, problems = load_app(folder, catalog().blocks)
    assert spec is not None, [each.message("en") for each in problems]
    return spec


def _said(ran: tuple[Ran, ...]) -> dict[str, list[str]]:
    return {each.key: [p.message("en") for p in each.problems] for each in ran if each.problems}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda each: each.name)
def test_every_scenario_of_an_app_passes(folder: Path) -> None:
    spec = _load(folder)
    ran = run_scenarios(spec, Wanted(members=ROOM.members(folder)))
    assert len(ran) == len(spec.scenarios) > 0
    assert _said(ran) == {}


@pytest.mark.pg
def test_a_full_cycle_passes_on_postgresql_too(postgres_url: str) -> None:
    folder = ROOT / "templates_market" / "bundles" / "order_tracking"
    wanted = Wanted(frozenset({"full_cycle"}), ROOM.members(folder), database_url=postgres_url)
    assert _said(run_scenarios(_load(folder), wanted)) == {}
