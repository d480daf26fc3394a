"""`make bench`: measures, prints ratios with the settings, asserts nothing."""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
import tempfile
from functools import partial
from pathlib import Path
from urllib.parse import quote

from benchmarks.imports import imports
from benchmarks.load import Rate, rate
from benchmarks.requests import RECORDS, get, post
from benchmarks.site import BARE, PRODUCT, build_site, fill, served

SECONDS = float(os.environ.get("BENCH_SECONDS", "5"))
SIZES = (10_000, 100_000)


def main() -> None:
    """Run everything; one line each: what, product, floor, ratio."""
    print(
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version} WAL synchronous=FULL, "
        f"{os.cpu_count()} cores, gunicorn 2×4, 8 clients, {SECONDS:g} s each"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        creates(folder)
        for size in SIZES:
            lists(folder, size)
        for each in imports(folder):
            print(each, flush=True)
    rules()


def creates(folder: Path) -> None:
    """Rows created per second through the API, audit on, with no, ten and fifty rules."""
    floor_env = {"FLOOR_DB": str(folder / "create.db")}
    with served(BARE, floor_env, folder / "floor.log") as port:
        floor = rate(port, partial(post, "/job"), seconds=SECONDS)
    for count in (0, 10, 50):
        site = build_site(folder, count)
        with served(PRODUCT, site.env, folder / "web.log") as port:
            ours = rate(port, partial(post, RECORDS, token=site.token), seconds=SECONDS)
            line(f"create, {count} rules on", ours, floor)
            if count == 0:
                page = rate(port, lambda _: get("/login"), seconds=SECONDS)
        site.house.installation.engine.dispose()
    with served(BARE, floor_env, folder / "floor.log") as port:
        line(
            "a form page (sign-in)",
            page,
            rate(port, lambda _: get("/form"), seconds=SECONDS),
        )


def lists(folder: Path, size: int) -> None:
    """A list of 50, filtered and sorted, at some size."""
    site = build_site(folder / str(size), 0)
    floor_db = folder / f"list{size}.db"
    fill(site, floor_db, size)
    where = quote("类型 = 加急")
    with served(PRODUCT, site.env, folder / "web.log") as port:
        path = f"{RECORDS}?where={where}&sort=due&limit=50"
        ours = rate(port, lambda _: get(path, site.token), seconds=SECONDS)
    with served(BARE, {"FLOOR_DB": str(floor_db)}, folder / "floor.log") as port:
        floor = rate(port, lambda _: get("/job?kind=rush"), seconds=SECONDS)
    line(f"list of 50, filtered and sorted, {size:,} rows", ours, floor)
    site.house.installation.engine.dispose()


def rules() -> None:
    """Rules per second beside other engines, where the extras are installed."""
    try:
        from benchmarks import rules as rule_bench
    except ImportError as missing:
        print(f"rules: left out, {missing.name} is not installed")
        return
    rule_bench.main()


def line(what: str, ours: Rate, floor: Rate) -> None:
    """One result."""
    ratio = ours.per_second / floor.per_second if floor.per_second else 0.0
    print(
        f"{what:44} {ours.per_second:8.0f}/s (p50 {ours.median:.1f} ms, p95 {ours.p95:.1f} ms, "
        f"failed {ours.failed})   floor {floor.per_second:8.0f}/s   ratio {ratio:.2f}"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1:] == ["cost"]:
        from benchmarks.cost import main as main_of_costs

        main_of_costs()
    else:
        main()
