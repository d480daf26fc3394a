"""Importing a table: rows a second, checked and stored with their events, and the memory it takes.

Each measurement is a process of its own, so that its peak is its own. The floor reads the same file,
and writes the same rows and no event, in batches of the same size with the same durability.
"""

from __future__ import annotations

import csv
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from benchmarks.floor import COLUMNS, open_floor
from benchmarks.site import build_site
from runtime.imports.job import begin_import, confirm_import, look_at, run_imports
from runtime.imports.upload import Upload, take_in
from runtime.queries.jobs import job_of

BATCH = 500
HEADER = "名称,类型,进度,截止日,等级,金额\n"


def write_file(path: Path, rows: int) -> None:
    """A file of so many rows for the bench app."""
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        for at in range(rows):
            kind = "加急" if at % 2 else "普通"
            day = f"{2027 + at % 3}-{at % 12 + 1:02}-{at % 28 + 1:02}"
            file.write(
                f"活儿 {at},{kind},{at % 101}%,{day},{'ABC'[at % 3]},{at % 99991 + 1}.{at % 90 + 10}\n"
            )


def product(folder: Path, path: Path, rules: int) -> dict[str, float]:
    """Check and store a file; seconds of each, and the peak in MiB."""
    site = build_site(folder, rules)
    house = site.house
    began, burnt = time.perf_counter(), time.process_time()
    with path.open("rb") as stream:
        kept = take_in(house.installation.settings, stream)
    upload = Upload("bench", "job", house.people["boss"], "zh", path.name, kept)
    looked = look_at(house.installation, upload)
    with house.write("boss") as ctx:
        job = begin_import(ctx, looked)
    run_imports(house.installation, job.id)
    checked = time.perf_counter()
    job = job_of(house.installation, job.id)
    assert job.status == "checked", job.problems
    with house.write("boss") as ctx:
        confirm_import(ctx, job.id)
    run_imports(house.installation, job.id)
    stored = time.perf_counter()
    done = job_of(house.installation, job.id)
    assert (done.status, done.problems) == ("done", []), done.problems[:3]
    return {
        "rows": done.done,
        "check": checked - began,
        "store": stored - checked,
        "processor": time.process_time() - burnt,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def floor(folder: Path, path: Path) -> dict[str, float]:
    """The same rows by the driver alone."""
    line = open_floor(str(folder / "floor.db"))
    marks = ", ".join("?" * (len(COLUMNS) + 2))
    began, burnt, written = time.perf_counter(), time.process_time(), 0
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        for batch in iter(lambda: list(islice(reader, BATCH)), []):
            line.execute("BEGIN IMMEDIATE")
            rows = [(f"{written + at:026}", *row, "now") for at, row in enumerate(batch)]
            line.executemany(f"INSERT INTO job VALUES ({marks})", rows)  # noqa: S608 - question marks
            line.execute("COMMIT")
            written += len(batch)
    return {
        "rows": written,
        "seconds": time.perf_counter() - began,
        "processor": time.process_time() - burnt,
    }


def measured(what: str, *words: str) -> dict[str, float]:
    """A measurement in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.imports", what, *words]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, float] = json.loads(said.splitlines()[-1])
    return found


def imports(folder: Path, rows: int = 100_000, rules: tuple[int, ...] = (0, 10)) -> Iterator[str]:
    """One line for each number of rules, beside the floor."""
    path = folder / "rows.csv"
    write_file(path, rows)
    (folder / "import-floor").mkdir()
    bare = measured("floor", str(folder / "import-floor"), str(path))
    for count in rules:
        place = folder / f"import{count}"
        place.mkdir()
        ours = measured("product", str(place), str(path), str(count))
        rate = ours["rows"] / (ours["check"] + ours["store"])
        against = bare["rows"] / bare["seconds"]
        yield (
            f"import of {rows:,} rows, {count} rules on: {rate:,.0f} rows/s (check {ours['check']:.1f} s, "
            f"store {ours['store']:.1f} s, peak {ours['peak']:.0f} MiB)   floor {against:,.0f} rows/s   "
            f"ratio {rate / against:.2f}, by processor time "
            f"{bare['processor'] / ours['processor']:.2f} ({ours['rows'] / ours['processor']:,.0f} rows/s)"
        )


if __name__ == "__main__":
    kind, *rest = sys.argv[1:]
    if kind == "floor":
        print(json.dumps(floor(Path(rest[0]), Path(rest[1]))))
    elif kind == "product":
        print(json.dumps(product(Path(rest[0]), Path(rest[1]), int(rest[2]))))
    else:
        import tempfile

        with tempfile.TemporaryDirectory() as name:
            for each in imports(Path(name), int(kind)):
                print(each)
