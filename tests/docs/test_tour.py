"""The tour does what it says: its files are written and its commands run, as they stand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from runtime.config import settings
from runtime.installation import open_installation
from runtime.queries.inbox import inbox
from runtime.queries.people import person_id
from tests.harness.processes import ROOT

BLOCK = re.compile(r"^```(\w+)(?: file=(\S+))?\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_the_tour_runs_as_it_stands(tmp_path: Path) -> None:
    blocks = BLOCK.findall((ROOT / "docs" / "tour.md").read_text(encoding="utf-8"))
    env = {**os.environ, "DATA_DIR": "var/tour", "APP": "apps/tour", "LANG": "en"}
    env.pop("DATABASE_URL", None)
    assert any("export DATA_DIR=var/tour APP=apps/tour\n" in body for _, _, body in blocks)
    said: list[str] = []
    for kind, name, body in blocks:
        if name:
            path = tmp_path / name if name == "loans.csv" else tmp_path / "apps" / "tour" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, encoding="utf-8")
        if kind != "sh":
            continue
        script = body.replace(".venv/bin/dougong", f"{sys.executable} -m runtime.cli.main")
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=tmp_path,
            env=env,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"{body}\n{done.stdout}\n{done.stderr}"
        said.append(done.stdout)
    house = open_installation(settings({"DATA_DIR": str(tmp_path / "var" / "tour")}))
    titles = [each.title["en"] for each in inbox(house, person_id(house, "anna"))]
    house.engine.dispose()
    assert titles == ["please bring it back"]
    assert any("fired 1 time" in each for each in said)
