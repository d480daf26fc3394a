"""`dougong rule reference`: the pages are written where they were asked for, and said once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from runtime.cli.main import main


def test_the_pages_are_written_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "reference", str(tmp_path), "--json"]) == 0
    written = json.loads(capsys.readouterr().out)["changed"]
    assert {"zh/index.md", "en/index.md", "zh/constructs/between.md", "en/functions/sum.md"} <= set(
        written
    )
    assert all((tmp_path / path).is_file() for path in written)
    assert main(["rule", "reference", str(tmp_path)]) == 0
    assert capsys.readouterr().out == ""
